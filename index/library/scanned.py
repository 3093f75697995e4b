"""Scans after they were recognised: their pages, pictures of them, and what a person corrects."""

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from index.parse.scans import KeptPages, RecognisedPage, Scans, page_image

ROOM = 32 << 20  # bytes of pictures kept in memory
DRAWN = 2  # pictures in work at once


class Scanned:
    """What was recognised, by the SHA-256 of the file's content. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """``folder`` keeps what was recognised."""
        self._scans = Scans(folder)
        self._pages = KeptPages(folder)
        self._drawing = threading.Semaphore(DRAWN)
        self._lock = threading.Lock()  # guards the pictures
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def pages(self, digest: str) -> dict[int, RecognisedPage]:
        """The recognised pages of a file, by number from 1; none for one that is no scan."""
        return {number: page for number, page in self._scans.kept(digest).items() if number}

    def correct(self, digest: str, page: int, line: int, text: str) -> None:
        """Put a person's words in the place of a recognised line, "" takes it out. Raises KeyError."""
        self._scans.correct(digest, page, line, text)

    def restore(self, digest: str, page: int) -> None:
        """Undo all corrections of a page. Raises KeyError."""
        self._scans.restore(digest, page)

    def put(self, digest: str, page: RecognisedPage) -> None:
        """Make a page again what it was before a correction that could not be."""
        self._pages.put(digest, page)

    def image(self, path: Path, number: int) -> bytes:
        """A page of a file as a JPEG, upright as it was read; b"" where there is none.

        Raises OSError where the file cannot be read.
        """
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        page = self.pages(digest).get(number)
        if page is None:
            return b""
        key = digest, number
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        with self._drawing:
            picture = page_image(path, page)
        if picture:
            self._keep(key, picture)
        return picture

    def _keep(self, key: tuple[str, int], picture: bytes) -> None:
        """The latest pictures, within ``ROOM``."""
        with self._lock:
            self._pictures[key] = picture
            self._pictures.move_to_end(key)
            room = sum(map(len, self._pictures.values()))
            while room > ROOM:
                _, oldest = self._pictures.popitem(last=False)
                room -= len(oldest)
