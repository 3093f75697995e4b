"""Tables of a Markdown file -> rows with their cells, where they stand in the source."""

import re
from collections.abc import Sequence
from itertools import pairwise

from chinese import trim
from index.parse.tables import Grid, GridCell
from index.records import Block, Cell, Span

_BAR = re.compile(r"(?<!\\)\|")


def table_blocks(text: str, lines: Sequence[Span], number: int) -> list[Block | None]:
    """The blocks of a table's lines: the header a caption, the ruling none, each other line a row.

    Args:
        text: of the whole file.
        lines: the table's, without line breaks; the second is the ruling.
        number: of the table in the file, 1-based.

    """
    header, *body = (_places(text, line) for n, line in enumerate(lines) if n != 1)
    grid = Grid(
        GridCell(row, column, text[start:end], emphatic=row == 0)
        for row, places in enumerate([header, *body])
        for column, (start, end) in enumerate(places[: len(header)])
        if start < end
    )
    blocks: list[Block | None] = [_block(text, lines[0], number, ()), None]
    for line, places in zip(lines[2:], body, strict=True):
        cells = (
            Cell(start, end, n, _over(header[n]), grid.keys[-1:] == (n,), n in grid.keys[:-1])
            for n, (start, end) in enumerate(places[: len(header)])
            if start < end
        )
        blocks.append(_block(text, line, number, tuple(cells)))
    return blocks


def _over(span: Span) -> tuple[Span, ...]:
    return (span,) if span[0] < span[1] else ()


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
