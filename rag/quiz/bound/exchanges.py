"""判断: two amounts of one statement that have changed places. Pure."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from chinese.values import find_quantities
from rag.quiz.candidates import Candidate, Shown, claim, frame, question
from rag.quiz.records import FALSE, TRUE

NEAR = 3  # code points between two amounts, at most, that are told as one
# 由9天缩短到4天: changed places, the word itself shows it.
_CHANGE = re.compile("[增升提扩涨降减跌缩压][^，。；]{0,3}[至到为]")


def swapped(facts: Sequence[Sequence[Shown]], chance: random.Random) -> Iterator[Candidate]:
    """One exchange of each statement that tells two amounts of one measure, each of something else."""
    for found in facts:
        pairs = [pair for pair in combinations(found, 2) if _exchangeable(*pair)]
        if pairs:
            one, other = chance.choice(pairs)
            yield from _told(one, other)


def _exchangeable(one: Shown, other: Shown) -> bool:
    """Whether two amounts are of one measure, not equal, and not the steps of one change."""
    if not (one.fact.kind == other.fact.kind == "number" and one.fact.measure == other.fact.measure):
        return False
    between = one.sentence[one.fact.full_end : other.fact.full_start]
    if len(between) <= NEAR or "其中" in between or _CHANGE.search(between):
        return False  # a part is seen not to be more than all
    values = [find_quantities(shown.full) for shown in (one, other)]
    apart = all(len(some) == 1 for some in values) and values[0][0].low != values[1][0].low
    same = one.words == other.words and not one.fact.rough and not other.fact.rough
    return same and apart and one.full[len(one.answer) :] == other.full[len(other.answer) :]


def _told(one: Shown, other: Shown) -> Iterator[Candidate]:
    words = one.words
    (a, b), (c, d) = (
        words.place(shown.span[0] + shown.fact.start, shown.span[0] + shown.fact.end)
        for shown in (one, other)
    )
    altered = words.text[:a] + other.answer + words.text[b:c] + one.answer + words.text[d:]
    about = frame(one.topic, altered, place=one.place)
    if about is None or altered == words.text:
        return
    correction = f"{other.answer}、{one.answer} → {one.answer}、{other.answer}"
    stem = f"{about}：{altered}"
    made = question(
        "judge", one.topic, stem, one.spans, answer=[FALSE], options=[TRUE, FALSE], correction=correction
    )
    wrong = altered[: a + len(other.answer) + (c - b) + len(one.answer)]
    yield Candidate(
        made,
        one.sentence,
        truth=claim(words.text, a, d),
        rivals=(claim(altered, a, len(wrong)),),
        exchanged=True,
    )
