"""Glyphs as a page stores them -> letters upright, on pages that were turned. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.parse.pages.letters import Letter, Point

SLANT = 0.15  # of the run of a line, from which it is written aslant
SLANTED = "斜排的文字（如水印）"


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned so that its lines run from left to right: quarter turns clockwise."""

    quarters: int
    width: float  # of the page as stored
    height: float

    def point(self, x: float, y: float) -> Point:
        """Where a place of the stored page comes to lie."""
        turned = ((x, y), (y, self.width - x), (self.width - x, self.height - y), (self.height - y, x))
        return turned[self.quarters]

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The same of a box: left, bottom, right, top."""
        xs, ys = zip(self.point(left, bottom), self.point(right, top), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def tall(self) -> float:
        """The height of the page turned."""
        return self.width if self.quarters % 2 else self.height


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter where its page stores it. Points; y counts from the foot."""

    text: str
    box: tuple[float, float, float, float]  # left, bottom, right, top, with the space around the ink
    foot: Point  # where it begins, on the line it stands on
    size: float
    wide: float  # how far a Chinese character or sign reaches from there; 0 for others
    quarters: int


def upright(glyphs: Sequence[Glyph], width: float, height: float) -> tuple[list[Letter], Turn]:
    """The letters of a stored page of this size, and how it was turned: as most of them run."""
    common = Counter(glyph.quarters for glyph in glyphs).most_common(1)
    turn = Turn(common[0][0] if common else 0, width, height)
    letters = []
    for glyph in glyphs:
        left, _, right, _ = turn.box(*glyph.box)
        start, base = turn.point(*glyph.foot)
        if glyph.wide:  # the box of some fonts holds the ink only
            left, right = start, start + glyph.wide
        letters.append(Letter(glyph.text, left, right, base, glyph.size))
    return letters, turn


def quarters(a: float, b: float) -> int | None:
    """Quarter turns clockwise that make a line run to the right, which runs along (a, b); None aslant."""
    if min(abs(a), abs(b)) > SLANT * max(abs(a), abs(b)):
        return None
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3
