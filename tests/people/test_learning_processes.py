"""Learning under several processes, kills and bad addresses; the schedule against FSRS itself."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fsrs import Card, Rating, Scheduler
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from people.answers import Answers
from people.bank import Bank, StoredQuestion
from people.database import DatabaseUnusable, open_database
from people.entries import NotAccepted
from people.papers import GRACE, Papers, Response, Terms
from people.schedule import day_start, local_day, replay, review
from people.tables import CardRow
from people.trainees import NameTaken, Trainees

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
IDS = ("甲题", "乙题", "丙题")


def graded(question_id, words):
    """A grader: 答 is right, 半对 half."""
    return {"答": (1.0, True), "半对": (0.5, False)}[words]


@pytest.fixture
def engine(database_url):
    engine = open_database(database_url)
    Bank(engine).put(
        [StoredQuestion(question_id, "d", "文档", "案例", "judge", 1, "made", {}) for question_id in IDS]
    )
    yield engine
    engine.dispose()


@pytest.fixture
def trainee(engine):
    return Trainees(engine).add("陈晨").id


def assert_cards_follow_from_the_answers(engine, trainee):
    answers = Answers(engine).history(trainee, 10_000)[::-1]
    expected = {
        question_id: replay((a.right, a.at) for a in answers if a.question_id == question_id).card
        for question_id in {a.question_id for a in answers}
    }
    with Session(engine) as session:
        rows = session.scalars(select(CardRow).where(CardRow.trainee_id == trainee)).all()
        assert {row.question_id: row.card for row in rows} == expected
        named = {row.question_id: datetime.fromisoformat(row.card["due"]) for row in rows}
        assert all(abs(row.due - named[row.question_id]) <= timedelta(days=1) for row in rows)


# The process stops for good inside its transaction: the answer is written, its card is not.
STOPS = """
import sys, time
from datetime import UTC, datetime
import people.answers
from people.database import open_database
from people.papers import Papers
url, trainee, attempt, free = sys.argv[1:]
real, left = people.answers.review, [int(free)]
def stopping(*given):
    left[0] -= 1
    if left[0] < 0:
        print("inside", flush=True)
        time.sleep(600)
    return real(*given)
people.answers.review = stopping
engine = open_database(url)
if attempt == "none":
    people.answers.Answers(engine).record(int(trainee), "甲题", "第二次", 0.0, False)
else:
    papers = Papers(engine, lambda *given: (1.0, True))
    papers.submit(int(attempt), int(trainee), datetime(2026, 11, 24, 8, 5, tzinfo=UTC))
"""


def killed_inside(url, trainee, attempt, free):
    command = [sys.executable, "-c", STOPS, url, str(trainee), str(attempt), str(free)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            assert process.stdout.readline() == "inside\n"
        finally:
            process.kill()


def test_killed_between_an_answer_and_its_card_neither_is_there(engine, database_url, trainee):
    answers = Answers(engine)
    answers.record(trainee, "甲题", "第一次", 1.0, True, NOW)
    killed_inside(database_url, trainee, "none", 0)
    assert [a.response for a in answers.history(trainee)] == ["第一次"]
    assert_cards_follow_from_the_answers(engine, trainee)
    answers.record(trainee, "甲题", "第三次", 0.0, False, NOW)  # nothing is left locked
    assert_cards_follow_from_the_answers(engine, trainee)


def test_killed_while_handing_in_the_paper_goes_on_as_it_was(engine, database_url, trainee):
    papers = Papers(engine, graded)
    paper = papers.make("卷", IDS)
    attempt = papers.start(paper, trainee, NOW)
    for place, question_id in enumerate(IDS):
        papers.save(attempt.id, trainee, Response(question_id, "答", NOW + timedelta(seconds=place)))
    before = papers.saved(attempt.id, trainee)
    killed_inside(database_url, trainee, attempt.id, 1)
    assert papers.saved(attempt.id, trainee) == before
    assert Answers(engine).history(trainee) == ()
    assert papers.start(paper, trainee, NOW).submitted is None
    papers.submit(attempt.id, trainee, NOW + timedelta(minutes=6))
    assert papers.results(paper, NOW)[0].right == len(IDS)
    assert_cards_follow_from_the_answers(engine, trainee)


RECORDER = """
import sys
from people.answers import Answers
from people.database import open_database
engine = open_database(sys.argv[1])
for n in range(30):
    right = (n + len(sys.argv[3])) % 3 == 0
    asked, said = ("甲题", "乙题")[n % 2], f"{sys.argv[3]}{n}"
    Answers(engine).record(int(sys.argv[2]), asked, said, float(right), right)
