"""What the words of a table's cells are: a header, a form's label, a value, a sum. Pure.

The lists, chinese/data/tables.toml, are general knowledge of how offices fill in tables.
"""

import re

from chinese.language_data import topic

MAX_HEADER = 24  # code points; words over a column are few
_DATA = topic("tables")
_FORM_LABELS = frozenset(_DATA.words["form_labels"])
_FORM_SUBJECTS = frozenset(_DATA.words["form_subjects"])
_COLUMN_NAMES = frozenset(_DATA.words["column_names"])
_NUMBERING = re.compile(_DATA.expression("numbering"))
_TOTAL = re.compile(_DATA.expression("total"))
_SUMS = ("小计", "合计", "总计", "平均", "均值", "平均数", "平均值", "总分", "总数")
_NOTE = re.compile(_DATA.expression("note"))
_REMARK = re.compile(_DATA.expression("remark"))
_MEASURE = re.compile(_DATA.expression("measure"))
_UNIT_COLUMN = re.compile(_DATA.expression("unit_column"))
_TITLE_COLUMN = re.compile(_DATA.expression("title_column"))
_CASE_COLUMN = re.compile(_DATA.expression("case_column"))
_AMOUNT = re.compile(_DATA.expression("amount"))
_MOMENT = re.compile(_DATA.expression("moment"))
_PERIOD = re.compile(_DATA.expression("period"))
_TABLE_NAME = re.compile(_DATA.expression("table_name"))
_FIGURE_NAME = re.compile(_DATA.expression("figure_name"))
_TICKS = re.compile(_DATA.expression("ticks"))
_SENTENCE = re.compile(r"[。！？；;]")
_BLANKS = re.compile(r"[\s　]+")
_COLON = "：:"


def is_header_like(cell: str) -> bool:
    """Whether a cell may stand over a column: a few words, or a span of time, but no value."""
    words = _bare(cell)
    if not words or len(words) > MAX_HEADER or _SENTENCE.search(words):
        return False
    return bool(_PERIOD.fullmatch(words)) or not is_value(words)


def is_value(cell: str) -> bool:
    """Whether a cell is nothing but an amount, a date, a mark, or a dash for nothing."""
    words = _BLANKS.sub(" ", cell).strip()
    return bool(_AMOUNT.match(words) or _MOMENT.match(words))


def is_moment(cell: str) -> bool:
    """Whether a cell is nothing but a day, a time of day, or a span of them."""
    words = _BLANKS.sub(" ", cell).strip()
    return bool(_MOMENT.match(words) or _PERIOD.match(words))


def is_form_label(cell: str) -> bool:
    """Whether a cell asks for the cell beside it: 联系电话, 姓　名, 活动主题：."""
    words = _bare(cell)
    return words in _FORM_LABELS or (cell.rstrip()[-1:] in _COLON and 2 <= len(words) <= MAX_HEADER)


def names_form_subject(label: str) -> bool:
    """Whether a form's label stands before the name of whom or what the form is about: 姓名."""
    return _bare(label) in _FORM_SUBJECTS


def is_column_name(cell: str) -> bool:
    """Whether a cell is one of the words that stand over columns in any office: 项目, 金额（元）."""
    return re.sub(r"[（(].*[)）]$", "", _bare(cell)) in _COLUMN_NAMES


def is_numbering_header(cell: str) -> bool:
    """Whether a column only counts its rows."""
    return _NUMBERING.match(_bare(cell)) is not None


def is_total(cell: str) -> bool:
    """Whether a row sums up others: 合计, 小计."""
    return _TOTAL.match(_bare(cell)) is not None


def sums_rows(name: str) -> bool:
    """Whether a row of this name sums up or averages others, so that it is none of what is counted."""
    return is_total(name) or _bare(name).endswith(_SUMS)


def is_table_note(cell: str) -> bool:
    """Whether a line over or under a table explains it, or says whose it is: 注：…, 填报单位：…."""
    return bool(_NOTE.match(cell.strip()) or _REMARK.match(cell.strip()))


def is_measure_line(line: str) -> bool:
    """Whether a line says in which unit a table counts: 单位：万元, （金额单位：元）."""
    return _MEASURE.match(line.strip()) is not None


def is_table_name(line: str) -> bool:
    """Whether a line begins like the title of a table: 表1 …, 附表：…."""
    return _TABLE_NAME.match(line) is not None


def is_figure_name(line: str) -> bool:
    """Whether a line begins like the title of a figure: 图1 …."""
    return _FIGURE_NAME.match(line) is not None


def ticked(line: str) -> tuple[str, str] | None:
    """What a line asks and the boxes that answer it, of 验收结论：☑通过 □不通过; None for any other line."""
    if not _TICKS.match(line):
        return None
    asked, boxes = re.split(f"[{_COLON}]", line, maxsplit=1)
    return asked.strip(), boxes.strip()


def names_unit_column(header: str) -> bool:
    """Whether a column holds the units that the rows are of."""
    return _UNIT_COLUMN.match(_bare(header)) is not None


def names_title_column(header: str) -> bool:
    """Whether a column holds the titles of cases."""
    return _TITLE_COLUMN.match(_bare(header)) is not None


def names_case_column(header: str) -> bool:
    """Whether a column holds the titles of what are cases by that word: 案例名称, 工作法."""
    return _CASE_COLUMN.match(_bare(header)) is not None


def _bare(cell: str) -> str:
    """A cell's words without blanks and the colon after them."""
    return _BLANKS.sub("", cell).rstrip(_COLON)
