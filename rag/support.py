"""How likely it is that the evidence answers the question. Pure."""

import math
from dataclasses import dataclass

from rag.evidence import Evidence
from rag.lacks import Scope
from rag.question import Question
from rag.wording import holds


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer; each grows with the odds that there is one."""

    relevance: float  # the reader's logit
    span: float  # the reader's score of the short answer; the best of any type when none fits
    coverage: float  # wording covered by the sentence, 0..1
    context: float  # wording covered by sentence and heading, 0..1
    words: float  # share of content words the case holds, 0..1
    focus: float  # 1 when the noun asked about stands in the case, or none is named


# Logistic regression fitted by bench/fit_support.py on CMRC 2018 dev: answerable questions against
# the same questions with the answering sentence or paragraph taken away (see bench/RESULTS.md).
WEIGHTS = {"relevance": 0.35, "span": 0.15, "coverage": 3.0, "context": 0.0, "words": 2.0, "focus": 0.8}
BIAS = -3.5


def signals(question: Question, evidence: Evidence, scope: Scope) -> Signals:
    """Measure what speaks for ``evidence`` as an answer."""
    held = [holds(scope.case, word) for word in question.words]
    focus = not question.focus or any(
        holds(scope.case, part) for part in (question.focus, question.focus[-2:])
    )
    return Signals(
        relevance=evidence.relevance,
        span=max(evidence.span.score if evidence.span else evidence.span_score - 6.0, -20.0),
        coverage=evidence.coverage,
        context=evidence.context_coverage,
        words=sum(held) / len(held) if held else 1.0,
        focus=float(focus),
    )


def answerability(found: Signals) -> float:
    """Probability, 0..1, that the evidence answers the question."""
    z = BIAS + sum(weight * getattr(found, name) for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-z))
