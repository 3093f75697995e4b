"""The pool by itself: what is given up is not done, and closing stops and waits."""

import threading
from concurrent.futures import CancelledError

import pytest

from api import Workers
from api.failures import Refused
from rag.settings import ApiSettings


def test_closing_stops_what_runs_and_leaves_out_what_waits():
    began, done = threading.Event(), []

    def slow(stopped):
        began.set()
        while not stopped():
            pass
        done.append("stopped")

    workers = Workers(ApiSettings(workers=1))
    running = workers.submit(1, slow)
    assert began.wait(10)
    waiting = workers.submit(1, lambda stopped: done.append("never"))
    workers.close()
    assert running.future.done()
    with pytest.raises(CancelledError):
        waiting.future.result(0)
    assert done == ["stopped"]
    with pytest.raises(Refused, match="正在停止"):
        workers.submit(1, slow)
    workers.close()


def test_an_error_reaches_whoever_waits():
    with Workers(ApiSettings()) as workers:
        job = workers.submit(1, lambda stopped: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            job.future.result(10)
        assert workers.submit(1, lambda stopped: 7).future.result(10) == 7


def test_places_are_counted_beyond_those_in_work():
    go_on = threading.Event()
    with Workers(ApiSettings(workers=2, queue=4)) as workers:
        began = threading.Barrier(3)

        def slow(stopped):
            began.wait(10)
            assert go_on.wait(10)

        jobs = [workers.submit(1, slow) for _ in range(2)]
        began.wait(10)
        jobs += [workers.submit(1, lambda stopped: None) for _ in range(2)]
        with pytest.raises(Refused, match="这个账号排队的请求已有 2 个，达到一个账号的上限 2 个"):
            workers.submit(1, slow)
        jobs += [workers.submit(2, lambda stopped: None) for _ in range(2)]
        with pytest.raises(Refused, match="排队的请求已有 4 个，达到上限 4 个") as refused:
            workers.submit(3, slow)
        assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "5"})
        go_on.set()
        for job in jobs:
            job.future.result(10)
