"""Each fact of a sentence bound to the proposition that says it, and to the one that says otherwise. Pure.

A proposition speaks of a fact as far as it shares the words of the fact's clause, which count three
quarters, and of the rest of the sentence; the values and names themselves do not count.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from chinese import AnalysedText, terms
from rag.checking.align_facts import likeness, neighbourhood
from rag.checking.bound.fact_relations import Relations, relate
from rag.checking.bound.sentence_facts import Fact, Span, clauses_of, facts_of
from rag.checking.stated import Stated, frequencies

OWN = 0.75  # what the words of the fact's own clause weigh; the rest of the sentence has the remainder
NEAR = 0.25  # what likeness of the words right beside both values adds
HEADING = 0.6  # what a word counts that stands in the headings only


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proposition holds a fact or says otherwise."""

    stated: Stated
    span: Span | None  # in the core; None where the words it leans on hold it, or amounts give it
    score: float  # share of the wording and what the neighbourhood adds, 0..1.25
    share: float  # of the wording, 0..1
    near: float  # how alike the words beside both are, 0..1


@dataclass(frozen=True, slots=True)
class Bound:
    """A fact with the proposition that speaks of it most among those that hold it, and that deny it."""

    fact: Fact
    holder: Place | None
    opposer: Place | None

    @property
    def held(self) -> float:
        """How surely it is said there, 0..1.25; 0 when nothing holds it."""
        return self.holder.score if self.holder else 0.0

    @property
    def margin(self) -> float:
        """How much more the denying proposition speaks of it than the holding one, -1.25..1.25."""
        return (self.opposer.score if self.opposer else 0.0) - self.held


class Sharing:
    """Shares of wording by the rarity of terms among the propositions looked at."""

    def __init__(self, stated: Sequence[Stated]) -> None:
        self._size = len(stated)
        self._frequency = frequencies(stated)

    def weight(self, term: str) -> float:
        """The rarer among the propositions, the heavier; > 0."""
        return math.log(1 + self._size / (self._frequency[term] + 0.5))

    def share(self, wanted: frozenset[str], stated: Stated) -> float:
        """Weighted share of ``wanted`` that the proposition holds, 0..1; 0 when nothing is wanted."""
        total = sum(map(self.weight, wanted))
        held = sum(
            self.weight(term) * (1.0 if term in stated.vocabulary else HEADING)
            for term in wanted
            if term in stated.vocabulary or term in stated.path.vocabulary
        )
        return held / total if total else 0.0

    def together(self, wanted: frozenset[str], stated: Sequence[Stated]) -> float:
        """Weighted share of ``wanted`` that the propositions or their headings hold together, 0..1."""
        held = frozenset[str]().union(*(one.vocabulary | one.path.vocabulary for one in stated))
        total = sum(map(self.weight, wanted))
        return sum(map(self.weight, wanted & held)) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class BoundSentence:
    """A sentence, its clauses, its facts bound, and the proposition that says most of each clause."""

    text: AnalysedText
    wording: frozenset[str]  # its terms without its amounts
    clauses: list[Span]
    wordings: list[frozenset[str]]  # one a clause: its terms without its amounts
    facts: list[Bound]
    tops: list[tuple[float, Stated]]  # one a clause: share of its wording and who holds it


def bind(text: AnalysedText, stated: Sequence[Stated], sharing: Sharing) -> BoundSentence:
    """Bind every fact of ``text``; ``stated`` is not empty."""
    clauses = clauses_of(text)
    amounts = [(q.start, q.end) for q in text.quantities]
    bound = [_bound(text, fact, amounts, stated, sharing) for fact in facts_of(text, clauses)]
    plain = _blanked(text.text, amounts)
    wordings = [frozenset(terms(plain[start:end])) for start, end in clauses]
    tops = [
        max(((sharing.share(wanted, one), one) for one in stated), key=lambda top: top[0])
        for wanted in wordings
    ]
    return BoundSentence(text, frozenset(terms(plain)), clauses, wordings, bound, tops)


def _bound(
    text: AnalysedText, fact: Fact, amounts: Sequence[Span], stated: Sequence[Stated], sharing: Sharing
) -> Bound:
    plain = _blanked(text.text, [*amounts, (fact.start, fact.end)])
    start, end = fact.clause
    own = frozenset(terms(plain[start:end]))
    rest = frozenset(terms(f"{plain[:start]} {plain[end:]}")) - own
    around = neighbourhood(text.text, fact.start, fact.end)
    holder: Place | None = None
    opposer: Place | None = None
    for one in stated:
        relations = relate(fact, text, one)
        if not relations:
            continue
        share = sharing.share(own, one) if own else 0.0
        beyond = sharing.share(rest, one) if rest else share
        share = OWN * share + (1 - OWN) * beyond if own else beyond
        holder = _better(holder, relations.holding, one, share, around)
        opposer = _better(opposer, relations.opposing, one, share, around)
    return Bound(fact, holder, opposer)


def _better(
    best: Place | None, spans: Relations, stated: Stated, share: float, around: Sequence[str]
) -> Place | None:
    for span in spans:
        near = likeness(around, neighbourhood(stated.core.text, *span)) if span else 0.0
        score = share + NEAR * near
        if best is None or score > best.score:
            best = Place(stated, span, score, share, near)
    return best


def _blanked(text: str, spans: Sequence[Span]) -> str:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)
