"""The straight lines drawn on a page, as they meet in its tables. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from index.parse.pages.letters import Point
from index.parse.pages.turning import Turn

MAX_RULES = 4000  # of one page; a drawing has more
MAX_SEGMENTS = 40_000  # of the outlines that are looked at
THIN = 3.0  # points: a filled shape that is no thicker is a line
SHORT = 6.0  # points: a shorter line rules nothing
NEAR = 3.0  # points: how far ends may miss each other
Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line."""

    at: float  # y of a horizontal one, x of a vertical one
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """All of a page."""

    horizontal: tuple[Rule, ...] = ()  # from the foot
    vertical: tuple[Rule, ...] = ()  # from the left


def ruled(edges: Iterable[Box], turn: Turn) -> Rules:
    """The rules among the edges of what is drawn on a page, as it is turned; of a drawing none."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for ends in edges:
        if not all(map(isfinite, ends)):
            continue
        left, bottom, right, top = turn.box(*ends)
        if right - left >= SHORT and top - bottom <= THIN:
            level.append(Rule((bottom + top) / 2, left, right))
        elif top - bottom >= SHORT and right - left <= THIN:
            upright.append(Rule((left + right) / 2, bottom, top))
        if len(level) + len(upright) > MAX_RULES:
            return Rules()
    return Rules(tuple(_joined(level)), tuple(_joined(upright)))


def outline_edges(outline: Sequence[Point], *, stroked: bool) -> Iterator[Box]:
    """The edges an outline shows: a thin shape as a whole, the lines of another when they are drawn."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    if min(max(xs) - min(xs), max(ys) - min(ys)) <= THIN:
        yield min(xs), min(ys), max(xs), max(ys)
    elif stroked:
        for (x, y), (u, v) in pairwise(outline):
            yield min(x, u), min(y, v), max(x, u), max(y, v)


def _joined(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Pieces that lie in one line, and touch, as one."""
    last: Rule | None = None
    for rule in sorted(rules, key=lambda rule: (round(rule.at / NEAR), rule.start)):
        if last and abs(rule.at - last.at) <= NEAR and rule.start <= last.end + NEAR:
            last = Rule(last.at, last.start, max(last.end, rule.end))
            continue
        if last:
            yield last
        last = rule
    if last:
        yield last
