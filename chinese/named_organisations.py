"""Which organisations a question names, and whether a case is theirs. Pure."""

import re
from collections.abc import Sequence

from chinese.folding import fold
from chinese.language_data import topic
from chinese.organisations import is_organisation
from chinese.overlap import within
from chinese.words import Words

_RANK = "省市县区"
_DATA = topic("organisations")
_PUBLIC = re.compile(_DATA.expression("public"))
_EVERY = re.compile(_DATA.expression("every"))
_GLUE = frozenset(_DATA.words["glue"])
_NAME_TAGS = "njbmlsi"  # tags a name can begin with
_PREFIX = re.compile(_DATA.expression("prefix"))


def names_unit(text: str, unit: str) -> bool:
    """Whether folded ``text`` names ``unit``, in full or short: 市直工委 for 市委市直机关工委.

    A short form keeps the last character and at least three characters in order; another rank
    before it (省委组织部 for 市委组织部) makes it another unit.
    """
    names = [fold(name) for name in re.split(r"[、\s]+", unit) if name]
    names += [name.removesuffix("员会") for name in names if name.endswith("委员会")]  # 卫健委, 发改委
    return any(_names_one(text, name) for name in names)


def find_organisations(text: str, words: Words | None = None) -> list[str]:
    """Public bodies named in folded ``text``: the longest run of nouns that reads as one.

    ``words`` are those of ``text``, if known.
    """
    tagged = _split_by(words or Words.of(text))
    ends = _noun_ends(tagged)
    names, i = [], 0
    while i < len(tagged):
        for j in range(min(ends[i], i + 8), i, -1):
            name = "".join(word for word, _ in tagged[i:j])
            if (
                3 <= len(name) <= 16
                and not _EVERY.search(name)
                and _PUBLIC.search(name)
                and is_organisation(name)
            ):
                names.append(name)
                i = j
                break
        else:
            i += 1
    return list(dict.fromkeys(names))


def _noun_ends(tagged: Sequence[tuple[str, str]]) -> list[int]:
    """For each word where the run of nouns that begins with it ends; its own index where it is none."""
    ends = [0] * len(tagged)
    for i in range(len(tagged) - 1, -1, -1):
        word, tag = tagged[i]
        noun = tag[0] in "nj" or word in _GLUE
        runs_on = noun and i + 1 < len(tagged) and ends[i + 1] > i + 1
        ends[i] = ends[i + 1] if runs_on else i + noun
    return ends


def organisation_spans(sentence: str) -> list[tuple[int, int]]:
    """Offsets of the organisations named in a sentence, companies and associations included."""
    words = _split_by(Words.of(sentence))
    starts = [0]
    for word, _ in words:
        starts.append(starts[-1] + len(word))
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        for j in range(min(len(words), i + 10), i, -1):
            name = sentence[starts[i] : starts[j]]
            if ("由", "p") in words[i:j] or words[i][1][0] not in _NAME_TAGS:
                continue
            if len(name) >= 3 and is_organisation(name):
                spans.append((starts[i], starts[j]))
                i = j - 1
                break
        i += 1
    return spans


def abbreviates(name: str, text: str) -> bool:
    """Whether ``text`` holds a longer form of ``name``: its characters in order, close together."""
    reach = 2 * len(name) + 4
    return any(
        within(name, text[at : at + reach]) for at, character in enumerate(text) if character == name[0]
    )


def other_rank(name: str, text: str) -> bool:
    """Whether ``text`` names the body at other ranks only: 省海洋局 where it says 市海洋局."""
    stem = core(name)
    rank = name[: len(name) - len(stem)][-1:]
    before = {text[match.start() - 1 : match.start()] for match in re.finditer(re.escape(stem), text)}
    ranked = before & set(_RANK)
    return rank in tuple(_RANK) and bool(before) and ranked == before and rank not in ranked


def core(name: str) -> str:
    """An organisation's name without the place or rank before it: 教育局 of 市教育局 and 仓山区教育局."""
    shorter = _PREFIX.sub("", name)
    return shorter.lstrip(_RANK) if len(shorter.lstrip(_RANK)) >= 2 else shorter


def _split_by(words: Words) -> list[tuple[str, str]]:
    """Words and tags; the segmenter's 由市 and 由省 are a preposition and a rank."""
    tagged: list[tuple[str, str]] = []
    for word, tag in words:
        if word[0] == "由" and word[1:] in tuple(_RANK):
            tagged += [("由", "p"), (word[1:], "n")]
        else:
            tagged.append((word, tag))
    return tagged


def _names_one(text: str, unit: str) -> bool:
    for end, character in enumerate(text, start=1):
        if character != unit[-1]:
            continue
        start, at = end, len(unit)
        while start > 0:
            at = unit.rfind(text[start - 1], 0, at)
            if at < 0:
                break
            start -= 1
        other_rank = text[start - 1 : start] in tuple(_RANK) and text[start - 1] not in unit
        if end - start >= min(3, len(unit)) and not other_rank and within(text[start:end], unit):
            return True
    return False
