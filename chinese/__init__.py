"""The language, below both halves: a text and the lines, sentences, words and names in it. No I/O."""

from chinese.analysed_text import AnalysedText, lines_of
from chinese.corrections import Withdrawn, withdrawn
from chinese.digits import DIGITS, NONZERO, NUMERAL_CHARS
from chinese.folding import bare, fold, terms
from chinese.lines import LINE_BREAK, trim, trimmed_lines
from chinese.named_organisations import (
    abbreviates,
    core,
    find_organisations,
    names_unit,
    organisation_spans,
    other_rank,
)
from chinese.numbering import (
    edited_by,
    ends_a_statement,
    is_byline,
    is_day,
    is_document_number,
    labelled_unit,
    read_numbering,
)
from chinese.organisations import is_office, is_organisation, split_heading
from chinese.overlap import Wording, holds, within
from chinese.persons import asks_person, find_persons, is_person, is_person_name
from chinese.phrases import CLOSE, OPEN, answer, clean, enumerations, items, quotations
from chinese.places import find_places, localities
from chinese.polarity import Negation, directions, negations, opposite
from chinese.printed import (
    MAX_QUESTION,
    answer_mark,
    closes_a_text,
    contributor,
    field_label,
    fills_a_label,
    foot_kind,
    frames_a_collection,
    heads_a_newspaper,
    internal_mark,
    is_card_value,
    is_column_name,
    is_contents_line,
    is_figure_name,
    is_form_label,
    is_header_like,
    is_lone_label,
    is_marked_question,
    is_measure_line,
    is_moment,
    is_navigation,
    is_newspaper_name,
    is_numbering_header,
    is_table_name,
    is_table_note,
    is_total,
    is_value,
    label_words,
    labels_a_part,
    names_a_collection,
    names_a_column,
    names_a_periodical,
    names_case_column,
    names_form_subject,
    names_short_news,
    names_title_column,
    names_unit_column,
    numbers_an_issue,
    opens_appendix,
    opens_article,
    opens_signed_report,
    ornament,
    question_mark,
    secrecy_mark,
    sums_rows,
    ticked,
)
from chinese.radicals import unified
from chinese.search_terms import QUESTION_CHARS, TOKENISER_VERSION, indexed, plain, query_terms
from chinese.sentences import split_sentences
from chinese.stopwords import STOPWORDS
from chinese.words import Words

__all__ = [
    # analysed_text
    "AnalysedText",
    "lines_of",
    # corrections
    "Withdrawn",
    "withdrawn",
    # digits
    "DIGITS",
    "NUMERAL_CHARS",
    "NONZERO",
    # folding
    "bare",
    "fold",
    "terms",
    # printed.foot
    "closes_a_text",
    "contributor",
    "foot_kind",
    # printed.headings
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
    # lines
    "LINE_BREAK",
    "trim",
    "trimmed_lines",
    # named_organisations
    "abbreviates",
    "core",
    "find_organisations",
    "names_unit",
    "organisation_spans",
    "other_rank",
    # numbering
    "edited_by",
    "ends_a_statement",
    "is_byline",
    "is_day",
    "is_document_number",
    "labelled_unit",
    "read_numbering",
    # organisations
    "is_office",
    "is_organisation",
    "split_heading",
    # overlap
    "Wording",
    "holds",
    "within",
    # persons
    "asks_person",
    "find_persons",
    "is_person",
    "is_person_name",
    # phrases
    "CLOSE",
    "OPEN",
    "answer",
    "clean",
    "enumerations",
    "items",
    "quotations",
    # places
    "find_places",
    "localities",
    # polarity
    "Negation",
    "directions",
    "negations",
    "opposite",
    # radicals
    "unified",
    # search_terms
    "QUESTION_CHARS",
    "TOKENISER_VERSION",
    "indexed",
    "plain",
    "query_terms",
    # printed.marks
    "internal_mark",
    "secrecy_mark",
    # sentences
    "split_sentences",
    # stopwords
    "STOPWORDS",
    # printed.tables
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
    # words
    "Words",
]
