"""What speaks for a statement -> its verdict. Pure.

Three signals must agree before anything is called supported: every fact and name stands in the source
as claimed, the source's words cover the statement's, and the reader finds it said. A contradiction is
words about the same thing that differ: a fact by its value, or a meaning that the reader finds turned.
Everything else is unverifiable.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.checking.proof import Proof
from rag.reading import Weighing
from rag.records import Verdict
from rag.settings import CheckingSettings

# A multinomial regression fitted by bench/fit_checking.py: weights of coverage, wider coverage, likeness,
# facts held (at most 3), the reader's logits for support and for contradiction against the other two,
# whether a fact surely differs, whether one may, whether one is missing, then the bias; of unverifiable
# they are all 0.
WEIGHTS: Mapping[Verdict, Sequence[float]] = {
    "supported": (0.70, -0.12, 0.90, 0.35, 0.83, 0.36, -1.99, 0.20, -0.94, 1.70),
    "contradicted": (0.31, 0.63, 0.50, 0.08, 0.48, 0.78, -0.27, 0.52, -1.24, 1.62),
}
FACTS = 3
QUOTED = 0.1  # probability that is enough where the source says it in these very words


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement's verdict in one ground."""

    proof: Proof
    verdict: Verdict
    supported: float  # 0..1: the probability that the source says it
    contradicted: float  # 0..1: that it says otherwise

    @property
    def spoken(self) -> float:
        """The probability, 0..1, that the source speaks of it at all."""
        return self.supported + self.contradicted


def signals(proof: Proof, weighing: Weighing) -> tuple[float, ...]:
    """What the regression takes, in the order of its weights."""
    return (
        proof.coverage,
        proof.wider,
        weighing.alike,
        min(proof.alignment.held, FACTS),
        support_of(weighing),
        denial_of(weighing),
        float(any(m.sure for m in proof.alignment.mismatches)),
        float(any(not m.sure for m in proof.alignment.mismatches)),
        float(bool(proof.alignment.missing)),
        1.0,
    )


def support_of(weighing: Weighing) -> float:
    """The logit of support against the other two."""
    return weighing.supported - _either(weighing.contradicted, weighing.unverifiable)


def denial_of(weighing: Weighing) -> float:
    """The logit of contradiction against the other two."""
    return weighing.contradicted - _either(weighing.supported, weighing.unverifiable)


def _either(first: float, second: float) -> float:
    """The logit of one verdict or the other: log(e^first + e^second)."""
    return max(first, second) + math.log1p(math.exp(-abs(first - second)))


def probabilities(features: Sequence[float]) -> tuple[float, float]:
    """The softmax of the weighted sums: supported, contradicted."""
    sums = [
        sum(w * x for w, x in zip(WEIGHTS[v], features, strict=True)) for v in ("supported", "contradicted")
    ]
    highest = max(*sums, 0.0)
    supported, contradicted, unsaid = (math.exp(z - highest) for z in (*sums, 0.0))
    total = supported + contradicted + unsaid
    return supported / total, contradicted / total


def judge(proof: Proof, weighing: Weighing, settings: CheckingSettings) -> Finding:
    """The verdict of a statement by what may prove it."""
    supported, contradicted = probabilities(signals(proof, weighing))
    least = settings.contradict if proof.alignment.mismatches else settings.oppose
    verdict: Verdict = "unverifiable"
    enough = min(settings.support, QUOTED) if proof.quoted else settings.support
    if proof.aligned and supported >= enough:
        verdict = "supported"
    elif contradicted >= least:
        verdict = "contradicted"
    return Finding(proof, verdict, supported, contradicted)
