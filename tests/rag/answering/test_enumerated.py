"""A list over several lines is given whole, from its stem or from one of its items."""

import pytest

from index.parse import parse_text
from index.segment import segment
from index.segment.propositions import propositions_of
from rag.answering.enumerated import enumeration_at

NAMES = """关于表彰的通报

一、先进集体

（一）红旗党委（3个）
市水务局机关党委 市档案馆机关党委
市气象局机关党委

（二）先锋支部（2个）
市水务局一支部
市气象局二支部

联系人：王平
"""
STEPS = """值班办法

值班员交班要做的事：
1.填写交班记录；
2.清点钥匙；
3.关闭电源。

交班不得早于18时。
"""


def enumerated(text, sentence, words=()):
    """The stem and the items found for a sentence, as printed."""
    parsed = parse_text(text, "某文.md")
    printed = parsed.document.text
    start = printed.index(sentence)
    propositions = propositions_of(parsed.document, parsed.blocks, segment(parsed.document, parsed.blocks))
    found = enumeration_at(printed, (start, start + len(sentence)), propositions, words)
    return found and (printed[slice(*found.stem)], [printed[slice(*item)] for item in found.items])


@pytest.mark.parametrize(
    ("sentence", "stem", "items"),
    [
        (
            "（一）红旗党委（3个）",
            "红旗党委（3个）",
            ["市水务局机关党委 市档案馆机关党委", "市气象局机关党委"],
        ),
        ("（二）先锋支部（2个）", "先锋支部（2个）", ["市水务局一支部", "市气象局二支部"]),
    ],
)
def test_the_lines_under_a_numbered_name_are_its_items(sentence, stem, items):
    found_stem, found = enumerated(NAMES, sentence)
    assert (found_stem, found) == (stem, items)


def test_a_stem_gives_its_items():
    stem, items = enumerated(STEPS, "值班员交班要做的事：")
    assert stem == "值班员交班要做的事"
    assert items == ["1.填写交班记录；", "2.清点钥匙；", "3.关闭电源。"]


def test_an_item_gives_its_neighbours_only_where_the_stem_is_asked_about():
    found = enumerated(STEPS, "2.清点钥匙；", ("交班", "事"))
    assert found is not None
    assert len(found[1]) == 3
    assert enumerated(STEPS, "2.清点钥匙；", ("钥匙",)) is None


def test_a_sentence_that_opens_nothing_is_no_list():
    assert enumerated(STEPS, "交班不得早于18时。", ("交班",)) is None


def test_a_sentence_that_answers_itself_is_not_replaced_by_what_follows():
    text = "某通知\n\n活动由县教育局、县文旅局主办，有关要求如下。\n\n1.提前到场。\n\n2.关闭手机。\n"
    assert enumerated(text, "活动由县教育局、县文旅局主办，有关要求如下。", ("主办",)) is None


def test_a_heading_over_prose_is_no_list():
    text = "# 某通报\n\n## 受表彰单位\n\n今年共有三家，名单另发。\n\n经费由县财政列支。\n"
    assert enumerated(text, "受表彰单位", ("表彰",)) is None
