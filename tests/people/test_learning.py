"""What trainees leave behind, the same on SQLite and on PostgreSQL."""

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from people.answers import Answers
from people.bank import Bank
from people.entries import NotAccepted, NotFound
from people.mastery import by_case_and_kind, mastery
from people.papers import GRACE, AttemptOver, Papers, Response, Terms
from people.schedule import day_start, local_day
from people.trainees import NAME_CHARS, NameTaken, Trainees
from rag.quiz.records import from_json, to_json
from tests.support import questions as q
from ui.training.question_bank import stored

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
IDS = [question.id for question in q.ALL]


@pytest.fixture
def bank(engine):
    bank = Bank(engine)
    bank.put([stored(question, "made") for question in q.ALL])
    return bank


def graded(question_id, response):
    """A grader: exact."""
    right = response in next(one for one in q.ALL if one.id == question_id).answer
    return float(right), right


@pytest.fixture
def answers(engine, bank):
    return Answers(engine)


@pytest.fixture
def wang(engine):
    return Trainees(engine).add("王小明").id


def test_trainees_are_told_apart_by_name(engine):
    trainees = Trainees(engine)
    first = trainees.add(" 王小明 ")
    with pytest.raises(NameTaken, match="已有学员叫“王小明”") as taken:
        trainees.add("王小明 ")
    assert taken.value.trainee == first
    other = trainees.add("李芳")
    assert [t.name for t in trainees.list()] == ["王小明", "李芳"]
    with pytest.raises(NotAccepted, match="已有人使用"):
        trainees.rename(other.id, "王小明")
    assert trainees.rename(other.id, "李芳芳").id == other.id


@pytest.mark.parametrize("name", ["", "  ", "王\n明", "王\x00", "字" * (NAME_CHARS + 1)])
def test_names_outside_their_limits_are_refused(engine, name):
    with pytest.raises(NotAccepted, match=f"请填写姓名|最多 {NAME_CHARS} 个字|看不见的字符"):
        Trainees(engine).add(name)
    assert Trainees(engine).list() == ()


def test_the_bank_gives_questions_back_as_they_were(bank):
    kept = {question.id: from_json(question.content) for question in bank.list()}
    assert kept == {question.id: question for question in q.ALL}
    assert {question.kind for question in bank.list(kind="blank")} == {"blank"}
    assert bank.list(case="别的案例") == ()


def test_making_again_leaves_what_a_trainer_edited_or_hid(bank):
    bank.edit(q.BLANK.id, {**to_json(q.BLANK), "stem": "改过的题干____"})
    bank.hide(q.JUDGE.id)
    bank.put([stored(question, "made") for question in q.ALL])
    assert bank.get(q.BLANK.id).content["stem"] == "改过的题干____"
    assert bank.get(q.BLANK.id).origin == "edited"
    assert bank.get(q.JUDGE.id).hidden
    assert q.JUDGE.id not in {question.id for question in bank.list(hidden=False)}
    bank.show(q.JUDGE.id)
    assert not bank.get(q.JUDGE.id).hidden
    with pytest.raises(NotFound):
        bank.get("没有这题")


def test_questions_retire_with_their_document_and_come_back_with_it(bank, answers, wang):
    answers.record(wang, q.BLANK.id, "9", 0.0, False, NOW)
    assert bank.retire([]) == len(q.ALL)
    assert bank.list(retired=False) == ()
    assert answers.wrong_book(wang) == ()
    assert answers.due(wang, NOW + timedelta(days=9), 10) == ()
    assert bank.retire([q.DOCUMENT]) == 0
    assert len(bank.list(retired=False)) == len(q.ALL)
    assert len(answers.wrong_book(wang)) == 1


def test_a_question_by_hand_is_added_once(bank):
    own = q.question("blank", "手写____。", ["九"])
    bank.add(stored(own, "added"))
    with pytest.raises(NotAccepted, match="已有同样的题目"):
        bank.add(stored(own, "added"))
    assert bank.get(own.id).origin == "added"


