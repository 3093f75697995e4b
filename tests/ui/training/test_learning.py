"""Training as its handlers give it: one day's ten in two tabs, midnight, keys that are held back."""

import re
from datetime import UTC, datetime, timedelta

import gradio as gr
import pytest

from people import Progress, StoredQuestion
from people.papers import Terms
from people.schedule import day_start, local_day
from rag.quiz.records import from_json
from tests.support import checks, questions
from tests.support.visitors import House, Visitor
from ui.desk import Desk
from ui.training.progress import progress_rows, shares

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MIDNIGHT = day_start(local_day(NOW) + timedelta(days=1))


class Clock(datetime):
    """A clock that a test sets."""

    at = NOW

    @classmethod
    def now(cls, tz=None):
        return cls.at.astimezone(tz)


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(Clock, "at", NOW)
    for module in ("train", "rounds", "looking_back", "courses.studying"):
        monkeypatch.setattr(f"ui.training.{module}.datetime", Clock)
    return Clock


@pytest.fixture
def house(tmp_path, clock):
    with House(tmp_path).opened() as house:
        yield house


@pytest.fixture
def wang(house):
    """A trainee, and how to open the page as them."""
    trainee = house.learning.trainees.add("王小明").id

    def page():
        visitor = Visitor(house.page)
        visitor.call("train-desk.act:choose", id=str(trainee))
        return visitor

    page.id = trainee
    return page


def act(visitor, do, chosen="", **form):
    """What a click shows: the note, else the view; without tags."""
    (update,) = visitor.call(f"train-desk.act:{do}", id=str(chosen), form=form)
    note, view = (update["train-note"], update["train-desk"])
    return re.sub("<[^>]*>", "", note if isinstance(note, str) and note else str(view))


def shown(visitor):
    """The question that a page shows."""
    state = next(b for b in visitor.page.blocks.values() if isinstance(b, gr.State) and type(b.value) is Desk)
    return visitor.session[state._id].question_id


def meant(house, question_id):
    question = from_json(house.learning.bank.get(question_id).content)
    return question.answer[0] if question.answer else "，".join(p.text for p in question.points)


def test_two_tabs_on_one_day_go_through_one_round(house, wang):
    first, second = wang(), wang()
    assert "第 1 / 10 题" in act(first, "ten")
    assert "第 1 / 10 题" in act(second, "ten")
    asked = shown(first)
    assert shown(second) == asked
    assert "答对了" in act(first, "answer", asked, response=meant(house, asked))
    told = act(second, "answer", asked, response="别的内容")
    assert "以先交的答案为准" in told
    assert "答对了" in told
    assert "第 2 / 10 题" in act(second, "next")
    assert "第 2 / 10 题" in act(first, "next")
    assert len(house.learning.answers.history(wang.id)) == 1


@pytest.mark.parametrize("response", ["", "  ", "\n\t", "　"])
def test_an_empty_answer_is_not_taken(house, wang, response):
    page = wang()
    act(page, "ten")
    assert "请先作答" in act(page, "answer", shown(page), response=response)
    assert house.learning.answers.history(wang.id) == ()


def test_over_midnight_the_old_ten_can_be_finished_and_new_ones_begin(house, wang, clock):
    page = wang()
    act(page, "ten")
    asked = shown(page)
    act(page, "answer", asked, response="别的内容")
    clock.at = MIDNIGHT - timedelta(seconds=1)
    assert "已做 1 / 10 题" in act(page, "home")
    open_since_yesterday = wang()
    clock.at = MIDNIGHT + timedelta(seconds=1)
    old = shown(open_since_yesterday)
    assert "第 2 / 10 题" in act(open_since_yesterday, "answer", old, response="别的内容")
    assert house.learning.last_answered(wang.id)[old] == clock.at
    other = wang()
    assert "其中 1 道是该复习的" in act(other, "home")
    assert "今日十题：第 1 / 10 题" in act(other, "ten")
    assert shown(other) == asked  # wrong yesterday: due today, first of all
    assert "第 1 / 10 题" in act(open_since_yesterday, "ten")
    assert shown(open_since_yesterday) == asked


