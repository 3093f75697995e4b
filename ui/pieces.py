"""A stretch of a document as it is drawn: headings, lines, and tables as tables. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from index.records import Block, Cell

Words = tuple[str, str, str]  # before what is marked, marked, after it


@dataclass(frozen=True, slots=True)
class TableCell:
    """One place of a drawn table; an empty one has no words."""

    words: Words
    bound: bool = False  # whether a marked cell is said of it: its header, the name of its row
    columns: int = 1  # how many it stands over


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of headers, outermost first, and the rows under them, all of one width."""

    headers: tuple[tuple[TableCell, ...], ...]
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn in one go."""

    kind: Literal["heading", "line", "table"]
    start: int  # where it begins in the document
    words: Words = ("", "", "")
    table: Table | None = None


def pieces(text: str, blocks: Iterable[Block], marked: tuple[int, int] = (0, 0)) -> Iterator[Piece]:
    """``blocks`` in reading order, rows of one table together; ``[start, end)`` of ``text`` is marked."""
    for number, group in groupby(blocks, key=lambda block: block.table if len(block.cells) > 1 else 0):
        rows = list(group)
        if number:
            yield Piece("table", rows[0].start, table=_table(text, rows, marked))
            continue
        for block in rows:
            kind: Literal["heading", "line"] = "heading" if block.kind == "heading" else "line"
            yield Piece(kind, block.start, highlighted(text, block.start, block.end, *marked))


def highlighted(text: str, begin: int, stop: int, start: int, end: int) -> Words:
    """``text[begin:stop]`` before, inside and after its overlap with ``[start, end)``."""
    a, b = max(begin, start), min(stop, end)
    return (text[begin:stop], "", "") if a >= b else (text[begin:a], text[a:b], text[b:stop])


def _table(text: str, rows: Sequence[Block], marked: tuple[int, int]) -> Table:
    columns = sorted({cell.column for row in rows for cell in row.cells})
    named: dict[int, tuple[str, ...]] = {}
    for row in rows:
        for cell in row.cells:
            named.setdefault(cell.column, tuple(text[a:b] for a, b in cell.headers))
    hit = {cell.column for row in rows for cell in row.cells if _is_hit(cell, marked)}
    depth = max((len(names) for names in named.values()), default=0)
    headers = tuple(tuple(_header(named, columns, level, depth, hit)) for level in range(depth))
    return Table(headers, tuple(_row(text, row, columns, marked) for row in rows))


def _header(
    named: dict[int, tuple[str, ...]], columns: Sequence[int], level: int, depth: int, hit: set[int]
) -> Iterator[TableCell]:
    """One row of headers; a header over several columns stands once, a short one stands lowest."""

    def name(column: int) -> str:
        names = named[column]
        at = level - (depth - len(names)) if len(names) < 2 else level
        return names[at] if 0 <= at < len(names) else ""

    def group(column: int) -> tuple[str, int]:
        words = name(column)
        return (words, 0) if words and level < depth - 1 else (words, column)

    for _, same in groupby(columns, key=group):
        over = list(same)
        yield TableCell((name(over[0]), "", ""), bool(hit.intersection(over)), len(over))


def _row(text: str, row: Block, columns: Sequence[int], marked: tuple[int, int]) -> tuple[TableCell, ...]:
    cells = {cell.column: cell for cell in row.cells}
    hit = any(_is_hit(cell, marked) for cell in row.cells)
    drawn = []
    for column in columns:
        cell = cells.get(column)
        words = highlighted(text, cell.start, cell.end, *marked) if cell else ("", "", "")
        drawn.append(TableCell(words, bool(cell and hit and (cell.label or cell.group))))
    return tuple(drawn)


def _is_hit(cell: Cell, marked: tuple[int, int]) -> bool:
    return max(cell.start, marked[0]) < min(cell.end, marked[1])
