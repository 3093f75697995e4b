"""What each page has under way in the background, and how it is stopped."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Runs:
    """At most one run of a page goes on: a new one stops the one before. Safe to share between threads."""

    def __init__(self) -> None:
        self._stops: dict[str, threading.Event] = {}  # by page
        self._lock = threading.Lock()

    @contextmanager
    def begun(self, page: str) -> Iterator[threading.Event]:
        """A run of ``page``; the event is set once it shall stop, at the latest when it is left."""
        stop = threading.Event()
        with self._lock:
            before = self._stops.get(page)
            self._stops[page] = stop
        if before is not None:
            before.set()
        try:
            yield stop
        finally:
            stop.set()
            with self._lock:
                if self._stops.get(page) is stop:
                    del self._stops[page]

    def stop(self, page: str) -> None:
        """Stop the run of a page, if it has one."""
        with self._lock:
            stop = self._stops.get(page)
        if stop is not None:
            stop.set()

    def stop_all(self) -> None:
        """Stop every run."""
        with self._lock:
            stops = list(self._stops.values())
        for stop in stops:
            stop.set()
