""".xlsx and .csv -> lines: every row a record, each value beside the name of its column."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from index.errors import UnreadableSource
from index.parse.decode import decode
from index.parse.layout import Hidden, Line, ParsedLayout, bounded
from index.parse.package import damaged, open_package, read_member, refuse_entities

MAX_ROWS = 100_000  # of all sheets
MAX_COLUMNS = 200
_BETWEEN, _IS = "；", "："
_UNNAMED = re.compile(
    r"(?:sheet|工作表|表)\s*[0-9]*", re.IGNORECASE
)  # what a program calls a sheet by itself


def read_xlsx(name: str, data: bytes) -> ParsedLayout:
    """The rows of all visible sheets, each sheet under its name. Raises UnreadableSource."""
    from openpyxl import load_workbook

    package = open_package(name, data)
    for member in package.namelist():
        if member.endswith((".xml", ".rels")):
            refuse_entities(name, read_member(package, name, member) or b"")
    hidden = Hidden()
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        lines = bounded(name, _sheets(name, book, hidden))
    except UnreadableSource:
        raise
    except Exception as error:  # openpyxl meets damage with whatever its own code runs into
        raise damaged(name) from error
    unseen = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    notices = hidden.notices()
    if unseen:
        notices += (f"隐藏的工作表没有读入：{'、'.join(unseen[:5])}",)
    return ParsedLayout(lines, notices)


def read_csv(name: str, data: bytes) -> ParsedLayout:
    """The rows of a .csv; comma, semicolon or tab as its first line uses. Raises UnreadableSource."""
    text = decode(data, name)
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    hidden = Hidden()
    try:
        rows = csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=delimiter, strict=True)
        return ParsedLayout(bounded(name, _records(name, rows, hidden)), hidden.notices())
    except csv.Error as error:
        raise UnreadableSource(
            f"「{name}」不是完整的 CSV 表格（{error}）。请用 WPS 或 Excel 打开，另存为 .csv 或 .xlsx 后再试。"
        ) from error


def _sheets(name: str, book: Any, hidden: Hidden) -> Iterator[Line]:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible:
        rows = ([_shown(cell) for cell in row] for row in sheet.iter_rows())
        lines = list(_records(name, rows, hidden))
        if lines and not _UNNAMED.fullmatch(sheet.title):
            yield Line(hidden.cleaned(sheet.title), 1)
        yield from lines


def _records(name: str, rows: Iterable[Sequence[str]], hidden: Hidden) -> Iterator[Line]:
    """The first row with two values or more names the columns; rows before it stand as they are."""
    header: list[str] | None = None
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS or len(row) > MAX_COLUMNS:
            raise UnreadableSource(
                f"「{name}」的表格超过上限 {MAX_ROWS} 行、{MAX_COLUMNS} 列。请拆成几个较小的文件后再试。"
            )
        values = [hidden.cleaned(" ".join(value.split())) for value in row]
        filled = [value for value in values if value]
        if header is None and len(filled) >= 2:
            header = values
        elif header is None or len(filled) == 1:
            yield from (Line(value) for value in filled)
        elif filled:
            pairs = (_pair(header, n, value) for n, value in enumerate(values) if value)
            yield Line(_BETWEEN.join(pairs), record=True)


def _pair(header: Sequence[str], column: int, value: str) -> str:
    named = header[column] if column < len(header) else ""
    return f"{named}{_IS}{value}" if named else value


def _shown(cell: Any) -> str:
    """A cell as the sheet shows it, as far as its number format says so plainly."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float | int):
        percent = "%" in (cell.number_format or "")
        return f"{round(value * 100, 10):.15g}%" if percent else f"{value:.15g}"
    return str(value)
