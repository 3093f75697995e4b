"""Negations, and words of direction with their opposites (增加 and 减少). Pure."""

import re
from dataclasses import dataclass

from chinese.language_data import any_of, topic
from chinese.words import Words

_DATA = topic("polarity")
_NEGATING = re.compile(_DATA.expression("negating"))
_AFFIRMING = frozenset(_DATA.words["affirming"])
_AFFIRMING_HEADS = _DATA.words["affirming_heads"]
_PARTED = re.compile(_DATA.expression("parted"))
_PLAIN = re.compile(_DATA.expression("plain"))
_QUESTION = re.compile(_DATA.expression("question"))
_OPPOSITES = tuple(
    (frozenset(pair["one"]), frozenset(pair["other"])) for pair in topic("opposites").tables.values()
)
_DIRECTED = re.compile(any_of({word for pair in _OPPOSITES for side in pair for word in side}))


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies; ``target`` is the word denied, "" at the end of a clause."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Direction:
    """A word that has opposites."""

    start: int
    end: int
    word: str


def negations(text: str, words: Words | None = None) -> list[Negation]:
    """What ``text`` denies, in order; words such as 不断 and 无论, and questions 是不是, deny nothing.

    ``words`` are those of ``text``, if known.
    """
    words = words or Words.of(text)
    asked = {at for m in _QUESTION.finditer(text) for at in range(*m.span())}
    denials: list[Negation] = []
    for index, (word, start) in enumerate(zip(words.words, words.starts, strict=True)):
        match = _NEGATING.match(word)
        if not match or not _denies(words, index) or start in asked:
            continue
        if _continued(words, index, denials):
            continue
        rest = word[match.end() :]
        after = words.words[index + 1] if index + 1 < len(words.words) else ""
        target = rest or (after if after[:1].isalnum() else "")
        denials.append(Negation(start, start + match.end(), target))
    return denials


def directions(text: str, words: Words | None = None) -> list[Direction]:
    """Whole words with opposites, in order: 增长, but not inside 增长率. ``words`` as for ``negations``."""
    words = words or Words.of(text)
    return [
        Direction(*match.span(), match.group())
        for match in _DIRECTED.finditer(text)
        if _whole(words, *match.span())
    ]


def opposite(a: str, b: str) -> bool:
    """Whether two words are opposites by the table, in either order."""
    return any((a in up and b in down) or (b in up and a in down) for up, down in _OPPOSITES)


def _denies(words: Words, index: int) -> bool:
    word, tag = words.words[index], words.tags[index]
    after = words.words[index + 1] if index + 1 < len(words.words) else ""
    if _PARTED.match(word + after):
        return False
    # 无微不至 and 不遗余力; the segmenter calls 绝不允许 an idiom too
    idiom = tag == "i" and len(word) == 4 and not _PLAIN.match(word)
    return word not in _AFFIRMING and not word.startswith(_AFFIRMING_HEADS) and not idiom


def _whole(words: Words, start: int, end: int) -> bool:
    """Whether [start, end) is a word, or joins one of two characters or more: 提前 of 提前完成."""
    before = start - words.start_of(start)
    after = words.end_of(end) - end
    return before != 1 and after != 1


def _continued(words: Words, index: int, denials: list[Negation]) -> bool:
    """不 of 不 得不 and 没有 of 没有 不: denying a denial asserts; drops the first of the two."""
    start = words.starts[index]
    if not denials or denials[-1].end != start:
        return False
    denials.pop()
    return True
