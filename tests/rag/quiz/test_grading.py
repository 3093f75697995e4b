"""Grading: exact for options, by value for numbers and dates, point by point for 简答."""

import pytest

from rag.quiz.grading import LONGEST, UnusableAnswer, grade
from rag.reading.reader import Weighing
from tests.support import questions as q


class Reader:
    """Supports a point when the answer holds all its digits; every pair it saw is kept."""

    def __init__(self, supported=-5.0):
        self.seen = []
        self.supported = supported

    def weigh(self, pairs):
        self.seen += pairs
        return [Weighing(self.supported, 0.0, 1.0, 0.5) for _ in pairs]


def right(question, response):
    return grade(question, response, Reader()).correct


@pytest.mark.parametrize("response", ["错误", "错", " 错误。", "×", "B", "ｂ", "不正确", "F"])
def test_a_judgement_in_any_words(response):
    assert right(q.JUDGE, response)


@pytest.mark.parametrize("response", ["正确", "对", "√", "A", "错误和正确", "E"])
def test_a_wrong_judgement(response):
    assert not right(q.JUDGE, response)


@pytest.mark.parametrize("response", ["186", "B", "b.", "Ｂ", "１８６"])
def test_a_choice_by_words_or_letter(response):
    assert right(q.CHOICE, response)


@pytest.mark.parametrize("response", ["168", "A", "186期以上", "AB"])
def test_a_wrong_choice(response):
    assert not right(q.CHOICE, response)


@pytest.mark.parametrize(
    "response",
    ["1.26万", "12600", "一万二千六百", "1.26万人次", "12,600人次", "１２６００", "约1.26万", "1.26万余人次"],
)
def test_a_number_by_its_value(response):
    assert right(q.BLANK, response)


@pytest.mark.parametrize(
    "response", ["1.26", "1.62万", "12600元", "1.26万户", "1.26万和1.27万", "很多", "万"]
)
def test_a_number_of_another_value_or_thing(response):
    assert not right(q.BLANK, response)


ORDINALS = {
    "九": True,
    "9": True,
    "第九批": True,
    "第9批": True,
    "八": False,
    "第九届": False,
    "九批共十": False,
}


@pytest.mark.parametrize(("response", "correct"), ORDINALS.items())
def test_an_ordinal(response, correct):
    assert right(q.ORDINAL, response) is correct


DATES = {
    "2021年9月": True,
    "二〇二一年九月": True,
    "2021年09月": True,
    "2021年": False,
    "9月": False,
    "2021年9月和10月": False,
}


@pytest.mark.parametrize(("response", "correct"), DATES.items())
def test_a_date(response, correct):
    assert right(q.DATED, response) is correct


@pytest.mark.parametrize(
    ("response", "correct"),
    [("星火学堂", True), ("“星火学堂”", True), (" 星火 学堂", True), ("星火课堂", False), ("学堂", False)],
)
def test_a_name(response, correct):
    assert right(q.NAMED, response) is correct


def test_a_unit():
    assert right(q.MATCH, "云川市税务局")
    assert right(q.MATCH, "A")
    assert not right(q.MATCH, "税务局")


def test_points_one_by_one_with_what_was_missed():
    outcome = grade(q.SHORT, "到2023年底，夜校已经开课186期。", Reader())
    assert (outcome.correct, outcome.score, outcome.met, outcome.missed) == (False, 0.5, (0,), (1,))
    assert outcome.message.startswith("2 个要点答出 1 个。")
    full = grade(q.SHORT, "截至2023年底开课186期，累计服务居民12600人次。", Reader())
    assert (full.correct, full.score, full.missed) == (True, 1.0, ())


def test_a_point_with_another_number_is_missed_and_named():
    outcome = grade(q.SHORT, "截至2023年底已开课168期，累计服务居民1.26万人次", Reader(supported=9.0))
    assert outcome.missed == (0,)
    assert "“168期”与原文“186期”不一致" in outcome.message


def test_the_reader_helps_a_paraphrase_but_not_silence():
    words = "居民们得到了12600人次的服务"
    assert grade(q.SHORT, words, Reader(supported=9.0)).met == (1,)
    assert grade(q.SHORT, words, Reader(supported=-9.0)).met == ()
    assert grade(q.SHORT, "今天天气不错", Reader(supported=9.0)).met == ()


NOTHING = [
    "",
    "  ",
    "。。。",
    "\u200b",
    "不知道",
    "我不清楚。",
    "略",
    "（略）",
    "忘了",
    "不会做",
    "没有",
    "无",
    "/",
]


@pytest.mark.parametrize("response", NOTHING)
def test_nothing_said_is_blank_and_asks_no_reader(response):
    reader = Reader()
    for question in q.ALL:
        outcome = grade(question, response, reader)
        assert (outcome.blank, outcome.correct, outcome.score) == (True, False, 0.0)
        assert "请先作答" in outcome.message
    assert reader.seen == []


@pytest.mark.parametrize(
    "response", ["√", "0", "错", "A", "没有要求", "无记名投票", "不知道的居民可以打热线"]
)
def test_little_is_not_nothing(response):
    assert not grade(q.JUDGE, response, Reader()).blank


def test_what_is_an_answer_is_not_blank():
    asked = q.question("blank", "夜校收费____。", ["无"])
    assert grade(asked, "无", Reader()).correct
    assert grade(asked, "略", Reader()).blank


def test_an_endless_answer_is_refused_with_the_limit():
    with pytest.raises(UnusableAnswer, match=f"{LONGEST + 1} 个字，超过上限 {LONGEST}"):
        grade(q.SHORT, "字" * (LONGEST + 1), Reader())
