"""Matrices, and the outlines of path objects. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any, Self

from index.parse.ofd.arrays import number, numbers
from index.parse.pages import Point

POINTS = 72 / 25.4  # of a millimetre
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}  # numbers after each letter


@dataclass(frozen=True, slots=True)
class Matrix:
    """(x, y) -> (a x + c y + e, b x + d y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """Where a place comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: "Matrix") -> Self:
        """What comes of ``inner`` first, then this."""
        e, f = self.point(inner.e, inner.f)
        return type(self)(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def wide(self) -> float:
        """How many times as wide things become."""
        return hypot(self.a, self.b)

    @property
    def tall(self) -> float:
        """How many times as tall."""
        return hypot(self.c, self.d)


def page_matrix(height: float) -> Matrix:
    """From millimetres below the head of a page to points above its foot; ``height`` in millimetres."""
    return Matrix(POINTS, 0.0, 0.0, -POINTS, 0.0, height * POINTS)


def placed(element: Any, outer: Matrix) -> Matrix:
    """What places the inside of an object: its boundary's corner, after its own matrix."""
    x, y = numbers(element.get("Boundary"), 2) or (0.0, 0.0)
    moved = Matrix(outer.a, outer.b, outer.c, outer.d, *outer.point(x, y))
    own = numbers(element.get("CTM"), 6)
    return moved.after(Matrix(*own)) if own else moved


def outlines(element: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """Where the corners of each outline of a path come to lie, of closed ones with the first again."""
    data = element.find("{*}AbbreviatedData")
    tokens = iter(((data.text if data is not None else "") or "").split())
    points: list[Point] = []
    for letter in tokens:
        count = _TAKES.get(letter)
        if count is None:
            break  # damaged: what came before was drawn
        values = [number(next(tokens, "")) for _ in range(count)]
        if letter in "SM" and points:
            yield points
            points = []
        if count:
            points.append(matrix.point(values[-2], values[-1]))
        elif points:
            points.append(points[0])
    if points:
        yield points
