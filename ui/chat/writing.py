"""A model's answer while it is being written: its text so far, and how to stop it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from rag.records import Answer

AT_ONCE = 8  # answers in work; a model on this machine takes turns inside

Work = Callable[[Callable[[str], None], Callable[[], bool]], Answer]  # given progress and cancelled


class Writing:
    """Runs answers in the background; only runs are held, by the page that asked."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="write")
        self._running: dict[str, threading.Event] = {}

    def close(self) -> None:
        """Stop every run and wait for it: torch aborts a process that ends under a running model."""
        for stop in list(self._running.values()):
            stop.set()
        self._pool.shutdown(cancel_futures=True)

    def stop(self, page: str) -> None:
        """Stop the run of a page, if it has one."""
        if stop := self._running.get(page):
            stop.set()

    def run(self, page: str, work: Work) -> Iterator[str | Answer]:
        """The unverified text so far, now and then, then the answer. Raises what ``work`` raises."""
        stop = threading.Event()
        self.stop(page)
        self._running[page] = stop
        texts: SimpleQueue[str | None] = SimpleQueue()
        task = self._pool.submit(work, texts.put, stop.is_set)
        task.add_done_callback(lambda _: texts.put(None))
        try:
            while (text := _newest(texts)) is not None:
                yield text
            yield task.result()
        finally:  # also when the page was closed and nobody asks for the rest
            stop.set()
            if self._running.get(page) is stop:
                del self._running[page]


def _newest(texts: "SimpleQueue[str | None]") -> str | None:
    """Wait for a text, then skip to the latest; None at the end."""
    text = texts.get()
    while text is not None and not texts.empty():
        text = texts.get()
    return text
