"""What speaks for a sentence and against it by its bound facts, as numbers. Pure but for the reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.checking.bound.binding import Bound, BoundSentence, Place, Sharing
from rag.checking.bound.crosswise import Crossing
from rag.checking.proof import Proof
from rag.checking.stated import Stated
from rag.checking.verdict_model import denial_of, support_of
from rag.reading import SupportsWeighing, Weighing

KINDS = ("number", "date", "rank", "name", "person", "unit", "place")
WINDOW = 8  # propositions that the reader is given together
OPERANDS = 3  # of a reckoning that the reader is given in full
SPEAKS = 0.1  # score from which a proposition that holds a fact counts as speaking of it
UNREAD = Weighing(0.0, 0.0, 4.0, 0.3)  # what stands for the reader's word where there is nothing to read
NO_FACT = 0.4  # what stands for the hold of a sentence without facts
SIGNALS = 49  # how many signals_of gives
HELD = 3  # facts that stand as claimed, at most
ALL = re.compile("全部|全都|所有|一律|始终|从未|一直|都|均")
ALL_TOLD = re.compile("全部|全都|所有|一律|始终|从未|一直|都|均|全|各|每|皆|100%|无一")
_TURNED = re.compile("前者|后者|分别|依次")
_DENYING = re.compile("[不没未无非否禁莫勿]|停止|取消|除")
_PLAINLY_DENYING = re.compile("不予|不得|不能|不再|不可|不准|没有|未|尚无|禁止")


@dataclass(frozen=True, slots=True)
class Heard:
    """A bound sentence with what the reader says of it."""

    sentence: BoundSentence
    crossing: Crossing | None
    window: tuple[Stated, ...]
    covered: float  # share of the sentence's wording in the window, 0..1
    single: float  # the same in the one proposition that holds most, 0..1
    whole: Weighing  # of the sentence by the window
    holding: tuple[Weighing | None, ...]  # of each fact's clause by its holder
    opposing: tuple[Weighing | None, ...]  # and by its opposer

    @property
    def told(self) -> str:
        """What the propositions of the window say, a line each."""
        return "\n".join(one.read for one in self.window)


def hear(
    sentence: BoundSentence,
    crossing: Crossing | None,
    sharing: Sharing,
    stated: Sequence[Stated],
    reader: SupportsWeighing,
) -> Heard:
    """Read each clause beside the propositions that hold and deny its facts, and all beside the window."""
    window = window_of(sentence)
    text = sentence.text.text
    pairs = [(text, told_of(sentence, window))]

    def pair(bound: Bound, place: Place | None) -> tuple[str, str] | None:
        return (text[slice(*bound.fact.clause)], place.stated.read) if place else None

    holding = [pair(bound, bound.holder) for bound in sentence.facts]
    opposing = [pair(bound, bound.opposer) for bound in sentence.facts]
    pairs += [each for each in (*holding, *opposing) if each]
    distinct = list(dict.fromkeys(pairs))
    said = dict(zip(distinct, reader.weigh(distinct), strict=True))
    wanted = sentence.wording
    return Heard(
        sentence,
        crossing,
        window,
        sharing.together(wanted, window),
        max((sharing.share(wanted, one) for one in stated), default=0.0),
        said[pairs[0]],
        tuple(said[each] if each else None for each in holding),
        tuple(said[each] if each else None for each in opposing),
    )


def told_of(sentence: BoundSentence, window: Sequence[Stated]) -> str:
    """What the reader is given beside the sentence: a line each, what was reckoned and compared last."""
    reckoned = [b.derived.words for b in sentence.facts if b.derived]
    compared = [one.words for one in sentence.extremes]
    return "\n".join(dict.fromkeys([*(one.read for one in window), *reckoned, *compared]))


def window_of(sentence: BoundSentence) -> tuple[Stated, ...]:
    """The propositions that hold its facts, then those that hold most of its clauses, in reading order."""
    chosen = {
        id(one): one
        for bound in sentence.facts
        if bound.holder and bound.held > SPEAKS
        for one in bound.holder.stands_in[:OPERANDS]
    }
    chosen |= {id(one): one for _, one in sentence.tops}
    first = list(chosen.values())[:WINDOW]
    return tuple(sorted(first, key=lambda one: (one.document.id, one.proposition.start)))


def signals_of(heard: Heard, sharing: Sharing, proof: Proof) -> tuple[float, ...]:
    """What both regressions take."""
    facts = heard.sentence.facts
    held = [min(bound.held, 1.0) for bound in facts]
    support = [support_of(weighing) for weighing in heard.holding if weighing]
    tops = [share for share, _ in heard.sentence.tops]
    return (
        min(held, default=NO_FACT),
        sum(held) / len(held) if held else NO_FACT,
        float(min(sum(bound.holder is None for bound in facts), 3)),
        max((bound.margin for bound in facts), default=-0.2),
        float(not facts),
        float(min(len(facts), 4)),
        heard.covered,
        heard.single,
        min(tops, default=0.0),
        sum(tops) / len(tops) if tops else 0.0,
        support_of(heard.whole),
        denial_of(heard.whole),
        heard.whole.alike,
        min(support, default=0.0),
        heard.crossing.strength if heard.crossing else 0.0,
        float(bool(_TURNED.search(heard.told))),
        *_polarity(heard),
        elsewhere(heard.sentence, sharing),
        *_opposed(heard),
        *_reckoned(heard.sentence),
        *_compared(proof),
    )


def _reckoned(sentence: BoundSentence) -> tuple[float, ...]:
    """How many facts are held by a reckoning, how surely; which give else; whether anything is the most."""
    derived = [b.derived.score for b in sentence.facts if b.derived]
    wrong = [b.misreckoned.score for b in sentence.facts if b.misreckoned]
    return (
        float(min(len(derived), 2)),
        min(derived, default=0.0),
        float(bool(wrong)),
        max(wrong, default=0.0),
        float(bool(sentence.extremes)),
    )


def _compared(proof: Proof) -> tuple[float, ...]:
    """The sentence beside the sentences that hold most of its words."""
    mismatches = proof.alignment.mismatches
    return (
        proof.coverage,
        proof.wider,
        min(proof.alignment.held, HELD),
        float(any(m.sure for m in mismatches)),
        float(any(not m.sure for m in mismatches)),
        float(bool(proof.alignment.missing)),
        float(proof.quoted),
    )


def _polarity(heard: Heard) -> tuple[float, ...]:
    """Whether only the sentence denies, only what says most of a clause, and whether 全部 is unheard of."""
    text = heard.sentence.text.text
    told = heard.told
    tops = "\n".join(one.core.text for _, one in heard.sentence.tops)
    denies = bool(_DENYING.search(text))
    return (
        float(denies and not _DENYING.search(told)),
        float(not denies and bool(_PLAINLY_DENYING.search(tops))),
        float(bool(ALL.search(text)) and not ALL_TOLD.search(told)),
    )


def elsewhere(sentence: BoundSentence, sharing: Sharing) -> float:
    """How much more of a fact's clause another proposition says than the one that holds it, 0..1."""
    most = 0.0
    for bound in sentence.facts:
        if not bound.holder or bound.fact.kind not in ("number", "date", "rank"):
            continue
        at = next((i for i, clause in enumerate(sentence.clauses) if clause == bound.fact.clause), None)
        if at is None:
            continue
        share, top = sentence.tops[at]
        if top is not bound.holder.stated:
            most = max(most, share - sharing.share(sentence.wordings[at], bound.holder.stated))
    return most


def _opposed(heard: Heard) -> tuple[float, ...]:
    """Of the fact that is denied most."""
    at = strongest(heard.sentence)
    if at is None:
        return (0.0,) * (10 + len(KINDS))
    bound = heard.sentence.facts[at]
    place = bound.opposer
    assert place is not None
    denied, said = heard.opposing[at] or UNREAD, heard.holding[at] or UNREAD
    same = bound.holder is not None and bound.holder.stated is place.stated
    return (
        bound.margin,
        place.score,
        place.share,
        place.near,
        float(bound.held < SPEAKS),
        float(same),
        support_of(denied),
        denial_of(denied),
        denied.alike - said.alike,
        support_of(said),
        *(float(bound.fact.kind == kind) for kind in KINDS),
    )


def strongest(sentence: BoundSentence) -> int | None:
    """Which fact is denied most; None when none is."""
    denied = [at for at, bound in enumerate(sentence.facts) if bound.opposer]
    return max(denied, key=lambda at: sentence.facts[at].margin, default=None)
