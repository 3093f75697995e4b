"""The level of an honour, from its words or from who gave it. Pure."""

import re
from typing import cast

from chinese.language_data import any_of, topic
from chinese.values import find_ranks
from index.catalogue.entries import Level
from index.records import Span

_TABLE = topic("awards").tables["levels"]
_OF_WORD = {word: cast("Level", level) for level, words in _TABLE.items() for word in words}
_NAMES = tuple(cast("Level", level) for level in _TABLE)  # the highest first, as chinese.values counts
# The last rank in the chain of places that a body's name opens with: 桐汭市汶水区委 is a district's.
_CHAIN = re.compile(
    r"(?:中共|共青团|团)?(?P<ranks>(?:(?:[\u3400-\u9fff]{1,8}?|(?![镇乡旗街盟]))(?<![城社园校开发红锦老家故之])"
    r"(?:自治区|自治州|自治县|省|市(?!场)|州|盟|县|区(?!域)|旗|镇(?!静)|乡(?!村)|街道)(?!级))+)(?P<rest>.*)"
)
_STATE = re.compile("(?:中共)?(?:中央|全国|国家|国务院|(?:中国|中华)(?!.*(?:协会|学会|公司|集团)$))")
_MINISTRY = re.compile(r"[\u3400-\u9fff]{2,8}部(?:办公厅)?$")
_WHOLE = re.compile(rf"全(?P<rank>{any_of(w for w in _OF_WORD if len(w) < 3)})")
_STRAIGHT = re.compile("(?P<rank>[省市州县区])直(?:属)?(?:机关|单位|系统)")
_HONOURING = re.compile(any_of(topic("awards").words["honouring"]))
_NO_PLACE = ("开发区", "高新区", "园区", "社区", "新区", "小区", "校区", "地区")


def level_in(words: str) -> tuple[Level, Span] | None:
    """The level that the words of an honour say, and where: 省级…, 全市…, 福州市…; None for none."""
    before, quote, _ = words.partition("“")
    if quote and before in _OF_WORD:
        return _OF_WORD[before], (0, len(before))  # 市“三八红旗手”
    for rank in find_ranks(words):
        if rank.scale == "level" and not rank.least and 1 <= rank.level <= len(_NAMES):
            return _NAMES[rank.level - 1], (rank.start, rank.end)
    if words.startswith(("全国", "国家")):
        return "国家级", (0, 2)
    if straight := _STRAIGHT.search(words):
        return _OF_WORD[straight["rank"]], straight.span("rank")
    return _by_place(before if before else words.strip("“”"), len(words) - len(words.lstrip("“")))


def level_of_body(name: str) -> Level:
    """The level of who gave an honour: 省级 for 省总工会; "" where its name does not tell."""
    if _STATE.match(name):
        return "国家级"
    if whole := _WHOLE.match(name):
        return _OF_WORD[whole["rank"]]
    placed = _by_place(name)
    if placed:
        return placed[0]
    return "国家级" if _MINISTRY.fullmatch(name) and _is_ministry(name) else ""


def label_of(words: str) -> Level:
    """The level that a cell of a column 级别 names: 省级, 州级, 国家级; "" for none."""
    found = level_in(words) or level_in(f"{words}级")
    return found[0] if found else ""


def _by_place(words: str, base: int = 0) -> tuple[Level, Span] | None:
    """The level of the place that some words open with; ``base`` is added to where it stands."""
    chain = _CHAIN.match(words)
    if not chain:
        return None
    ranks = chain["ranks"]
    if _HONOURING.search(ranks):
        return None  # 先进县委书记, 文明市民
    if ranks.endswith(_NO_PLACE) or chain["rest"].startswith(("级", "以上")):
        return None
    for word in sorted(_OF_WORD, key=len, reverse=True):
        if ranks.endswith(word):
            return _OF_WORD[word], (base + chain.start("ranks"), base + chain.end("ranks"))
    return None


def _is_ministry(name: str) -> bool:
    """公安部, 民政部: not 组织部, 宣传部, which every committee has."""
    return not name.endswith(("组织部", "宣传部", "统战部", "工作部", "武装部", "指挥部", "编辑部", "支部"))
