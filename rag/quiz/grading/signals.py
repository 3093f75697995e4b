"""What speaks for and against an answer's making a point, each a number that a regression weighs. Pure."""

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from chinese import AnalysedText, core, within
from rag.quiz.grading.stretches import Grams, Span, Stretch, grams
from rag.quiz.grading.told_facts import ToldFact, idle, same, told_facts
from rag.reading import Weighing

BOUND = 6.0  # of a logit
LONGER = 1.5  # of the log of two lengths
NUB = 4  # code points of a last clause that is one
_CLAUSE = re.compile("[，,；;：:。]")


@dataclass(frozen=True, slots=True)
class Signals:
    """Of one wording of a point and the stretch of an answer; shares are 0..1, logits -6..6."""

    share: float  # of the wording's grams that the stretch holds
    nub: float  # the same of its last clause, where Chinese says what it is about
    other: float  # of the stretch's grams that the wording lacks
    rival: float  # of another point's grams that the stretch holds, the most
    supported: float  # logit: the reader finds the wording said by the stretch
    contradicted: float
    follows: float  # logit: the reader finds the stretch said by the wording
    alike: float  # mean likeness of the stretch's tokens to the wording's, -1..1
    held: float  # of the wording's values that the stretch gives; 0 without values
    lacking: float  # and of those that it does not
    stranger: float  # 1 where the stretch names a body that neither the question nor a point does
    length: float  # log of the stretch's length by the wording's, -1.5..1.5

    @property
    def row(self) -> tuple[float, ...]:
        """In the order of the weights."""
        return astuple(self)


def signals(
    wording: AnalysedText,
    stretch: Stretch,
    points: Grams,
    others: Sequence[int],
    said: Weighing,
    back: Weighing,
) -> Signals:
    """The signals; ``others`` are the other points, ``said`` weighs the wording, ``back`` the stretch."""
    text, mine, wanted = stretch.text, grams(stretch.text), grams(wording)
    ours = [fact for fact in told_facts(wording) if not idle(fact)]
    held = _held(ours, told_facts(text))
    return Signals(
        share=points.share_of(wanted, mine),
        nub=points.share_of(grams(wording.part(*_nub(wording.text))), mine),
        other=len(mine - wanted) / len(mine) if mine else 0.0,
        rival=max((points.share(i, mine) for i in others), default=0.0),
        supported=_logit(said.supported, said.contradicted, said.unverifiable),
        contradicted=_logit(said.contradicted, said.supported, said.unverifiable),
        follows=_logit(back.supported, back.contradicted, back.unverifiable),
        alike=back.alike,
        held=held,
        lacking=1 - held if ours else 0.0,
        stranger=float(any(not within(core(name), points.known) for name in text.organisations)),
        length=_within(math.log(max(1, len(text.text)) / max(1, len(wording.text))), LONGER),
    )


def _held(ours: Sequence[ToldFact], theirs: Sequence[ToldFact]) -> float:
    return sum(any(same(one, other) for other in theirs) for one in ours) / len(ours) if ours else 0.0


def _nub(text: str) -> Span:
    """The last clause; of a single one its last two fifths."""
    end = len(text.rstrip("。；;，,"))
    begun = max((match.end() for match in _CLAUSE.finditer(text, 0, end)), default=0)
    return (begun, end) if begun and end - begun >= NUB else (end * 3 // 5, end)


def _logit(one: float, other: float, third: float) -> float:
    """Of one verdict against the other two, within bounds."""
    most = max(other, third)
    against = most + math.log1p(math.exp(-abs(other - third)))
    return _within(one - against, BOUND)


def _within(value: float, bound: float) -> float:
    return max(-bound, min(bound, value))
