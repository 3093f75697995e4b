"""A statement + a ground -> the sentences that may prove it and what speaks for and against it. Pure.

Wording is compared by bigrams weighted by their rarity among all the sentences looked at; amounts and
dates are left out of it, they are compared by value.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.align import Alignment, Mismatch, align, fact_spans
from rag.exchange import exchanges
from rag.fold import terms
from rag.grounds import Ground
from rag.naming import align_names
from rag.substitution import substitutions

SECOND = 0.12  # how much more of the wording a second sentence must hold to be taken along
FACT = 0.3  # what a sentence gains, on the scale of coverage, when it holds all facts of the statement
CONSIDERED = 16  # sentences of a ground that are aligned with a statement
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Proof:
    """The best sentences of one ground for one statement, and how they compare."""

    ground: Ground
    spans: tuple[tuple[int, int], ...]  # one or two sentences, offsets into the document, best first
    text: str  # these sentences, joined by a line break
    alignment: Alignment  # offsets into the statement and into text
    coverage: float  # weighted share of the statement's wording that text holds, 0..1
    wider: float  # the same for text, heading and the whole ground

    @property
    def aligned(self) -> bool:
        """Whether every fact and name was found as claimed."""
        return not self.alignment.missing and not self.alignment.mismatches

    @property
    def strongest(self) -> Mismatch | None:
        """The mismatch whose surroundings are most alike; None when nothing differs."""
        return max(self.alignment.mismatches, key=lambda m: m.alike, default=None)

    def source_place(self, mismatch: Mismatch) -> tuple[int, int]:
        """A mismatch's source words as offsets into the document."""
        if mismatch.absolute:
            return mismatch.source
        offset = 0
        for start, end in self.spans:
            if mismatch.source[0] < offset + end - start:
                return start + mismatch.source[0] - offset, start + mismatch.source[1] - offset
            offset += end - start + len(BREAK)
        raise ValueError(f"mismatch {mismatch.source} outside the {offset} code points of its source")


class Rarity:
    """Weights of terms: the rarer among ``texts``, the heavier."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._frequency = Counter(term for text in texts for term in set(terms(text)))
        self._size = len(texts)

    def share(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """Weighted share of ``wanted`` that ``held`` holds, 0..1; 1 when nothing is wanted."""
        total = sum(map(self._weight, wanted))
        return sum(map(self._weight, wanted & held)) / total if total else 1.0

    def _weight(self, term: str) -> float:
        return math.log(1 + self._size / (self._frequency[term] + 0.5))


def proof(statement: str, ground: Ground, rarity: Rarity) -> Proof | None:
    """The sentences of ``ground`` that say most of ``statement``; None when it has none."""
    wanted = wording(statement)
    sentences = [(span, ground.document.text[slice(*span)]) for span in ground.sentences]
    scored = sorted(
        ((rarity.share(wanted, frozenset(terms(text))), span, text) for span, text in sentences),
        key=lambda item: (-item[0], item[1]),
    )[:CONSIDERED]
    if not scored:
        return None
    body = ground.body
    tried = [(span, text, align(statement, text, body)) for _, span, text in scored]

    def worth(text: str, alignment: Alignment) -> float:
        return rarity.share(wanted, frozenset(terms(text))) + FACT * _held(alignment)

    span, text, alignment = max(tried, key=lambda item: worth(item[1], item[2]))
    spans, value = [span], worth(text, alignment)
    for other, more, _ in tried:
        both = f"{text}{BREAK}{more}"
        if (
            other != span
            and rarity.share(wanted, frozenset(terms(both))) - value + FACT * _held(alignment) >= SECOND
        ):
            together = align(statement, both, body)
            if worth(both, together) - value >= SECOND:
                spans, text, alignment = [span, other], both, together
                break
    return Proof(
        ground=ground,
        spans=tuple(spans),
        text=text,
        alignment=alignment
        + align_names(statement, text, ground)
        + substitutions(statement, text)
        + exchanges(statement, text),
        coverage=rarity.share(wanted, frozenset(terms(text))),
        wider=rarity.share(wanted, frozenset(terms(f"{text}\n{ground.heading}\n{body}"))),
    )


def wording(statement: str) -> frozenset[str]:
    """The terms of a statement without its amounts and dates."""
    kept = list(statement)
    for start, end in fact_spans(statement):
        kept[start:end] = " " * (end - start)
    return frozenset(terms("".join(kept)))


def _held(alignment: Alignment) -> float:
    """Share of the facts that were found, 0..1; 1 when there are none."""
    total = alignment.held + len(alignment.missing) + len(alignment.mismatches)
    return alignment.held / total if total else 1.0
