"""The line at the door: in turn, with a place that is told, full at its limits, left by who gives up."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as some

from index.turns import Admission, Cancelled, Full, Limits
from index.turns.line import Entry, Line

SOON = 5.0
LIMITS = Limits(running=2, running_per_user=1, waiting=6, waiting_per_user=2)


@pytest.fixture
def door():
    return Admission(LIMITS, "个问题")


def test_who_finds_room_is_in_and_waits_for_nobody(door):
    with door.join("甲") as place:
        assert place.wait()
        assert place.words == ""


def test_places_are_told_and_change_as_others_leave(door):
    with ExitStack() as stack:
        first = stack.enter_context(door.join("甲"))
        stack.enter_context(door.join("乙"))
        third, fourth = door.join("丙"), door.join("丁")
        assert not fourth.wait()
        assert third.words == "前面还有 2 个问题，请稍候。"
        assert fourth.words == "前面还有 3 个问题，请稍候。"
        door.leave(first._entry)
        assert third.wait()
        assert fourth.words == "前面还有 2 个问题，请稍候。"
        third.__exit__(None, None, None)
        assert fourth.wait()


def test_a_user_has_one_at_work_and_the_others_pass_by(door):
    first, second, other = door.join("甲"), door.join("甲"), door.join("乙")
    assert (first.wait(), second.wait(), other.wait()) == (True, False, True)
    door.leave(other._entry)
    assert second.words == "前面还有 1 个问题，请稍候。"
    door.leave(first._entry)
    assert second.wait()


def test_a_full_line_refuses_and_says_why_and_for_how_long(door):
    places = [door.join("甲") for _ in range(3)]
    with pytest.raises(Full, match=r"^您已有 2 个问题在排队，达到每人上限。") as own:
        door.join("甲")
    places += [door.join(f"用户{n}") for n in range(5)]
    with pytest.raises(
        Full, match=r"^现在用的人太多：已有 6 个问题在排队，达到上限。请过 6 秒再试。"
    ) as every:
        door.join("新来的")
    assert (own.value.retry_after, every.value.retry_after) == (2, 6)  # of 2 s each, two at a time
    for place in places:
        door.leave(place._entry)
    assert door.join("新来的").wait()


def test_whoever_gives_up_makes_room_and_twice_does_no_harm(door):
    places = [door.join(user) for user in "甲乙丙丁"]
    for _ in range(2):
        door.leave(places[2]._entry)
        door.leave(places[0]._entry)
    assert places[3].wait()
    assert not places[2].wait()


def test_waiting_is_told_cancelled_and_ended_by_patience(door):
    told, stop = [], threading.Event()

    def asks(cancelled, patience):
        with door.admitted("丙", cancelled, told.append, patience):
            raise AssertionError("there is no room")

    with door.join("甲"), door.join("乙"), ThreadPoolExecutor(1) as pool:
        work = pool.submit(asks, stop.is_set, SOON)
        while not told:
            time.sleep(0.01)
        began = time.monotonic()
        stop.set()
        with pytest.raises(Cancelled):
            work.result(SOON)
        assert time.monotonic() - began < 1
        assert told == ["前面还有 2 个问题，请稍候。"]
        with pytest.raises(Full, match=r"等了 0\.1 秒还没有轮到，前面还有 2 个问题") as late:
            asks(lambda: False, 0.1)
        assert late.value.retry_after == 1
    with door.admitted("丙"):
        pass


def test_places_are_told_no_oftener_than_one_can_read_and_only_when_they_change(monkeypatch):
    monkeypatch.setattr("index.turns.admission.POLL", 0.001)
    now = [0.0]
    door = Admission(LIMITS, "个问题", clock=lambda: now[0])
    others = [door.join(user) for user in "甲乙丙丁"]
    looks = []

    def passing():  # a second goes by with every look; two leave at once
        looks.append(now[0])
        now[0] += 1.0
        if now[0] in (1.0, 6.0):
            others.pop(0).__exit__(None, None, None)
        return len(looks) == 10

    told = []
    with door.join("戊") as place, pytest.raises(Cancelled):
        told.extend((now[0], words) for words in place.waiting(passing))
    assert told == [(1.0, "前面还有 3 个问题，请稍候。"), (6.0, "前面还有 2 个问题，请稍候。")]


def test_an_exception_inside_gives_the_room_back(door):
    for _ in range(LIMITS.running + 1):
        with pytest.raises(ZeroDivisionError), door.admitted("甲"):
            1 / 0  # noqa: B018


def test_threads_are_all_served_and_never_more_at_once_than_allowed():
    door, inside, most, lock = Admission(Limits(3, 1, 100, 100), "个问题"), [], [], threading.Lock()

    def asks(number):
        user = f"用户{number % 5}"
        with door.admitted(user):
            with lock:
                inside.append(user)
                most.append((len(inside), len(inside) - len(set(inside))))
            time.sleep(0.002)
            with lock:
                inside.remove(user)

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(asks, range(100)))
    assert len(most) == 100
    assert max(most) <= (3, 0)


@given(
    some.lists(some.tuples(some.sampled_from("甲乙丙丁"), some.booleans()), max_size=40),
    some.integers(1, 3),
    some.integers(1, 2),
)
def test_everybody_comes_in_after_just_as_many_as_were_told(steps, running, each):
    line = Line(Limits(running, each, 100, 100), "个问题")
    served: list[Entry] = []
    told: dict[Entry, int] = {}
    for number, (user, leaves) in enumerate(steps):
        if leaves and len(line._running):
            line.leave(next(iter(line._running)), float(number))
        entry = Entry(user, number)
        line.join(entry)
        served += line.admit(float(number))
    for entry in line._waiting:
        told[entry] = line.ahead(entry)
        assert told[entry] >= 1
    # From here on nobody comes, and whoever is at work longest is done first.
    before = len(served) - len(line._running)
    while line._running:
        at_work = sum(entry.user == next(iter(line._running)).user for entry in line._running)
        assert at_work <= each
        line.leave(next(iter(line._running)), 100.0)
        served += line.admit(100.0)
    assert len(set(served)) == len(served) == len(steps)
    if each == running == 1:  # then the line is what decides, and nobody is passed over
        assert all(served.index(entry) - before == ahead for entry, ahead in told.items())
