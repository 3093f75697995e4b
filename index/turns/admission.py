"""Admission: requests wait at the door, know their place, and may give up."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import TracebackType
from typing import Self

from index.turns.caller import Cancelled
from index.turns.line import Entry, Full, Limits, Line

POLL = 0.25  # seconds between two looks whether a waiting request was cancelled
TELL = 2.0  # seconds at least between two messages to one who waits: many do, and each costs time to draw


class Admission:
    """One line at the door of what two cores can do. Shared between threads: a lock guards the line."""

    def __init__(self, limits: Limits, counted: str, clock: Callable[[], float] = time.monotonic) -> None:
        """``counted`` is what waits, with its measure word in Chinese: 个问题; ``clock`` gives seconds."""
        self._line = Line(limits, counted)
        self.clock = clock
        self._changed = threading.Condition()
        self._numbers = count()
        self._in: set[Entry] = set()

    def join(self, user: str) -> "Place":
        """Wait at the end of the line, or be in at once where there is room. Raises Full."""
        with self._changed:
            entry = Entry(user, next(self._numbers))
            self._line.join(entry)
            self._admit()
        return Place(self, entry)

    @contextmanager
    def admitted(
        self,
        user: str,
        cancelled: Callable[[], bool] = lambda: False,
        told: Callable[[str], None] = lambda words: None,
        patience: float = float("inf"),
    ) -> Iterator[None]:
        """Wait in line and be in; ``told`` gets what Place.waiting yields. Raises Full and Cancelled."""
        with self.join(user) as place:
            for words in place.waiting(cancelled, patience):
                told(words)
            yield

    def wait(self, entry: Entry, seconds: float) -> bool:
        """Whether it is in, after that many seconds at most."""
        with self._changed:
            return self._changed.wait_for(lambda: entry in self._in, seconds)

    def words(self, entry: Entry) -> str:
        """How many are ahead of one that waits, in Chinese; "" once it is in."""
        with self._changed:
            ahead = self._line.ahead(entry)
        return f"前面还有 {ahead} {self._line.counted}，请稍候。" if ahead else ""

    def leave(self, entry: Entry) -> None:
        """Done, or given up."""
        with self._changed:
            self._line.leave(entry, self.clock())
            self._in.discard(entry)
            self._admit()

    def _admit(self) -> None:
        if admitted := self._line.admit(self.clock()):
            self._in.update(admitted)
            self._changed.notify_all()


class Place:
    """A request's place in the line; leaving it as a context manager gives the place up, or the room."""

    def __init__(self, admission: Admission, entry: Entry) -> None:
        self._admission = admission
        self._entry = entry

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._admission.leave(self._entry)

    def wait(self, seconds: float = 0.0) -> bool:
        """Whether the request is in, after that many seconds at most."""
        return self._admission.wait(self._entry, seconds)

    def waiting(self, cancelled: Callable[[], bool], patience: float = float("inf")) -> Iterator[str]:
        """How many are ahead, in Chinese, whenever that has changed, until the request is in.

        Raises Cancelled within POLL seconds, and Full after ``patience`` seconds in line.
        """
        clock = self._admission.clock
        told, tells, ends = "", clock(), clock() + patience
        while not self.wait(POLL):
            if cancelled():
                raise Cancelled
            now, words = clock(), self.words
            if now > ends:
                waited = f"等了 {patience:g} 秒还没有轮到，{words}这次没有做。请稍后再试。"
                raise Full(waited, max(1, round(patience)))
            if words not in ("", told) and now >= tells:
                told, tells = words, now + TELL
                yield words

    @property
    def words(self) -> str:
        """How many are ahead, in Chinese, to be shown while it waits; "" once it is in."""
        return self._admission.words(self._entry)