def test_a_wrong_one_is_not_asked_again_on_its_day(house, wang, clock):
    page = wang()
    act(page, "ten")
    wrong = shown(page)
    act(page, "answer", wrong, response="别的内容")
    for _ in range(9):
        act(page, "next")
        act(page, "answer", shown(page), response=meant(house, shown(page)))
    assert "今日十题已完成：10 题，答对 9 题" in act(page, "next")
    clock.at = MIDNIGHT - timedelta(seconds=1)
    assert "今日十题已完成" in act(wang(), "ten")
    clock.at = MIDNIGHT
    later = wang()
    assert "第 1 / 3 题" in act(later, "ten")  # it, and the two that are left
    assert shown(later) == wrong


def test_ten_are_chosen_due_first_then_wrong_then_new(house, wang, clock):
    answers, ids = house.learning.answers, [q.id for q in questions.ALL]
    for day, question_id, right in ((3, ids[0], False), (2, ids[1], False), (1, ids[1], True)):
        at = NOW - timedelta(days=day)
        answers.record(wang.id, question_id, "答", float(right), right, at)
    page = wang()
    act(page, "ten")
    (ten,) = house.learning.rounds.under_way(wang.id, local_day(NOW).isoformat())
    # The first was wrong and is due; the second was wrong, then right: it stays in the book, due later.
    assert [one.question_id for one in ten.asked[:2]] == ids[:2]
    assert len({one.question_id for one in ten.asked}) == 10


def test_keys_of_a_running_paper_are_shown_nowhere(house, wang):
    learning, blank = house.learning, questions.BLANK
    proof = "截至2023年底，夜校已开课186期，累计服务居民1.26万人次。"
    content = learning.bank.get(blank.id).content
    start = checks.SOURCE.text.index(proof)
    content["citations"][0] |= {"quote": proof, "start": start, "end": start + len(proof)}
    learning.bank.edit(blank.id, content)
    learning.answers.record(wang.id, blank.id, "九", 0.0, False, NOW - timedelta(days=2))
    page = wang()
    assert "1.26万" in act(page, "wrong")
    act(page, "ten")
    assert shown(page) == blank.id  # due
    paper = learning.papers.make("卷", [one.id for one in learning.bank.list()], Terms())
    attempt = learning.papers.start(paper, wang.id, NOW)
    assert "在你正在作答的试卷" in act(page, "answer", blank.id, response="九")
    wrong = act(page, "wrong")
    assert "1.26万" not in wrong
    assert "另有 1 题" in wrong
    cards = act(page, "cards")
    assert "有 1 句与你正在作答的试卷" in cards
    assert proof not in cards
    assert "没有题目" in act(page, "practise", n="5")
    assert "现在都不能做" in act(wang(), "ten")
    assert "没有现在可以重做的题" in act(page, "again")
    learning.papers.submit(attempt.id, wang.id, NOW)
    assert "1.26万" in act(page, "wrong")
    assert proof in act(page, "cards")


def test_a_hidden_question_of_today_is_replaced(house, wang):
    page = wang()
    act(page, "ten")
    gone = shown(page)
    house.learning.bank.hide(gone)
    assert "第 1 / 10 题" in act(page, "ten")
    assert shown(page) != gone


def test_a_test_tells_nothing_before_its_end(house, wang):
    page, learning = wang(), house.learning
    course = learning.courses.make("课")
    act(page, "course-edit", course)
    act(page, "step-add", course, kind="test", n="2", mark="50", title="测一测")
    (step,) = learning.courses.get(course).steps
    assert "测验：第 1 / 2 题" in act(page, "step", step.id)
    first = shown(page)
    told = act(page, "answer", first, response="别的内容")
    assert "第 2 / 2 题" in told
    assert "正确答案" not in told
    assert "还不能回看" in act(page, "look", first)
    assert "别的内容" not in act(page, "wrong")  # its key stays hidden while the test goes on
    assert "第 2 / 2 题" in act(page, "retry", step.id)  # the questions are not swapped
    assert "50 分，通过了" in act(page, "answer", shown(page), response=meant(house, shown(page)))
    assert "答错了" in act(page, "look", first)
    assert "已结业" in act(page, "course", course)


