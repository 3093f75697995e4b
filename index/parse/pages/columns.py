"""What stands on a page -> its parts in reading order: column by column where it is set in columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.parse.pages.letters import SAME_LINE, Letter
from index.parse.pages.rules import Rule
from index.parse.pages.tables import RuledTable

GUTTER = 1.2  # times the size of the letters: the least width of the blank between columns
MIN_ROWS = 3  # of text on both sides of a gutter
MIN_WIDTH = 8  # letters across a column of running text; a table's columns are narrower
FULL = 0.6  # share of a column's width that most of its lines fill
LOOSE = 1.8  # times the usual distance of rows, from which the last ones stand apart
MAX_DEPTH = 8  # columns within columns
Item = Letter | RuledTable | Rule


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that is read from its top to its foot."""

    items: tuple[Letter | RuledTable, ...]
    column: tuple[float, float] | None = None  # its left and right side, when it is a column


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side."""

    base: float
    items: tuple[Item, ...]

    @property
    def spans(self) -> list[tuple[float, float]]:
        """The places that are taken, from the left, overlapping ones as one."""
        spans: list[tuple[float, float]] = []
        for left, right in sorted(map(_sides, self.items)):
            if spans and left <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], right))
            else:
                spans.append((left, right))
        return spans


def _sides(item: Item) -> tuple[float, float]:
    return (item.start, item.end) if isinstance(item, Rule) else (item.left, item.right)


def _base(item: Item) -> float:
    if isinstance(item, RuledTable):
        return item.top
    return item.at if isinstance(item, Rule) else item.base


def parts(items: Sequence[Item], column: tuple[float, float] | None = None, depth: int = 0) -> Iterator[Part]:
    """The parts in reading order.

    Args:
        items: letters without blanks, tables, and the horizontal rules that part what is above from below.
        column: the sides of the column they stand in.
        depth: how many columns that one stands in.

    """
    rows = _rows(items)
    split = _split(rows) if depth < MAX_DEPTH else None
    if split is None:
        kept = tuple(item for item in items if not isinstance(item, Rule))
        if kept:
            yield Part(kept, column)
        return
    first, last, gutter = split
    left = [item for row in rows[first:last] for item in row.items if _sides(item)[0] < gutter]
    right = [item for row in rows[first:last] for item in row.items if _sides(item)[0] >= gutter]
    yield from parts([item for row in rows[:first] for item in row.items], column, depth + 1)
    for side in (left, right):
        sides = [_sides(item) for item in side]
        yield from parts(side, (min(a for a, _ in sides), max(b for _, b in sides)), depth + 1)
    yield from parts([item for row in rows[last:] for item in row.items], column, depth + 1)


def _rows(items: Sequence[Item]) -> list[_Row]:
    rows: list[list[Item]] = []
    for item in sorted(items, key=_base, reverse=True):
        if rows and _beside(rows[-1][0], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [_Row(_base(row[0]), tuple(row)) for row in rows]


def _beside(one: Item, other: Item) -> bool:
    """Whether two letters stand on one line."""
    if not isinstance(one, Letter) or not isinstance(other, Letter):
        return False
    return one.base - other.base <= SAME_LINE * min(one.size, other.size)


def _split(rows: Sequence[_Row]) -> tuple[int, int, float] | None:
    """The rows that stand in two columns, and where the gutter runs; None when none do."""
    sizes = [item.size for row in rows for item in row.items if isinstance(item, Letter)]
    if len(rows) < MIN_ROWS or not sizes:
        return None
    size = median(sizes)
    gaps = [
        gap
        for row in rows
        for gap in ((a[1], b[0]) for a, b in pairwise(row.spans))
        if gap[1] - gap[0] >= GUTTER * size
    ]
    best: tuple[int, int, float] | None = None
    for gutter in _candidates(gaps):
        for first, last in _runs(rows, gutter):
            first, last = _trimmed(rows, first, last, gutter)
            if _is_set_in_columns(rows[first:last], gutter, size) and (
                best is None or _sided(rows[first:last], gutter) > _sided(rows[best[0] : best[1]], best[2])
            ):
                best = (first, last, gutter)
    return best


def _candidates(gaps: Sequence[tuple[float, float]]) -> list[float]:
    """The places that lie in most gaps, the best first; each in gaps of its own."""
    places: list[float] = []
    rest = list(gaps)
    while len(rest) >= MIN_ROWS and len(places) < 6:
        events = sorted([(start, 0) for start, _ in rest] + [(end, 1) for _, end in rest])
        count, most, place = 0, 0, 0.0
        for (at, ends), (after, _) in pairwise(events):
            count += -1 if ends else 1
            if count > most:
                most, place = count, (at + after) / 2
        if most < MIN_ROWS:
            break
        places.append(place)
        rest = [gap for gap in rest if not gap[0] <= place <= gap[1]]
    return places


def _runs(rows: Sequence[_Row], gutter: float) -> Iterator[tuple[int, int]]:
    """Runs of rows that leave the gutter free."""
    first = 0
    for number, row in enumerate(rows):
        if any(left < gutter < right for left, right in map(_sides, row.items)):
            if number > first:
                yield first, number
            first = number + 1
    if len(rows) > first:
        yield first, len(rows)


def _sided(rows: Sequence[_Row], gutter: float) -> int:
    """How many rows have words on both sides."""
    return sum(
        any(a < gutter for a, _ in row.spans) and any(b > gutter for _, b in row.spans) for row in rows
    )


def _trimmed(rows: Sequence[_Row], first: int, last: int, gutter: float) -> tuple[int, int]:
    """The run without lines that stand above or below both columns: apart from the column on their side."""
    for _ in range(MIN_ROWS):
        if last - first > MIN_ROWS and _stands_apart(rows[first:last], gutter):
            first += 1
        if last - first > MIN_ROWS and _stands_apart(rows[first:last][::-1], gutter):
            last -= 1
    return first, last


def _stands_apart(rows: Sequence[_Row], gutter: float) -> bool:
    """Whether the first row is on one side only, and far from what follows there."""
    if _sided(rows[:1], gutter):
        return False
    on_left = rows[0].spans[0][0] < gutter
    bases = [row.base for row in rows if any((left < gutter) == on_left for left, _ in row.spans)]
    distances = [abs(one - other) for one, other in pairwise(bases)]
    return len(distances) < MIN_ROWS or distances[0] > LOOSE * median(distances)


def _is_set_in_columns(rows: Sequence[_Row], gutter: float, size: float) -> bool:
    """Whether running text stands on both sides, and not the words of a table."""
    for on_left in (True, False):
        lines = []
        for row in rows:
            spans = [_sides(item) for item in row.items if (_sides(item)[0] < gutter) == on_left]
            if spans:
                lines.append((min(a for a, _ in spans), max(b for _, b in spans)))
        if len(lines) < MIN_ROWS:
            return False
        width = max(b for _, b in lines) - min(a for a, _ in lines)
        if width < MIN_WIDTH * size or median(b - a for a, b in lines) < FULL * width:
            return False
    return True
