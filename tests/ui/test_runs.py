"""Runs of a page: one at a time, each of them stoppable, none left behind."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

from ui.runs import Runs


def test_a_run_is_stopped_by_its_page_by_the_next_and_by_its_end():
    runs = Runs()
    with runs.begun("甲") as first, runs.begun("乙") as other:
        assert not first.is_set()
        with runs.begun("甲") as second:
            assert (first.is_set(), second.is_set()) == (True, False)
            runs.stop("甲")
            assert second.is_set()
        runs.stop("甲")  # has none any more
        assert not other.is_set()
        runs.stop_all()
        assert other.is_set()
    with runs.begun("甲") as left:
        pass
    assert left.is_set()
    assert runs._stops == {}


def test_the_end_of_an_earlier_run_leaves_the_later_one_in_reach():
    runs = Runs()
    with ExitStack() as stack:
        with runs.begun("甲"):
            second = stack.enter_context(runs.begun("甲"))
        runs.stop("甲")
        assert second.is_set()


class Meeting(dict):
    """Whoever looks something up waits a moment for somebody else to look too."""

    both = threading.Barrier(2)

    def get(self, page):
        earlier = super().get(page)
        with suppress(threading.BrokenBarrierError):  # nobody came: they are kept out meanwhile
            self.both.wait(0.2)
        return earlier


def test_of_two_runs_begun_at_once_none_is_out_of_reach():
    runs = Runs()
    runs._stops = Meeting()
    with ThreadPoolExecutor(2) as threads, ExitStack() as left, ExitStack() as right:
        stops = list(threads.map(lambda stack: stack.enter_context(runs.begun("甲")), (left, right)))
        assert sorted(stop.is_set() for stop in stops) == [False, True]
        runs.stop("甲")
        assert all(stop.is_set() for stop in stops)
