"""A sentence and the grounds it may rest on -> a finding for each part, of the ground that settles most.

A sentence is weighed as a whole and part by part: the whole keeps what a part alone leaves open, who did it
and when; the parts tell which of several facts is the wrong one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.grounds import Ground
from rag.judge import Finding, judge
from rag.proof import Proof, Rarity, proofs
from rag.reader import SupportsWeighing, Weighing
from rag.settings import CheckingSettings

MARGIN = 0.25  # a ground that covers that much less of a sentence than the best one is not read
WHOLLY = 2  # the rank of a sentence all of whose parts are supported
Span = tuple[int, int]  # [start, end), code points of the sentence
Pair = tuple[str, str]  # a statement and a text
Candidates = Sequence[tuple[Proof, Weighing]]  # of one statement in one ground, at least one


def findings(
    sentence: str,
    parts: Sequence[Span],
    found: Sequence[Ground],
    reader: SupportsWeighing,
    settings: CheckingSettings,
) -> Sequence[Finding]:
    """What becomes of the parts of one sentence; empty when no ground holds a sentence.

    Offsets of a finding's facts count from the start of its part.
    """
    statements, made = candidates(sentence, parts, found)
    return settled((weighed(statements, one, reader) for one in made), parts, settings)


def candidates(
    sentence: str, parts: Sequence[Span], found: Sequence[Ground]
) -> tuple[list[str], list[list[list[Proof]]]]:
    """The statements of a sentence, its parts and then the whole, and for each ground what may prove them.

    The whole is left out where it is the only part. The grounds that cover most of the sentence come first,
    those that cover much less than the best are left out.
    """
    spans = [*parts, (parts[0][0], parts[-1][1])] if len(parts) > 1 else list(parts)
    statements = [sentence[a:b] for a, b in spans]
    rarity = Rarity([ground.document.text[a:b] for ground in found for a, b in ground.sentences])
    looked = [[proofs(s, ground, rarity) for s in statements] for ground in found if ground.sentences]
    covered = [sum(likeliest[0].coverage for likeliest in made) / len(made) for made in looked]
    best_first = sorted(range(len(looked)), key=lambda i: -covered[i])
    return statements, [looked[i] for i in best_first if covered[i] >= max(covered) - MARGIN]


def weighed(
    statements: Sequence[str], made: Sequence[Sequence[Proof]], reader: SupportsWeighing
) -> list[Candidates]:
    """What the reader says of every candidate of one ground, by statement.

    Where it finds support after the heading, it is asked again without, and the weaker voice counts.
    """
    every = [(s, one) for s, some in zip(statements, made, strict=True) for one in some]
    first = _asked([(s, one.told) for s, one in every], reader)
    doubted = [(s, one.text) for s, one in every if first[s, one.told].supports and one.text != one.told]
    again = _asked(doubted, reader)

    def of(statement: str, one: Proof) -> Weighing:
        weighing = first[statement, one.told]
        other = again.get((statement, one.text)) if weighing.supports else None
        return weighing.weaker(other) if other else weighing

    return [[(one, of(s, one)) for one in some] for s, some in zip(statements, made, strict=True)]


def _asked(pairs: Sequence[Pair], reader: SupportsWeighing) -> dict[Pair, Weighing]:
    """Each distinct pair of statement and text with what the reader says of it."""
    distinct = list(dict.fromkeys(pairs))
    return dict(zip(distinct, reader.weigh(distinct), strict=True)) if distinct else {}


def settled(
    read: Iterable[Sequence[Candidates]], parts: Sequence[Span], settings: CheckingSettings
) -> Sequence[Finding]:
    """The findings of the parts in the ground that settles most; empty when there is none.

    ``read`` holds, ground by ground, the candidates of each statement; it is not read further than to a
    ground that supports all.
    """
    best: Sequence[Finding] = ()
    for made in read:
        told = [_telling([judge(proof, weighing, settings) for proof, weighing in some]) for some in made]
        one = _agreed(told[:-1], told[-1], parts) if len(parts) > 1 else told
        best = max(best, one, key=_rank)
        if _rank(best)[0] == WHOLLY:  # no other ground can say more
            break
    return best


def _telling(found: Sequence[Finding]) -> Finding:
    """Of the sentences that may prove a statement the one that does, or else that speaks of it most."""
    return max(found, key=lambda one: (one.verdict == "supported", one.spoken))


def _agreed(parts: Sequence[Finding], whole: Finding, spans: Sequence[Span]) -> Sequence[Finding]:
    """The findings of the parts after what was found of the whole.

    A whole that is supported supports its parts, unless one is contradicted more surely; of one that is
    contradicted the part is, that holds what differs.
    """
    start = spans[0][0]
    opposed = [one.contradicted for one in parts if one.verdict == "contradicted"]
    if whole.verdict == "supported" and max(opposed, default=0.0) < whole.supported:
        return [replace(whole, proof=whole.proof.part(a - start, b - start)) for a, b in spans]
    if whole.verdict == "contradicted" and not opposed:
        differing = [whole.proof.part(a - start, b - start) for a, b in spans]
        at = max(
            range(len(parts)),
            key=lambda i: (len(differing[i].alignment.mismatches), -parts[i].supported),
        )
        return [replace(whole, proof=differing[i]) if i == at else one for i, one in enumerate(parts)]
    return parts


def _rank(found: Sequence[Finding]) -> tuple[int, float]:
    """Wholly supported first, then contradicted by a fact, then whatever is likest; nothing last."""
    if not found:
        return -1, 0.0
    differing = any(one.verdict == "contradicted" and one.proof.alignment.mismatches for one in found)
    rank = WHOLLY if all(one.verdict == "supported" for one in found) else 1 if differing else 0
    sure = sum(one.supported if rank == WHOLLY else one.spoken for one in found)
    return rank, sure / len(found)
