"""The straight lines drawn on a page, as they meet in its tables."""

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

from index.parse.pdf.letters import Point, Turn

MAX_RULES = 4000  # of one page; a drawing has more
MAX_SEGMENTS = 40_000
THIN = 3.0  # points: a filled shape that is no thicker is a line
SHORT = 6.0  # points: a shorter line rules nothing
NEAR = 3.0  # points: how far ends may miss each other


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


def page_rules(page: Any, turn: Turn) -> Rules:
    """The rules of a page, as it is turned. None for a page that is a drawing."""
    import pypdfium2

    level: list[Rule] = []
    upright: list[Rule] = []
    with suppress(pypdfium2.PdfiumError):  # a damaged object ends the list
        for ends in _strokes(page):
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


def _strokes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """The edges of what is drawn, and thin filled shapes, as boxes."""
    from pypdfium2 import raw

    total = 0
    for item in page.get_objects(max_depth=1):
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        total += raw.FPDFPath_CountSegments(item)
        if total > MAX_SEGMENTS or not (fill.value or stroke.value):
            continue
        for outline in _outlines(raw, item):
            xs, ys = [x for x, _ in outline], [y for _, y in outline]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= THIN:
                yield min(xs), min(ys), max(xs), max(ys)
            elif stroke.value:
                for (x, y), (u, v) in pairwise(outline):
                    yield min(x, u), min(y, v), max(x, u), max(y, v)


def _outlines(raw: Any, item: Any) -> Iterator[list[Point]]:
    """The corners of each outline of a path, closed ones with the first again."""
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for number in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
