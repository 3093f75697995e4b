"""Statements and the grounds they may rest on -> a finding each, of the ground that settles most."""

from collections.abc import Sequence

from rag.grounds import Ground
from rag.judge import Finding, judge
from rag.proof import Proof, Rarity, proof
from rag.reader import SupportsWeighing
from rag.settings import CheckingSettings

MARGIN = 0.25  # a ground that covers that much less of a sentence than the best one is not read


def findings(
    statements: Sequence[str],
    found: Sequence[Ground],
    reader: SupportsWeighing,
    settings: CheckingSettings,
) -> Sequence[Finding]:
    """What becomes of one sentence's statements; empty when no ground holds a sentence."""
    rarity = Rarity([ground.document.text[a:b] for ground in found for a, b in ground.sentences])
    looked = [
        [made for statement in statements if (made := proof(statement, ground, rarity))]
        for ground in found
        if ground.sentences
    ]
    if not looked:
        return ()
    best = max(map(_covered, looked))
    looked = [proofs for proofs in looked if _covered(proofs) >= best - MARGIN]
    pairs = [(s, made.text) for proofs in looked for s, made in zip(statements, proofs, strict=True)]
    weighed = iter(reader.weigh(pairs))
    judged = [
        judge(proofs, [next(weighed) for _ in proofs], settings.support, settings.same) for proofs in looked
    ]
    return max(judged, key=_settled)


def _covered(proofs: Sequence[Proof]) -> float:
    return sum(made.coverage for made in proofs) / len(proofs)


def _settled(found: Sequence[Finding]) -> tuple[int, float]:
    """Wholly supported first, then contradicted, then whatever is likest."""
    verdicts = {finding.verdict for finding in found}
    rank = 2 if verdicts == {"supported"} else 1 if "contradicted" in verdicts else 0
    return rank, sum(finding.probability for finding in found) / len(found)
