"""What nobody in particular does again and again: one row for each address and minute, with how many it is.

Whoever needs no account could otherwise fill the disk. The first of an address is written at once, the
others of its minute together when that is over, or when the program ends; a killed one loses their number.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.closing import Closing
from people.audit.events import Detail, Event
from people.audit.trail import Trail

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds
MOST = 100  # addresses told apart in that time; the others share a row
OTHERS = "其他地址"


@dataclass(slots=True)
class _Minute:
    """What an address did since its last row; ``event`` is the latest."""

    event: Event
    until: float  # of the clock
    more: int = 0


class Repeated(Closing):
    """Writes such events. Shared between threads: a lock guards the minutes, rows are written outside it."""

    def __init__(self, trail: Trail, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._trail = trail
        self._clock = clock
        self._minutes: dict[str, _Minute] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def record(self, event: Event) -> None:
        """Write it, or count it."""
        with self._lock:
            rows = self._over(self._clock())
            if event.address not in self._minutes and len(self._minutes) >= MOST:
                event = replace(event, address=OTHERS)
            minute = self._minutes.get(event.address)
            if minute is None:
                self._minutes[event.address] = _Minute(event, self._clock() + EVERY)
                rows.append(event)
            else:
                minute.event, minute.more = event, minute.more + 1
                self._wake()
        self._write(rows)

    def flush(self) -> None:
        """Write what is over; called by a thread of its own while something waits."""
        with self._lock:
            self._timer = None
            rows = self._over(self._clock())
            if any(minute.more for minute in self._minutes.values()):
                self._wake()
        try:
            self._write(rows)
        except Exception:  # nobody waits for it
            log.exception("the audit could not be written")

    def close(self) -> None:
        """Write all that waits."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            rows = [_together(minute) for minute in self._minutes.values() if minute.more]
            self._minutes.clear()
        self._write(rows)

    def _over(self, now: float) -> list[Event]:
        """The rows of minutes that are over; an address with one begins another. The lock is held."""
        over = {address: minute for address, minute in self._minutes.items() if minute.until <= now}
        for address, minute in over.items():
            if minute.more:
                self._minutes[address] = _Minute(minute.event, now + EVERY)
            else:
                del self._minutes[address]
        return [_together(minute) for minute in over.values() if minute.more]

    def _wake(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(EVERY, self.flush)
            self._timer.daemon = True
            self._timer.start()

    def _write(self, rows: list[Event]) -> None:
        for event in rows:
            self._trail.record(event)


def _together(minute: _Minute) -> Event:
    detail = {**minute.event.detail, Detail.COUNT: minute.more}
    return replace(minute.event, detail=detail)
