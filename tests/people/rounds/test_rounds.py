"""Rounds that outlive pages, servers and kills, and are answered once whoever answers first."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from people import Given, Learning, NotFound, Purpose
from people.database import open_database
from people.entries import NotAccepted
from people.papers import Terms
from people.rounds.habit import days_in_a_row
from people.schedule import day_start, local_day
from tests.people.rounds.conftest import IDS

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = Purpose.day(local_day(NOW))
TEN = IDS[:10]


def given(question_id, response="对", *, right=True, at=NOW):
    return Given(question_id, response, float(right), right, at)


def test_a_day_has_one_round_and_goes_on_where_it_was(learning, wang, database_url):
    first = learning.rounds.begin(wang, TODAY, TEN, NOW)
    for number, question_id in enumerate(TEN[:4]):
        learning.rounds.answer(first.id, wang, given(question_id, right=number != 1))
    again = open_database(database_url)  # the program was started anew
    resumed = Learning(again).rounds.begin(wang, TODAY, IDS[10:20], NOW + timedelta(hours=3))
    again.dispose()
    assert (resumed.id, resumed.at, resumed.answered, resumed.right) == (first.id, 4, 4, 3)
    assert [one.question_id for one in resumed.asked] == list(TEN)
    assert [one.response for one in resumed.asked[:5]] == ["对"] * 4 + [""]
    assert [r.id for r in learning.rounds.under_way(wang, TODAY.about)] == [first.id]
    for question_id in TEN[4:]:
        resumed = learning.rounds.answer(first.id, wang, given(question_id))
    assert (resumed.at, resumed.answered, resumed.right, resumed.score) == (None, 10, 9, 0.9)
    assert learning.rounds.under_way(wang, TODAY.about) == ()


def test_two_pages_at_once_begin_one_round_and_answer_once(learning, wang):
    def begin(n):
        return learning.rounds.begin(wang, TODAY, IDS[n : n + 10], NOW)

    with ThreadPoolExecutor(6) as pool:
        begun = list(pool.map(begin, range(6)))
    assert len({(one.id, one.asked) for one in begun}) == 1
    asked = begun[0].asked[0].question_id
    with ThreadPoolExecutor(6) as pool:
        answer = lambda n: learning.rounds.answer(begun[0].id, wang, given(asked, f"第{n}个"))  # noqa: E731
        kept = {one.asked[0].response for one in pool.map(answer, range(6))}
    assert len(kept) == 1
    assert [a.response for a in learning.answers.history(wang)] == list(kept)


def test_another_day_another_round(learning, wang):
    first = learning.rounds.begin(wang, TODAY, TEN, NOW)
    midnight = day_start(local_day(NOW) + timedelta(days=1))
    before, after = (Purpose.day(local_day(at)) for at in (midnight - timedelta(seconds=1), midnight))
    assert learning.rounds.find(wang, before).id == first.id
    assert learning.rounds.find(wang, after) is None
    second = learning.rounds.begin(wang, after, IDS[10:20], midnight)
    # The page that was open over midnight finishes the day that it began.
    kept = learning.rounds.answer(first.id, wang, given(TEN[0], at=midnight + timedelta(minutes=1)))
    assert kept.purpose == before
    assert learning.rounds.get(second.id, wang).answered == 0
    assert [one.id for one in learning.rounds.under_way(wang, after.about)] == [second.id]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/Los_Angeles"])
def test_a_day_is_that_of_the_office_s_clock(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        at = datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)
        days = [local_day(at + timedelta(seconds=s)) for s in (0, 1)]
        turns = zone == "Asia/Shanghai"  # 23:59:59 there
        assert days[1] - days[0] == timedelta(days=int(turns))
        assert local_day(day_start(days[1])) == days[1]
        assert local_day(day_start(days[1]) - timedelta(seconds=1)) == days[1] - timedelta(days=1)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_somebody_else_s_round_is_not_found(learning, wang):
    other = learning.trainees.add("李芳").id
    mine = learning.rounds.begin(wang, TODAY, TEN, NOW)
    for call in (
        lambda: learning.rounds.get(mine.id, other),
        lambda: learning.rounds.answer(mine.id, other, given(TEN[0])),
        lambda: learning.rounds.refill(mine.id, other, IDS, IDS),
        lambda: learning.walks.settle(mine.id, other, NOW),
        lambda: learning.walks.answer(mine.id, other, given(TEN[0])),
    ):
        with pytest.raises(NotFound, match="这一轮练习已经结束"):
            call()
    with pytest.raises(NotFound, match="不在这一轮练习里"):
        learning.rounds.answer(mine.id, wang, given(IDS[20]))
    with pytest.raises(NotAccepted):
        learning.rounds.answer(mine.id, wang, given(TEN[0], "字" * 5001))
    assert learning.answers.history(wang) == learning.answers.history(other) == ()


def test_questions_that_may_not_be_asked_are_replaced_answered_ones_stay(learning, wang):
    mine = learning.rounds.begin(wang, TODAY, TEN, NOW)
    learning.rounds.answer(mine.id, wang, given(TEN[0]))
    askable = {*TEN[3:], IDS[10]}  # three are gone, one of them answered; one is spare
    filled = learning.rounds.refill(mine.id, wang, askable, [TEN[4], IDS[10], IDS[10]])
    assert [one.question_id for one in filled.asked] == [TEN[0], IDS[10], *TEN[3:]]
    assert learning.rounds.refill(mine.id, wang, askable, []) == filled


def test_practice_is_begun_anew_and_an_old_page_is_told(learning, wang):
    old = learning.rounds.begin(wang, Purpose("practice"), IDS[:2], NOW)
    learning.rounds.answer(old.id, wang, given(IDS[0]))
    new = learning.rounds.begin(wang, Purpose("practice"), IDS[:3], NOW, anew="always")
    assert new.answered == 0
    with pytest.raises(NotFound, match="换成了新的一轮"):
        learning.rounds.answer(old.id, wang, given(IDS[1]))
    assert len(learning.answers.history(wang)) == 1


# The process stops for good inside its transaction: the answer is written, the round does not hold it.
STOPS = """
import sys, time
from datetime import UTC, datetime
import people.rounds.rounds as rounds
from people import Given, Learning
from people.database import open_database
real = rounds.add_answer
def stopping(*given):
    real(*given)
    print("inside", flush=True)
    time.sleep(600)
