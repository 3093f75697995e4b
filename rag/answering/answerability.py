"""How likely it is that the evidence answers the question. Pure."""

import math
from dataclasses import dataclass

from chinese import holds
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.answering.refusal_rules import Scope


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer; each grows with the odds that there is one."""

    relevance: float  # the reader's logit for the passage
    span: float  # the reader's score of the short answer; its best of any type, less 6, when none fits
    words: float  # share of the question's content words that the case holds, 0..1


# Logistic regression fitted by bench/fit.py on tests/quality (answerable questions against near
# misses that no rule in lacks.py catches) and 100 questions from CMRC 2018 dev about other things.
RELEVANCE, SPAN, WORDS, BIAS = 0.59, 0.13, 1.34, -0.19
UNTYPED = 6.0


def signals(question: Question, evidence: Evidence, scope: Scope) -> Signals:
    """Measure what speaks for ``evidence`` as an answer."""
    held = [holds(scope.case, word) for word in question.words]
    return Signals(
        relevance=evidence.relevance,
        span=max(evidence.span.score if evidence.span else evidence.span_score - UNTYPED, -20.0),
        words=sum(held) / len(held) if held else 0.0,
    )


def answerability(found: Signals) -> float:
    """Probability, 0..1, that the evidence answers the question."""
    z = BIAS + RELEVANCE * found.relevance + SPAN * found.span + WORDS * found.words
    return 1 / (1 + math.exp(-z))
