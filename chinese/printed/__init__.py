"""What the words of a printed line make of it.

foot.py      what closes a text, who edited it, how to reach them, a caption
headings.py  a question, an answer, an article, a frame, the number of an issue
tables.py    a column's header, a form's label, a value, a sum
marks.py     秘密, 机密, 绝密; 内部
"""

from chinese.printed.foot import closes_a_text, contributor, foot_kind
from chinese.printed.headings import (
    MAX_QUESTION,
    answer_mark,
    field_label,
    fills_a_label,
    frames_a_collection,
    heads_a_newspaper,
    is_card_value,
    is_contents_line,
    is_lone_label,
    is_marked_question,
    is_navigation,
    is_newspaper_name,
    label_words,
    labels_a_part,
    names_a_collection,
    names_a_column,
    names_a_periodical,
    names_short_news,
    numbers_an_issue,
    opens_appendix,
    opens_article,
    opens_signed_report,
    ornament,
    question_mark,
)
from chinese.printed.marks import internal_mark, secrecy_mark
from chinese.printed.tables import (
    is_column_name,
    is_figure_name,
    is_form_label,
    is_header_like,
    is_measure_line,
    is_moment,
    is_numbering_header,
    is_table_name,
    is_table_note,
    is_total,
    is_value,
    names_case_column,
    names_form_subject,
    names_title_column,
    names_unit_column,
    sums_rows,
    ticked,
)

__all__ = [
    # foot
    "closes_a_text",
    "contributor",
    "foot_kind",
    # headings
    "MAX_QUESTION",
    "answer_mark",
    "field_label",
    "fills_a_label",
    "frames_a_collection",
    "heads_a_newspaper",
    "is_card_value",
    "is_contents_line",
    "is_lone_label",
    "is_navigation",
    "is_newspaper_name",
    "is_marked_question",
    "label_words",
    "labels_a_part",
    "names_a_column",
    "names_a_collection",
    "names_a_periodical",
    "names_short_news",
    "numbers_an_issue",
    "opens_appendix",
    "opens_article",
    "opens_signed_report",
    "ornament",
    "question_mark",
    # marks
    "internal_mark",
    "secrecy_mark",
    # tables
    "is_column_name",
    "is_figure_name",
    "is_form_label",
    "is_header_like",
    "is_measure_line",
    "is_moment",
    "is_numbering_header",
    "is_table_name",
    "is_table_note",
    "is_total",
    "is_value",
    "names_case_column",
    "names_form_subject",
    "names_title_column",
    "names_unit_column",
    "sums_rows",
    "ticked",
]
