"""Values and names that are looked up: what asks so, and what holds them."""

import pytest

from index.records import Case, Hit, Passage
from rag.answering.evidence import Evidence
from rag.answering.looked_up import holding_name, holding_value, value_asked
from rag.answering.question import analyse
from tests.support.readings import reading

VALUES = {
    "1.8万是什么": ("18000", ""),
    "34家指的是什么？": ("34", "家"),
    "2.145万名是啥意思": ("21450", "名"),
    "410余场次代表什么": ("410", "场次"),
    "2023年是什么": ("2023", ""),
    "请问“1.8万”是什么": ("18000", ""),
    "18.7万是指什么": ("187000", ""),
    "5亿余元是什么": ("500000000", "元"),
    "3.5%是什么": ("3.5%", ""),
    "34家成员单位是什么": None,  # asks who the members are
    "34家是什么时候加入的": None,
    "20余万是什么": None,  # not known to be 200,000
    "第二个是什么": None,
    "一是什么": None,
    "七一是什么": None,
    "一家人是什么": None,
    "什么是1.8万": None,
    "网格员是什么": None,
    "": None,
}


def sentence(text, order=1, unit="甲局", start=0):
    case = Case("d", order, unit, "题", 0, 2, 2, 99)
    passage = Passage(f"d:{start}", "d", order, start, start + len(text), text, "", 1)
    hit = Hit(passage, "甲.txt", case, 1.0, 1)
    return Evidence(hit, reading(text), start, start + len(text), text, 0.0, None, 0.0)


@pytest.mark.parametrize("question", VALUES)
def test_a_value_is_looked_up_only_where_its_meaning_is_asked(question):
    wanted = value_asked(analyse(question))
    assert (wanted and (wanted.value, wanted.measure)) == VALUES[question]


def texts(found):
    return [one.text for one in found]


def test_sentences_hold_a_value_however_it_is_written_and_are_cut_around_it():
    ranked = [sentence("接待2万人。"), sentence("接待参观者一万八千人次。"), sentence("共1.8万人次。")]
    found = holding_value(analyse("1.8万是什么"), ranked)
    assert texts(found) == ["接待参观者一万八千人次。", "共1.8万人次。"]
    assert [one.text[one.span.start : one.span.end] for one in found] == ["一万八千人次", "1.8万人次"]
    assert holding_value(analyse("1.8万人次有多少"), ranked) == []


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("34家是什么", "联盟有34家。", "34名干部参加。"),
        ("1.8万元是什么", "投入1.8万元。", "接待1.8万人次。"),
        ("5分钟是什么", "缩短到5分钟。", "5名党员。"),
        ("2023年是什么", "2023年1月启动。", "发放2023份。"),
        ("20万是什么", "补助20万元。", "补助20余万元。"),
    ],
)
def test_a_value_is_of_its_kind_and_measure(question, holds, lacks):
    assert texts(holding_value(analyse(question), [sentence(lacks), sentence(holds)])) == [holds]


def test_a_name_gives_the_first_sentence_of_each_case_that_holds_it():
    later = sentence("网格员再到军门社区。", start=50)
    first = sentence("他们到军门社区调研。", start=10)
    other = sentence("军门社区是样板。", order=2, unit="乙局", start=70)
    ranked = [later, other, first, sentence("没有提到它。", order=3, unit="丙局")]
    assert texts(holding_name(analyse("军门社区"), ranked)) == [first.text, other.text]
    assert texts(holding_name(analyse("“军门社区”？"), ranked)) == [first.text, other.text]


def test_a_unit_s_own_case_is_meant_by_its_name_and_by_nothing_more():
    own = sentence("开办夜校。", unit="云川市税务局")
    assert texts(holding_name(analyse("税务局"), [own, sentence("没有。", order=2)])) == [own.text]
    for question in ("税务局党员人数", "税务局2019年预算", "税务局电话", "税务局没有开办夜校"):
        assert holding_name(analyse(question), [own]) == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("人大", "某县人，大家都来了。"),
        ("市委", "城市委托管理。"),
        ("公安", "办公安排表。"),
        ("民政", "市民政务大厅。"),
        ("AI", "发email通知。"),
        ("1.8", "18名干部。"),
        ("12", "拨打12345热线。"),
        ("没有", "没有这样的人。"),
        ("帮助", "帮助群众。"),
    ],
)
def test_a_name_is_whole_words_and_names_something(question, text):
    assert holding_name(analyse(question), [sentence(text)]) == []


@pytest.mark.parametrize("question", ["军门社区在哪里", "军门社区有多少人", "社" * 30, "社", "没有这个名字"])
def test_what_asks_something_or_is_nowhere_is_no_keyword(question):
    assert holding_name(analyse(question), [sentence("他们到军门社区调研。")]) == []
