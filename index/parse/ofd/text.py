"""Text objects -> glyphs where the page has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, isfinite
from typing import Any
from unicodedata import category, east_asian_width

from chinese import unified
from index.parse.ofd.arrays import number, numbers, steps
from index.parse.ofd.drawing import Matrix
from index.parse.pages import Glyph, Point, quarters

TINY = 2.0  # points: letters of this size and less are not meant to be read
_TURNED = {"90": (0.0, 1.0), "180": (-1.0, 0.0), "270": (0.0, -1.0)}  # where a letter's line runs
# How wide a letter is at most, times its size: files tell only where letters begin.
_NARROW, _BROAD = frozenset("ijlIftr.,;:'!|()[]{}`-\"/\\ "), frozenset("mwMW@%&")
_SLIM, _USUAL, _CAPITAL = 0.38, 0.6, 0.78
EVEN = 0.02  # times the size: how far even steps may differ
SPREAD = 2.0  # times the size: letters that stand farther apart are no word
UNCODED = ("Co", "Cn")  # categories of codes that no character has


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is alike in all letters of one character."""

    said: str  # "" where the code is no character
    width: float  # times the size, at most
    full: bool  # whether it fills its square


@lru_cache(maxsize=1 << 14)
def _kind(char: str) -> _Kind:
    if char == "\ufffd" or category(char) in UNCODED:
        return _Kind("", 0.0, False)
    said = unified(char)
    full = east_asian_width(said[0]) in "WF"
    if full or char in _BROAD:
        return _Kind(said, 1.0, full)
    width = _SLIM if char in _NARROW else _CAPITAL if char.isupper() else _USUAL
    return _Kind(said, width, full)


def glyphs(element: Any, matrix: Matrix) -> Iterator[Glyph | None]:
    """The glyphs of a text object in the order they are written; None for one whose code is no character.

    Args:
        element: the TextObject.
        matrix: from its inside to the page in points.

    """
    size = number(element.get("Size"), 0.0)
    em = size * number(element.get("HScale"), 1.0)
    tall, wide = size * matrix.tall, em * matrix.wide
    run = _TURNED.get(element.get("CharDirection", "0"), (1.0, 0.0))
    ahead = matrix.a * run[0] + matrix.c * run[1], matrix.b * run[0] + matrix.d * run[1]
    turns = quarters(*ahead)
    turned = -1 if turns is None else turns
    for kind, (x, y), step, reach in _placed(element, em):
        if not kind.said:
            yield None
            continue
        foot = left, base = matrix.point(x, y)
        if not isfinite(left + base + tall):
            continue  # damaged
        width = min(reach, step) if step > 0.2 * reach else reach
        right, top = left + ahead[0] * width, base + ahead[1] * width
        box = (min(left, right), min(base, top), max(left, right), max(base, top))
        yield Glyph(kind.said, box, foot, tall, wide if kind.full else 0.0, turned)


def _placed(element: Any, em: float) -> Iterator[tuple[_Kind, Point, float, float]]:
    """Each character, where it begins in the object, how far the next is from there, how wide it may be."""
    x = y = 0.0
    for code in element.iterfind("{*}TextCode"):
        text = (code.text or "").replace("\r", "").replace("\n", "").replace("\t", " ")
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        across, down = steps(code.get("DeltaX"), len(text)), steps(code.get("DeltaY"), len(text))
        at, even = (x, y), _is_even(across, em)
        for place, kind in enumerate(map(_kind, text)):
            told = place < len(across) or place < len(down)
            dx = across[place] if place < len(across) else 0.0 if told else kind.width * em
            dy = down[place] if place < len(down) else 0.0
            step = hypot(dx, dy)
            yield kind, at, step, step if even and place < len(across) else kind.width * em
            at = at[0] + dx, at[1] + dy


def _is_even(across: list[float], em: float) -> bool:
    """Whether letters stand at one distance: spread out or not, no blank is between them."""
    return len(across) > 1 and max(across) - min(across) <= EVEN * em and 0 < max(across) <= SPREAD * em


def box_of(element: Any) -> tuple[float, ...]:
    """Left, top, width and height that an element gives as its box; () for none."""
    return numbers(element.text if element is not None else None, 4)
