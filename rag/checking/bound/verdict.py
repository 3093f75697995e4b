"""A sentence, and the grounds it may rest on -> its verdict by the propositions its facts are bound to.

Contradicted needs a difference that has a name: a fact that another proposition about the same thing gives
otherwise, two things said of one another's subject, or a denied word. Supported needs every value and name
held. Two regressions, fitted by bench/verdicts/fit_binding.py, say how sure either is; neither decides alone.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chinese import AnalysedText
from rag.checking.bound.binding import Bound, BoundSentence, Sharing, bind
from rag.checking.bound.crosswise import crossing
from rag.checking.bound.signals import ALL, ALL_TOLD, SIGNALS, Heard, hear, signals_of
from rag.checking.bound.weights import CONTRADICTED, SUPPORTED
from rag.checking.proof import Proof, Rarity, proof
from rag.checking.source_texts import Ground, stated_in
from rag.reading import SupportsWeighing
from rag.records import DifferenceKind, Verdict

Span = tuple[int, int]
Cited = tuple[Ground, Span]  # and offsets into its document
DENIED = 0.6  # probability from which a named difference contradicts
SAID = 0.65  # probability from which a sentence with all its facts held is supported
# Share of a sentence's wording that is told somewhere, below which nothing supports it. On e17, e18, xx, yg
# and zk: none of 47 supported true claims is below, 2 of 2 unsaid ones that had been supported are.
COVERED = 0.2
# How much more of a value's clause may be said where the value is another than where it stands, in a sentence
# that is supported. Of 231 true claims of nine exams and two hands 1 is lost by it; of 462 others 5 of the 42
# that had been supported are not any more; at 0.2 these are 3 and 6, at 0.3 none and 4.
OUTWEIGHED = 0.25
_VALUES: frozenset[DifferenceKind] = frozenset(("number", "date", "rank"))
CROSSED = 0.08  # strength from which two things count as said of one another's subject
PLAINLY = 0.1  # margin from which a further fact is named beside the one that is denied most
_SURE: frozenset[DifferenceKind] = frozenset(("negation", "word", "rank", "name"))
_LOOSE: frozenset[DifferenceKind] = frozenset(("person", "place"))  # their finder takes other words for them


@dataclass(frozen=True, slots=True)
class NamedDifference:
    """Words of a sentence, and the source's words about the same thing that say otherwise."""

    kind: DifferenceKind
    claimed: Span  # in the sentence
    ground: Ground
    source: Span  # in the ground's document


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with all that the verdict follows from."""

    heard: Heard
    proof: Proof  # the sentences that speak of it most
    grounds: Sequence[Ground]
    signals: tuple[float, ...]

    @property
    def supported(self) -> float:
        """The probability, 0..1, that the grounds say it."""
        return _probability(SUPPORTED, self.signals)

    @property
    def contradicted(self) -> float:
        """The probability, 0..1, that they say otherwise."""
        return _probability(CONTRADICTED, self.signals)

    @property
    def verdict(self) -> Verdict:
        """What the sentence is called.

        The source's own words are supported whatever the regressions say, which were fitted on statements in
        other words: of 270 claims on offices and 476 on news, 46 are such words, each of them true.
        """
        if self.proof.quoted and self.proof.aligned:
            return "supported"
        if self.contradicted >= DENIED and self.differences:
            return "contradicted"
        return "supported" if self.supported >= SAID and self.held else "unverifiable"

    @property
    def held(self) -> bool:
        """Whether enough is told, each value and name stands where it is spoken of, 全部 is heard of."""
        crossed = self.heard.crossing
        if self.heard.covered < COVERED or (crossed and crossed.strength > CROSSED):
            return False
        if any(b.holder is None and b.fact.kind not in _LOOSE for b in self.heard.sentence.facts):
            return False
        if any(map(_outweighed, self.heard.sentence.facts)):
            return False
        return not ALL.search(self.heard.sentence.text.text) or bool(ALL_TOLD.search(self.heard.told))

    def missing_in(self, start: int, end: int) -> list[Span]:
        """The values and names of ``[start, end)`` that nothing holds which speaks of them, in order."""
        absent = [b.fact for b in self.heard.sentence.facts if b.holder is None or _outweighed(b)]
        return sorted({(fact.start, fact.end) for fact in absent if start <= fact.start < end})

    @property
    def differences(self) -> list[NamedDifference]:
        """The differences that have a name; facts first, else an exchange, else denied words."""
        found = [*self._denied_facts(), *self._misreckoned()]
        crossed = self.heard.crossing
        if not found and crossed and crossed.strength > CROSSED:
            ground = self._ground(crossed.stated.document.id, crossed.source)
            found = [NamedDifference("role", crossed.claimed, ground, crossed.source)]
        return found or [
            NamedDifference(m.kind, m.claimed, self.proof.ground, self.proof.source_place(m))
            for m in self.proof.alignment.mismatches
            if m.sure and m.kind in _SURE
        ]

    def _denied_facts(self) -> list[NamedDifference]:
        denied = [b for b in self.heard.sentence.facts if b.opposer and b.margin > 0]
        most = max((b.margin for b in denied), default=0.0)
        found = []
        for bound in denied:
            place = bound.opposer
            if place and place.span and (bound.margin == most or bound.margin >= PLAINLY):
                source = place.stated.place(*place.span)
                ground = self._ground(place.stated.document.id, source)
                claimed = (bound.fact.start, bound.fact.end)
                found.append(NamedDifference(bound.fact.kind, claimed, ground, source))
        return found

    def _misreckoned(self) -> list[NamedDifference]:
        """Amounts for which the text's own numbers give something else, with the first of these."""
        found = []
        for bound in self.heard.sentence.facts:
            if bound.misreckoned:
                first = bound.misreckoned.operands[0]
                source = first.stated.place(first.start, first.end)
                ground = self._ground(first.stated.document.id, source)
                found.append(NamedDifference("number", (bound.fact.start, bound.fact.end), ground, source))
        return found

    def evidence(self, start: int, end: int) -> list[Cited]:
        """What holds the facts of ``[start, end)`` and most of its clauses' words."""
        sentence = self.heard.sentence
        holders = [b.holder for b in sentence.facts if b.holder and start <= b.fact.start < end]
        places = [one for holder in holders for one in holder.stands_in]
        tops = zip(sentence.clauses, sentence.tops, strict=True)
        places += [one for (a, _), (_, one) in tops if start <= a < end]
        spans = {(one.document.id, one.proposition.start, one.proposition.end) for one in places}
        return [(self._ground(document, (a, b)), (a, b)) for document, a, b in sorted(spans)]

    def reckoned(self, start: int, end: int) -> list[str]:
        """How the facts of ``[start, end)`` follow that no words give, in Chinese."""
        facts = [b for b in self.heard.sentence.facts if start <= b.fact.start < end]
        return list(dict.fromkeys(b.derived.told for b in facts if b.derived))

    def _ground(self, document: str, span: Span) -> Ground:
        """The ground whose sentences reach over ``span``."""
        for ground in self.grounds:
            inside = ground.sentences and ground.sentences[0][0] <= span[0] < ground.sentences[-1][1]
            if ground.document.id == document and inside:
                return ground
        return next(ground for ground in self.grounds if ground.document.id == document)


