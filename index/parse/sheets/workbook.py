""".xlsx and .csv -> lines: titles, and the rows of each table with their columns' headers."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

from chinese import is_value
from index.errors import UnreadableSource
from index.parse.decode import decode
from index.parse.layout import Hidden, Line, ParsedLayout, SheetRows, bounded
from index.parse.package import damaged, open_package, read_member, refuse_entities
from index.parse.sheets.marks import SheetMarks, read_marks
from index.parse.sheets.number_formats import shown
from index.parse.tables import GridCell, regions, table_lines

MAX_ROWS = 100_000  # of one sheet
MAX_COLUMNS = 200
_STYLED_ROWS = 12  # in which a bold row may be a header
_UNNAMED = re.compile(
    r"(?:sheet|工作表|表)\s*[0-9]*", re.IGNORECASE
)  # what a program calls a sheet by itself


def read_xlsx(name: str, data: bytes) -> ParsedLayout:
    """The tables of all visible sheets in order. Raises UnreadableSource."""
    hidden = Hidden()
    sheets, notices = _visible(name, data, hidden)
    lines = bounded(name, _sheets(sheets, hidden))
    return ParsedLayout(lines, (*hidden.notices(), *notices))


def xlsx_rows(name: str, data: bytes) -> tuple[list[SheetRows], list[str]]:
    """The rows of all visible sheets, and what to say of them. Raises UnreadableSource."""
    hidden = Hidden()
    sheets, notices = _visible(name, data, hidden)
    rows = [SheetRows(title, _rows(cells)) for title, cells in sheets]
    return rows, [*hidden.notices(), *notices]


def _rows(cells: Iterable[GridCell]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    filled: dict[int, dict[int, str]] = {}
    for cell in cells:
        if cell.text:
            filled.setdefault(cell.row, {})[cell.column] = cell.text
    return tuple(
        (row, tuple(texts.get(column, "") for column in range(1, max(texts) + 1)))
        for row, texts in sorted(filled.items())
    )


def _visible(name: str, data: bytes, hidden: Hidden) -> tuple[list[tuple[str, list[GridCell]]], list[str]]:
    """The filled cells of all visible sheets in order, rows and columns from 1."""
    from openpyxl import load_workbook

    package = open_package(name, data)
    for member in package.namelist():
        if member.endswith((".xml", ".rels")):
            refuse_entities(name, read_member(package, name, member) or b"")
    notices: list[str] = []
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [
            (sheet.title, list(_cells(name, sheet, hidden, notices)))
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except UnreadableSource:
        raise
    except Exception as error:  # openpyxl meets damage with whatever its own code runs into
        raise damaged(name) from error
    unseen = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if unseen:
        notices.append(f"隐藏的工作表没有读入：{'、'.join(unseen[:5])}")
    return sheets, notices


def read_csv(name: str, data: bytes) -> ParsedLayout:
    """The table of a .csv; comma, semicolon or tab as its first line uses. Raises UnreadableSource."""
    hidden = Hidden()
    cells = _csv_cells(name, data, hidden)
    return ParsedLayout(bounded(name, _sheets([("", cells)], hidden)), hidden.notices())


def csv_rows(name: str, data: bytes) -> tuple[list[SheetRows], list[str]]:
    """The rows of a .csv, and what to say of them. Raises UnreadableSource."""
    hidden = Hidden()
    cells = [GridCell(cell.row + 1, cell.column + 1, cell.text) for cell in _csv_cells(name, data, hidden)]
    return [SheetRows("", _rows(cells))], list(hidden.notices())


def _csv_cells(name: str, data: bytes, hidden: Hidden) -> list[GridCell]:
    text = decode(data, name).lstrip("\ufeff")
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        cells: list[GridCell] = []
        for row, values in enumerate(csv.reader(StringIO(text), delimiter=delimiter, strict=True)):
            _refuse_large(name, row + 1, len(values))
            cells += (GridCell(row, n, hidden.cleaned(value).strip()) for n, value in enumerate(values))
        return cells
    except csv.Error as error:
        raise UnreadableSource(
            f"「{name}」不是完整的 CSV 表格（{error}）。请用 WPS 或 Excel 打开，另存为 .csv 或 .xlsx 后再试。"
        ) from error


def _sheets(sheets: Sequence[tuple[str, list[GridCell]]], hidden: Hidden) -> Iterator[Line]:
    """Each sheet under its name, or the title over its first table where it is the only one so titled."""
    number = 0
    for order, (title, cells) in enumerate(sheets):
        named = "" if _UNNAMED.fullmatch(title) else hidden.cleaned(title)
        level = 1 if order == 0 else 2
        opened = False
        for region in _tables(cells):
            number += 1
            for line in table_lines(region, number, level=level + 1, by_row=None):
                if not opened:
                    opened = True
                    if line.kind == "caption" and (order == 0 or not named):
                        line = Line(line.text, level)
                    elif named:
                        yield Line(named, level)
                yield line


def _tables(cells: Sequence[GridCell]) -> list[list[GridCell]]:
    """The regions of a sheet; one that has no header and stands under another goes on with it."""
    tables: list[list[GridCell]] = []
    for region in regions(cells):
        if tables and _goes_on(tables[-1], region):
            tables[-1] = _closed_up(tables[-1], region)
        else:
            tables.append(region)
    return [_moved(table) for table in tables]


def _goes_on(above: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Whether the region below is the rest of the one above: as wide, and it opens with a record."""
    columns, others = ({cell.column for cell in part} for part in (above, below))
    opening = [cell for cell in below if cell.row == below[0].row]
    return (
        len(columns) > 1
        and len(opening) > 1
        and min(columns) == min(others)
        and max(others) <= max(columns)
        and any(is_value(cell.text) for cell in opening[1:])
    )


def _closed_up(above: Sequence[GridCell], below: Sequence[GridCell]) -> list[GridCell]:
    """The two as one table, without the empty rows between them."""
    end = max(cell.row + cell.rows for cell in above)
    gap = min(cell.row for cell in below) - end
    return [*above, *(replace(cell, row=cell.row - gap) for cell in below)]


def _moved(cells: Sequence[GridCell]) -> list[GridCell]:
    """The same cells with the table's corner at 0, 0."""
    top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
    return [replace(cell, row=cell.row - top, column=cell.column - left) for cell in cells]


def _cells(name: str, sheet: Any, hidden: Hidden, notices: list[str]) -> Iterator[GridCell]:
    """The filled cells of a sheet, whatever size it declares, without those of hidden rows and columns."""
    marks = read_marks(sheet)
    sheet.reset_dimensions()
    notices += marks.notices(sheet.title)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        _refuse_large(name, number, max((cell.column for cell in row if cell.value is not None), default=0))
        for cell in row:
            if cell.value is None or marks.hides(cell.row, cell.column):
                continue
            yield _cell(cell, marks, hidden)


def _cell(cell: Any, marks: SheetMarks, hidden: Hidden) -> GridCell:
    rows, columns = marks.spans.get((cell.row, cell.column), (1, 1))
    bold = cell.row <= _STYLED_ROWS and bool(cell.font and cell.font.b)
    words = hidden.cleaned(shown(cell.value, cell.number_format or "General")).strip()
    return GridCell(cell.row, cell.column, words, rows, columns, bold)


def _refuse_large(name: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise UnreadableSource(
            f"「{name}」的表格超过上限 {MAX_ROWS} 行、{MAX_COLUMNS} 列。请拆成几个较小的文件后再试。"
        )
