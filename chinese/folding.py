"""Text -> the form in which words are compared, with a map back. Pure.

Width, case, radicals and traditional characters are folded character by character, so a match in the
folded text points at exact code points of the original.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from chinese.radicals import unified
from chinese.search_terms import simplified

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_TERM = re.compile(rf"[{HANZI}]+|[a-z0-9]+(?:\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``origin[i]`` is the offset in the original of folded character i."""

    text: str
    origin: tuple[int, ...]  # length len(text) + 1, the last is the original's length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of folded ``[start, end)``, which is not empty."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> str:
    """Fold without the map."""
    return "".join(map(_fold_character, text))


def fold_mapped(text: str) -> Folded:
    """Fold and keep the map back to ``text``."""
    pieces = [_fold_character(c) for c in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and all(pieces):
        return Folded(folded, tuple(range(len(text) + 1)))
    origin = [i for i, piece in enumerate(pieces) for _ in piece]
    return Folded(folded, (*origin, len(text)))


def bare(text: str) -> str:
    """Folded text without blanks and punctuation: what two wordings are compared by."""
    return "".join(c for c in fold(text) if c.isalnum())


def terms(text: str) -> list[str]:
    """Chinese bigrams (a lone character itself), ASCII words and numbers, in order, repeats kept."""
    return folded_terms(fold(text))


def folded_terms(folded: str) -> list[str]:
    """The terms of a text that is folded already."""
    pieces: list[str] = []
    for run in _TERM.findall(folded):
        if len(run) == 1 or run[0].isascii():
            pieces.append(run)
        else:
            pieces.extend(run[i : i + 2] for i in range(len(run) - 1))
    return pieces


@lru_cache(maxsize=65_536)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", unified(character)).lower()
    if len(folded) == 1 and not folded.isascii():
        return folded.translate(simplified())
    return folded