rounds.add_answer = stopping
given = Given(sys.argv[4], "对", 1.0, True, datetime.now(UTC))
Learning(open_database(sys.argv[1])).rounds.answer(int(sys.argv[3]), int(sys.argv[2]), given)
"""


def test_killed_between_an_answer_and_its_round_neither_is_there(learning, wang, database_url):
    mine = learning.rounds.begin(wang, TODAY, TEN, NOW)
    command = [sys.executable, "-c", STOPS, database_url, str(wang), str(mine.id), TEN[0]]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "inside\n"
        finally:
            process.kill()
    assert learning.rounds.get(mine.id, wang) == mine
    assert learning.answers.history(wang) == ()
    assert learning.rounds.answer(mine.id, wang, given(TEN[0])).at == 1  # nothing is left locked


def test_an_upheld_appeal_counts_in_the_round(learning, wang):
    mine = learning.rounds.begin(wang, TODAY, TEN[:2], NOW)
    kept = learning.rounds.answer(mine.id, wang, given(TEN[0], right=False))
    assert (kept.right, kept.score) == (0, 0.0)
    learning.answers.settle(learning.answers.appeal(kept.asked[0].answer_id, wang, ""), upheld=True)
    kept = learning.rounds.get(mine.id, wang)
    assert (kept.right, kept.score, kept.asked[0].appealed) == (1, 0.5, True)


def test_keys_of_a_running_paper_are_held_back_until_it_is_in(learning, wang):
    paper = learning.papers.make("卷", IDS[:3], Terms(30))
    assert learning.withheld(wang, NOW) == frozenset()
    attempt = learning.papers.start(paper, wang, NOW)
    assert learning.withheld(wang, NOW) == frozenset(IDS[:3])
    assert learning.withheld(learning.trainees.add("李芳").id, NOW) == frozenset()
    assert learning.withheld(wang, NOW + timedelta(minutes=30)) == frozenset(IDS[:3])
    late = NOW + timedelta(minutes=31)  # until it is handed in, which the server does when time is over
    assert learning.withheld(wang, late) == frozenset(IDS[:3])
    learning.papers.submit(attempt.id, wang, NOW + timedelta(minutes=2))
    assert learning.withheld(wang, NOW + timedelta(minutes=3)) == frozenset()


def test_days_in_a_row():
    day = date(2026, 11, 24)
    back = lambda *n: {day - timedelta(days=one) for one in n}  # noqa: E731
    assert days_in_a_row(back(), day) == 0
    assert days_in_a_row(back(0), day) == 1
    assert days_in_a_row(back(1, 2), day) == 2  # today is still to come
    assert days_in_a_row(back(0, 1, 3), day) == 2
    assert days_in_a_row(back(2, 3), day) == 0


def test_a_day_counts_by_its_ten_or_by_as_many_other_answers(learning, wang):
    yesterday = NOW - timedelta(days=1)
    short = learning.rounds.begin(wang, Purpose.day(local_day(yesterday)), IDS[:2], yesterday)
    for question_id in IDS[:2]:
        learning.rounds.answer(short.id, wang, given(question_id, at=yesterday))
    for question_id in IDS[:10]:
        learning.answers.record(wang, question_id, "对", 1.0, True, NOW - timedelta(days=2))
    learning.answers.record(wang, IDS[0], "对", 1.0, True, NOW - timedelta(days=3))
    kept = learning.habit(wang, NOW)
    assert (kept.streak, kept.today) == (2, 0)
    assert [given for _, given in kept.days[-5:]] == [0, 1, 10, 2, 0]
    assert kept.days[-1][0] == local_day(NOW)


def test_wrong_ones_come_back_the_next_day_at_the_earliest(learning, wang):
    mine = learning.rounds.begin(wang, TODAY, TEN, NOW)
    learning.rounds.answer(mine.id, wang, given(TEN[0], right=False))
    midnight = day_start(local_day(NOW) + timedelta(days=1))
    assert learning.answers.due(wang, midnight - timedelta(microseconds=1), 10) == ()
    assert learning.answers.due(wang, midnight, 10) == (TEN[0],)
    assert learning.last_answered(wang) == {TEN[0]: NOW}
