"""Uploaded files are looked at in the background: pages of scans are told of, and it can be stopped."""

import logging
from collections.abc import Generator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import gradio as gr

from index.errors import IndexFailure
from index.library import Library, Preview
from index.store import PassageStore
from ui.access import Limits
from ui.events import page_of
from ui.library.shelf import Looked
from ui.regions import ANSWERING
from ui.runs import Runs

log = logging.getLogger(__name__)

FAILED = "操作时程序出了错，没有完成。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"
STOPPED = "已取消，没有读入。要用的话请再次上传。"
Pages = tuple[int, int]  # pages recognised, pages to recognise in all; 0: not known before


class Reading:
    """One run a page; another upload from it, 取消 or leaving it stops the one before.

    Safe to share between threads.
    """

    def __init__(self, library: Library, store: PassageStore, limits: Limits) -> None:
        self._library = library
        self._store = store
        self._limits = limits
        self._pool = ThreadPoolExecutor(ANSWERING, thread_name_prefix="reading")
        self.runs = Runs()

    def followed(
        self, name: str, path: Path, stop: Event, request: gr.Request | None
    ) -> Generator[Pages, None, Looked]:
        """A file as it would be stored; how many of its pages are recognised, as they are.

        Ends within a second of ``stop``, or of the account's end, while pages are recognised.
        """
        if stop.is_set():
            return Looked(name, None, STOPPED)
        told: SimpleQueue[Pages | None] = SimpleQueue()

        def looked_at() -> Preview:
            return self._library.preview(
                path,
                self._store,
                name,
                lambda _file, done, total: told.put((done, total)),
                lambda: stop.is_set() or self._limits.barred(request),
            )

        work = self._pool.submit(looked_at)
        work.add_done_callback(lambda _: told.put(None))
        while (pages := told.get()) is not None:
            yield pages
        return _looked(name, work)

    def stop(self, request: gr.Request) -> None:
        """Stop what is read for this page, if anything: 取消 was pressed or the page was closed."""
        self.runs.stop(page_of(request))

    def close(self) -> None:
        """Stop every run and wait for it."""
        self.runs.stop_all()
        self._pool.shutdown(cancel_futures=True)


def _looked(name: str, work: "Future[Preview]") -> Looked:
    try:
        return Looked(name, work.result())
    except CancelledError:
        return Looked(name, None, STOPPED)
    except IndexFailure as error:
        return Looked(name, None, str(error))
    except Exception:
        log.exception("%s could not be read", name)
        return Looked(name, None, FAILED)
