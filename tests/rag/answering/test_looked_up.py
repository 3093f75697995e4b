"""Values and names that are looked up: what asks so, and what holds them."""

import pytest

from index.records import Case, Hit, Passage
from rag.answering.evidence import Evidence
from rag.answering.looked_up import holding_name, holding_value, value_asked
from rag.answering.question import analyse
from tests.support.readings import reading

VALUES = {
    "1.8万是什么": "18000",
    "34家指的是什么？": "34",
    "2.145万名是啥意思": "21450",
    "410余场次代表什么": "410",
    "2023年是什么": "2023",
    "34家成员单位是什么": "",  # asks who the members are
    "34家是什么时候加入的": "",
    "什么是1.8万": "",
    "网格员是什么": "",
    "": "",
}


def sentence(text, order=1, unit="甲局", start=0):
    case = Case("d", order, unit, "题", 0, 2, 2, 99)
    passage = Passage(f"d:{start}", "d", order, start, start + len(text), text, "", 1)
    hit = Hit(passage, "甲.txt", case, 1.0, 1)
    return Evidence(hit, reading(text), start, start + len(text), text, 0.0, None, 0.0)


@pytest.mark.parametrize("question", VALUES)
def test_a_value_is_looked_up_only_where_its_meaning_is_asked(question):
    assert value_asked(analyse(question)) == VALUES[question]


def test_sentences_hold_a_value_however_it_is_written():
    ranked = [sentence("接待2万人。"), sentence("接待参观者一万八千人次。"), sentence("共1.8万人次。")]
    assert holding_value(analyse("1.8万是什么"), ranked) == ranked[1:]
    assert holding_value(analyse("1.8万人次有多少"), ranked) == []


def test_a_name_gives_the_first_sentence_of_each_case_that_holds_it():
    later = sentence("网格员再到军门社区。", start=50)
    first = sentence("他们到军门社区调研。", start=10)
    other = sentence("“军门·社区”是样板。", order=2, unit="乙局", start=70)
    ranked = [later, other, first, sentence("没有提到它。", order=3, unit="丙局")]
    assert holding_name(analyse("军门社区"), ranked) == [first, other]
    assert holding_name(analyse("军门社区？"), ranked) == [first, other]


def test_a_unit_s_own_case_is_meant_by_its_name():
    own = sentence("开办夜校。", unit="云川市税务局")
    assert holding_name(analyse("税务局"), [own, sentence("没有。", order=2)]) == [own]


@pytest.mark.parametrize("question", ["军门社区在哪里", "军门社区有多少人", "社" * 30, "社", "没有这个名字"])
def test_what_asks_something_or_is_nowhere_is_no_keyword(question):
    assert holding_name(analyse(question), [sentence("他们到军门社区调研。")]) == []
