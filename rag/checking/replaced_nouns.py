"""A word of a statement in whose place the source has another one. Pure.

Only nouns, names and times: a verb or an adjective in another's place is how people paraphrase.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from chinese import AnalysedText, Words, fold
from rag.checking.align_facts import Alignment, Mismatch

NOUNS = ("n", "t", "s", "j")  # tags of what a fact can be about
NAMES = ("ns", "nr", "nt", "nz")
LONGEST = 4  # words on either side that can stand for one another
FRAME = 2  # characters that must agree on a side that is not the statement's edge
COMMON = frozenset("省市县区州镇乡村街道社局委办处部院会公司在于星期礼拜周")
WHOLE_FRAME = 4  # characters that must agree on both sides together


def substitutions(statement: AnalysedText, source: AnalysedText) -> Alignment:
    """Nouns of ``statement`` that stand where ``source`` has other ones, between words both share."""
    ours, theirs = statement.words, source.words
    matcher = SequenceMatcher(None, statement.folded_each, source.folded_each, autojunk=False)
    codes = matcher.get_opcodes()
    total = Alignment()
    for index, (tag, a0, a1, b0, b1) in enumerate(codes):
        if tag != "replace" or a1 - a0 > LONGEST or not _framed(ours, codes, index):
            continue
        # Where the statement begins or ends, only the source's words next to the shared ones count.
        if index == 0:
            b0 = max(b0, b1 - (a1 - a0) - 1)
        elif index == len(codes) - 1:
            b1 = min(b1, b0 + (a1 - a0) + 1)
        if b1 - b0 > LONGEST or not _alike(ours, (a0, a1), theirs, (b0, b1)):
            continue
        if index == 0 and not any(tag in NAMES for tag in ours.tags[a0:a1]):
            continue  # people open a sentence as they like
        claimed, there = ours.span(a0, a1), theirs.span(b0, b1)
        said, instead = fold(statement.text[slice(*claimed)]), fold(source.text[slice(*there)])
        new = [ours.words[i] for i in range(a0, a1) if ours.tags[i].startswith(NOUNS)]
        if all(fold(word) in source.folded for word in new) or _akin(said, instead):
            continue
        sure = all(_names(words, *at) for words, at in ((ours, (a0, a1)), (theirs, (b0, b1))))
        total += Alignment(mismatches=(Mismatch("word", claimed, there, 1.0, sure=sure),))
    return total


def _names(words: Words, first: int, last: int) -> bool:
    """Whether all of it is a name: other nouns people exchange for their like."""
    return all(tag in NAMES for tag in words.tags[first:last])


def _akin(said: str, instead: str) -> bool:
    """Whether more than half the characters are shared, endings such as 市 and 局 aside, or one has stops."""
    if not said.isalnum() or not instead.isalnum():
        return True
    ours, theirs = set(said) - COMMON, set(instead) - COMMON
    return not ours or not theirs or 2 * len(ours & theirs) > min(len(ours), len(theirs))


def _framed(ours: Words, codes: Sequence[tuple[str, int, int, int, int]], index: int) -> bool:
    """Whether the words on both sides agree; the statement's edge agrees with anything."""

    def agreeing(at: int) -> int | None:
        if not 0 <= at < len(codes):
            return None
        tag, a0, a1, _, _ = codes[at]
        return sum(map(len, ours.words[a0:a1])) if tag == "equal" else 0

    before, after = agreeing(index - 1), agreeing(index + 1)
    sides = [side for side in (before, after) if side is not None]
    return bool(sides) and min(sides) >= FRAME and sum(sides) >= WHOLE_FRAME


def _alike(ours: Words, mine: tuple[int, int], theirs: Words, other: tuple[int, int]) -> bool:
    """Whether both stretches name the same sort of thing: persons, places, times or other nouns."""
    sorts = []
    for words, (first, last) in ((ours, mine), (theirs, other)):
        tags = [tag for tag in words.tags[first:last] if tag.startswith(NOUNS)]
        sorts.append(set(tags))
    return bool(sorts[0] & sorts[1])
