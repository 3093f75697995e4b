"""A text analysed once, into an object that every rule reads (like spaCy's Doc). Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chinese.folding import Folded, fold, fold_mapped, folded_terms
from chinese.named_organisations import find_organisations
from chinese.persons import find_persons
from chinese.phrases import quotations
from chinese.places import find_places, localities
from chinese.polarity import Direction, Negation, directions, negations
from chinese.values import DateSpan, Quantity, Rank, find_dates, find_quantities, find_ranks
from chinese.words import APART, Words

Span = tuple[int, int]  # [start, end), code points


@dataclass(frozen=True)
class AnalysedText:
    """A text and all that the rules ask of it: each part is worked out when first asked for, and kept.

    Two of the same text are equal. Shared between threads without a lock: every part follows from the text
    alone, and ``cached_property`` stores it in one step, so that two threads that ask at the same moment at
    worst work out the same value twice. Offsets are code points of ``text``, except where it says of the
    folded text; ``folding`` leads from there back to ``text``.
    """

    text: str
    _segmented: Callable[[], Words] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def folding(self) -> Folded:
        """The folded text with its map back."""
        return fold_mapped(self.text)

    @property
    def folded(self) -> str:
        """The text as it is compared."""
        return self.folding.text

    @property
    def aligned(self) -> bool:
        """Whether an offset into the folded text is the same one into the text: nearly always."""
        return len(self.folded) == len(self.text)

    @cached_property
    def words(self) -> Words:
        """Its words with their tags."""
        return self._segmented() if self._segmented else Words.of(self.text)

    @cached_property
    def folded_each(self) -> tuple[str, ...]:
        """Each of its words, folded."""
        return tuple(map(fold, self.words.words))

    @cached_property
    def folded_words(self) -> Words:
        """The words of the folded text: those of the text where folding changed no more than stops."""
        if self.text == self.folded:
            return self.words
        if self.aligned and all(
            a == b or (a in APART and b in APART) for a, b in zip(self.text, self.folded, strict=True)
        ):
            respelt = [
                self.folded[at : at + len(w)]
                for at, w in zip(self.words.starts, self.words.words, strict=True)
            ]
            return Words(respelt, self.words.tags)
        return Words.of(self.folded)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """What wordings are compared by, in order: see ``chinese.terms``."""
        return tuple(folded_terms(self.folded))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its distinct terms."""
        return frozenset(self.terms)

    @cached_property
    def dates(self) -> tuple[DateSpan, ...]:
        """Its dates, in order; a year that it does not name stays open."""
        return tuple(find_dates(self.text))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its amounts, in order, none overlapping another or a date."""
        return tuple(find_quantities(self.text, self.words, self.dates))

    @cached_property
    def ranks(self) -> tuple[Rank, ...]:
        """Its ranks, in order, none overlapping another."""
        return tuple(find_ranks(self.text, self.words))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """What stands in quotation marks, without them; titles with their 《》."""
        return tuple(quotations(self.text))

    @cached_property
    def persons(self) -> tuple[Span, ...]:
        """Its personal names, those who wrote the text included."""
        return tuple(find_persons(self.text, reporters=True, words=self.words))

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Public bodies that the folded text names, each once."""
        return tuple(find_organisations(self.folded, self.folded_words))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Cities, districts and named neighbourhoods of the folded text, each once."""
        words = self.folded_words
        return tuple(dict.fromkeys([*find_places(self.folded, words), *localities(self.folded, words)]))

    @cached_property
    def negations(self) -> tuple[Negation, ...]:
        """What it denies, in order."""
        return tuple(negations(self.text, self.words))

    @cached_property
    def directions(self) -> tuple[Direction, ...]:
        """Its words that have opposites, in order."""
        return tuple(directions(self.text, self.words))

    def part(self, start: int, end: int) -> "AnalysedText":
        """``[start, end)`` as a text of its own; it is not segmented again where stops set it apart."""
        if (start, end) == (0, len(self.text)):
            return self
        if known := self._parts.get((start, end)):
            return known
        apart = self._set_apart(start) and self._set_apart(end)
        words = (lambda: self.words.part(start, end)) if apart else None
        return self._parts.setdefault((start, end), AnalysedText(self.text[start:end], words))

    @cached_property
    def _parts(self) -> "dict[Span, AnalysedText]":
        return {}

    def _set_apart(self, at: int) -> bool:
        """Whether the segmenter sees a boundary at ``at`` whatever stands on its other side."""
        return at in (0, len(self.text)) or not APART.isdisjoint(self.text[at - 1 : at + 1])


def lines_of(parts: Sequence[AnalysedText]) -> AnalysedText:
    """The texts one a line, their words kept."""
    if len(parts) == 1:
        return parts[0]

    def words() -> Words:
        lines = [part.words for part in parts]
        return Words.joined([*lines[:1], *(piece for line in lines[1:] for piece in (_BREAK, line))])

    return AnalysedText("\n".join(part.text for part in parts), words)


_BREAK = Words(("\n",), ("x",))
