"""Who is next, on a scripted clock: order, fairness, the floor of bulk, nobody forgotten."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from index.turns.schedule import BULK_SHARE, LINGER, Schedule, Ticket
from tests.index.turns.simulation import Job, simulate

LONG = 100.0  # seconds
SECONDS = some.floats(0.01, 1.0)
JOBS = some.lists(
    some.builds(
        Job,
        user=some.sampled_from("甲乙丙丁"),
        kind=some.sampled_from(["interactive", "bulk"]),
        passes=some.lists(SECONDS, min_size=1, max_size=6).map(tuple),
        begins=some.floats(0, 3),
        thinks=some.floats(0, 0.3),
    ),
    min_size=1,
    max_size=8,
)


@given(JOBS)
def test_every_pass_runs_once_and_never_beside_another(jobs):
    ran = simulate(jobs)
    assert sorted(each.job for each in ran) == sorted(n for n, job in enumerate(jobs) for _ in job.passes)
    assert all(first.end <= second.begin for first, second in pairwise(ran))
    assert all(each.begin >= each.waited_since for each in ran)


@given(JOBS)
def test_the_model_rests_only_where_nobody_waits_or_a_question_may_come_back(jobs):
    ran = simulate(jobs)
    for before, after in pairwise(ran):
        idle = after.begin - max(before.end, after.waited_since)
        assert idle <= 1e-9 or (jobs[after.job].kind == "bulk" and idle <= LINGER + 1e-9)


@given(some.integers(2, 6), some.integers(1, 5), some.sampled_from(["interactive", "bulk"]))
def test_users_of_a_class_go_in_turn_however_many_requests_each_has(users, requests, kind):
    many = [Job("甲", kind, (0.1,) * 10, thinks=0) for _ in range(requests)]
    others = [Job(f"用户{n}", kind, (0.1,) * 10, thinks=0) for n in range(users - 1)]
    ran = simulate(many + others, until=0.1 * users * 8)
    jobs = many + others
    counts = {user: sum(jobs[r.job].user == user for r in ran) for user in {job.user for job in jobs}}
    assert max(counts.values()) - min(counts.values()) <= 1


@given(some.integers(2, 5))
def test_of_one_user_the_first_request_is_finished_first(requests):
    jobs = [Job("甲", "interactive", (0.1,) * 4, begins=n * 0.01, thinks=0) for n in range(requests)]
    order = [each.job for each in simulate(jobs)]
    assert order == sorted(order)


@pytest.mark.parametrize("drafts", [1, 8])
def test_a_question_beside_long_drafts_takes_less_than_three_times_its_idle_time(drafts):
    question = Job("问", "interactive", (0.08,) * 14, begins=5.0, thinks=0.005)
    heavy = [Job(f"稿{n}", "bulk", (0.2, 0.35, 0.1) * 200, thinks=0.02) for n in range(drafts)]
    (alone, beside) = ([r for r in simulate(jobs) if r.job == 0] for jobs in ([question], [question, *heavy]))
    idle, busy = (ran[-1].end - question.begins for ran in (alone, beside))
    assert busy / idle < 2


def test_interactive_goes_first_and_bulk_waits_until_nobody_comes_back():
    schedule = Schedule()
    slow, quick = Ticket("稿", "bulk", 1, 1), Ticket("问", "interactive", 2, 2)
    schedule.join(slow)
    schedule.join(quick)
    assert schedule.next(0.0) == quick
    schedule.begin(quick, 0.0)
    schedule.end(0.05)
    assert schedule.next(0.05) is None
    assert schedule.pause(0.05) == pytest.approx(LINGER)
    again = Ticket("问", "interactive", 2, 3)
    schedule.join(again)
    assert schedule.next(0.06) == again
    schedule.leave(again)
    assert schedule.next(0.05 + LINGER) == slow
    assert schedule.pause(0.05 + LINGER) is None


def for_long(passes):
    return tuple(passes) * (1 + int(LONG / sum(passes)))


@given(
    some.lists(SECONDS, min_size=2, max_size=5),
    some.lists(SECONDS, min_size=2, max_size=5),
    some.integers(1, 4),
)
def test_bulk_gets_its_share_however_many_ask(quick, slow, askers):
    asking = [Job(f"问{n}", "interactive", for_long(quick), thinks=0) for n in range(askers)]
    heavy = Job("稿", "bulk", for_long(slow), thinks=0)
    ran = simulate([*asking, heavy], until=LONG)
    total = ran[-1].end
    bulk = sum(r.end - r.begin for r in ran if r.job == askers)
    assert bulk >= BULK_SHARE * (total - max(quick)) - 2 * max(slow)  # less what it is still owed
    assert bulk <= BULK_SHARE * total + 2 * max(slow)


def test_what_bulk_did_not_wait_for_is_not_owed():
    schedule = Schedule()
    for n in range(100):
        ticket = Ticket("问", "interactive", n, n)
        schedule.join(ticket)
        schedule.begin(ticket, float(n))
        schedule.end(n + 0.9)
    slow, quick = Ticket("稿", "bulk", 200, 200), Ticket("问", "interactive", 201, 201)
    schedule.join(slow)
    schedule.join(quick)
    assert schedule.next(100.0) == quick


def test_an_end_without_a_beginning_is_refused():
    with pytest.raises(RuntimeError, match="no turn"):
        Schedule().end(0.0)
