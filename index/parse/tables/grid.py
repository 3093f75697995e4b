"""A table as its cells stand on a grid, merged ones in all their places; what of it is header and label."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import mean, median

from chinese import (
    is_column_name,
    is_form_label,
    is_header_like,
    is_moment,
    is_numbering_header,
    is_value,
)

MAX_HEADER_ROWS = 4
MAX_KEYS = 4  # columns that tell rows apart
DISTINCT = 0.7  # share of different words from which a column names its rows
FORMAL = 0.6  # share of rows that are label and blank, from which a table is a form


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as its file has it."""

    row: int  # 0-based
    column: int
    text: str  # "" when empty
    rows: int = 1  # how many it spans
    columns: int = 1
    emphatic: bool = False  # set off as headers are: <th>, bold, a repeated header row


class Grid:
    """The cells of one table. Never changed once made."""

    def __init__(self, cells: Iterable[GridCell]) -> None:
        """Later cells give way to earlier ones where two claim a place."""
        self.at: dict[tuple[int, int], GridCell] = {}
        for cell in cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self.at.setdefault((row, column), cell)
        self.height = 1 + max((row for row, _ in self.at), default=-1)
        self.width = 1 + max((column for _, column in self.at), default=-1)

    def text(self, row: int, column: int) -> str:
        """What a place shows; "" where it is empty or outside."""
        cell = self.at.get((row, column))
        return cell.text if cell else ""

    def cells(self, row: int) -> list[GridCell]:
        """The filled cells that stand in a row, each once, from the left."""
        found = (self.at.get((row, column)) for column in range(self.width))
        return list(dict.fromkeys(cell for cell in found if cell and cell.text))

    def column(self, column: int, first: int) -> list[str]:
        """The filled places of a column from row ``first`` down."""
        return [words for row in range(first, self.height) if (words := self.text(row, column))]

    @cached_property
    def first(self) -> int:
        """The first row that is no title or remark over the table: it has half as many cells as most."""
        counts = [len(self.cells(row)) for row in range(self.height)]
        several = [count for count in counts if count > 1]
        fewest = max(2.0, median(several) / 2) if several else 2.0
        return next((row for row, count in enumerate(counts) if count >= fewest), self.height)

    @cached_property
    def is_form(self) -> bool:
        """Whether the table is a form: labels with blanks beside them, and no header over all."""
        rows = [row for row in range(self.first, self.height) if len(self.cells(row)) > 1]
        if not rows or (self._is_header(rows[0]) and not self._opens_with_label(rows[0])):
            return False
        beside = self.cells(rows[0])[1::2]
        if all(is_form_label(cell.text) for cell in beside):  # 姓名 性别 职务 电话 stand over columns
            return False
        formal = [self._opens_with_label(row) for row in rows]
        # A form may hold tables under its first blanks.
        return sum(formal) >= max(1, FORMAL * len(rows)) or (len(rows) > 2 and all(formal[:2]))

    def part(self, cell: GridCell) -> "Grid":
        """What stands to the right of a cell that spans several rows."""
        beside = (
            other
            for other in dict.fromkeys(self.at.values())
            if cell.row <= other.row < cell.row + cell.rows and other.column >= cell.column + cell.columns
        )
        left = cell.column + cell.columns
        return Grid(replace(other, row=other.row - cell.row, column=other.column - left) for other in beside)

    def _opens_with_label(self, row: int) -> bool:
        """Whether label and blank take turns in a row."""
        cells = self.cells(row)
        if len(cells) > 2 and len(cells) % 2:  # what stands over several blanks
            cells = cells[1:]
        labels = cells[::2]
        known = sum(is_form_label(cell.text) for cell in labels)
        apart = len(cells) == 2 and (cells[0].emphatic > cells[1].emphatic) and is_header_like(cells[0].text)
        return apart or (2 * known >= len(labels) and all(is_header_like(cell.text) for cell in labels))

    def _is_header(self, row: int) -> bool:
        cells = self.cells(row)
        return all(cell.emphatic for cell in cells) or all(is_column_name(cell.text) for cell in cells)

    @cached_property
    def headers(self) -> int:
        """How many rows from ``first`` on are headers; 0 when none is."""
        if self.is_form or self.first >= self.height - 1:
            return 0
        emphatic = self._leading(lambda row: all(cell.emphatic for cell in self.cells(row)))
        if 0 < emphatic < self.height - self.first:
            return min(emphatic, MAX_HEADER_ROWS)
        if not self._words_only(self.first):
            return 0
        return self._deep()

    def _leading(self, holds: Callable[[int], bool]) -> int:
        count = 0
        while self.first + count < self.height and holds(self.first + count):
            count += 1
        return count

    def _words_only(self, row: int) -> bool:
        return all(is_header_like(cell.text) for cell in self.cells(row))

    def _deep(self) -> int:
        """One header row, and those that stand under a cell of it which spans several columns."""
        depth = 1
        while depth < min(MAX_HEADER_ROWS, self.height - self.first - 1):
            above, row = self.first + depth - 1, self.first + depth
            spans = any(cell.columns > 1 and cell.row + cell.rows == row for cell in self.cells(above))
            split = self._gaps(above) and self._fills(above, row)
            if not (spans or split) or not self._words_only(row):
                break
            depth += 1
        return depth

    def _gaps(self, row: int) -> bool:
        return any(not self.text(row, column) for column in range(1, self.width))

    def _fills(self, above: int, row: int) -> bool:
        """Whether a row has words just where the one above it has none, and none in its first column."""
        gaps = [column for column in range(self.width) if not self.text(above, column)]
        return not self.text(row, 0) and all(self.text(row, column) for column in gaps)

    def header(self, column: int) -> tuple[str, ...]:
        """The headers over a column, outermost first, each once; those of a gap are from the left of it."""
        names: list[str] = []
        for row in range(self.first, self.first + self.headers):
            words = self.text(row, column)
            if not words and row < self.first + self.headers - 1 and self.text(row + 1, column):
                left = range(column - 1, -1, -1)
                words = next((self.text(row, c) for c in left if self.text(row, c)), "")
            if words and (not names or names[-1] != words):
                names.append(words)
        return tuple(names)

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """The columns that tell the rows apart, from the left: the last names the row, the others its group.

        They go as far as the first column of words that differ from row to row; where an amount stands
        before it, only as far as the rows differ. Columns that number the rows are none of them.
        """
        body = range(self.first + self.headers, self.height)
        keys: list[int] = []
        for column in range(self.width):
            words = self.column(column, body.start)
            names = self.header(column)
            if not words or (names and is_numbering_header(names[-1])):
                continue
            text = sum(map(is_value, words)) <= 0.5 * len(words)
            if not text and sum(map(is_moment, words)) <= 0.5 * len(words):
                break
            keys.append(column)
            if text and len(set(words)) >= DISTINCT * len(words):
                break
        else:
            keys = keys[:1]
        return self._until_apart(keys, body)

    def _until_apart(self, keys: Sequence[int], body: range) -> tuple[int, ...]:
        """``keys`` and, where rows are still alike, the columns after them, up to ``MAX_KEYS``."""
        chosen = list(keys)
        while chosen and len(chosen) < MAX_KEYS and chosen[-1] + 1 < self.width:
            rows = [tuple(self.text(row, column) for column in chosen) for row in body if self.cells(row)[1:]]
            if len(set(rows)) == len(rows):
                break
            chosen.append(chosen[-1] + 1)
        return tuple(chosen)

    def length(self, column: int) -> float:
        """How long the words of a column are, on average; those that stand across several do not count."""
        body = range(self.first + self.headers, self.height)
        cells = (self.at.get((row, column)) for row in body)
        lengths = [len(cell.text) for cell in cells if cell and cell.text and cell.columns == 1]
        return mean(lengths) if lengths else 0.0
