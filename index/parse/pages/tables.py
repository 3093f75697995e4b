"""Rules and letters -> ruled tables, cell by cell."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.parse.pages.letters import Letter, line_words, lines_of
from index.parse.pages.rules import NEAR, Rule, Rules
from index.parse.tables import GridCell

MAX_CELLS = 20_000  # of one page
COVERED = 0.6  # share of an edge that a rule runs along to part two cells
OVERHANG = 8.0  # points by which rules stick out of a table that has no side lines
SHORT_LINE = 0.7  # times the longest line of a cell, below which a line ends a paragraph
SAME_EDGE = 6.0  # points by which columns may differ on the next page


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table where it stands. Points; y counts from the foot."""

    page: int  # 1-based, where it ends
    first_page: int  # where it begins
    edges: tuple[float, ...]  # between and around its columns, from the left
    bottom: float
    top: float
    cells: tuple[GridCell, ...]
    height: int  # rows

    @property
    def left(self) -> float:
        """Its left side."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """Its right side."""
        return self.edges[-1]

    def goes_on(self, below: "RuledTable") -> bool:
        """Whether the one at the head of the next page has the same columns."""
        return (
            below.page == self.page + 1
            and len(below.edges) == len(self.edges)
            and all(abs(a - b) <= SAME_EDGE for a, b in zip(self.edges, below.edges, strict=True))
        )

    def with_rest(self, below: "RuledTable") -> "RuledTable":
        """The two as one."""
        rest = (replace(cell, row=cell.row + self.height) for cell in below.cells)
        return replace(self, page=below.page, cells=(*self.cells, *rest), height=self.height + below.height)


def ruled_tables(letters: Sequence[Letter], rules: Rules, page: int) -> tuple[list[RuledTable], list[Letter]]:
    """The tables of a page, and the letters that stand in none."""
    tables: list[RuledTable] = []
    rest = list(letters)
    for group in _meeting(rules):
        columns, rows = _edges(group)
        if len(columns) < 3 or len(rows) < 2 or len(columns) * len(rows) > MAX_CELLS:
            continue
        inside = [letter for letter in rest if _within(letter, columns, rows)]
        cells = _cells(inside, columns, rows, group)
        if len(rows) == 2 and len(cells) < 3:  # a frame around two columns
            continue
        taken = set(map(id, inside))
        rest = [letter for letter in rest if id(letter) not in taken]
        tables.append(RuledTable(page, page, tuple(columns), rows[0], rows[-1], tuple(cells), len(rows) - 1))
    return tables, rest


def _meeting(rules: Rules) -> list[Rules]:
    """The rules of each table: those that touch, directly or through others."""
    parent = list(range(len(rules.horizontal) + len(rules.vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    offset = len(rules.horizontal)
    for i, level in enumerate(rules.horizontal):
        for j, upright in enumerate(rules.vertical):
            if _touch(level, upright):
                parent[root(i)] = root(offset + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, level in enumerate(rules.horizontal):
        groups.setdefault(root(i), ([], []))[0].append(level)
    for j, upright in enumerate(rules.vertical):
        groups.setdefault(root(offset + j), ([], []))[1].append(upright)
    return [Rules(tuple(level), tuple(upright)) for level, upright in groups.values() if level and upright]


def _touch(level: Rule, upright: Rule) -> bool:
    return (
        level.start - NEAR <= upright.at <= level.end + NEAR
        and upright.start - NEAR <= level.at <= upright.end + NEAR
    )


def _edges(group: Rules) -> tuple[list[float], list[float]]:
    """The sides of columns from the left, and of rows from the foot; open sides where rules end."""
    columns = _distinct(rule.at for rule in group.vertical)
    rows = _distinct(rule.at for rule in group.horizontal)
    left, right = min(r.start for r in group.horizontal), max(r.end for r in group.horizontal)
    bottom, top = min(r.start for r in group.vertical), max(r.end for r in group.vertical)
    if left < columns[0] - OVERHANG:
        columns = [left, *columns]
    if right > columns[-1] + OVERHANG:
        columns = [*columns, right]
    if bottom < rows[0] - OVERHANG:
        rows = [bottom, *rows]
    if top > rows[-1] + OVERHANG:
        rows = [*rows, top]
    return columns, rows


def _distinct(places: Iterable[float]) -> list[float]:
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > 2 * NEAR:
            distinct.append(place)
    return distinct


def _within(letter: Letter, columns: Sequence[float], rows: Sequence[float]) -> bool:
    x, y = letter.middle
    return columns[0] <= x <= columns[-1] and rows[0] <= y <= rows[-1]


def _cells(
    letters: Sequence[Letter], columns: Sequence[float], rows: Sequence[float], group: Rules
) -> list[GridCell]:
    """The cells, merged where no rule parts them; rows count from the top."""
    height, width = len(rows) - 1, len(columns) - 1
    held: dict[tuple[int, int], list[Letter]] = {}
    for letter in letters:
        x, y = letter.middle
        row = min(max(bisect_right(rows, y) - 1, 0), height - 1)
        column = min(max(bisect_right(columns, x) - 1, 0), width - 1)
        held.setdefault((row, column), []).append(letter)
    cells = []
    for places in _merged(columns, rows, group):
        inside = [letter for place in places for letter in held.get(place, ())]
        top, left = max(row for row, _ in places), min(column for _, column in places)
        tall = top - min(row for row, _ in places) + 1
        wide = max(column for _, column in places) - left + 1
        cells.append(GridCell(height - 1 - top, left, cell_words(inside), tall, wide))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _merged(columns: Sequence[float], rows: Sequence[float], group: Rules) -> Iterator[list[tuple[int, int]]]:
    """Places (row from the foot, column) that are one cell."""
    seen: set[tuple[int, int]] = set()
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) in seen:
                continue
            seen.add((row, column))
            cell, waiting = [], [(row, column)]
            while waiting:
                place = waiting.pop()
                cell.append(place)
                for beside in _open_to(place, columns, rows, group):
                    if beside not in seen:
                        seen.add(beside)
                        waiting.append(beside)
            yield cell


def _open_to(
    place: tuple[int, int], columns: Sequence[float], rows: Sequence[float], group: Rules
) -> Iterator[tuple[int, int]]:
    """The places beside one from which no rule parts it."""
    row, column = place
    for step in (-1, 1):
        if 0 <= column + step < len(columns) - 1:
            edge = columns[column + (step > 0)]
            if not _ruled(group.vertical, edge, rows[row], rows[row + 1]):
                yield row, column + step
        if 0 <= row + step < len(rows) - 1:
            edge = rows[row + (step > 0)]
            if not _ruled(group.horizontal, edge, columns[column], columns[column + 1]):
                yield row + step, column


def _ruled(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    along = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start))
        for rule in rules
        if abs(rule.at - at) <= 2 * NEAR
    )
    return along >= COVERED * (end - start)


def cell_words(letters: Iterable[Letter]) -> str:
    """What a cell says: wrapped lines joined, a line break after those that end early."""
    lines = lines_of(letters)
    if not lines:
        return ""
    longest = max(line[-1].right - line[0].left for line in lines)
    words = line_words(lines[0])
    for above, line in pairwise(lines):
        ended = above[-1].right - above[0].left < SHORT_LINE * longest
        words = f"{words}\n{line_words(line)}" if ended else joined(words, line_words(line))
    return words


def joined(above: str, below: str) -> str:
    """Two lines of one paragraph: hyphenated words whole again, Latin words apart, Chinese joined."""
    if above.endswith("-") and len(above) > 1 and above[-2].isalpha() and below[:1].islower():
        return above[:-1] + below
    latin = above[-1:].isascii() and above[-1:].isalnum() and below[:1].isascii() and below[:1].isalnum()
    return f"{above} {below}" if latin else above + below