def test_wrong_answers_stay_in_the_book_until_right_twice(answers, wang):
    answers.record(wang, q.BLANK.id, "九百", 0.0, False, NOW)
    answers.record(wang, q.CHOICE.id, "168", 0.0, False, NOW + timedelta(seconds=1))
    assert [e.question_id for e in answers.wrong_book(wang)] == [q.CHOICE.id, q.BLANK.id]
    answers.record(wang, q.BLANK.id, "1.26万", 1.0, True, NOW + timedelta(minutes=1))
    assert len(answers.wrong_book(wang)) == 2
    answers.record(wang, q.BLANK.id, "1.26万", 1.0, True, NOW + timedelta(minutes=2))
    entry = answers.wrong_book(wang)
    assert [e.question_id for e in entry] == [q.CHOICE.id]
    assert (entry[0].times_wrong, entry[0].last_wrong.response) == (1, "168")


def test_wrong_answers_come_back_sooner_than_right_ones(answers, wang):
    answers.record(wang, q.BLANK.id, "错", 0.0, False, NOW)
    answers.record(wang, q.CHOICE.id, "186", 1.0, True, NOW)
    assert answers.due(wang, NOW, 10) == ()
    tomorrow = day_start(local_day(NOW) + timedelta(days=1))
    assert answers.due(wang, tomorrow - timedelta(seconds=1), 10) == ()
    assert answers.due(wang, tomorrow, 10) == (q.BLANK.id,)
    assert answers.due(wang, NOW + timedelta(days=30), 10) == (q.BLANK.id, q.CHOICE.id)
    assert answers.due(wang, NOW + timedelta(days=30), 1) == (q.BLANK.id,)


def test_a_right_answer_is_due_later_each_time(answers, wang):
    at, gaps = NOW, []
    for _ in range(4):
        answers.record(wang, q.BLANK.id, "1.26万", 1.0, True, at)
        next_due = next(
            at + timedelta(hours=h)
            for h in range(1, 24 * 400)
            if answers.due(wang, at + timedelta(hours=h), 1)
        )
        gaps.append(next_due - at)
        at = next_due
    assert gaps[1:] == sorted(gaps[1:])
    assert gaps[-1] > timedelta(days=5)


def test_progress_counts_the_last_answer_of_each_question(engine, answers, wang):
    for response, correct in (("错", False), ("1.26万", True)):
        answers.record(wang, q.BLANK.id, response, float(correct), correct)
    answers.record(wang, q.CHOICE.id, "168", 0.0, False)
    rows = {(r.case, r.kind): (r.answered, r.right) for r in by_case_and_kind(engine, wang)}
    assert rows == {(q.CASE, "blank"): (1, 1), (q.CASE, "choice"): (1, 0)}
    assert [(m.trainee, m.case, m.answered, m.right) for m in mastery(engine)] == [("王小明", q.CASE, 2, 1)]


def test_an_upheld_appeal_makes_the_answer_right_everywhere(engine, answers, wang):
    answer = answers.record(wang, q.NAMED.id, "星火夜校", 0.0, False, NOW)
    appeal = answers.appeal(answer, wang, "文中也这样叫")
    with pytest.raises(NotAccepted, match="只能申诉一次"):
        answers.appeal(answer, wang, "再来")
    open_ones = answers.appeals()
    assert [(a.id, a.trainee, a.words, a.response) for a in open_ones] == [
        (appeal, "王小明", "文中也这样叫", "星火夜校")
    ]
    answers.settle(appeal, upheld=True, note="算对")
    assert answers.appeals() == ()
    assert answers.wrong_book(wang) == ()
    assert mastery(engine)[0].right == 1
    assert answers.due(wang, NOW + timedelta(hours=1), 10) == ()
    answers.settle(appeal, upheld=False)
    assert mastery(engine)[0].right == 0


def test_nobody_appeals_for_somebody_else(engine, answers, wang):
    answer = answers.record(wang, q.NAMED.id, "错", 0.0, False)
    other = Trainees(engine).add("李芳").id
    with pytest.raises(NotFound):
        answers.appeal(answer, other, "替他")


@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_scores_are_shares(answers, wang, score):
    with pytest.raises(NotAccepted):
        answers.record(wang, q.BLANK.id, "九", score, False)
    assert answers.history(wang) == ()


def test_unknown_people_and_questions_write_nothing(answers, wang):
    with pytest.raises(NotFound):
        answers.record(wang + 99, q.BLANK.id, "九", 0.0, False)
    with pytest.raises(NotFound):
        answers.record(wang, "没有", "九", 0.0, False)


