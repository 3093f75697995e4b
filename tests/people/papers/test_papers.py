"""Papers with points, terms, versions and several attempts; the same on SQLite and on PostgreSQL."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from people.answers import Answers
from people.bank import Bank, StoredQuestion
from people.database import writing
from people.entries import NotAccepted, NotFound
from people.papers import ANSWER_CHARS, GRACE, AttemptOver, Papers, Response, Terms
from people.tables import AttemptRow
from people.trainees import Trainees

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
IDS = ("甲题", "乙题", "丙题")
POINTS = {"甲题": 2.0, "乙题": 3.0, "丙题": 5.0}
graded_words = []


def grader(question_id, words):
    """答 is right, 半 half; what was graded is kept."""
    graded_words.append(words)
    return {"答": (1.0, True), "半": (0.5, False)}.get(words, (0.0, False))


@pytest.fixture
def papers(engine):
    graded_words.clear()
    Bank(engine).put([StoredQuestion(i, "d", "文档", "案例", "judge", 1, "made", {}) for i in IDS])
    return Papers(engine, grader)


@pytest.fixture
def chen(engine):
    return Trainees(engine).add("陈晨").id


def later(**time):
    return NOW + timedelta(**time)


def taken(papers, paper, who, at, *words):
    """An attempt at a paper with these answers, handed in."""
    attempt = papers.start(paper, who, at)
    for question_id, given in zip(IDS, words, strict=False):
        papers.save(attempt.id, who, Response(question_id, given, at))
    return papers.submit(attempt.id, who, at)


def test_points_weigh_and_a_pass_mark_passes(papers, chen):
    paper = papers.make("卷", IDS, Terms(pass_mark=6.5), POINTS)
    taken(papers, paper, chen, NOW, "答", "错", "半")
    (result,) = papers.results(paper, NOW)
    assert (result.points, result.full, result.right, result.passed) == (4.5, 10.0, 1, False)
    assert result.score == 0.45
    (saved,) = (one for one in papers.saved(result.attempt_id, chen) if one.question_id == "丙题")
    answers = Answers(papers._engine)
    answers.settle(answers.appeal(saved.answer_id, chen, "写得对"), upheld=True)
    (result,) = papers.results(paper, NOW)
    assert (result.points, result.passed) == (7.0, True)


def test_without_points_each_question_is_worth_the_same_share_of_a_hundred(papers):
    paper = papers.get(papers.make("卷", IDS))
    assert [one.points for one in paper.questions] == [pytest.approx(100 / 3)] * 3
    assert paper.total == pytest.approx(100)


@pytest.mark.parametrize(
    ("terms", "points", "said"),
    [(Terms(0), None, "应为 1 到 600 分钟"), (Terms(pass_mark=11.0), POINTS, "不超过满分 10 分"),
     (Terms(versions=9), None, "应为 1 到 8 份"), (Terms(attempts=0), None, "应为 1 到 10 次"),
     (Terms(opens=NOW, closes=NOW), None, "截止时间早于开始时间"),
     (Terms(), {"甲题": 1.0, "乙题": 2.0}, "第 3 题还没有分值"),
     (Terms(), POINTS | {"乙题": -1.0}, "第 2 题的分值是 -1，应大于 0、不超过 100")],
)  # fmt: skip
def test_terms_outside_their_limits_are_refused_in_plain_words(papers, terms, points, said):
    with pytest.raises(NotAccepted, match=said):
        papers.make("卷", IDS, terms, points)
    assert papers.list() == ()


def test_a_paper_without_a_name_is_asked_for_one(papers):
    with pytest.raises(NotAccepted, match=r"^请填写试卷名称。$"):
        papers.make("  ", IDS)


def test_looking_at_a_paper_begins_nothing(papers, chen):
    paper = papers.make("卷", IDS, Terms(5))
    standing = papers.standing(paper, chen, NOW)
    assert (standing.results, standing.under_way, standing.left, standing.can_begin) == ((), None, 1, True)
    assert papers.results(paper, NOW) == ()


@pytest.mark.parametrize(
    ("counts", "counted"), [("best", [False, True, False]), ("last", [False, False, True])]
)
def test_of_several_attempts_the_best_or_the_last_counts(papers, chen, counts, counted):
    paper = papers.make("卷", IDS, Terms(attempts=3, counts=counts, versions=2), POINTS)
    for words in (("错",), ("答", "答"), ("答",)):
        assert papers.standing(paper, chen, NOW).can_begin
        taken(papers, paper, chen, NOW, *words)
    results = papers.results(paper, NOW)
    assert [(r.number, r.points) for r in results] == [(1, 0.0), (2, 5.0), (3, 2.0)]
    assert [r.counted for r in results] == counted
    assert len({r.version for r in results}) == 2
    assert not papers.standing(paper, chen, NOW).can_begin
    again = papers.start(paper, chen, NOW)
    assert (again.number, again.submitted) == (3, NOW)  # none is begun


def test_answers_are_withheld_until_nothing_more_can_be_answered(papers, chen):
    paper = papers.make("卷", IDS, Terms(attempts=2, closes=later(hours=2)))
    assert papers.withheld(chen, NOW) == frozenset()
    taken(papers, paper, chen, NOW, "答")
    assert not papers.standing(paper, chen, NOW).closed
    assert papers.withheld(chen, NOW) == set(IDS)
    assert papers.standing(paper, chen, later(hours=2)).closed
    assert papers.withheld(chen, later(hours=2)) == frozenset()
    taken(papers, paper, chen, NOW, "答")
    assert papers.standing(paper, chen, NOW).closed
    assert papers.withheld(chen, NOW) == frozenset()


def test_a_paper_is_open_in_its_window_only_and_ends_with_it(papers, chen):
    paper = papers.make("卷", IDS, Terms(60, opens=later(hours=1), closes=later(hours=1, minutes=30)))
    with pytest.raises(NotAccepted, match="才开放"):
        papers.start(paper, chen, NOW)
    attempt = papers.start(paper, chen, later(hours=1))
    assert attempt.deadline == later(hours=1, minutes=30)  # before its 60 minutes are over
    late = Trainees(papers._engine).add("来晚了").id
    with pytest.raises(NotAccepted, match="截止"):
        papers.start(paper, late, later(hours=1, minutes=30))
    standing = papers.standing(paper, chen, later(hours=2))
    assert (standing.under_way, standing.over, standing.results[0].submitted) == (
        None,
        True,
        attempt.deadline,
    )


def test_points_stay_once_somebody_has_begun_and_terms_do_not(papers, chen):
    paper = papers.make("卷", IDS, Terms(5), POINTS)
    papers.change(paper, "新卷", Terms(6), POINTS | {"甲题": 4.0})
    assert (papers.get(paper).total, papers.get(paper).terms.minutes) == (12.0, 6)
    attempt = papers.start(paper, chen, NOW)
    with pytest.raises(NotAccepted, match="已经有人开始作答"):
        papers.change(paper, "新卷", Terms(6), POINTS)
    papers.change(paper, "改名", Terms(600))
    assert papers.attempt(attempt.id, chen).deadline == attempt.deadline
    assert papers.get(paper).title == "改名"


def test_an_answer_taken_back_is_blank_again(papers, chen):
    attempt = papers.start(papers.make("卷", IDS), chen, NOW)
    assert papers.save(attempt.id, chen, Response("甲题", "答", NOW)) == 1
    assert papers.save(attempt.id, chen, Response("乙题", "答", NOW)) == 2
    assert papers.save(attempt.id, chen, Response("甲题", "  ", NOW)) == 1
    assert [one.question_id for one in papers.saved(attempt.id, chen)] == ["乙题"]


def test_nothing_is_graded_before_it_is_handed_in_and_then_once(papers, chen):
    attempt = papers.start(papers.make("卷", IDS), chen, NOW)
    for words in ("错", "半", "答"):
        papers.save(attempt.id, chen, Response("甲题", words, NOW))
    assert graded_words == []
    papers.submit(attempt.id, chen, NOW)
    papers.submit(attempt.id, chen, NOW)
    assert graded_words == ["答"]


def test_a_grader_that_fails_loses_nothing(papers, chen):
    attempt = papers.start(papers.make("卷", IDS, Terms(5)), chen, NOW)
    papers.save(attempt.id, chen, Response("甲题", "答", NOW))

    def broken(question_id, words):
        raise OSError("the model is gone")

    with pytest.raises(OSError, match="gone"):
        papers.graded_by(broken).close_expired(later(hours=1))
    assert papers.attempt(attempt.id, chen).submitted is None
    assert papers.close_expired(later(hours=1)) == 1
    assert papers.result(attempt.id, chen).right == 1


def test_the_ticket_finds_its_attempt_and_nothing_else_does(papers, chen):
    attempt = papers.start(papers.make("卷", IDS), chen, NOW)
    assert papers.ticketed(attempt.ticket) == attempt
    assert len(attempt.ticket) == 43
    for wrong in ("", "x" * 43, str(attempt.id), "%"):
        with pytest.raises(NotFound):
            papers.ticketed(wrong)
    assert attempt.ticket not in repr(attempt)


def test_a_long_answer_is_refused_in_plain_words(papers, chen):
    attempt = papers.start(papers.make("卷", IDS), chen, NOW)
    with pytest.raises(
        NotAccepted, match=f"这道题的答案写了 {ANSWER_CHARS + 1} 个字，最多 {ANSWER_CHARS} 个字"
    ):
        papers.save(attempt.id, chen, Response("甲题", "字" * (ANSWER_CHARS + 1), NOW))


def test_two_tabs_at_once_lose_no_answer_though_one_hands_in(papers, chen):
    """Each of many savers is told whether its answer was kept; what was, is in the result."""
    paper = papers.make("卷", IDS)
    attempt = papers.start(paper, chen, NOW)

    def save(question_id):
        try:
            papers.save(attempt.id, chen, Response(question_id, "答", NOW))
        except AttemptOver:
            return None
        return question_id

    with ThreadPoolExecutor(4) as pool:
        saving = [pool.submit(save, question_id) for question_id in IDS]
        handing = pool.submit(papers.submit, attempt.id, chen, NOW)
        kept = {one.result() for one in saving} - {None}
        handing.result()
    assert {one.question_id for one in papers.saved(attempt.id, chen)} == kept
    assert papers.result(attempt.id, chen).right == len(kept)


SAVER = """
import sys
from datetime import UTC, datetime
from people.database import open_database
from people.papers import Papers, Response
papers = Papers(open_database(sys.argv[1]))
attempt, trainee = int(sys.argv[2]), int(sys.argv[3])
for n in range(100000):
    papers.save(attempt, trainee, Response("甲题", str(n), datetime(2026, 11, 24, 8, 1, tzinfo=UTC)))
    print(n, flush=True)