def weigh(
    text: AnalysedText, parts: Sequence[Span], grounds: Sequence[Ground], reader: SupportsWeighing
) -> Weighed | None:
    """All that speaks for and against ``text``; None when no ground holds a sentence."""
    stated = stated_in(grounds)
    if not stated or not any(ground.sentences for ground in grounds):
        return None
    sharing = Sharing(stated)
    sentence = bind(text, stated, sharing)
    heard = hear(sentence, crossing(text, stated, sharing), sharing, stated, reader)
    likeliest = _likeliest(text.part(parts[0][0], parts[-1][1]), grounds, sentence)
    return Weighed(heard, likeliest, grounds, signals_of(heard, sharing, likeliest))


def _outweighed(bound: Bound) -> bool:
    """Whether what speaks of a value most gives another one, and the value is found elsewhere."""
    return bound.fact.kind in _VALUES and bound.opposer is not None and bound.margin > OUTWEIGHED


def _likeliest(statement: AnalysedText, grounds: Sequence[Ground], sentence: BoundSentence) -> Proof:
    """The sentences that hold most of the words, of the ground in which most is said of the clauses."""
    said: Counter[int] = Counter()
    for share, top in sentence.tops:
        at = next(
            (i for i, g in enumerate(grounds) if g.sentences and any(top is one for one in g.stated)), 0
        )
        said[at] += round(1000 * share)
    best = max((at for at, ground in enumerate(grounds) if ground.sentences), key=lambda at: said[at])
    return proof(statement, grounds[best], Rarity(grounds))


def _probability(weights: Sequence[float], values: Sequence[float]) -> float:
    """The logistic of the weighted sum; the last weight is the bias."""
    if len(weights) != SIGNALS + 1:
        raise ValueError(
            f"{len(weights)} weights for {SIGNALS} signals; fit them with bench/verdicts/fit_binding.py"
        )
    total = sum(w * x for w, x in zip(weights, (*values, 1.0), strict=True))
    return 1 / (1 + math.exp(-total))
