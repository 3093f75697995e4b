"""Strangers fill no disk: one row for each address and minute, which says how many it stands for."""

import time
from dataclasses import replace

import pytest

from people.audit import Action, Detail, Event, Outcome, Repeated, Trail
from people.audit.repeated import EVERY, MOST, OTHERS
from tests.people.accounts.given import at_once

EVENT = Event.of(None, Action.ASK, outcome=Outcome.REFUSED, address="10.0.0.9", detail={Detail.HTTP: 401})


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def trail(engine):
    return Trail(engine)


@pytest.fixture
def repeated(trail, clock):
    with Repeated(trail, clock) as repeated:
        yield repeated


def told(trail):
    """(address, how many) of each row, oldest first."""
    return [(entry.address, entry.facts.get(Detail.COUNT, 1)) for entry in trail.entries()]


def test_the_first_is_written_at_once_and_a_minute_of_others_together(trail, clock, repeated):
    for _ in range(500):
        repeated.record(EVENT)
    assert told(trail) == [("10.0.0.9", 1)]
    clock.now = EVERY
    repeated.flush()
    assert told(trail) == [("10.0.0.9", 1), ("10.0.0.9", 499)]
    repeated.record(EVENT)
    repeated.record(EVENT)  # of the minute that the row began
    assert len(told(trail)) == 2
    clock.now = 2 * EVERY
    repeated.record(replace(EVENT, address="10.0.0.8"))  # anybody's writes what is over
    assert told(trail)[2:] == [("10.0.0.9", 2), ("10.0.0.8", 1)]
    assert trail.verify().fault is None


def test_a_single_one_is_a_single_row(trail, clock, repeated):
    repeated.record(EVENT)
    clock.now = EVERY
    repeated.flush()
    repeated.record(EVENT)
    assert told(trail) == [("10.0.0.9", 1)] * 2


def test_addresses_beyond_the_most_share_a_row(trail, clock, repeated):
    for n in range(5 * MOST):
        repeated.record(replace(EVENT, address=f"2001:db8::{n:x}"))
    assert len(told(trail)) == MOST + 1
    clock.now = EVERY
    repeated.flush()
    assert told(trail)[-1] == (OTHERS, 4 * MOST - 1)
    assert sum(count for _, count in told(trail)) == 5 * MOST


def test_what_waits_is_written_at_the_end(trail, clock):
    with Repeated(trail, clock) as repeated:
        for _ in range(3):
            repeated.record(EVENT)
    assert told(trail) == [("10.0.0.9", 1), ("10.0.0.9", 2)]


def test_a_thread_writes_what_waits_when_nobody_comes(trail, clock, repeated, monkeypatch):
    monkeypatch.setattr("people.audit.repeated.EVERY", 0.05)
    repeated.record(EVENT)
    repeated.record(EVENT)
    clock.now = 1.0
    until = time.monotonic() + 20
    while len(told(trail)) == 1:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert told(trail) == [("10.0.0.9", 1)] * 2


def test_many_at_once_are_all_counted(trail, clock):
    with Repeated(trail, clock) as repeated:
        at_once(*[lambda: repeated.record(EVENT)] * 16)
    assert [count for _, count in told(trail)] == [1, 15]
