"""A page's tables: rows of a grid, or nothing but the layout of a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from index.errors import UnreadableSource
from index.parse.layout import Line
from index.parse.tables import Grid, GridCell, table_lines
from index.parse.web.furniture import PageLine

MAX_COLUMNS = 200
MAX_PLACES = 1_000_000  # rows times columns
MAX_SPAN = 1000  # columns, as browsers bound it


@dataclass(slots=True)
class TableCell:
    """A cell while its content is read."""

    row: int
    column: int
    rows: int  # 0: to the end of the table
    columns: int
    emphatic: bool
    lines: list[PageLine] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What it says, a line each."""
        return "\n".join(each.line.printed for each in self.lines)


class OpenTable:
    """A table while its rows are read."""

    def __init__(self, laying_out: bool = False) -> None:
        """``laying_out``: the page itself says that it is no table."""
        self.laying_out = laying_out
        self.cells: list[TableCell] = []
        self.before: list[PageLine] = []  # captions, and what stands in no cell
        self.head = False  # whether <thead> is open
        self.open: TableCell | None = None
        self._row, self._column = -1, 0
        self._group = 0  # the first cell of the row group
        self._until: dict[int, int] = {}  # column -> the row before which it is taken

    def start_row(self) -> None:
        """A row begins."""
        self._row, self._column = self._row + 1, 0

    def start_cell(self, rows: str | None, columns: str | None, emphatic: bool) -> None:
        """A cell begins, at the first place that is free in its row; its spans as its attributes say."""
        self._row = max(self._row, 0)
        column = self._column
        while self._until.get(column, 0) > self._row:
            column += 1
        wide, tall = min(max(_number(columns), 1), MAX_SPAN), _number(rows)
        self._column = column + wide
        for place in range(column, column + wide):
            self._until[place] = self._row + tall if tall else 1 << 30
        self.open = TableCell(self._row, column, tall, wide, emphatic)
        self.cells.append(self.open)

    def end_group(self) -> None:
        """A row group ends, and with it the cells that would span further."""
        for cell in self.cells[self._group :]:
            if cell.rows == 0 or cell.row + cell.rows > self._row + 1:
                cell.rows = self._row + 1 - cell.row
        self._group, self._until = len(self.cells), {}

    def add(self, each: PageLine) -> None:
        """A line inside it."""
        if self.open is None:
            self.before.append(each)
        else:
            self.open.lines.append(each)
            self.laying_out |= bool(each.line.level)

    def lines(self, name: str, number: int, level: int) -> tuple[list[PageLine], bool]:
        """Its lines, and whether they are rows of a table. Raises UnreadableSource for one too large."""
        cells = self._grid_cells(name)
        if self.laying_out or not _is_table(cells):
            return [*self.before, *(each for cell in self.cells for each in cell.lines)], False
        captions = [Line(each.line.printed, kind="caption", table=number) for each in self.before]
        return [PageLine(line) for line in (*captions, *table_lines(cells, number, level=level))], True

    def _grid_cells(self, name: str) -> list[GridCell]:
        """Its cells, without columns in which none begins."""
        height = self._row + 1
        starts = sorted({cell.column for cell in self.cells})
        place = {column: n for n, column in enumerate(starts)}
        if len(starts) > MAX_COLUMNS or len(starts) * height > MAX_PLACES:
            raise UnreadableSource(
                f"「{name}」的表格有 {height} 行、{len(starts)} 列，超过上限 {MAX_COLUMNS} 列"
                f"或 {MAX_PLACES // 10_000} 万格。请拆成几个较小的文件后再试。"
            )
        cells = []
        for cell in self.cells:
            spanned = sum(cell.column <= start < cell.column + cell.columns for start in starts)
            emphatic = cell.emphatic or all(each.bold for each in cell.lines)
            cells.append(GridCell(cell.row, place[cell.column], cell.words, cell.rows, spanned, emphatic))
        return cells


def _number(value: str | None) -> int:
    """A span as browsers read it: 1 for none and for nonsense."""
    digits = (value or "").strip().lstrip("+")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 1


def _is_table(cells: list[GridCell]) -> bool:
    """Whether two rows or more have words side by side, or the one that has is a form's."""
    filled: dict[int, int] = {}
    for cell in cells:
        if cell.text:
            for row in _rows(cell):
                filled[row] = filled.get(row, 0) + 1
    wide = sum(count > 1 for count in filled.values())
    return wide > 1 or (wide == 1 and Grid(cells).is_form)


def _rows(cell: GridCell) -> Iterator[int]:
    return iter(range(cell.row, cell.row + cell.rows))
