"""Several tables in one grid, each under its title and with headers of its own. Pure.

A row opens a new block when it follows a title between rows and looks like the header of what stands below
it, and unlike a record of the table above: its score as a header (``headers.py``) and the share of its cells
whose shape the columns above do not have make ``OPENS`` together.
"""

from collections.abc import Iterator
from dataclasses import replace

from index.parse.tables.grid import Grid
from index.parse.tables.headers import most, shape

OPENS = 0.5  # of score and share together, from which a row opens a block
FEWEST = 3  # cells of a header that is told by its words


def blocks(grid: Grid) -> list[Grid]:
    """The tables of a grid from the top; one for most."""
    starts = [0, *_starts(grid)]
    if len(starts) == 1:
        return [grid]
    ends = [*starts[1:], grid.height]
    return [_part(grid, start, end) for start, end in zip(starts, ends, strict=True)]


def _starts(grid: Grid) -> Iterator[int]:
    """The rows of titles that new blocks begin with."""
    top = grid.first + grid.headers
    titles = [row for row in range(top + 1, grid.height) if len(grid.cells(row)) == 1]
    for title in titles:
        header = title + 1
        end = next((row for row in titles if row > header), grid.height)
        if end - header < 2 or len(grid.cells(header)) < FEWEST:
            continue
        block = _part(grid, header, end)
        scores = block.scores(0)
        if min(scores) >= 0 and block.header_score(0) + _strangeness(grid, header, top, title) >= OPENS:
            yield title
            top = header + 1


def _strangeness(grid: Grid, row: int, top: int, end: int) -> float:
    """The share of a row's cells whose shape most of their column in ``[top, end)`` does not have."""
    strange = 0
    cells = grid.cells(row)
    for cell in cells:
        common = most([shape(grid.text(above, cell.column)) for above in range(top, end)])
        strange += common not in ("nothing", shape(cell.text))
    return strange / len(cells)


def _part(grid: Grid, start: int, end: int) -> Grid:
    places = (grid.at.get((row, column)) for row in range(start, end) for column in range(grid.width))
    cells = dict.fromkeys(cell for cell in places if cell and cell.row >= start)
    return Grid(replace(cell, row=cell.row - start) for cell in cells)
