"""A page's letters as a reader sees them: upright, with their places; those nobody sees left out."""

import ctypes
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, isfinite
from typing import Any
from unicodedata import east_asian_width

from chinese import unified
from index.parse.layout import Hidden
from index.parse.pdf.ink import Ink

SAME_LINE = 0.5  # times the size of letters: how far apart the feet of one line's letters may stand
APART = 0.2  # times the size: from which two letters have a blank between them
APART_MIXED = 0.9  # the same between a Chinese and another, between which programs leave space by themselves
STRETCHED = 2.2  # times the usual gap of a line, which a blank in a stretched one exceeds
SLANT = 0.15  # of the run of a line, from which it is written aslant
SLANTED = "斜排的文字（如水印）"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. Points; y counts from the foot of the page turned upright."""

    text: str
    left: float
    right: float
    base: float  # the line it stands on
    size: float

    @property
    def middle(self) -> Point:
        """Of the body of the letter."""
        return (self.left + self.right) / 2, self.base + 0.35 * self.size


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
class _Glyph:
    text: str
    box: tuple[float, float, float, float]  # left, bottom, right, top, with the space around the ink
    foot: Point  # where it begins, on the line it stands on
    size: float
    wide: float  # how far a Chinese character or sign reaches from there; 0 for others
    quarters: int


def page_letters(page: Any, text: Any, hidden: Hidden) -> tuple[list[Letter], Turn]:
    """The letters of a page, and how it was turned.

    Args:
        page: pypdfium2's PdfPage.
        text: its PdfTextPage.
        hidden: counts the letters that are left out.

    """
    glyphs = list(_glyphs(page, text, hidden))
    quarters = Counter(glyph.quarters for glyph in glyphs).most_common(1)
    turn = Turn(quarters[0][0] if quarters else 0, page.get_width(), page.get_height())
    if page.get_rotation() in (90, 270):  # the sizes are those of the page as shown
        turn = Turn(turn.quarters, turn.height, turn.width)
    letters = []
    for glyph in glyphs:
        left, _, right, _ = turn.box(*glyph.box)
        start, base = turn.point(*glyph.foot)
        if glyph.wide:  # the box of some fonts holds the ink only
            left, right = start, start + glyph.wide
        letters.append(Letter(glyph.text, left, right, base, glyph.size))
    return letters, turn


def _glyphs(page: Any, text: Any, hidden: Hidden) -> Iterable[_Glyph]:
    from pypdfium2 import raw

    ink = Ink(page, text)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, at) or 0xFFFD)
        if char in "\r\n" or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, ctypes.byref(x), ctypes.byref(y))
        if why := ink.unseen(at, box.left, y.value):
            hidden.drop(why, char)
            continue
        raw.FPDFText_GetMatrix(text, at, matrix)
        quarters = _quarters(matrix.a, matrix.b)
        if quarters is None:
            hidden.drop(SLANTED, char)
            continue
        if char := hidden.cleaned(char.replace("\ufffe", "-").replace("\x02", "-")):
            points, char = raw.FPDFText_GetFontSize(text, at), unified(char)
            wide = points * hypot(matrix.a, matrix.b) if east_asian_width(char[0]) in "WF" else 0.0
            size = points * (hypot(matrix.c, matrix.d) or 1.0)
            edges = (box.left, box.bottom, box.right, box.top)
            if not all(map(isfinite, (*edges, x.value, y.value, size, wide))):
                continue  # damaged
            yield _Glyph(char, edges, (x.value, y.value), size, wide, quarters)


def _quarters(a: float, b: float) -> int | None:
    """Quarter turns clockwise that make a line run to the right, which runs along (a, b); None aslant."""
    if min(abs(a), abs(b)) > SLANT * max(abs(a), abs(b)):
        return None
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def lines_of(letters: Iterable[Letter]) -> list[list[Letter]]:
    """The letters by printed line, from the top, each from the left; blanks and doubled letters left out."""
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: (-letter.base, letter.left)):
        if lines and _stands_on(lines[-1], letter):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    ordered = (sorted(line, key=lambda letter: letter.left) for line in lines)
    return [line for line in ordered if not all(letter.text.isspace() for letter in line)]


def _stands_on(line: Sequence[Letter], letter: Letter) -> bool:
    return line[0].base - letter.base <= SAME_LINE * min(line[0].size, letter.size)


def line_words(line: Sequence[Letter]) -> str:
    """What a line says, with a blank where letters stand apart or the file has one."""
    shown = [letter for letter in line if not letter.text.isspace()]
    usual = _usual_gap(shown)
    words, blank = "", False
    last: Letter | None = None
    for letter in line:
        if letter.text.isspace():
            blank = True
            continue
        if last and _is_doubled(last, letter):
            continue
        if last and (blank or _is_apart(last, letter, usual)):
            words += " "
        words, last, blank = words + letter.text, letter, False
    return words


def _usual_gap(line: Sequence[Letter]) -> float:
    """Between the Chinese characters of a line, which may be stretched to fill it."""
    gaps = sorted(
        after.left - before.right
        for before, after in pairwise(line)
        if not (before.text.isascii() or after.text.isascii())
    )
    return max(gaps[(len(gaps) - 1) // 4], 0.0) if gaps else 0.0


def widest_gap(line: Sequence[Letter]) -> float:
    """Between letters of a line, times their size."""
    return max(((after.left - before.right) / after.size for before, after in pairwise(line)), default=0.0)


def _is_doubled(last: Letter, letter: Letter) -> bool:
    """Whether a letter is printed twice, a hair apart, to look bold."""
    return last.text == letter.text and letter.left - last.left < 0.15 * letter.size


def _is_apart(last: Letter, letter: Letter, usual: float) -> bool:
    alike = last.text.isascii() == letter.text.isascii() and last.text.isalnum() and letter.text.isalnum()
    least = APART if alike else APART_MIXED
    return letter.left - last.right > max(least * letter.size, STRETCHED * usual)
