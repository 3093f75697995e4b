"""What was recognised of a file, kept by its content: one line of JSON a page, of several the last counts."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from index.parse.scans.records import RecognisedPage
from index.permissions import make_private_folder, owner_only

if sys.platform != "win32":
    import fcntl

VERSION = 1  # of what is kept: another engine or another way to make pages ready raises it
WHOLE = RecognisedPage(0, 0.0, 0.0, 0, 0.0, ())  # a mark that no page of the file is missing


@dataclass(frozen=True, slots=True)
class KeptPages:
    """The pages of every file. Any number of threads and processes may read and write: a writer locks."""

    folder: Path | None  # None keeps nothing

    def of(self, digest: str) -> dict[int, RecognisedPage]:
        """The pages of a file by number, ``WHOLE`` under 0; ``digest`` is its SHA-256, hex."""
        return {page.number: page for page in self.entries(digest)}

    def entries(self, digest: str) -> Iterator[RecognisedPage]:
        """All that was written, the oldest first; a torn one counts as none."""
        if self.folder is None:
            return
        with contextlib.suppress(FileNotFoundError):
            yield from _entries(self._file(digest).read_text("utf-8", "replace"))

    def add(self, digest: str, page: RecognisedPage) -> RecognisedPage:
        """Keep a page, unless another reader of the same file was first: theirs may be corrected by now.

        Returns the page that is kept.
        """
        if self.folder is None:
            return page
        return self._change(digest, page.number, lambda known: known[-1] if known else page)

    def take(self, digest: str, pages: Iterable[RecognisedPage]) -> None:
        """Keep what another machine wrote of a file, in that order; what was corrected here stays."""
        written: dict[int, list[RecognisedPage]] = {}
        for page in pages:
            written.setdefault(page.number, []).append(page)
        for number, (first, *later) in written.items():
            self.add(digest, first)
            if later:
                self._change(digest, number, partial(_unless_changed, later[-1]))

    def correct(self, digest: str, number: int, line: int, text: str) -> None:
        """Put words in the place of a line, "" takes it out. Raises KeyError for what was not recognised."""

        def corrected(known: list[RecognisedPage]) -> RecognisedPage:
            if not known or not 0 <= line < len(known[-1].lines):
                raise KeyError(line)
            return replace(known[-1], lines=_with(known[-1], line, text))

        self._change(digest, number, corrected)

    def put(self, digest: str, page: RecognisedPage) -> None:
        """Make a page what it was at some time before."""
        self._change(digest, page.number, lambda known: page)

    def restore(self, digest: str, number: int) -> None:
        """Make a page what was recognised of it at first. Raises KeyError for an unknown one."""

        def first(known: list[RecognisedPage]) -> RecognisedPage:
            if not known:
                raise KeyError(number)
            return known[0]

        self._change(digest, number, first)

    def _change(
        self, digest: str, number: int, made: Callable[[list[RecognisedPage]], RecognisedPage]
    ) -> RecognisedPage:
        """Add what ``made`` makes of all that was written of a page, while nobody else writes."""
        assert self.folder is not None
        make_private_folder(self.folder)
        with open(self._file(digest), "ab+", opener=owner_only) as file:
            _lock(file)
            file.seek(0)
            known = list(_entries(file.read().decode("utf-8", "replace"), number))
            page = made(known)
            if page not in known[-1:]:
                # The line end before: an entry that a kill tore does not spoil this one.
                file.write(b"\n" + json.dumps(page.as_json(), ensure_ascii=False).encode())
                file.flush()
                os.fsync(file.fileno())
        return page

    def _file(self, digest: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{digest}.{VERSION}.jsonl"


def _unless_changed(page: RecognisedPage, known: list[RecognisedPage]) -> RecognisedPage:
    return page if len(known) == 1 else known[-1]


def _lock(file: IO[Any]) -> None:
    """Until the file is closed; where the system has no such locks, nobody waits."""
    if sys.platform != "win32":
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)


def _entries(text: str, number: int | None = None) -> Iterator[RecognisedPage]:
    """Those of one page, or of all; only what begins as its entries do is read."""
    begins = "{" if number is None else json.dumps({"number": number})[:-1] + ","
    for entry in text.split("\n"):
        if entry.startswith(begins):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                yield RecognisedPage.of(json.loads(entry))


def _with(page: RecognisedPage, line: int, text: str) -> tuple[Any, ...]:
    """The lines of a page, one of them with other words, spread evenly over its box."""
    lines = list(page.lines)
    if not text:
        return (*lines[:line], *lines[line + 1 :])
    left, _, right, _ = lines[line].box
    step = (right - left) / len(text)
    sides = tuple((left + n * step, left + (n + 1) * step) for n in range(len(text)))
    lines[line] = replace(lines[line], text=text, sides=sides, confidences=(1.0,) * len(text))
    return tuple(lines)
