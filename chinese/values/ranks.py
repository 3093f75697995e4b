"""Levels of honours and of scope (国家级, 全省, 市级), prizes and medals. Pure.

A level inside a name (市委组织部, 国家电网) is no rank: it must end in 级, begin with 全, or stand
before an honour.
"""

import re
from dataclasses import dataclass
from typing import Literal

from chinese.language_data import any_of, topic
from chinese.values.intervals import Relation
from chinese.values.numerals import narrow, number_value
from chinese.words import Words

Scale = Literal["level", "prize", "medal", "place", "star", "sight"]

_DATA = topic("honours")
_LEVEL = {word: int(level) for level, words in _DATA.tables["levels"].items() for word in words}
_BODY = any_of(_LEVEL)
_WHOLE = any_of(_LEVEL.keys() - {*_DATA.words["not_whole"]})
_GRADED = re.compile(rf"(?<![副上下])(?P<body>{_BODY})级(?!市(?!场))(?P<least>及?以上)?")
# 省、市级荣誉 names two levels with one 级.
_SHARED = re.compile(rf"(?P<body>{_BODY})(?=(?:[、和及与]{_BODY})+级)")
_ACROSS = re.compile(rf"全(?P<body>{_WHOLE})(?!{any_of(_DATA.words['bodies'])})")
_HONOUR = _DATA.expression("honour")
_BEFORE_HONOUR = re.compile(
    rf"(?P<body>国家|中央|省|市|区|县|镇|乡)(?=(?:[、和及](?:省|市|区|县))?(?:年度)?{_HONOUR})"
)
_PRIZES = {"特": 0, "一": 1, "二": 2, "三": 3, "四": 4}
_PRIZE, _MEDAL, _PLACE, _STAR, _SIGHT = (
    re.compile(_DATA.expression(group)) for group in ("prize", "medal", "place", "star", "sight")
)


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank as it stands in a text. ``level`` counts from the highest: 国家 1 … 村 6; 一等奖 1.

    Stars and A count upwards as they are written; ``least`` is 及以上.
    """

    start: int
    end: int
    scale: Scale
    level: int
    least: bool = False


def find_ranks(text: str, words: Words | None = None) -> list[Rank]:
    """The ranks in ``text`` in order, none overlapping another. ``words`` are those of ``text``, if known."""
    view, words = narrow(text), words or Words.of(text)
    ranks = [*_levels(view, words), *_prizes(view)]
    ranks.sort(key=lambda r: (r.start, -r.end))
    kept: list[Rank] = []
    for rank in ranks:
        if not kept or rank.start >= kept[-1].end:
            kept.append(rank)
    return kept


def same_scale(a: Rank, b: Rank) -> bool:
    """Whether two ranks can be compared: 省级 and 全市 can, 省级 and 一等奖 cannot."""
    return a.scale == b.scale


def rank_relation(claimed: Rank, source: Rank) -> Relation:
    """Equal or conflict; with 及以上 also entailed and compatible. ValueError for other scales."""
    if not same_scale(claimed, source):
        raise ValueError(f"cannot compare {claimed.scale} with {source.scale}: other scales")
    if (claimed.level, claimed.least) == (source.level, source.least):
        return "equal"
    if claimed.least and source.level <= claimed.level:
        return "entailed"
    reached = source.least and claimed.level <= source.level
    return "compatible" if reached or (claimed.least and source.least) else "conflict"


def _levels(view: str, words: Words) -> list[Rank]:
    ranks = []
    for match in _GRADED.finditer(view):
        start, end = match.span()
        if not words.inside_word(start, end) or words.at(start).endswith("级"):
            ranks.append(Rank(start, end, "level", _LEVEL[match["body"]], bool(match["least"])))
    ranks += [
        Rank(*match.span(), "level", _LEVEL[match["body"]])
        for match in _SHARED.finditer(view)
        if match.start() in words.edges or _ends_name(words.at(match.start()), match["body"])
    ]
    for match in _ACROSS.finditer(view):
        if not words.inside_word(*match.span()) or words.at(match.start()).startswith(match.group()):
            ranks += _across(match, words)
    for match in _BEFORE_HONOUR.finditer(view):
        whole = match.end() in words.edges or match["body"] == "国家"  # 国家科技进步奖 is one word
        if whole and _ends_name(words.at(match.start()), match["body"]):
            ranks.append(Rank(*match.span(), "level", _LEVEL[match["body"]]))
    return ranks


def _ends_name(word: str, body: str) -> bool:
    """Whether a word is a level, alone or after a place (海东省) or a verb the segmenter joins (获省).

    城市 and 小区 are no levels.
    """
    if word.startswith("国家"):
        return True
    before = word.removesuffix(body)
    joined = len(before) > 1 or before in ("", *"获被为由经受到向在")
    return word.endswith(body) and joined and before[-1:] not in tuple("城社小园景校地片新老都")


def _across(match: re.Match[str], words: Words) -> list[Rank]:
    """全省, not 全区域 or 健全."""
    if match.start() not in words.edges or words.cut_at(match.end(), match.start() + 1):
        return []
    return [Rank(*match.span(), "level", _LEVEL[match["body"]])]


def _prizes(view: str) -> list[Rank]:
    ranks = [Rank(*m.span(), "prize", _PRIZES.get(m.group()[0], 5)) for m in _PRIZE.finditer(view)]
    ranks += [Rank(*m.span(), "medal", "金银铜".index(m.group()[0]) + 1) for m in _MEDAL.finditer(view)]
    ranks += [Rank(*m.span(), "place", "冠亚季".index(m.group()[0]) + 1) for m in _PLACE.finditer(view)]
    ranks += [Rank(*m.span(), "star", int(number_value(m["n"]) or 0)) for m in _STAR.finditer(view)]
    ranks += [Rank(*m.span(), "sight", int(m["n"] or len(m["a"]))) for m in _SIGHT.finditer(view)]
    return ranks
