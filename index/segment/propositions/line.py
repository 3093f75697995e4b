"""One line of a document, analysed once: its words with their tags, its values, its brackets."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from chinese import CLOSE, OPEN, AnalysedText, trim
from chinese.values import DateSpan, Quantity
from index.records import Span

PAIRS = dict(zip(OPEN, CLOSE, strict=True))
QUOTES = frozenset("“‘「『《")
_CLOCK = re.compile("(?<![0-9０-９.:：])[0-9０-９]{1,2}[:：][0-9０-９]{2}(?![0-9０-９:：])")
ENCLOSED_LIMIT = 120  # code points; what is longer has lost its other mark


@dataclass(frozen=True)
class Line:
    """A line's text; offsets are code points of the line, ``base`` leads to the document's."""

    text: str
    base: int = 0

    @cached_property
    def analysed(self) -> AnalysedText:
        """Its words and values."""
        return AnalysedText(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words."""
        return list(self.analysed.words.words)

    @cached_property
    def tags(self) -> list[str]:
        """The part of speech of each word, by the segmenter."""
        return list(self.analysed.words.tags)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins, and where the last one ends."""
        return [*self.analysed.words.starts, len(self.text)]

    @cached_property
    def dates(self) -> dict[int, DateSpan]:
        """Its dates, by where they begin."""
        return {date.start: date for date in self.analysed.dates}

    @cached_property
    def quantities(self) -> dict[int, Quantity]:
        """Its amounts, by where they begin; ordinals (第一名) are names and left out."""
        return {
            q.start: q
            for q in self.analysed.quantities
            if q.kind != "ordinal" and not self._in_clock((q.start, q.end))
        }

    @cached_property
    def clocks(self) -> list[Span]:
        """Times of day: 8:30."""
        return [found.span() for found in _CLOCK.finditer(self.text)]

    def _in_clock(self, span: Span) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self.clocks)

    @cached_property
    def values(self) -> list[Span]:
        """Amounts, dates and ranks in order, none overlapping another."""
        known = self.analysed
        spans = {(q.start, q.end) for q in known.quantities}
        spans |= {(date.start, date.end) for date in known.dates}
        spans = {span for span in spans if not self._in_clock(span)} | set(self.clocks)
        spans |= {(rank.start, rank.end) for rank in known.ranks}
        kept: list[Span] = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            start, end = trim(self.text, start, end)
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept

    @cached_property
    def closers(self) -> dict[int, int]:
        """For each opening quote or bracket, where its closing one stands; unclosed ones are left out."""
        found: dict[int, int] = {}
        opened: list[tuple[str, int]] = []
        for at, mark in enumerate(self.text):
            if mark in PAIRS:
                opened.append((PAIRS[mark], at))
            elif mark in CLOSE:
                depth = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == mark), -1)
                if depth >= 0:
                    found[opened[depth][1]] = at
                    del opened[depth:]
        return found

    def token(self, at: int) -> int:
        """The index of the first word that begins at ``at`` or later."""
        return bisect_left(self.starts, at)

    def tokens(self, start: int, end: int) -> range:
        """The words inside ``[start, end)``."""
        return range(self.token(start), min(self.token(end), len(self.words)))

    def values_in(self, start: int, end: int) -> Iterator[Span]:
        """The values inside ``[start, end)``."""
        for first, last in self.values[bisect_left(self.values, (start, 0)) :]:
            if first >= end:
                return
            if last <= end:
                yield first, last

    def has_value(self, start: int, end: int) -> bool:
        """Whether a value lies inside ``[start, end)``."""
        return next(self.values_in(start, end), None) is not None

    def has_amount(self, start: int, end: int) -> bool:
        """Whether an amount or a date, not only a rank, lies inside ``[start, end)``."""
        spans = self.values_in(start, end)
        return any(first in self.quantities or first in self.dates for first, _ in spans)

    def has_quantity(self, start: int, end: int) -> bool:
        """Whether an amount, not only a date or rank, lies inside ``[start, end)``."""
        return any(first in self.quantities for first, _ in self.values_in(start, end))
