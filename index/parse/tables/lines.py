"""A table's grid -> lines: every row a record, each cell beside the headers of its column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile, zip_longest

from chinese import (
    is_table_note,
    is_total,
    is_value,
    names_case_column,
    names_title_column,
    names_unit_column,
)
from index.parse.layout import Line, LineCell
from index.parse.tables.blocks import blocks
from index.parse.tables.grid import Grid, GridCell

LONG = 40  # code points on average from which a column tells what each row's case did
MAX_CAPTION = 40  # code points; a longer line between rows is a remark
MAX_SPANNED = 5  # columns of which a merged cell is said; across more it is a remark
UNIT_AND_TITLE = "　"  # between the two in the heading of a row's case


def table_lines(
    cells: Iterable[GridCell], number: int, *, page: int = 0, level: int = 2, by_row: bool | None = False
) -> Iterator[Line]:
    """The rows of one table in reading order.

    Titles over it are captions, remarks under it paragraphs. A form's blanks come as fields. A table of
    one column is no table: its cells are paragraphs.

    Args:
        cells: in reading order; empty ones may be left out.
        number: of the table in its document, 1-based.
        page: 1-based; 0 when the format has none.
        level: of the headings of rows that are cases of their own.
        by_row: whether each row is such a case; None when the columns are to say.

    """
    grid = Grid(cells)
    if grid.width < 2 or grid.first >= grid.height:
        yield from (Line(words, page=page) for cell in _each(grid) for words in _paragraphs(cell))
        return
    if grid.is_form or by_row or (by_row is None and _is_by_row(grid)):
        yield from _titles(grid, number, page)
        yield from _fields(grid, number, page) if grid.is_form else _cases(grid, number, page, level)
        return
    for block in blocks(grid):
        yield from _titles(block, number, page)
        yield from _rows(block, number, page)


def _titles(grid: Grid, number: int, page: int) -> Iterator[Line]:
    for row in range(grid.first):
        yield from (_over(words, number, page) for cell in grid.cells(row) for words in _paragraphs(cell))


def _each(grid: Grid) -> list[GridCell]:
    cells = (cell for row in range(grid.height) for cell in grid.cells(row))
    return list(dict.fromkeys(cells))


def _paragraphs(cell: GridCell) -> list[str]:
    return [words for words in cell.text.splitlines() if words.strip()]


def _over(words: str, number: int, page: int) -> Line:
    if len(words) > MAX_CAPTION or is_table_note(words):
        return Line(words, page=page)
    return Line(words, page=page, kind="caption", table=number)


def _rows(grid: Grid, number: int, page: int) -> Iterator[Line]:
    body = grid.first + grid.headers
    names = [grid.header(column) for column in range(grid.width)]
    last = max(row for row in range(grid.height) if len(grid.cells(row)) > 1)
    for row in range(body, grid.height):
        cells = grid.cells(row)
        if len(cells) == 1 and is_total(cells[0].text):
            yield Line("", page=page, kind="row", table=number, cells=_record(grid, row, names))
        elif len(cells) == 1 and (row > last or len(cells[0].text) > MAX_CAPTION):
            yield from (Line(words, page=page) for words in _paragraphs(cells[0]))
        elif len(cells) == 1 and (cells[0].columns > 1 or cells[0].column == 0):
            yield _over(cells[0].text, number, page)  # a heading over the rows below it
        elif all(is_table_note(cell.text) for cell in cells):  # 填表人：…　审核人：…
            yield from (Line(words, page=page) for cell in cells for words in _paragraphs(cell))
        elif cells and not _repeats(grid, row, names):
            yield Line("", page=page, kind="row", table=number, cells=_record(grid, row, names))


def _repeats(grid: Grid, row: int, names: Sequence[tuple[str, ...]]) -> bool:
    """Whether a row is the header again, as at the top of a page."""
    shown = [(grid.text(row, column), names[column]) for column in range(grid.width)]
    return all(name and words == name[-1] for words, name in shown if words)


def _record(grid: Grid, row: int, names: Sequence[tuple[str, ...]]) -> tuple[LineCell, ...]:
    """The filled cells of a row, each once, with the headers of all columns that it spans."""
    keys = (*grid.keys, *([grid.apart[row]] if row in grid.apart else []))
    sums = [cell for cell in grid.cells(row) if is_total(cell.text)]
    cells = []
    for cell in grid.cells(row):
        columns = range(cell.column, cell.column + cell.columns)
        named = cell is sums[0] if sums else bool(keys) and keys[-1] in columns
        group = not named and any(key in columns for key in (keys if sums else keys[:-1]))
        header = _headers(names, columns) if not sums or cell.columns == 1 else ()
        cells.append(LineCell(cell.text, cell.column, header, named, group))
    return tuple(_labelled(cells, names))


def _headers(names: Sequence[tuple[str, ...]], columns: range) -> tuple[str, ...]:
    """The headers over some columns, outermost first, each once; none where a cell spans many."""
    if len(columns) > MAX_SPANNED:
        return ()
    return tuple(dict.fromkeys(name for column in columns for name in names[column]))


def _labelled(cells: list[LineCell], names: Sequence[tuple[str, ...]]) -> list[LineCell]:
    """With a name for the row: where its own column says nothing, the last words before its values do."""
    if any(cell.label for cell in cells):
        return cells
    leading = list(takewhile(lambda cell: not is_value(cell.text), cells))
    if not leading or any(names):  # a table without any headers names its rows first
        at = max(len(leading) - 1, 0)
        return [replace(c, label=True, group=False) if n == at else c for n, c in enumerate(cells)]
    return [replace(c, label=n == 0) for n, c in enumerate(cells)]


def _fields(grid: Grid, number: int, page: int) -> Iterator[Line]:
    """Each blank of a form with the label before it; several paragraphs in a blank stay apart."""
    inside = 0  # rows up to here belong to a table in the form
    for row in range(grid.first, grid.height):
        cells = grid.cells(row)
        if row < inside or not cells:
            continue
        if cells[0].rows > 1 and cells[0].row == row and (part := grid.part(cells[0])).headers:
            inside = row + cells[0].rows
            yield _over(_label(cells[0]), number, page)
            yield from _rows(part, number, page)
            continue
        over: tuple[str, ...] = ()
        if len(cells) > 2 and len(cells) % 2:  # 党组织情况 over 支部数, 党员数
            over, cells = (_label(cells[0]),), cells[1:]
        own = [cell for cell in cells if cell.row == row]
        if len(own) == 1:
            yield from (Line(words, page=page) for words in _paragraphs(own[0]))
            continue
        for label, blank in zip_longest(own[::2], own[1::2]):
            headers = (*over, _label(label))
            if blank is None:
                yield from _blank(label, over, number, page)
            elif not blank.text.strip():
                yield Line(_label(label), page=page)
            else:
                yield from _blank(blank, headers, number, page)


def _label(cell: GridCell) -> str:
    return " ".join(cell.text.split()).rstrip("：: ")


def _blank(cell: GridCell, headers: tuple[str, ...], number: int, page: int) -> Iterator[Line]:
    for index, words in enumerate(_paragraphs(cell)):
        filled = LineCell(words, cell.column, headers if index == 0 else ())
        yield Line("", page=page, kind="field", table=number, cells=(filled,))


def _is_by_row(grid: Grid) -> bool:
    """Whether every row is a case of its own: it has a title or a unit, and tells at length what was done."""
    if grid.height - grid.first - grid.headers < 2 or not grid.headers:
        return False
    title, unit = _title_and_unit(grid)
    if min(title, unit) >= 0 and names_case_column(grid.header(title)[-1]):
        return True
    return (title, unit) != (-1, -1) and any(grid.length(column) >= LONG for column in range(grid.width))


def _title_and_unit(grid: Grid) -> tuple[int, int]:
    names = [grid.header(column)[-1:] for column in range(grid.width)]
    title = next((n for n, name in enumerate(names) if name and names_title_column(name[0])), -1)
    unit = next((n for n, name in enumerate(names) if name and names_unit_column(name[0])), -1)
    return title, unit


def _cases(grid: Grid, number: int, page: int, level: int) -> Iterator[Line]:
    """A heading of unit and title for each row, and its other cells as fields under it."""
    title, unit = _title_and_unit(grid)
    names = [grid.header(column) for column in range(grid.width)]
    for row in range(grid.first + grid.headers, grid.height):
        record = _record(grid, row, names)
        naming = [c.text.replace("\n", " ") for n in (unit, title) for c in record if n == c.column]
        if len(record) > 1 and any(is_total(cell.text) for cell in record):
            yield Line("", page=page, kind="row", table=number, cells=record)
            continue
        if not naming or len(record) < 2:
            yield from (Line(words, page=page) for cell in grid.cells(row) for words in _paragraphs(cell))
            continue
        yield Line(UNIT_AND_TITLE.join(naming), level=level, page=page)
        for cell in record:
            if cell.column in (unit, title):
                continue
            for index, words in enumerate(filter(str.strip, cell.text.splitlines())):
                headed = LineCell(words, cell.column, cell.headers if index == 0 else ())
                yield Line("", page=page, kind="field", table=number, cells=(headed,))


def regions(cells: Sequence[GridCell]) -> list[list[GridCell]]:
    """The tables of one sheet: blocks of filled cells with empty rows, or empty columns, between them."""
    filled = [cell for cell in cells if cell.text]
    return [
        beside
        for block in _apart(filled, lambda cell: range(cell.row, cell.row + cell.rows))
        for beside in _apart(block, lambda cell: range(cell.column, cell.column + cell.columns))
    ]


def _apart(cells: Sequence[GridCell], places: Callable[[GridCell], range]) -> list[list[GridCell]]:
    """Groups of cells between which a whole row, or column, of the grid is empty."""
    used = sorted({place for cell in cells for place in places(cell)})
    group = {place: place - index for index, place in enumerate(used)}  # grows at every empty line

    def key(cell: GridCell) -> int:
        return group[places(cell)[0]]

    ordered = sorted(cells, key=lambda cell: (key(cell), cell.row, cell.column))
    return [list(part) for _, part in groupby(ordered, key=key)]
