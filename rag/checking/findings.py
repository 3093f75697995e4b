"""A sentence and the grounds it may rest on -> a finding for each part, of the ground that settles most.

A sentence is weighed as a whole, which keeps what a part alone leaves open, who did it and when. Where that
is not supported its parts are weighed too: they tell which of several facts is the wrong one. The reader
takes most of the time, so that it is spared whatever could not change a verdict.
"""

from collections.abc import Sequence
from dataclasses import replace

from chinese import AnalysedText
from rag.checking.proof import Proof, Rarity, proof, proofs
from rag.checking.source_texts import Ground
from rag.checking.verdict_model import Finding, judge
from rag.reading import SupportsWeighing, Weighing
from rag.settings import CheckingSettings

MARGIN = 0.25  # a ground that covers that much less of a sentence than the best one is not read
FAINT = 0.1  # a second sentence that covers less of a statement proves nothing
BLIND = 0.1  # nor does any that lacks a fact and covers less
WHOLLY = 2  # the rank of a sentence all of whose parts are supported
Span = tuple[int, int]  # [start, end), code points of the sentence
Pair = tuple[str, str]  # a statement and a text


def best_findings(
    sentence: AnalysedText,
    parts: Sequence[Span],
    grounds: Sequence[Ground],
    reader: SupportsWeighing,
    settings: CheckingSettings,
) -> Sequence[Finding]:
    """What becomes of the parts of one sentence; empty when no ground holds a sentence.

    Offsets of a finding's facts count from the start of its part.
    """
    return settled(Lookup(sentence, parts, grounds), reader, settings)


class Lookup:
    """A sentence, its parts, and what may prove them in each of the grounds."""

    def __init__(self, sentence: AnalysedText, parts: Sequence[Span], grounds: Sequence[Ground]) -> None:
        self.parts = parts
        self._rarity = Rarity(grounds)
        held = [ground for ground in grounds if ground.sentences]
        self.statement = sentence.part(parts[0][0], parts[-1][1])  # all parts as one
        self._statements = [sentence.part(a, b) for a, b in parts]
        self._of_parts: dict[int, list[Proof]] = {}
        looked = [(ground, proofs(self.statement, ground, self._rarity)) for ground in held]
        looked.sort(key=lambda item: -item[1][0].coverage)
        self._grounds = [item for item in looked if item[1][0].coverage >= looked[0][1][0].coverage - MARGIN]

    def __len__(self) -> int:
        """How many grounds are worth reading; those that cover most of the statement come first."""
        return len(self._grounds)

    def of_whole(self, at: int) -> list[Proof]:
        """What may prove the whole statement in that ground, at least one."""
        return self._grounds[at][1]

    def of_parts(self, at: int) -> list[tuple[AnalysedText, Proof]]:
        """Each part with what is likeliest to prove it in that ground."""
        if at not in self._of_parts:
            ground = self._grounds[at][0]
            self._of_parts[at] = [proof(statement, ground, self._rarity) for statement in self._statements]
        return list(zip(self._statements, self._of_parts[at], strict=True))


def settled(lookup: Lookup, reader: SupportsWeighing, settings: CheckingSettings) -> Sequence[Finding]:
    """The findings of the parts in the ground that settles most; empty when there is none.

    Nothing is read further than to a ground that supports all.
    """
    best: Sequence[Finding] = ()
    for at in range(len(lookup)):
        best = max(best, _in_ground(lookup, at, reader, settings), key=_rank)
        if _rank(best)[0] == WHOLLY:  # no other ground can say more
            break
    return best


