"""Ranks in text about made-up towns, and words that look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.values.ranks import find_ranks, rank_relation, same_scale
from tests.chinese.values.test_numerals import rows

# Text, what stands in it in order: the words, scale, level; + for 以上.
RANKS = """
获国家级荣誉。|国家级 level 1
获省级荣誉。|省级 level 2
获自治区级荣誉。|自治区级 level 2
市级机关的食堂。|市级 level 3
设区市级平台。|设区市级 level 3
获区级荣誉。|区级 level 4
县级平台。|县级 level 4
街道级平台。|街道级 level 5
乡镇级平台。|乡镇级 level 5
村级平台。|村级 level 6
社区级平台。|社区级 level 6
全国文明城市。|全国 level 1
全省推广。|全省 level 2
全市推广。|全市 level 3
全区推广。|全区 level 4
全县推广。|全县 level 4
全镇推广。|全镇 level 5
全街道推广。|全街道 level 5
全村推广。|全村 level 6
获省优秀案例。|省 level 2
海东省优秀案例。|省 level 2
获市先进集体称号。|市 level 3
被评为市文明单位。|市 level 3
国家卫生城市。|国家 level 1
获国家科技进步奖。|国家 level 1
获省、市级荣誉。|省 level 2;市级 level 3
国家、省、市级平台。|国家 level 1;省 level 2;市级 level 3
省级以上荣誉。|省级以上 level 2+
市级及以上荣誉。|市级及以上 level 3+
获一等奖。|一等奖 prize 1
获二等奖。|二等奖 prize 2
获三等奖。|三等奖 prize 3
获特等奖。|特等奖 prize 0
获优秀奖。|优秀奖 prize 5
获金奖。|金奖 medal 1
获银牌。|银牌 medal 2
获铜奖。|铜奖 medal 3
获冠军。|冠军 place 1
获季军。|季军 place 3
五星级码头。|五星级 star 5
5A级景区。|5A级 sight 5
4A景区。|4A sight 4
AAAA级景区。|AAAA级 sight 4
全市一等奖。|全市 level 3;一等奖 prize 1
"""
NOTHING = """
城市更新|市场开放|省去麻烦|国家电网|全面推进|区别对待|市委组织部|健全市场机制|安全区|全区域|全国人大代表|副省级城市|县级市
上级部门|全市场|国家公园|社区工作者|省委办公厅|金牌调解员|区分|村民|全程|县城|优秀|先进|等级|上下级|市民广场
"""
RELATIONS = """
省级|全省|equal
市级|市级|equal
国家级|全国|equal
一等奖|一等奖|equal
省级以上|国家级|entailed
省级以上|省级|entailed
国家级|省级以上|compatible
省级|国家级|conflict
全国|全省|conflict
市级以上|区级|conflict
二等奖|一等奖|conflict
银奖|金奖|conflict
4A级|5A级|conflict
亚军|冠军|conflict
"""


def only(text):
    (rank,) = find_ranks(text)
    return rank


@pytest.mark.parametrize(("text", "expected"), rows(RANKS))
def test_ranks(text, expected):
    ranks = [f"{text[r.start : r.end]} {r.scale} {r.level}{'+' if r.least else ''}" for r in find_ranks(text)]
    assert ranks == expected.split(";")


@pytest.mark.parametrize("text", "|".join(NOTHING.strip().splitlines()).split("|"))
def test_words_that_rank_nothing(text):
    assert [text[r.start : r.end] for r in find_ranks(text)] == []


@pytest.mark.parametrize(("claimed", "source", "expected"), rows(RELATIONS))
def test_relation(claimed, source, expected):
    assert rank_relation(only(claimed), only(source)) == expected


def test_other_scales_are_not_compared():
    assert not same_scale(only("省级"), only("一等奖"))
    with pytest.raises(ValueError, match="other scales"):
        rank_relation(only("省级"), only("一等奖"))


@given(st.text(alphabet="全省市区县国家级优秀先进一二等奖金银牌、以上5A星", max_size=20))
def test_ranks_never_overlap_and_stay_inside(text):
    ranks = find_ranks(text)
    edges = [edge for r in ranks for edge in (r.start, r.end)]
    assert edges == sorted(edges)
    assert all(0 <= r.start < r.end <= len(text) for r in ranks)
    assert all(rank_relation(r, r) == "equal" for r in ranks)
