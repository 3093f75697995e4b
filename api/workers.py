"""A bounded pool for what keeps the processor busy: who waits is told so, and no account takes all turns."""

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from starlette.requests import Request

from api.failures import LATER, STOPPING, ClientGone, Refused
from index.closing import Closing
from index.turns import Cancelled, Kind, serving
from rag.settings import ApiSettings

T = TypeVar("T")
Work = Callable[[Callable[[], bool]], T]  # is given whether nobody waits any more


class Job(Generic[T]):
    """Something that is done, or waits to be. Its event is set once nobody waits for it."""

    def __init__(self, work: Work[T], account: int, kind: Kind) -> None:
        self.stop = threading.Event()
        self.future: Future[T] = Future()
        self._work = work
        self._user, self._kind = f"account {account}", kind  # as the page names its users

    def run(self) -> None:
        """Do it, unless it was given up while it waited."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            with serving(self._user, self._kind, self.stop.is_set):
                self.future.set_result(self._work(self.stop.is_set))
        except BaseException as error:  # handed to whoever waits
            self.future.set_exception(error)


class Workers(Closing):
    """Threads that take turns between accounts. Safe to share between threads, and between event loops."""

    def __init__(self, settings: ApiSettings) -> None:
        self.settings = settings
        self._pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="api")
        self._waiting: OrderedDict[int, deque[Job[Any]]] = OrderedDict()  # by account, whose turn it is first
        self._running: set[Job[Any]] = set()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Stop all work and wait for it: torch aborts a process that ends under a running model."""
        with self._lock:
            jobs = [*self._running, *(job for jobs in self._waiting.values() for job in jobs)]
        for job in jobs:
            job.stop.set()
            job.future.cancel()
        self._pool.shutdown()

    def submit(self, account: int, work: Work[T], *, long: bool = False) -> Job[T]:
        """Put work in line behind the account's own. Raises Refused (503) when there is no place.

        At the model it takes turns with the page's users; what is ``long`` comes after questions.
        """
        job = Job(work, account, "bulk" if long else "interactive")
        with self._lock:
            own = len(self._waiting.get(account, ()))
            whole = sum(map(len, self._waiting.values()))
            if len(self._running) + whole >= self.settings.workers:  # else it need not wait
                self._admit(own, whole)
            self._waiting.setdefault(account, deque()).append(job)
        try:
            self._pool.submit(self._next)
        except RuntimeError as error:  # closed meanwhile
            self._forget(account, job)
            raise Refused(503, STOPPING, LATER) from error
        return job

    async def run(
        self, request: Request, account: int, work: Work[T], *, long: bool = False, writes: bool = False
    ) -> T:
        """Do work for a request whose body was read. Raises what it raises, Refused (503, 504), ClientGone.

        Work that nobody waits for any more is told so, and left out where it did not begin. What ``writes``
        and has begun is waited for all the same, so that its true end can be told.
        """
        seconds = self.settings.long_timeout_s if long else self.settings.timeout_s
        job = self.submit(account, work, long=long)
        future = asyncio.wrap_future(job.future)
        gone = asyncio.create_task(_gone(request))
        try:
            both: set[asyncio.Future[Any]] = {future, gone}
            await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if future.cancelled():
                raise Refused(503, STOPPING)
            if writes and not future.done() and not job.future.cancel():
                job.stop.set()
                return await _ended(future, ClientGone() if gone.done() else late(seconds))
            if future.done():
                return future.result()
            if gone.done():
                raise ClientGone
            raise late(seconds)
        finally:
            gone.cancel()
            job.stop.set()
            future.cancel()
            self._forget(account, job)

    def _admit(self, own: int, whole: int) -> None:
        most = self.settings.queue
        if whole >= most:
            raise Refused(503, f"排队的请求已有 {whole} 个，达到上限 {most} 个。请过几秒再试。", LATER)
        if own >= max(1, most // 2):
            words = f"这个账号排队的请求已有 {own} 个，达到一个账号的上限 {most // 2} 个。请过几秒再试。"
            raise Refused(503, words, LATER)

    def _next(self) -> None:
        """Do one job of the account whose turn it is; it goes to the end of the line."""
        with self._lock:
            if not self._waiting:
                return  # what this turn was for was given up
            account, jobs = self._waiting.popitem(last=False)
            job = jobs.popleft()
            if jobs:
                self._waiting[account] = jobs
            self._running.add(job)
        try:
            job.run()
        finally:
            with self._lock:
                self._running.discard(job)

    def _forget(self, account: int, job: Job[Any]) -> None:
        with self._lock:
            jobs = self._waiting.get(account)
            if jobs is not None and job in jobs:
                jobs.remove(job)
                if not jobs:
                    del self._waiting[account]


def late(seconds: float) -> Refused:
    """What to say of work that took longer than it may."""
    return Refused(504, f"等了 {seconds:g} 秒还没有处理完，已经放弃。请减少内容，或过一会儿再试。")


async def _ended(future: asyncio.Future[T], given_up: Exception) -> T:
    """What became of work that was told to stop: it did, or it was too far for that."""
    try:
        return await future
    except Cancelled:
        raise given_up from None


async def _gone(request: Request) -> None:
    """Wait until the client has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
