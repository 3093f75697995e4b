"""Many who record at once, and processes that are killed while they do: the chain has no gap and holds."""

import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from people.audit import Trail
from tests.people.audit.conftest import event

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from people.audit import Action, Event, Outcome, Trail
from people.database import open_database
trail = Trail(open_database(sys.argv[1]))
for place in range(int(sys.argv[2])):
    row = trail.record(Event.of(None, Action.ASK, f"{sys.argv[3]}-{place}"))
    print(row, flush=True)
"""


def writer(url, rows, name):
    command = [sys.executable, "-c", WRITER, url, str(rows), name]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_no_gap(trail, rows):
    entries = list(trail.entries())
    assert [e.id for e in entries] == list(range(1, rows + 1))
    found = trail.verify()
    assert (found.count, found.fault) == (rows, None)
    return entries


def test_threads_that_record_at_once_leave_no_gap(engine):
    trail, gate = Trail(engine), threading.Barrier(8)

    def write(name):
        gate.wait()
        return [trail.record(event(f"{name}-{place}")) for place in range(50)]

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(write, range(8)))
    entries = assert_no_gap(trail, 400)
    assert sorted(row for of_one in ids for row in of_one) == list(range(1, 401))
    for name, of_one in enumerate(ids):  # and each call returned the id of its own row
        assert [entries[row - 1].object for row in of_one] == [f"{name}-{place}" for place in range(50)]


def test_processes_that_record_at_once_leave_no_gap(engine, database_url):
    started = [writer(database_url, 60, name) for name in "abc"]
    told = []
    for process in started:
        out, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")
        told += map(int, out.split())
    assert_no_gap(Trail(engine), 180)
    assert sorted(told) == list(range(1, 181))


def test_verifying_while_others_record_and_remove_finds_no_fault(engine):
    ages = iter(range(500, 200, -1))
    old = Trail(engine, lambda: datetime.now(UTC) - timedelta(days=next(ages)))
    for _ in range(200):
        old.record(event())  # 500 to 301 days old
    trail, stop = Trail(engine), threading.Event()

    def write():
        while not stop.is_set():
            trail.record(event())

    def remove():
        return [trail.expire(days) for days in range(495, 295, -10)]

    with ThreadPoolExecutor(2) as pool:
        writing, removing = pool.submit(write), pool.submit(remove)
        try:
            faults = [trail.verify().fault]
            while not removing.done():
                faults.append(trail.verify().fault)
        finally:
            stop.set()
    assert writing.result() is None
    assert sum(removing.result()) == 196  # all of 305 days and more
    assert faults == [None] * len(faults)
    assert trail.verify().fault is None


@pytest.mark.slow
def test_killed_while_it_records_the_chain_holds_and_goes_on(engine, database_url):
    trail, chance = Trail(engine), random.Random(20261124)
    told = 0
    for kill in range(20):
        with writer(database_url, 100_000, str(kill)) as process:
            try:
                for _ in range(chance.randint(1, 30)):
                    told = int(process.stdout.readline())
                threading.Event().wait(chance.random() / 100)  # somewhere within the next rows
            finally:
                process.kill()
            told = max([told, *map(int, process.stdout.read().split())])
        found = trail.verify()
        assert found.fault is None
        assert told <= found.count <= told + 1  # every row it told of is there; one more was about to be told
        assert trail.record(event("after")) == found.count + 1  # nothing is left locked
    assert_no_gap(trail, trail.count())


# The process stops for good after so many statements.
STOPS = """
import sys, time
from sqlalchemy import event
from people.audit import Action, Event, Trail
from people.database import open_database
engine, left = open_database(sys.argv[1]), [int(sys.argv[2])]
@event.listens_for(engine, "after_cursor_execute")
def stopping(*_):
    if not left[0]:
        print("inside", flush=True)
        time.sleep(600)
    left[0] -= 1
trail = Trail(engine)
trail.record(Event.of(None, Action.ASK)) if sys.argv[3] == "record" else trail.expire(180)
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("what", ["record", "expire"])
def test_killed_after_any_of_its_statements_nothing_is_half_there(engine, database_url, what):
    old, young = Trail(engine, lambda: datetime.now(UTC) - timedelta(days=181)), Trail(engine)
    for trail in (old, old, young):
        trail.record(event())
    for step in range(40):
        before = list(young.entries())
        command = [sys.executable, "-c", STOPS, database_url, str(step), what]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                told = process.stdout.readline()
            finally:
                process.kill()
        assert young.verify().fault is None
        if told == "done\n":
            break
        assert told == "inside\n"
        assert list(young.entries()) == before
        young.record(event("after"))  # nothing is left locked
    assert step >= 3
    after = list(young.entries())
    assert after[:-1] == (before if what == "record" else before[2:])
    assert after[-1].action == ("提问" if what == "record" else "审计清理")
