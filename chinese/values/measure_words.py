"""Measure words (量词) and units -> one canonical word each, with its scale. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from chinese.language_data import topic


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts. ``scale`` is the worth of one in the canonical unit: 1000 米 for 公里."""

    name: str
    scale: Fraction
    counts: bool  # counts people or things, rather than measuring size, time or money


def _entries(table: str, *, counts: bool) -> dict[str, Measure]:
    entries = {}
    for canonical, words in _DATA.tables[table].items():
        for entry in words:
            word, _, worth = entry.partition(":")
            entries[word] = Measure(canonical, Fraction(worth or 1), counts)
    return entries


_DATA = topic("measures")
MEASURES = _entries("counts", counts=True) | _entries("sizes", counts=False)


def _pattern(words: Iterable[str]) -> str:
    """Any of the measures, the longest first; a Latin one ends there: 100mm are not 100 m."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(f"{word}(?![A-Za-z0-9])" if word.isascii() else word for word in longest)


# 3月 is a month of the year; a span of months is said with 个.
ANY = _pattern(MEASURES.keys() - {"月"})
SIZE = _pattern(word for word, measure in MEASURES.items() if not measure.counts and word != "月")