"""


def test_killed_while_saving_what_was_acknowledged_is_there(papers, chen, database_url):
    attempt = papers.start(papers.make("卷", IDS, Terms(5)), chen, NOW)
    command = [sys.executable, "-c", SAVER, database_url, str(attempt.id), str(chen)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for _ in range(5):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        acknowledged = 4 + len(process.stdout.readlines())
    (saved,) = papers.saved(attempt.id, chen)
    assert int(saved.response) in (acknowledged, acknowledged + 1)  # killed before it could say so
    assert papers.close_expired(NOW + timedelta(minutes=6) + GRACE) == 1
    assert papers.result(attempt.id, chen).submitted == attempt.deadline


def test_points_do_not_change_while_somebody_begins(papers, chen, engine):
    paper = papers.make("卷", ["甲题"], Terms(), {"甲题": 2.0})
    with Session(writing(engine)) as session, session.begin():
        session.add(
            AttemptRow(paper_id=paper, trainee_id=chen, started=NOW, deadline=None, submitted=None, number=1)
        )
        session.flush()
        with ThreadPoolExecutor(1) as pool:
            changing = pool.submit(papers.change, paper, "卷", Terms(), {"甲题": 5.0})
            with pytest.raises(TimeoutError):
                changing.result(timeout=1)  # it waits for who begins
            session.commit()
            with pytest.raises(NotAccepted, match="已经有人开始"):
                changing.result(timeout=10)