def _in_ground(
    lookup: Lookup, at: int, reader: SupportsWeighing, settings: CheckingSettings
) -> Sequence[Finding]:
    """The findings of the parts in one ground."""
    likeliest, *others = [(lookup.statement, candidate) for candidate in lookup.of_whole(at)]
    (whole,) = judged([likeliest], reader, settings)
    if whole.verdict != "supported":
        whole = _telling([whole, *judged(list(filter(_promising, others)), reader, settings)])
    parts, start = lookup.parts, lookup.parts[0][0]
    if len(parts) == 1:
        return [whole]
    if whole.verdict == "supported":
        return [replace(whole, proof=whole.proof.part(a - start, b - start)) for a, b in parts]
    return _agreed(judged(lookup.of_parts(at), reader, settings), whole, parts)


def _promising(tried: tuple[AnalysedText, Proof]) -> bool:
    """Whether a sentence that is not the likeliest may still prove a statement."""
    return tried[1].coverage >= FAINT and not tried[1].alignment.missing


def judged(
    tried: Sequence[tuple[AnalysedText, Proof]], reader: SupportsWeighing, settings: CheckingSettings
) -> list[Finding]:
    """The verdict of each statement by what may prove it; what cannot is not read."""
    blind = [candidate.coverage < BLIND and bool(candidate.alignment.missing) for _, candidate in tried]
    read = iter(weighed([pair for pair, dark in zip(tried, blind, strict=True) if not dark], reader))
    return [
        Finding(candidate, "unverifiable", 0.0, 0.0) if dark else judge(candidate, next(read), settings)
        for (_, candidate), dark in zip(tried, blind, strict=True)
    ]


def weighed(tried: Sequence[tuple[AnalysedText, Proof]], reader: SupportsWeighing) -> list[Weighing]:
    """What the reader says of each statement and what may prove it.

    Where it finds support after the heading, it is asked again without, and the weaker voice counts.
    """
    first = _asked([(statement.text, candidate.told) for statement, candidate in tried], reader)
    doubted = [
        (statement.text, candidate.text)
        for statement, candidate in tried
        if candidate.text != candidate.told and first[statement.text, candidate.told].supports
    ]
    again = _asked(doubted, reader)

    def of(statement: str, candidate: Proof) -> Weighing:
        weighing = first[statement, candidate.told]
        other = again.get((statement, candidate.text)) if weighing.supports else None
        return weighing.weaker(other) if other else weighing

    return [of(statement.text, candidate) for statement, candidate in tried]


def _asked(pairs: Sequence[Pair], reader: SupportsWeighing) -> dict[Pair, Weighing]:
    """Each distinct pair of statement and text with what the reader says of it."""
    distinct = list(dict.fromkeys(pairs))
    return dict(zip(distinct, reader.weigh(distinct), strict=True)) if distinct else {}


def _telling(findings: Sequence[Finding]) -> Finding:
    """Of the sentences that may prove a statement the one that does, or else that speaks of it most."""
    return max(findings, key=lambda finding: (finding.verdict == "supported", finding.spoken))


def _agreed(parts: Sequence[Finding], whole: Finding, spans: Sequence[Span]) -> Sequence[Finding]:
    """The findings of the parts after what was found of the whole.

    Of a whole that is contradicted the part is, that holds what differs.
    """
    start = spans[0][0]
    if whole.verdict == "contradicted" and all(part.verdict != "contradicted" for part in parts):
        differing = [whole.proof.part(a - start, b - start) for a, b in spans]
        at = max(
            range(len(parts)),
            key=lambda i: (len(differing[i].alignment.mismatches), -parts[i].supported),
        )
        return [replace(whole, proof=differing[i]) if i == at else part for i, part in enumerate(parts)]
    return parts


def _rank(findings: Sequence[Finding]) -> tuple[int, float]:
    """Wholly supported first, then contradicted by a fact, then whatever is likest; nothing last."""
    if not findings:
        return -1, 0.0
    differing = any(
        finding.verdict == "contradicted" and finding.proof.alignment.mismatches for finding in findings
    )
    rank = WHOLLY if all(finding.verdict == "supported" for finding in findings) else 1 if differing else 0
    sure = sum(finding.supported if rank == WHOLLY else finding.spoken for finding in findings)
    return rank, sure / len(findings)