def test_a_question_answered_before_its_paper_began_tells_its_key_nowhere(house, wang):
    learning, page = house.learning, wang()
    act(page, "ten")
    asked = shown(page)
    assert "别的内容" in act(page, "answer", asked, response="别的内容")
    paper = learning.papers.make("卷", [asked], Terms())
    attempt = learning.papers.start(paper, wang.id, NOW)
    for do, form in (("look", {}), ("answer", {"response": "又答"}), ("appeal", {"words": "我答对了"})):
        assert "在你正在作答的试卷" in act(page, do, asked, **form), do
    assert wang.id not in [appeal.trainee_id for appeal in learning.answers.appeals()]
    learning.papers.submit(attempt.id, wang.id, NOW)
    assert "别的内容" in act(page, "look", asked)


def test_an_appeal_in_another_tab_tells_nothing_of_a_test_under_way(house, wang):
    learning, page, other = house.learning, wang(), wang()
    course = learning.courses.make("课")
    act(page, "step-add", course, kind="test", n="2", mark="50", title="测一测")
    (step,) = learning.courses.get(course).steps
    for tab in (page, other):
        act(tab, "step", step.id)
    first = shown(page)
    act(other, "answer", first, response="别的内容")
    assert "测验还没有做完" in act(page, "appeal", words="我答对了")
    assert wang.id not in [appeal.trainee_id for appeal in learning.answers.appeals()]
    act(other, "answer", shown(other), response="别的内容")
    paper = learning.papers.make("卷", [first], Terms())
    attempt = learning.papers.start(paper, wang.id, NOW)
    assert "在你正在作答的试卷" in act(page, "look", first)  # the test is over, the paper is not
    learning.papers.submit(attempt.id, wang.id, NOW)
    assert "别的内容" in act(page, "look", first)


def test_who_is_not_meant_cannot_open_a_course_or_its_steps(house, wang):
    page, learning, ids = wang(), house.learning, house.ids
    learning.courses.assign(ids["course"], "别的组")
    for do, chosen in (("course", ids["course"]), ("step", ids["step"]), ("read", ids["step"]),
                       ("retry", ids["step"]), ("certificate", ids["certified"])):  # fmt: skip
        assert re.search("没有第|还没有这门课程", act(page, do, chosen)), do


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "exam"}, "没有选步骤的种类"),
        ({"kind": "read"}, "已不在资料库里"),
        ({"kind": "read", "case": "没有|没有"}, "已不在资料库里"),
        ({"kind": "practice", "n": "0"}, "应为 1 到 50"),
        ({"kind": "test", "n": "5", "mark": "101"}, "应为 1 到 100"),
    ],
)
def test_a_step_that_cannot_be_is_refused(house, wang, form, said):
    before = house.learning.courses.get(house.ids["course"])
    assert said in act(wang(), "step-add", house.ids["course"], **form)
    assert house.learning.courses.get(house.ids["course"]) == before


def test_a_taken_name_takes_nobody_over(house):
    page = Visitor(house.page)
    assert "已有学员叫“甲”" in act(page, "add", name=" 甲 ")
    assert "还没有选择学员" in act(page, "home")
    assert [trainee.name for trainee in house.learning.trainees.list()].count("甲") == 1


def test_progress_is_counted_by_case_kind_and_topic():
    def question(n, document, kind):
        return StoredQuestion(str(n), document, f"{document}.md", f"{document}案", kind, 1, "made", {})

    bank = [question(1, "甲", "judge"), question(2, "甲", "blank"), question(3, "乙", "judge")]
    answered = [Progress("甲", "甲案", "judge", 1, 1), Progress("乙", "乙案", "judge", 2, 1)]
    bars = shares(answered, bank, {"甲": ("拥军", "为民"), "乙": ("为民",)})
    assert progress_rows(bars) == [
        ("案例", "乙案", 2, 2, 1, 50.0),  # one of them was retired since
        ("案例", "甲案", 2, 1, 1, 100.0),
        ("题型", "判断", 3, 3, 2, 66.7),
        ("主题", "为民", 3, 3, 2, 66.7),
        ("主题", "拥军", 2, 1, 1, 100.0),
    ]


def test_without_a_question_it_is_said_why_there_are_no_ten(house, wang):
    page = wang()
    for stored in house.learning.bank.list():
        house.learning.bank.hide(stored.id)
    assert "还没有题目：资料里没有能出题的内容" in act(page, "ten")
