"""The parent of the child that reads pages: progress, cancel, and what was recognised before."""

import contextlib
import hashlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UnreadableSource
from index.parse.processes import ROOT, end_group, scrubbed_environment
from index.parse.scans.engine import is_installed
from index.parse.scans.keeping import WHOLE, KeptPages
from index.parse.scans.pages import MAX_PAGES
from index.parse.scans.records import RecognisedPage

FIRST = 120.0  # seconds for the models and the first page
NEXT = 75.0  # seconds for each further page
LOOK = 0.2  # seconds between two looks whether somebody cancelled

# (file, pages done, pages in all; 0: not known before), at the beginning and after each page
ScanProgress = Callable[[str, int, int], None]


def quiet(_file: str, _done: int, _total: int) -> None:
    """Progress that nobody follows."""


class Cancelled(UnreadableSource):
    """Somebody stopped it; what was recognised until then is kept."""


@dataclass(frozen=True, slots=True)
class Scans:
    """Reads pages without text, each once: what was recognised is kept by the file's content.

    Any number of threads and processes may read; of a page read twice at the same time the first is kept.
    """

    folder: Path | None = None  # where what was recognised is kept; None keeps nothing
    progress: ScanProgress = quiet
    cancelled: Callable[[], bool] = lambda: False
    places: threading.Semaphore | None = None  # how many files are read at once; others wait

    @property
    def can_read(self) -> bool:
        """Whether the means to recognise pages are installed here."""
        return is_installed()

    def pages(self, name: str, data: bytes, wanted: Sequence[int] = ()) -> tuple[RecognisedPage, ...]:
        """The wanted pages of a file, all of a picture's when none are named.

        Raises UnreadableSource for too many pages and for what is no sound picture; Cancelled when
        somebody stopped it. Only where ``can_read``.
        """
        if len(wanted) > MAX_PAGES:
            raise UnreadableSource(
                f"「{name}」有 {len(wanted)} 页扫描件，超过上限 {MAX_PAGES} 页。请拆成几个文件后再试。"
            )
        digest = _digest(data)
        if not self._is_whole(kept := self.kept(digest), wanted):
            with self._place(name):
                # Another reader of the same file may have had the place before.
                if not self._is_whole(kept := self.kept(digest), wanted):
                    self._read(name, data, digest, wanted, kept)
        return tuple(kept[number] for number in wanted or sorted(kept) if number and number in kept)

    def _is_whole(self, kept: Mapping[int, RecognisedPage], wanted: Sequence[int]) -> bool:
        return all(number in kept for number in wanted) if wanted else WHOLE.number in kept

    def _read(
        self, name: str, data: bytes, digest: str, wanted: Sequence[int], kept: dict[int, RecognisedPage]
    ) -> None:
        """Put the pages that are missing into ``kept``, and keep them."""
        # How many pages a picture has its child finds out; those that are kept are not read again.
        missing = [number for number in wanted or range(1, MAX_PAGES + 1) if number not in kept]
        done = len(wanted) - len(missing) if wanted else len(kept)
        pages = KeptPages(self.folder)
        self.progress(name, done, len(wanted))
        for page in _recognised(name, data, missing, self.cancelled):
            done += 1
            kept[page.number] = pages.add(digest, page)
            self.progress(name, done, len(wanted))
        if not wanted:
            pages.add(digest, WHOLE)

    def correct(self, digest: str, page: int, line: int, text: str) -> None:
        """Put a person's words in the place of a recognised line; "" takes the line out.

        ``digest`` is the SHA-256 of the file, hex. Raises KeyError for a page or a line that was not
        recognised, ValueError without a folder.
        """
        self._writable().correct(digest, page, line, " ".join(text.split()))

    def restore(self, digest: str, page: int) -> None:
        """Make a page what was recognised of it, without corrections. Raises KeyError for an unknown one."""
        self._writable().restore(digest, page)

    def kept(self, digest: str) -> dict[int, RecognisedPage]:
        """What is kept of a file, by page; under 0 a mark that no page is missing."""
        return KeptPages(self.folder).of(digest)

    def _writable(self) -> KeptPages:
        if self.folder is None:
            raise ValueError("nothing is kept without a folder")
        return KeptPages(self.folder)

    @contextlib.contextmanager
    def _place(self, name: str) -> Iterator[None]:
        """One of the ``places``, once it is free. Raises Cancelled."""
        if self.places is None:
            yield
            return
        while not self.places.acquire(timeout=LOOK):
            if self.cancelled():
                raise Cancelled(_CANCELLED.format(name))
        try:
            yield
        finally:
            self.places.release()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _recognised(
    name: str, data: bytes, wanted: Sequence[int], cancelled: Callable[[], bool]
) -> Iterator[RecognisedPage]:
    """Pages as the child reads them."""
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        numbers = ",".join(map(str, wanted))
        child = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "index.parse.scans.worker", name, numbers],
            cwd=ROOT,
            env=scrubbed_environment(),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        said: queue.Queue[bytes] = queue.Queue()
        listener = threading.Thread(target=_listen, args=(child, said), daemon=True)
        listener.start()
        try:
            yield from _pages(name, said, cancelled)
        finally:
            end_group(child)
            listener.join()


def _listen(child: "subprocess.Popen[bytes]", said: "queue.Queue[bytes]") -> None:
    """Hand over the child's lines, and b"" at its end."""
    assert child.stdout is not None
    for line in child.stdout:
        said.put(line)
    said.put(b"")
    child.stdout.close()


def _pages(name: str, said: "queue.Queue[bytes]", cancelled: Callable[[], bool]) -> Iterator[RecognisedPage]:
    wait = FIRST
    while True:
        answer = _answer(name, said, wait, cancelled)
        if "refused" in answer:
            raise UnreadableSource(answer["refused"])
        if "memory" in answer:
            raise UnreadableSource(_STOPPED.format(name, "占用内存超过上限"))
        if "done" in answer:
            return
        yield RecognisedPage.of(answer)
        wait = NEXT


_CANCELLED = "「{}」的识别已取消，已识别的页都留着。再次上传同一文件时，从没有识别的页继续。"
_STOPPED = "「{}」没有识别完：{}，已停止。请降低扫描分辨率或拆成几个文件后再试；已识别的页不必重来。"


def _answer(
    name: str, said: "queue.Queue[bytes]", wait: float, cancelled: Callable[[], bool]
) -> dict[str, Any]:
    until = time.monotonic() + wait
    while True:
        if cancelled():
            raise Cancelled(_CANCELLED.format(name))
        try:
            line = said.get(timeout=LOOK)
            break
        except queue.Empty:
            if time.monotonic() > until:
                raise UnreadableSource(_STOPPED.format(name, f"一页超过 {wait:.0f} 秒")) from None
    try:
        answer: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise UnreadableSource(_STOPPED.format(name, "出错或占用内存超过上限")) from error
    return answer
