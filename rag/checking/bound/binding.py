"""Each fact of a sentence bound to the proposition that says it, and to the one that says otherwise. Pure.

A proposition speaks of a fact as far as it shares the words of the fact's clause, which count three
quarters, and of the rest of the sentence; the values and names themselves do not count.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import cast

from chinese import AnalysedText, terms
from chinese.values import Quantity
from rag.checking.align_facts import likeness, neighbourhood
from rag.checking.amount_relations import changed
from rag.checking.bound.derivations import Derivation
from rag.checking.bound.extremes import Extremes, extremes
from rag.checking.bound.fact_relations import Relations, relate
from rag.checking.bound.reckoning import derivation, reckons
from rag.checking.bound.sentence_facts import Fact, Span, clauses_of, facts_of
from rag.checking.stated import Stated, frequencies

OWN = 0.75  # what the words of the fact's own clause weigh; the rest of the sentence has the remainder
RECKONED = 0.1  # by how much a reckoning must hold more of the wording than words that give the value
NEAREST = 8  # propositions of a clause that are kept
NEARBY = 16  # propositions whose amounts are reckoned with
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
    derived: Derivation | None = None  # how the fact follows, where no words give it

    @property
    def stands_in(self) -> tuple[Stated, ...]:
        """The propositions that hold it, or the operands that it is reckoned from."""
        return tuple(one.stated for one in self.derived.operands) if self.derived else (self.stated,)


@dataclass(frozen=True, slots=True)
class Bound:
    """A fact with the proposition that speaks of it most among those that hold it, and that deny it."""

    fact: Fact
    holder: Place | None
    opposer: Place | None
    misreckoned: Derivation | None = None  # what the text's own numbers give instead

    @property
    def derived(self) -> Derivation | None:
        """How it follows from the text's own numbers; None where words give it, or nothing does."""
        return self.holder.derived if self.holder else None

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
    extremes: list[Extremes]  # what its superlatives are compared with


def bind(text: AnalysedText, stated: Sequence[Stated], sharing: Sharing) -> BoundSentence:
    """Bind every fact of ``text``; ``stated`` is not empty."""
    clauses = clauses_of(text)
    amounts = [(q.start, q.end) for q in text.quantities]
    bound = [_bound(text, fact, amounts, stated, sharing) for fact in facts_of(text, clauses)]
    plain = _blanked(text.text, amounts)
    wordings = [frozenset(terms(plain[start:end])) for start, end in clauses]
    wording = frozenset(terms(plain))
    nearest = [_nearest(wanted or wording, stated, sharing) for wanted in wordings]
    pairs = zip(clauses, nearest, strict=True)
    compared = [extremes(text.text[start:end], near) for (start, end), near in pairs]
    return BoundSentence(
        text,
        wording,
        clauses,
        wordings,
        bound,
        [near[0] for near in nearest],
        list(dict.fromkeys(one for one in compared if one)),
    )


def _nearest(
    wanted: frozenset[str], stated: Sequence[Stated], sharing: Sharing
) -> list[tuple[float, Stated]]:
    """The propositions that hold most of ``wanted``, the first of equals first."""
    shares = ((sharing.share(wanted, one), -at) for at, one in enumerate(stated))
    return [(share, stated[-at]) for share, at in nlargest(NEAREST, shares)]


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

    def shared(one: Stated) -> float:
        share = sharing.share(own, one) if own else 0.0
        beyond = sharing.share(rest, one) if rest else share
        return OWN * share + (1 - OWN) * beyond if own else beyond

    for one in stated:
        relations = relate(fact, text, one)
        if not relations:
            continue
        share = shared(one)
        holder = _better(holder, relations.holding, one, share, around)
        opposer = _better(opposer, relations.opposing, one, share, around)
    found = _reckoned(fact, text, stated, shared)
    if found is None or (holder and holder.score >= found.score - RECKONED):
        return Bound(fact, holder, opposer)
    if not found.fits:
        said = holder or (found.operation == "difference" and not changed(text.text, fact.start))
        return Bound(fact, holder, opposer, None if said else found)
    return Bound(fact, Place(found.operands[0].stated, None, found.score, found.score, 0.0, found), opposer)


def _reckoned(
    fact: Fact, text: AnalysedText, stated: Sequence[Stated], shared: Callable[[Stated], float]
) -> Derivation | None:
    """What the text's own numbers give for an amount."""
    if fact.kind != "number":
        return None
    claimed, clause = cast("Quantity", fact.value), text.text[slice(*fact.clause)]
    if not reckons(claimed, clause):
        return None
    nearby = nlargest(
        NEARBY, ((shared(one), at) for at, one in enumerate(stated) if one.amounts or one.core.dates)
    )
    words = text.text[fact.start : fact.end]
    return derivation(claimed, words, clause, [(score, stated[at]) for score, at in nearby])


def _better(
    best: Place | None, spans: Relations, stated: Stated, share: float, around: Sequence[str]
) -> Place | None:
    for span in spans:
        if span and not stated.stands(*span):
            continue
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