engine.dispose()
"""


def test_processes_that_record_at_once_lose_no_answer_and_no_review(engine, database_url, trainee):
    command = [sys.executable, "-c", RECORDER, database_url, str(trainee)]
    started = [
        subprocess.Popen([*command, name], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for name in ("a", "bb")
    ]
    for process in started:
        _, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")
    given = [a.response for a in Answers(engine).history(trainee)]
    assert sorted(given) == sorted(f"{name}{n}" for name in ("a", "bb") for n in range(30))
    assert_cards_follow_from_the_answers(engine, trainee)


def test_begun_twice_at_once_a_paper_has_one_attempt(engine, trainee):
    papers = Papers(engine, graded)
    paper = papers.make("卷", IDS, Terms(5))
    with ThreadPoolExecutor(6) as pool:
        begun = set(pool.map(lambda _: papers.start(paper, trainee, NOW), range(6)))
    assert len(begun) == 1
    with ThreadPoolExecutor(6) as pool:
        handed_in = set(pool.map(lambda _: papers.submit(begun.copy().pop().id, trainee, NOW), range(6)))
    assert len(handed_in) == 1
    assert len(papers.results(paper, NOW)) == 1


def test_one_name_added_at_once_is_one_trainee(engine):
    def add(_):
        try:
            return Trainees(engine).add("同名")
        except NameTaken as taken:
            return taken

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(add, range(6)))
    (added,) = (one for one in results if not isinstance(one, NameTaken))
    assert [one.trainee for one in results if one is not added] == [added] * 5


def test_an_upheld_appeal_raises_the_paper_result_too(engine, trainee):
    papers, answers = Papers(engine, graded), Answers(engine)
    paper = papers.make("卷", IDS, Terms(5))
    attempt = papers.start(paper, trainee, NOW)
    papers.save(attempt.id, trainee, Response("乙题", "半对", NOW))
    papers.submit(attempt.id, trainee, NOW + timedelta(seconds=90))
    assert [(r.score, r.right, r.seconds) for r in papers.results(paper, NOW)] == [
        (pytest.approx(1 / 6), 0, 90)
    ]
    (saved,) = papers.saved(attempt.id, trainee)
    answers.settle(answers.appeal(saved.answer_id, trainee, ""), upheld=True)
    assert [(r.score, r.right) for r in papers.results(paper, NOW)] == [(pytest.approx(1 / 3), 1)]
    assert papers.saved(attempt.id, trainee)[0].right
    assert_cards_follow_from_the_answers(engine, trainee)


def test_a_paper_left_open_is_handed_in_at_its_deadline_and_not_begun_again(engine, trainee):
    papers = Papers(engine, graded)
    paper = papers.make("卷", IDS, Terms(5))
    attempt = papers.start(paper, trainee, NOW)
    papers.save(attempt.id, trainee, Response("甲题", "答", NOW))
    assert papers.close_expired(NOW + timedelta(minutes=5) + GRACE) == 0
    assert papers.close_expired(NOW + timedelta(minutes=5, seconds=1) + GRACE) == 1
    again = papers.start(paper, trainee, NOW + timedelta(hours=2))
    assert (again.id, again.submitted) == (attempt.id, NOW + timedelta(minutes=5))
    assert len(Answers(engine).history(trainee)) == 1


def test_times_keep_their_instant_and_naive_ones_are_refused(engine, trainee):
    answers = Answers(engine)
    beijing = NOW.astimezone(timezone(timedelta(hours=8)))
    answers.record(trainee, "甲题", "答", 0.0, False, beijing)
    (kept,) = answers.history(trainee)
    assert (kept.at, kept.at.utcoffset()) == (NOW, timedelta(0))
    tomorrow = day_start(local_day(beijing) + timedelta(days=1))
    assert answers.due(trainee, tomorrow.astimezone(beijing.tzinfo), 5) == ("甲题",)
    assert answers.due(trainee, tomorrow - timedelta(seconds=1), 5) == ()
    with pytest.raises(StatementError, match="time zone"):
        answers.due(trainee, NOW.replace(tzinfo=None), 5)


@pytest.mark.parametrize("response", ["空\x00字符", "残\ud800缺", "字" * 5001])
def test_responses_that_cannot_be_kept_are_refused_on_either_engine(engine, trainee, response):
    with pytest.raises(NotAccepted, match="作答"):
        Answers(engine).record(trainee, "甲题", response, 0.0, False)
    assert Answers(engine).history(trainee) == ()


def test_the_schedule_is_that_of_fsrs_without_its_spread():
    ten = timedelta(minutes=10)
    oracle = Scheduler(learning_steps=[ten], relearning_steps=[ten], enable_fuzzing=False)
    card, kept, at = Card(card_id=0, due=NOW), None, NOW
    for right in (False, True, True, False, True, True, True):
        card, _ = oracle.review_card(card, Rating.Good if right else Rating.Again, review_datetime=at)
        kept = review(kept.card if kept else None, right, at)
        assert kept.card == card.to_dict()
        assert kept.due == day_start(max(local_day(card.due), local_day(at) + timedelta(days=1)))
        assert right or kept.due == day_start(local_day(at) + timedelta(days=1))
        at = max(card.due, kept.due)
    earlier = review(kept.card, True, NOW - timedelta(days=1))  # another process's clock is behind
    assert earlier == review(kept.card, True, datetime.fromisoformat(kept.card["last_review"]))


@pytest.mark.parametrize(
    "url", ["", "postgres://u:geheim@h/d", "mysql://u:geheim@h/d", "postgresql+nodriver://u:geheim@h/d"]
)
def test_a_wrong_address_is_refused_without_repeating_its_password(url):
    with pytest.raises(DatabaseUnusable, match="数据库地址不能用") as refused:
        open_database(url)
    assert "geheim" not in str(refused.value)


def test_a_server_that_is_not_there_is_named_without_its_password():
    with pytest.raises(DatabaseUnusable, match=r"127\.0\.0\.1:1/") as refused:
        open_database("postgresql+psycopg://u:geheim@127.0.0.1:1/d")
    assert "geheim" not in str(refused.value)


def test_a_dropped_connection_is_replaced(postgres, engine, trainee):
    if engine.dialect.name == "postgresql":
        with engine.connect() as first, engine.connect() as second:
            other_pid = second.execute(text("SELECT pg_backend_pid()")).scalar_one()
            second.rollback()
            first.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": other_pid})
    assert [t.id for t in Trainees(engine).list()] == [trainee]
    assert [t.name for t in Trainees(engine).list()] == ["陈晨"]
