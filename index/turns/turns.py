"""Turns: one pass of the model at a time, whoever's it is, in the order of the schedule.

Two passes side by side do not finish sooner than one after the other (two cores, 2 x 300 tokens: 0.28 to
0.30 s a pass side by side, 0.22 to 0.36 s one after the other), and the first of them comes late.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from index.turns.caller import Cancelled, caller
from index.turns.schedule import Schedule, Ticket

POLL = 0.2  # seconds between two looks whether a waiting request was cancelled


class Turns:
    """The one queue of a machine's model. Shared between threads: a lock guards the schedule.

    A turn is a pass of the model and nothing else: who has it must not ask for another, nor wait for a thread
    that may. The work around the passes, a twentieth of the time, goes on beside those of others.
    """

    def __init__(self, schedule: Schedule | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._schedule = schedule or Schedule()
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[Ticket, threading.Condition] = {}
        self._numbers = count()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Have the turn, as the request that ``serving`` named. Raises Cancelled, also while it waits."""
        self._take()
        try:
            yield
        finally:
            with self._lock:
                self._schedule.end(self._clock())
                self._called()

    def _take(self) -> None:
        asking = caller()
        if asking.cancelled():
            raise Cancelled
        with self._lock:
            ticket = Ticket(asking.user, asking.kind, asking.number, next(self._numbers))
            turned = self._waiting[ticket] = threading.Condition(self._lock)
            self._schedule.join(ticket)
            try:
                while self._called() != ticket:
                    pause = self._schedule.pause(self._clock())
                    turned.wait(POLL if pause is None else min(POLL, pause))
                    if self._schedule.running != ticket and asking.cancelled():
                        raise Cancelled
            except BaseException:
                self._schedule.leave(ticket)
                if self._schedule.running == ticket:
                    self._schedule.end(self._clock())
                raise
            finally:
                del self._waiting[ticket]
                if self._schedule.running != ticket:
                    self._called()

    def _called(self) -> Ticket | None:
        """Whose turn it is, after it was given to whoever is next."""
        now = self._clock()
        ticket = self._schedule.next(now)
        if ticket is not None:
            self._schedule.begin(ticket, now)
            self._waiting[ticket].notify()
        return self._schedule.running
