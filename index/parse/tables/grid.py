"""A table as its cells stand on a grid, merged ones in all their places; what of it is header and label."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import mean, median

from chinese import (
    is_column_name,
    is_form_label,
    is_header_like,
    is_numbering_header,
    is_table_note,
    is_total,
    names_form_subject,
)
from index.parse.tables.headers import TOLD, TOPMOST, cell_score
from index.parse.tables.keys import Column, key_columns, telling_apart

MAX_HEADER_ROWS = 4
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
        """The filled cells that stand in a row, each once, from the left; none outside."""
        return list(self._filled[row]) if 0 <= row < self.height else []

    @cached_property
    def _filled(self) -> list[tuple[GridCell, ...]]:
        """The same of every row: header scores ask for each again and again."""
        places = [[self.at.get((row, column)) for column in range(self.width)] for row in range(self.height)]
        return [tuple(dict.fromkeys(cell for cell in row if cell and cell.text)) for row in places]

    def column(self, column: int, first: int) -> list[str]:
        """The filled places of a column from row ``first`` down."""
        return [words for row in range(first, self.height) if (words := self.text(row, column))]

    @cached_property
    def first(self) -> int:
        """The first row that is no title or remark over the table.

        It has half as many cells as most, or its cells span all columns and are no remarks.
        """
        counts = [len(self.cells(row)) for row in range(self.height)]
        several = [count for count in counts if count > 1]
        fewest = max(2.0, median(several) / 2) if several else 2.0
        rows = enumerate(counts)
        return next((row for row, count in rows if count >= fewest or self._spans_all(row)), self.height)

    def _spans_all(self, row: int) -> bool:
        cells = self.cells(row)
        covered = all(self.text(row, column) for column in range(self.width))
        return len(cells) > 1 and covered and not any(is_table_note(cell.text) for cell in cells)

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
            opens = emphatic < MAX_HEADER_ROWS and not self.text(self.first + emphatic, 0)
            return self._deep(emphatic) if opens else min(emphatic, MAX_HEADER_ROWS)
        if self.header_score(self.first) + TOPMOST <= 0:
            return 0
        return self._deep()

    def header_score(self, row: int) -> float:
        """How much a row looks like the header of what stands below it; see ``headers.py``."""
        scores = self.scores(row)
        return mean(scores) if scores else -1.0

    def scores(self, row: int) -> list[float]:
        """How much each cell that begins in a row looks like a header."""
        own = [cell for cell in self.cells(row) if cell.row == row]
        if own and own[0].column == 0 and is_total(own[0].text):
            return [TOLD]
        return [cell_score(cell.text, cell.emphatic, self._below(cell, row)) for cell in own]

    def _below(self, cell: GridCell, row: int) -> list[tuple[str, bool]]:
        """What stands under a cell, sums and cells that span more columns than it left out."""
        found = []
        for below in range(row + cell.rows, self.height):
            if below in self._sums:
                continue
            for column in range(cell.column, cell.column + cell.columns):
                under = self.at.get((below, column))
                if under and under.text and under.columns <= cell.columns:
                    found.append((under.text, under.emphatic))
        return found

    @cached_property
    def _sums(self) -> frozenset[int]:
        """The rows that begin with a sum's name, after one cell at most."""
        rows = enumerate(self._filled)
        return frozenset(row for row, cells in rows if any(is_total(cell.text) for cell in cells[:2]))

    def _leading(self, holds: Callable[[int], bool]) -> int:
        count = 0
        while self.first + count < self.height and holds(self.first + count):
            count += 1
        return count

    def _deep(self, depth: int = 1) -> int:
        """The first ``depth`` rows, and those that stand beside or under one of their spanning cells."""
        while depth < min(MAX_HEADER_ROWS, self.height - self.first - 1):
            above, row = self.first + depth - 1, self.first + depth
            spans = any(cell.columns > 1 and cell.row + cell.rows == row for cell in self.cells(above))
            beside = any(cell.row + cell.rows > row for cell in self.cells(above))
            split = self._gaps(above) and self._fills(above, row)
            if not (spans or beside or split) or min(self.scores(row), default=-1.0) < 0:
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
        """The columns that tell the rows apart, from the left: the last names rows, the others groups."""
        return key_columns(self._body)

    @cached_property
    def apart(self) -> dict[int, int]:
        """For rows that their keys leave alike: the column that tells them apart."""
        records = self._records
        return {records[at]: column for at, column in telling_apart(self._body, self.keys).items()}

    @cached_property
    def _records(self) -> list[int]:
        """The rows of the body that are neither a heading nor a sum."""
        body = range(self.first + self.headers, self.height)
        return [row for row in body if self._is_record(self.cells(row))]

    def _is_record(self, cells: list[GridCell]) -> bool:
        sums = any(is_total(cell.text) for cell in cells)
        return len(cells) > 1 and not sums and not all(is_table_note(cell.text) for cell in cells)

    @cached_property
    def _body(self) -> list[Column]:
        columns = []
        for column in range(self.width):
            places = [self.at.get((row, column)) for row in self._records]
            merged = tuple(
                bool(cell and cell.row < row) for cell, row in zip(places, self._records, strict=True)
            )
            name = "".join(self.header(column)[-1:])
            words = tuple(cell.text if cell else "" for cell in places)
            columns.append(Column(is_numbering_header(name), words, merged, names_form_subject(name)))
        return columns

    def length(self, column: int) -> float:
        """How long the words of a column are, on average; those that stand across several do not count."""
        body = range(self.first + self.headers, self.height)
        cells = (self.at.get((row, column)) for row in body)
        lengths = [len(cell.text) for cell in cells if cell and cell.text and cell.columns == 1]
        return mean(lengths) if lengths else 0.0
