"""简答: what makes a point and what does not, with the shipped reader."""

from collections import Counter

import pytest

from bench.marking.agreement import AGREED, FILES, marks_of
from chinese import AnalysedText
from rag.quiz import grade
from rag.quiz.grading.denials import denies
from rag.quiz.grading.stretches import Grams, stretches
from rag.quiz.grading.told_facts import conflicting, crossed, told_facts
from rag.quiz.grading.wordings import wordings
from rag.quiz.short_answers import parts
from tests.support import questions as q
from training.corpora import read_lines

STEM = "窗口有哪些便民办法？"
POINTS = [
    "对70岁以上老人、孕妇可以先办后补",
    "继承类公证材料由14项减为9项",
    "上门服务在30公里以内的不收交通费",
]
NIGHT = q.question("short", STEM, points=POINTS)
# What is said, and the points that it makes.
ANSWERS = {
    "七十岁以上的老人和孕妇先办后补；继承公证材料从14项减到9项；30公里内上门不收交通费": (0, 1, 2),
    "30公里以内上门免收交通费，另外继承类的材料由14项变成9项": (1, 2),
    "孕妇和70岁以上老人，可以先给办，后面再补": (0,),
    "继承类公证材料由9项增为14项": (),
    "继承类公证材料由14项减为6项": (),
    "上门服务在50公里以内的不收交通费": (),
    "对70岁以上老人、孕妇不可以先办后补": (),
    "窗口有很多便民办法，便民办法很好": (),
    "要加强学习，提高服务水平，让群众满意": (),
}


@pytest.mark.parametrize(("response", "met"), ANSWERS.items())
def test_points_of_an_answer(exact_reader, response, met):
    outcome = grade(NIGHT, response, exact_reader)
    assert outcome.met == met
    assert sorted(outcome.met + outcome.missed) == [0, 1, 2]
    assert outcome.correct is (len(met) == 3)


def test_another_value_is_named(exact_reader):
    assert (
        "“50公里以内”与原文“30公里以内”不一致"
        in grade(NIGHT, "上门服务在50公里以内的不收交通费", exact_reader).message
    )


def test_a_passage_copied_whole_makes_no_point(exact_reader):
    around = "支部现有党员19名，其中常年在船上的11名、岸上8名，测船一出航就是九到十五天，靠岸的日子说不准。"
    passage = around * 4 + "。".join(POINTS) + "。" + around * 4
    outcome = grade(NIGHT, passage, exact_reader)
    assert outcome.score == 0.0
    assert "抄录了大段文字" in outcome.message


def test_words_thrown_together_make_no_point(exact_reader):
    outcome = grade(NIGHT, "老人 孕妇 先办 后补 继承 材料 上门 交通费", exact_reader)
    assert outcome.score == 0.0
    assert "没有说成话" in outcome.message


def test_an_answer_without_any_stop_is_graded(exact_reader):
    assert grade(NIGHT, "党" * 2000, exact_reader).met == ()


def test_marked_answers_agree(exact_reader):
    record = next(r for r in read_lines(FILES[0]) if r["split"] == "dev" and "介绍信" in r["question"])
    outcomes = Counter(mark.outcome for mark in marks_of(record, exact_reader))
    assert outcomes[AGREED] >= 0.9 * outcomes.total()


def test_fresh_questions_share_no_document_with_those_fitted_on():
    fitted, fresh = ({r["document"] for r in read_lines(file)} for file in FILES)
    assert not fitted & fresh
    assert sum(len(r["answers"]) for r in read_lines(FILES[0])) >= 300
    assert sum(len(r["answers"]) for r in read_lines(FILES[1])) >= 100


def test_a_stretch_leaves_out_what_speaks_of_another_point():
    points = [AnalysedText(words) for words in ("大潮班每班5分", "小潮班每班3分")]
    told = stretches(AnalysedText("小潮班每班5分，大潮班每班3分"), Grams("怎样计分？", points))
    assert [one.text.text for one in told] == ["大潮班每班3分", "小潮班每班5分"]


@pytest.mark.parametrize(
    ("point", "answer", "differs"),
    [
        ("每月第二个星期三开课", "每月第2个周三开课", False),
        ("每月第二个星期三开课", "每月第二个周五开课", True),
        ("每季度至少一次", "每年至少一次", True),
        ("逾期1个月以上", "逾期3个月以上", True),
        ("超过应到次数三分之一", "超过应到次数的三分之一", False),
        ("满意率低于85%", "满意率没到百分之八十五", False),
        ("获微党课二等奖", "获微党课一等奖", True),
        ("连续60日未开放", "连续30日未开放", True),
        ("延时至20时30分", "延长到晚上8点半", False),
        ("延时至20时30分", "延长到晚上9点", True),
    ],
)
def test_values_of_a_point(point, answer, differs):
    ours, theirs = told_facts(AnalysedText(point)), told_facts(AnalysedText(answer))
    assert (conflicting(ours, theirs) is not None) is differs


@pytest.mark.parametrize(
    ("point", "answer", "exchanged"),
    [
        ("办结率由47%升到88%", "办结率由88%降到47%", True),
        ("办结率由47%升到88%", "办结率从47%提高到88%", False),
        ("分别修复1.2万页、1.9万页", "分别修复1.9万页、1.2万页", True),
        ("2022年、2023年分别修复1.2万页、1.9万页", "2022年修复12000页，2023年修复19000页", False),
        ("县级计6分，市级计10分", "市级计10分，县级计6分", False),
    ],
)
def test_values_exchanged(point, answer, exchanged):
    assert crossed(AnalysedText(point), AnalysedText(answer)) is exchanged


@pytest.mark.parametrize(
    ("point", "answer", "asked", "denied"),
    [
        ("连续6个月不参加的，按自行脱党处理", "连续6个月不参加的，不按自行脱党处理", "", True),
        ("不需要登报声明", "需要登报声明", "", True),
        ("不需要登报声明", "不用登报声明", "", False),
        ("采取无记名投票", "采取记名投票", "", True),
        ("连续60日未开放的", "连续60日开放的", "", True),
        ("信号不好的河段带移动硬盘", "没信号的地方带移动硬盘", "", False),
        ("购买烟酒", "可以购买烟酒", "经费不得有哪些行为？", True),
        ("购买烟酒", "不可以购买烟酒", "经费不得有哪些行为？", False),
    ],
)
def test_denials(point, answer, asked, denied):
    assert denies(AnalysedText(point), AnalysedText(answer), asked) is denied


def test_a_heading_is_enough_where_only_the_steps_are_asked_for():
    point = "第一件，抓“头雁”。5月起轮训支部书记"
    assert "抓“头雁”" in wordings(point, "要抓好哪四件事？")
    assert "抓“头雁”" not in wordings(point, "四件事各是怎么做的？")
    assert "申报承诺" in wordings("申报承诺（4月1日至4月20日）", "分哪几步？")


def test_a_sentence_that_numbers_its_parts_makes_a_point_of_each():
    text = "一是设立“半日窗口”，党员轮值；二是推行“一张清单”，材料减半；三是开设“周三夜办”。"
    told = [text[a:b] for a, b in parts(text, (0, len(text)))]
    assert told == ["一是设立“半日窗口”，党员轮值", "二是推行“一张清单”，材料减半", "三是开设“周三夜办”。"]
    whole = "要坚持“三个基本”，做到有标识、有党旗、有桌椅。"
    assert parts(whole, (0, len(whole))) == [(0, len(whole))]
