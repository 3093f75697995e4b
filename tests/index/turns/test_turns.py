"""The queue between real threads: one pass at a time, nobody lost, whatever is cancelled or raised."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from index.turns import ANONYMOUS, Cancelled, Turns, caller, serving

SOON = 5.0  # seconds: far more than anything here takes


class Model:
    """Stands for the compiled model: fails when two are in it."""

    def __init__(self, turns):
        self.turns = turns
        self.order = []
        self._inside = 0

    def run(self, seconds=0.0):
        with self.turns.turn():
            self._inside += 1
            assert self._inside == 1, "two passes at once"
            self.order.append((caller().user, caller().kind))
            time.sleep(seconds)
            self._inside -= 1


@pytest.fixture
def turns():
    return Turns()


@pytest.fixture
def model(turns):
    return Model(turns)


class Held:
    """Has the turn until it is told to give it back."""

    def __init__(self, turns):
        self._turns, self._back, self._has = turns, threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self):
        with self._turns.turn():
            self._has.set()
            assert self._back.wait(SOON)

    def __enter__(self):
        self._thread.start()
        assert self._has.wait(SOON)
        return self

    def __exit__(self, *_):
        self._back.set()
        self._thread.join(SOON)


def waiting(turns, number):
    ends = time.monotonic() + SOON
    while len(turns._waiting) < number:
        assert time.monotonic() < ends, f"{len(turns._waiting)} of {number} wait"
        time.sleep(0.001)


def test_who_asks_is_known_inside_and_forgotten_after():
    assert caller() is ANONYMOUS
    with serving("甲", "bulk") as outer:
        assert (caller().user, caller().kind) == ("甲", "bulk")
        with serving("乙", "interactive") as inner:
            assert caller() is inner
            assert inner.number > outer.number
        assert caller() is outer
    assert caller() is ANONYMOUS


def test_who_asks_crosses_a_pool_only_with_its_context():
    with ThreadPoolExecutor(1) as pool, serving("甲", "bulk"):
        assert pool.submit(caller).result() is ANONYMOUS
        assert pool.submit(copy_context().run, caller).result().user == "甲"


def test_waiting_threads_are_called_by_class_and_in_turn(turns, model):
    def asks(user, kind, passes):
        with serving(user, kind):
            for _ in range(passes):
                model.run()

    wanted = [("稿", "bulk", 1), ("甲", "interactive", 1), ("甲", "interactive", 1), ("乙", "interactive", 1)]
    with ThreadPoolExecutor(len(wanted)) as pool, Held(turns):
        for number, job in enumerate(wanted, 1):
            pool.submit(asks, *job)
            waiting(turns, number)
    assert [user for user, _ in model.order] == ["甲", "乙", "甲", "稿"]


def test_many_threads_never_meet_and_all_get_through(turns, model):
    chance = random.Random(7)

    def asks(number):
        with serving(f"用户{number % 5}", "bulk" if number % 3 else "interactive"):
            for _ in range(20):
                model.run(chance.random() / 2000)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(asks, range(32)))
    assert len(model.order) == 32 * 20
    assert turns._waiting == {}
    assert turns._schedule.running is None


def test_an_exception_gives_the_turn_back(turns, model):
    with pytest.raises(ZeroDivisionError), turns.turn():
        1 / 0  # noqa: B018
    model.run()
    assert len(model.order) == 1


def test_who_is_cancelled_before_never_gets_a_turn(turns, model):
    with serving("甲", "interactive", lambda: True), pytest.raises(Cancelled):
        model.run()
    assert model.order == []
    assert turns._waiting == {}


def test_who_is_cancelled_while_waiting_leaves_within_a_second(turns, model):
    stop = threading.Event()

    def asks():
        with serving("甲", "bulk", stop.is_set):
            model.run()

    with ThreadPoolExecutor(1) as pool, Held(turns):
        work = pool.submit(asks)
        waiting(turns, 1)
        stop.set()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            work.result(SOON)
        assert time.monotonic() - began < 1.0
    model.run()
    assert model.order == [("", "interactive")]


def test_cancelling_at_any_moment_loses_no_turn(turns, model):
    chance = random.Random(3)

    def asks(number):
        ends = time.monotonic() + chance.random() / 20
        with serving(f"用户{number % 7}", "interactive", lambda: time.monotonic() > ends):
            try:
                for _ in range(50):
                    model.run(0.0005)
            except Cancelled:
                return False
        return True

    with ThreadPoolExecutor(16) as pool:
        finished = list(pool.map(asks, range(64)))
    assert not all(finished)
    assert turns._waiting == {}
    assert turns._schedule.running is None
    model.run()
