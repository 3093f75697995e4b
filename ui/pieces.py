"""A stretch of a document as it is drawn: headings, lines, and tables as tables. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from index.records import Block, Cell

Mark = Literal["", "said", "leans"]  # plain, quoted, or what the quoted words lean on
Words = tuple[tuple[str, Mark], ...]  # stretches of words in order; none is empty


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked in a text: ``[start, end)``, and paler the spans that it leans on."""

    start: int = 0  # code points
    end: int = 0
    leans: tuple[tuple[int, int], ...] = ()


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
    words: Words = ()
    table: Table | None = None


NOTHING = Marked()


def pieces(text: str, blocks: Iterable[Block], marked: Marked = NOTHING) -> Iterator[Piece]:
    """``blocks`` in reading order, rows of one table together."""
    for number, group in groupby(blocks, key=lambda block: block.table if len(block.cells) > 1 else 0):
        rows = list(group)
        if number:
            yield Piece("table", rows[0].start, table=_table(text, rows, marked))
            continue
        for block in rows:
            kind: Literal["heading", "line"] = "heading" if block.kind == "heading" else "line"
            yield Piece(kind, block.start, highlighted(text, block.start, block.end, marked))


def highlighted(text: str, begin: int, stop: int, marked: Marked) -> Words:
    """``text[begin:stop]`` cut where a mark begins or ends."""
    stop = min(stop, len(text))
    if begin >= stop:
        return ()
    spans = [(marked.start, marked.end), *marked.leans]
    cuts = sorted({begin, stop, *(at for span in spans for at in span if begin < at < stop)})
    marks = groupby(pairwise(cuts), key=lambda span: _mark(span[0], marked))
    return tuple(("".join(text[a:b] for a, b in same), mark) for mark, same in marks)


def box_style(box: Sequence[float]) -> dict[str, str]:
    """Left, top, right, bottom in shares of a page -> percent for CSS."""
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in box)
    sides = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    return {name: f"{100 * side:.2f}" for name, side in sides.items()}


def _mark(at: int, marked: Marked) -> Mark:
    if marked.start <= at < marked.end:
        return "said"
    return "leans" if any(a <= at < b for a, b in marked.leans) else ""


def _table(text: str, rows: Sequence[Block], marked: Marked) -> Table:
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
        words: Words = ((name(over[0]), ""),) if name(over[0]) else ()
        yield TableCell(words, bool(hit.intersection(over)), len(over))


def _row(text: str, row: Block, columns: Sequence[int], marked: Marked) -> tuple[TableCell, ...]:
    cells = {cell.column: cell for cell in row.cells}
    hit = any(_is_hit(cell, marked) for cell in row.cells)
    drawn = []
    for column in columns:
        cell = cells.get(column)
        words = highlighted(text, cell.start, cell.end, marked) if cell else ()
        drawn.append(TableCell(words, bool(cell and hit and (cell.label or cell.group))))
    return tuple(drawn)


def _is_hit(cell: Cell, marked: Marked) -> bool:
    return max(cell.start, marked.start) < min(cell.end, marked.end)
