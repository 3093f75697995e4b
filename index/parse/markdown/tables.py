"""Tables of a Markdown file -> rows with their cells, where they stand in the source."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from chinese import trim
from index.parse.tables import Grid, GridCell
from index.records import Block, Cell, Span

_EMPHASIS = "*_ "
_BAR = re.compile(r"(?<!\\)\|")


def table_blocks(text: str, lines: Sequence[Span], number: int) -> list[Block | None]:
    """The blocks of a table's lines: headers are captions, the ruling none, each other line a row.

    Args:
        text: of the whole file.
        lines: the table's, without line breaks; the second is the ruling.
        number: of the table in the file, 1-based.

    """
    rows = [_places(text, line) for n, line in enumerate(lines) if n != 1]
    width = len(rows[0])
    grid = Grid(
        GridCell(row, column, text[start:end].strip(_EMPHASIS), 1, _spanned(row, places, column), row == 0)
        for row, places in enumerate(rows)
        for column, (start, end) in enumerate(places[:width])
        if start < end
    )
    headers = max(grid.headers, 1)
    blocks: list[Block | None] = []
    for row, (line, places) in enumerate(zip((lines[0], *lines[2:]), rows, strict=True)):
        cells = (
            Cell(start, end, n, _over(grid, rows, headers, n), grid.keys[-1:] == (n,), n in grid.keys[:-1])
            for n, (start, end) in enumerate(places[:width])
            if start < end and row >= headers
        )
        blocks.append(_block(text, line, number, tuple(cells)))
    return [blocks[0], None, *blocks[1:]]


def _spanned(row: int, places: Sequence[Span], column: int) -> int:
    """How many columns a cell stands over: in the header, the empty ones after it too."""
    rest = takewhile(lambda place: place[0] == place[1], places[column + 1 :])
    return 1 if row else 1 + len(list(rest))


def _over(grid: Grid, rows: Sequence[Sequence[Span]], headers: int, column: int) -> tuple[Span, ...]:
    """Where the headers over a column stand, outermost first."""
    over = (grid.at.get((row, column)) for row in range(headers))
    return tuple(rows[cell.row][cell.column] for cell in over if cell)


def _block(text: str, line: Span, number: int, cells: tuple[Cell, ...]) -> Block | None:
    start, end = trim(text, *line)
    if start == end:
        return None
    return Block("row" if cells else "caption", start, end, table=number, cells=cells)


def _places(text: str, line: Span) -> list[Span]:
    """Where the cells of a line stand, blanks around them left out; empty ones too."""
    start, end = trim(text, *line)
    bars = [found.start() for found in _BAR.finditer(text, start, end)]
    edges = bars if bars and bars[0] == start else [start - 1, *bars]
    edges = edges if bars and bars[-1] == end - 1 else [*edges, end]
    return [trim(text, a + 1, b) for a, b in pairwise(edges)]