def test_a_paper_is_taken_within_its_time(engine, bank, wang):
    papers = Papers(engine, graded)
    paper = papers.make("冬季测验", IDS[:3], Terms(10))
    attempt = papers.start(paper, wang, NOW)
    assert attempt.deadline == NOW + timedelta(minutes=10)
    papers.save(attempt.id, wang, Response(IDS[0], "错误", NOW + timedelta(minutes=1)))
    papers.save(attempt.id, wang, Response(IDS[1], "168", NOW + timedelta(minutes=2)))
    papers.save(attempt.id, wang, Response(IDS[1], "186", NOW + timedelta(minutes=3)))
    assert papers.start(paper, wang, NOW + timedelta(minutes=4)).id == attempt.id  # the page was reloaded
    assert [(s.question_id, s.response) for s in papers.saved(attempt.id, wang)] == [
        (IDS[0], "错误"),
        (IDS[1], "186"),
    ]
    assert Answers(engine).history(wang) == ()  # not counted before it is handed in
    papers.submit(attempt.id, wang, NOW + timedelta(minutes=5))
    papers.submit(attempt.id, wang, NOW + timedelta(minutes=6))
    (result,) = papers.results(paper, NOW + timedelta(minutes=7))
    assert (result.right, result.total, result.score, result.seconds) == (2, 3, pytest.approx(2 / 3), 300)
    assert len(Answers(engine).history(wang)) == 2


def test_late_answers_are_refused_and_what_was_saved_counts(engine, bank, wang):
    papers = Papers(engine, graded)
    paper = papers.make("限时", IDS[:2], Terms(1))
    attempt = papers.start(paper, wang, NOW)
    papers.save(attempt.id, wang, Response(IDS[0], "错误", NOW))
    grace = NOW + timedelta(minutes=1) + GRACE
    papers.save(attempt.id, wang, Response(IDS[1], "186", grace))
    with pytest.raises(AttemptOver, match="这次作答没有保存"):
        papers.save(attempt.id, wang, Response(IDS[1], "168", grace + timedelta(seconds=1)))
    (result,) = papers.results(paper, NOW + timedelta(hours=1))
    assert (result.right, result.submitted) == (2, attempt.deadline)


@pytest.mark.parametrize(
    ("title", "ids", "minutes"),
    [("", IDS[:1], 10), ("题" * 81, IDS[:1], 10), ("甲", [], 10), ("甲", IDS[:1] * 2, 10), ("甲", IDS[:1], 0),
     ("甲", IDS[:1], 601), ("甲", ["没有"], 10)],
)  # fmt: skip
def test_papers_outside_their_limits_are_refused(engine, bank, title, ids, minutes):
    with pytest.raises(NotAccepted):
        Papers(engine).make(title, ids, Terms(minutes))
    assert Papers(engine).list() == ()


def test_two_trainees_answer_at_once(engine, answers, wang):
    li = Trainees(engine).add("李芳").id
    gate = threading.Barrier(4)

    def answer(trainee):
        gate.wait()
        for n in range(8):
            answers.record(trainee, IDS[n % len(IDS)], str(n), 0.0, False)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, [wang, li, wang, li]))
    assert [len(answers.history(who)) for who in (wang, li)] == [16, 16]
    assert len(answers.wrong_book(wang)) == len(IDS)


RECORDER = """
import sys
from people.answers import Answers
from people.database import open_database
answers = Answers(open_database(sys.argv[1]))
print("begun", flush=True)
n = 0
while True:
    n += 1
    answers.record(int(sys.argv[2]), sys.argv[3], str(n), 0.0, False)
"""


def test_a_killed_process_leaves_whole_answers_only(engine, database_url, answers, wang):
    process = subprocess.Popen(
        [sys.executable, "-c", RECORDER, database_url, str(wang), q.BLANK.id],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "begun\n"
    while len(answers.history(wang)) < 5:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    process.stdout.close()
    history = answers.history(wang)
    assert [int(a.response) for a in history] == list(range(len(history), 0, -1))
    answers.record(wang, q.BLANK.id, "1.26万", 1.0, True)  # the card goes on from a whole state
    assert answers.wrong_book(wang)[0].right_since == 1
