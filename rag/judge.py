"""What speaks for a statement -> its verdict. Pure.

Three signals must agree before anything is called supported: every fact and name stands in the source
as claimed, the source's words cover the statement's, and the reader finds the two alike. A contradiction
needs a named difference in words about the same thing. Everything else is unverifiable.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rag.proof import Proof
from rag.reader import Weighing
from rag.records import Verdict

# Logistic regressions fitted by bench/fit_checking.py on tests/quality/news_claims.jsonl: weights of
# coverage, wider coverage, likeness, facts held (at most 3), the reader's voice for support and its voice
# for either verdict, then the bias.
SUPPORT = (1.93, 2.03, 10.0, -0.35, 0.28, 0.44, -6.65)
SAME = (-0.28, 7.42, -1.36, 0.69, 0.23, 0.27, -3.93)
FACTS = 3
# The reader vetoes support where it finds a contradiction likelier by more than this difference of logits.
OPPOSED = 0.0
BESIDE = 0.25  # of the least probability, for a statement beside a supported one


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement's verdict in one ground."""

    proof: Proof
    verdict: Verdict
    probability: float  # 0..1: that it is supported, or that both speak of the same thing


def signals(proof: Proof, weighing: Weighing) -> tuple[float, ...]:
    """What the regressions take, in the order of their weights."""
    return (
        proof.coverage,
        proof.wider,
        weighing.alike,
        min(proof.alignment.held, FACTS),
        weighing.supported - _either(weighing.contradicted, weighing.unverifiable),
        _either(weighing.supported, weighing.contradicted) - weighing.unverifiable,
    )


def _either(one: float, other: float) -> float:
    """The logit of one verdict or the other: log(e^one + e^other)."""
    return max(one, other) + math.log1p(math.exp(-abs(one - other)))


def probability(weights: Sequence[float], found: Sequence[float]) -> float:
    """The logistic of the weighted sum; the last weight is the bias."""
    z = weights[-1] + sum(w * x for w, x in zip(weights, found, strict=False))
    return 1 / (1 + math.exp(-z))


def judge(
    proofs: Sequence[Proof], weighings: Sequence[Weighing], support: float, same: float
) -> list[Finding]:
    """The verdicts of a sentence's statements in one ground; ``support`` and ``same`` are least values.

    Where one statement of a sentence is supported, a fact of another that differs is the same matter told
    wrongly, though its own few words say little.
    """
    singly = [_judged(*pair, support, same) for pair in zip(proofs, weighings, strict=True)]
    if not any(finding.verdict == "supported" for finding in singly):
        return singly
    return [_judged(*pair, support, same * BESIDE) for pair in zip(proofs, weighings, strict=True)]


def _judged(proof: Proof, weighing: Weighing, support: float, same: float) -> Finding:
    found = signals(proof, weighing)
    supported, alike = probability(SUPPORT, found), probability(SAME, found)
    opposed = weighing.contradicted - weighing.supported > OPPOSED
    if proof.aligned:
        sound = supported >= support and not opposed
        return Finding(proof, "supported" if sound else "unverifiable", supported)
    if proof.alignment.mismatches and alike >= same:
        return Finding(proof, "contradicted", alike)
    return Finding(proof, "unverifiable", alike)
