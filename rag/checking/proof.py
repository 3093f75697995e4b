"""A statement + a ground -> the sentences that may prove it and what speaks for and against it. Pure.

Wording is compared by bigrams weighted by their rarity among all the sentences looked at; amounts and
dates are left out of it, they are compared by value.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chinese import AnalysedText, lines_of, terms
from rag.checking.align_facts import Alignment, Mismatch, align, fact_spans
from rag.checking.align_names import align_names
from rag.checking.replaced_nouns import substitutions
from rag.checking.restated_facts import restated
from rag.checking.source_texts import Ground
from rag.checking.swapped_names import exchanges
from rag.checking.verbatim import excerpt

SECOND = 0.12  # how much more of the wording a second sentence must hold to be taken along
FACT = 0.3  # what a sentence gains, on the scale of coverage, when it holds all facts of the statement
SENTENCES = 3  # that one proof may join
CONSIDERED = 16  # sentences of a ground that are aligned with a statement
CANDIDATES = 3  # proofs of a ground that are weighed by the reader
LONG = 60  # code points from which a sentence is read clause by clause as well
TIGHT = 0.9  # of what a sentence says of a statement, that some of its clauses must say
_CLAUSE = re.compile(r"[^，,；;]+[，,；;]?")
HEADING = 40  # code points of a heading that the reader is told first, as in training/pairs.py
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Proof:
    """The best sentences of one ground for one statement, and how they compare."""

    ground: Ground
    spans: tuple[tuple[int, int], ...]  # one to three sentences, offsets into the document, best first
    words: AnalysedText  # these sentences, one a line
    alignment: Alignment  # offsets into the statement and into text
    coverage: float  # weighted share of the statement's wording that text holds, 0..1
    wider: float  # the same for text, heading and the whole ground
    quoted: bool = False  # whether the statement, restated, is text's own words, items left out

    @property
    def text(self) -> str:
        """The sentences, joined by a line break."""
        return self.words.text

    @property
    def aligned(self) -> bool:
        """Whether every fact and name was found as claimed, or may have been."""
        return not self.alignment.missing and not any(m.sure for m in self.alignment.mismatches)

    @property
    def told(self) -> str:
        """What the reader weighs the statement against: the heading, or how the text opens, and sentences."""
        heading = (self.ground.heading or self.ground.document.text).strip()[:HEADING]
        told = not heading or heading in self.text or self.text in heading
        return self.text if told else f"{heading}{BREAK}{self.text}"

    def part(self, start: int, end: int) -> "Proof":
        """The proof of ``[start, end)`` of the statement: its facts, counted from there."""
        missing = tuple((a - start, b - start) for a, b in self.alignment.missing if start <= a and b <= end)
        mismatches = tuple(
            replace(m, claimed=(m.claimed[0] - start, m.claimed[1] - start))
            for m in self.alignment.mismatches
            if start <= m.claimed[0] and m.claimed[1] <= end
        )
        return replace(self, alignment=Alignment(self.alignment.held, missing, mismatches))

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
    """Weights of terms: the rarer among the sentences of all grounds, the heavier.

    For one sentence of a draft, and not for two threads: the weights it was asked for are kept.
    """

    def __init__(self, grounds: Sequence[Ground]) -> None:
        self._frequencies = [ground.frequency for ground in grounds]
        self._size = sum(len(ground.sentences) for ground in grounds)
        self._weights: dict[str, float] = {}

    def share(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """Weighted share of ``wanted`` that ``held`` holds, 0..1; 1 when nothing is wanted."""
        total = sum(map(self._weight, wanted))
        return sum(map(self._weight, wanted & held)) / total if total else 1.0

    def _weight(self, term: str) -> float:
        if term not in self._weights:
            frequency = sum(each[term] for each in self._frequencies)
            self._weights[term] = math.log(1 + self._size / (frequency + 0.5))
        return self._weights[term]


def proofs(statement: AnalysedText, ground: Ground, rarity: Rarity) -> list[Proof]:
    """What may prove ``statement`` in ``ground``, the likeliest first; empty when it has no sentence.

    First the sentence, or the few, that say most of it, then other single sentences: a paraphrase may
    share more words with a neighbour than with its source.
    """
    wanted = wording(statement)
    tried = _tried(statement, ground, wanted, rarity)
    if not tried:
        return []
    chosen = [_joined(statement, tried, wanted, rarity, ground.body), *tried[1:CANDIDATES]]
    if clauses := _tightened(statement, tried[0], wanted, rarity, ground.body):
        chosen.insert(1, clauses)
    return [_proof(statement, ground, candidate, wanted, rarity) for candidate in chosen]


def proof(statement: AnalysedText, ground: Ground, rarity: Rarity) -> Proof:
    """The likeliest of ``proofs``; the ground holds a sentence."""
    wanted = wording(statement)
    best = _joined(statement, _tried(statement, ground, wanted, rarity), wanted, rarity, ground.body)
    return _proof(statement, ground, best, wanted, rarity)


def _tried(statement: AnalysedText, ground: Ground, wanted: frozenset[str], rarity: Rarity) -> "list[_Tried]":
    """The sentences of a ground that share most words with the statement, the worthiest first."""
    sentences = zip(ground.sentences, ground.texts, strict=True)
    scored = sorted(
        ((rarity.share(wanted, text.vocabulary), span, text) for span, text in sentences),
        key=lambda item: (-item[0], item[1]),
    )[:CONSIDERED]
    tried = [
        _Tried((span,), text, align(statement, text, ground.body), share) for share, span, text in scored
    ]
    return sorted(tried, key=lambda candidate: -candidate.worth)


@dataclass(frozen=True, slots=True)
class _Tried:
    """Sentences and what they hold of a statement."""

    spans: tuple[tuple[int, int], ...]
    text: AnalysedText
    alignment: Alignment
    share: float

    @property
    def worth(self) -> float:
        return self.share + FACT * _held(self.alignment)


def _joined(
    statement: AnalysedText,
    tried: Sequence[_Tried],
    wanted: frozenset[str],
    rarity: Rarity,
    body: AnalysedText,
) -> _Tried:
    """The best one, with a second and a third sentence where each says much more of the statement."""
    best = tried[0]
    for other in tried[1:]:
        if len(best.spans) == SENTENCES:
            break
        share = rarity.share(wanted, best.text.vocabulary | other.text.vocabulary)
        if share - best.share + FACT * (1 - _held(best.alignment)) < SECOND:
            continue
        both = lines_of([best.text, other.text])
        together = _Tried((*best.spans, *other.spans), both, align(statement, both, body), share)
        if together.worth - best.worth >= SECOND:
            best = together
    return best


def _tightened(
    statement: AnalysedText, whole: _Tried, wanted: frozenset[str], rarity: Rarity, body: AnalysedText
) -> _Tried | None:
    """The fewest clauses of a long sentence that say nearly as much as all of it; None when they are it.

    Among much else the reader misses what one clause says.
    """
    (start, _), *_ = whole.spans
    clauses = [match.span() for match in _CLAUSE.finditer(whole.text.text)]
    if len(whole.text.text) < LONG or len(clauses) < 2:
        return None
    enough = TIGHT * whole.share
    runs = [(first[0], last[1]) for i, first in enumerate(clauses) for last in clauses[i:]]
    for low, high in sorted(runs, key=lambda run: run[1] - run[0]):
        share = rarity.share(wanted, frozenset(terms(whole.text.text[low:high])))
        if share >= enough and high - low < len(whole.text.text) - 1:
            text = whole.text.part(low, high)
            alignment = align(statement, text, body)
            if _held(alignment) >= _held(whole.alignment):
                return _Tried(((start + low, start + high),), text, alignment, share)
    return None


def _proof(
    statement: AnalysedText, ground: Ground, tried: _Tried, wanted: frozenset[str], rarity: Rarity
) -> Proof:
    text = tried.text
    return Proof(
        ground=ground,
        spans=tried.spans,
        words=text,
        alignment=tried.alignment
        + align_names(statement, text, ground)
        + substitutions(statement, text)
        + exchanges(statement.text, text.text),
        coverage=tried.share,
        wider=rarity.share(wanted, ground.vocabulary),
        quoted=excerpt(restated(statement, text), text.text, ground.opening),
    )


def wording(statement: AnalysedText) -> frozenset[str]:
    """The terms of a statement without its amounts and dates."""
    kept = list(statement.text)
    for start, end in fact_spans(statement):
        kept[start:end] = " " * (end - start)
    return frozenset(terms("".join(kept)))


def _held(alignment: Alignment) -> float:
    """Share of the facts that were found, 0..1; 1 when there are none."""
    total = alignment.held + len(alignment.missing) + len(alignment.mismatches)
    return alignment.held / total if total else 1.0
