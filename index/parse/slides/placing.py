"""Shapes of a slide in reading order: by rows or by columns, whichever stand farther apart. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 30  # groups inside one another
MAX_SHAPES = 5000  # of one slide
OVERLAP = 0.25  # share of the smaller of two shapes by which they may overlap and still stand apart
WIDER = 1.5  # how much wider the gap between columns must be than the one between rows


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape, or a group of them, where it stands on the slide. In the file's units, from the upper left."""

    left: float
    top: float
    right: float
    bottom: float
    shape: Any = None
    inside: tuple["Placed", ...] = ()

    def within(self, width: float, height: float) -> bool:
        """Whether any of it stands on a slide of this size."""
        return self.left < width and self.top < height and self.right > 0 and self.bottom > 0


@dataclass(frozen=True, slots=True)
class Frame:
    """How the inside of a group is drawn: moved and stretched."""

    x: float = 0.0
    y: float = 0.0
    wide: float = 1.0
    tall: float = 1.0

    def inner(self, group: Any) -> "Frame":
        """The frame of a group's own inside."""
        own = group._element.grpSpPr.find("{*}xfrm")
        if own is None:
            return self
        off, ext = _pair(own, "off", "x", "y"), _pair(own, "ext", "cx", "cy")
        start, size = _pair(own, "chOff", "x", "y"), _pair(own, "chExt", "cx", "cy")
        wide = self.wide * (ext[0] / size[0] if size[0] else 1.0)
        tall = self.tall * (ext[1] / size[1] if size[1] else 1.0)
        x, y = self.x + self.wide * off[0], self.y + self.tall * off[1]
        return Frame(x - wide * start[0], y - tall * start[1], wide, tall)

    def place(self, shape: Any) -> Placed:
        """A shape where it comes to stand; one that does not say where stands at the upper left."""
        x, y = self.x + self.wide * (shape.left or 0), self.y + self.tall * (shape.top or 0)
        u, v = x + self.wide * (shape.width or 0), y + self.tall * (shape.height or 0)
        return Placed(min(x, u), min(y, v), max(x, u), max(y, v), shape)


def _pair(element: Any, tag: str, *names: str) -> tuple[float, float]:
    found = element.find(f"{{*}}{tag}")
    first, second = (float(found.get(name, "0")) if found is not None else 0.0 for name in names)
    return first, second


def placed(shapes: Any, frame: Frame = Frame(), depth: int = 0) -> list[Placed]:  # immutable
    """The shapes of a slide or a group where they stand, each group as one."""
    found: list[Placed] = []
    for shape in shapes:
        if not hasattr(shape, "shapes"):
            found.append(frame.place(shape))
        elif depth < MAX_DEPTH and (inside := placed(shape.shapes, frame.inner(shape), depth + 1)):
            found.append(_around(inside))
    return found[:MAX_SHAPES]


def _around(inside: Sequence[Placed]) -> Placed:
    return Placed(
        min(each.left for each in inside),
        min(each.top for each in inside),
        max(each.right for each in inside),
        max(each.bottom for each in inside),
        inside=tuple(inside),
    )


def in_order(shapes: Sequence[Placed]) -> Iterator[Placed]:
    """The shapes in reading order; those of a group together."""
    for each in _read(list(shapes)):
        if each.inside:
            yield from in_order(each.inside)
        else:
            yield each


def _read(shapes: list[Placed]) -> Iterator[Placed]:
    """Cut again and again where the widest gap is; what cannot be cut from the upper left."""
    waiting = [shapes]
    while waiting:
        part = waiting.pop()
        if len(part) < 2:
            yield from part
            continue
        rows, gap = _cut(part, lambda each: (each.top, each.bottom))
        columns, gutter = _cut(part, lambda each: (each.left, each.right))
        if len(columns) > 1 and (len(rows) < 2 or gutter > WIDER * max(gap, 0.0)):
            waiting += columns[::-1]
        elif len(rows) > 1:
            waiting += rows[::-1]
        else:
            yield from sorted(part, key=lambda each: (each.top, each.left))


def _cut(
    shapes: Sequence[Placed], span: Callable[[Placed], tuple[float, float]]
) -> tuple[list[list[Placed]], float]:
    """The shapes in bands that stand apart, and the widest gap between two; one band and 0 where none do."""
    ordered = sorted(shapes, key=span)
    bands, end = [[ordered[0]]], span(ordered[0])[1]
    widest = 0.0
    for each in ordered[1:]:
        start, stop = span(each)
        allowed = OVERLAP * min(stop - start, min(span(one)[1] - span(one)[0] for one in bands[-1]))
        if start >= end - max(allowed, 0.0):
            widest = max(widest, start - end)
            bands.append([each])
            end = max(end, stop)
        else:
            bands[-1].append(each)
            end = max(end, stop)
    return bands, widest
