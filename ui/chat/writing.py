"""A model's answer while it is being written: its text so far, and how to stop it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from rag.records import Answer
from ui.runs import Runs

AT_ONCE = 8  # answers in work; a model on this machine takes turns inside

Work = Callable[[Callable[[str], None], Callable[[], bool]], Answer]  # given progress and cancelled


class Writing:
    """Runs answers in the background; only runs are held, by the page that asked."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="write")
        self._runs = Runs()

    def close(self) -> None:
        """Stop every run and wait for it: torch aborts a process that ends under a running model."""
        self._runs.stop_all()
        self._pool.shutdown(cancel_futures=True)

    def stop(self, page: str) -> None:
        """Stop the run of a page, if it has one."""
        self._runs.stop(page)

    def run(self, page: str, work: Work) -> Iterator[str | Answer]:
        """The unverified text so far, now and then, then the answer. Raises what ``work`` raises."""
        texts: SimpleQueue[str | None] = SimpleQueue()
        with self._runs.begun(
            page
        ) as stop:  # left, too, when the page was closed and nobody asks for the rest
            task = self._pool.submit(work, texts.put, stop.is_set)
            task.add_done_callback(lambda _: texts.put(None))
            while (text := _newest(texts)) is not None:
                yield text
            yield task.result()


def _newest(texts: "SimpleQueue[str | None]") -> str | None:
    """Wait for a text, then skip to the latest; None at the end."""
    text = texts.get()
    while text is not None and not texts.empty():
        text = texts.get()
    return text
