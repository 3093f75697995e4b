"""Grading by value and by choice: one value in every writing, several options, orders, gaps."""

from dataclasses import replace

import pytest

from rag.quiz.grading import grade
from rag.quiz.grading.filled import fills
from tests.support import questions as q

RIGHT = [
    ("一万二", "12000"),
    ("1.2万", "12000"),
    ("12000", "1.2万"),
    ("１２，０００", "12000"),
    ("2024.5", "2024年5月"),
    ("2024年5月", "2024.5"),
    ("二〇二四年五月", "2024年5月"),
    ("24年5月", "2024年5月"),
    ("百分之八十", "80%"),
    ("八成", "80%"),
    ("80", "80%"),
    ("0.8", "80%"),
    ("３０％", "30%"),
    ("三千米", "3公里"),
    ("3千米", "3公里"),
    ("3", "3公里"),
    ("3小时", "180分钟"),
    ("六个月", "半年"),
    ("三到五天", "3至5天"),
    ("3-5天", "3至5天"),
    ("30分钟", "不超过30分钟"),
    ("半个小时以内", "不超过30分钟"),
    ("十五个工作日", "15个工作日"),
    ("15个", "15个工作日"),
    ("15日", "15天"),
    ("三千块", "3000元"),
    ("10公斤", "10千克"),
    ("晚上8点半", "20:30"),
    ("20时30分", "20:30"),
    ("三分之一", "1/3"),
    ("2.3万户", "2.3万余户"),
    ("礼拜三", "周三"),
]
WRONG = [
    ("2024年6月", "2024年5月"),
    ("5月", "2024年5月"),
    ("18%", "80%"),
    ("3米", "3公里"),
    ("3天", "3至5天"),
    ("3", "3至5天"),
    ("4-5天", "3至5天"),
    ("不少于30分钟", "不超过30分钟"),
    ("不超过40分钟", "不超过30分钟"),
    ("15天", "15个工作日"),
    ("8点半", "20:30"),
    ("3000人", "3000元"),
    ("1.26", "1.26万"),
    ("周四", "周三"),
    ("80%和90%", "80%"),
]


@pytest.mark.parametrize(("response", "answer"), RIGHT)
def test_one_value_in_other_words(response, answer):
    assert fills(response, [answer])


@pytest.mark.parametrize(("response", "answer"), WRONG)
def test_another_value_range_or_unit(response, answer):
    assert not fills(response, [answer])


MULTI = replace(
    q.CHOICE, kind="multi", options=("场地", "经费", "人员", "车辆"), answer=("场地", "经费", "人员")
)
SEVERAL = {
    "A、B、C": 1.0,
    "abc": 1.0,
    "场地\n经费\n人员": 1.0,
    "A. 场地\nB. 经费\nC. 人员": 1.0,
    "CBA": 1.0,
    "AB": 2 / 3,
    "人员": 1 / 3,
    "ABCD": 0.0,
    "AD": 0.0,
    "场地\n汽车": 0.0,
}


@pytest.mark.parametrize(("response", "score"), SEVERAL.items())
def test_several_options_lose_what_is_missing_and_all_with_a_wrong_one(response, score):
    outcome = grade(MULTI, response, None)
    assert outcome.score == pytest.approx(score, abs=1e-4)
    assert outcome.correct is (score == 1.0)


ORDER = replace(q.CHOICE, kind="order", options=("②→①→③→④", "①→②→③→④", "④→③→②→①"), answer=("②→①→③→④",))
ORDERS = {
    "②→①→③→④": 1.0,
    "A": 1.0,
    "2、1、3、4": 1.0,
    "2134": 1.0,
    "B": 0.0,  # offered: right or wrong
    "2143": 2 / 3,  # typed: five of six pairs
    "4312": 0.0,
    "213": 0.0,
    "先二后一": 0.0,
}


@pytest.mark.parametrize(("response", "score"), ORDERS.items())
def test_an_order_chosen_or_typed(response, score):
    assert grade(ORDER, response, None).score == pytest.approx(score, abs=1e-4)


PASSAGE = replace(
    q.SHORT, kind="passage", points=q.question("short", "", points=["186期", "1.26万人次"]).points
)


@pytest.mark.parametrize(
    ("response", "met"),
    [
        ("（1）一百八十六期（2）12600人次", (0, 1)),
        ("①186 ②1.26万", (0, 1)),
        ("1、186期\n2、很多", (0,)),
        ("（2）1.26万人次", (1,)),
        ("186期\n1.26万", (0, 1)),
        ("1.26万\n186", ()),
    ],
)
def test_each_gap_of_a_passage(response, met):
    outcome = grade(PASSAGE, response, None)
    assert outcome.met == met
    assert outcome.score == len(met) / 2
