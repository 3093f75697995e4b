"""Files on their way: uploads that wait for their tab, downloads that wait for their browser."""

import os
import secrets
import threading
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import UnreadableSource
from ui.access import caller_of
from ui.serving.browsers import Browsers, HasCookies

MB = 1024 * 1024
NAME = 200  # characters of a file's name
NO_SESSION = "没有认出这个浏览器，文件不能收发。请允许本网页使用 Cookie，刷新页面后再试。"


@dataclass(frozen=True, slots=True)
class TransferLimits:
    """What files on their way may cost."""

    session: int = 128 * MB  # bytes that wait for one browser
    session_files: int = 100
    whole: int = 1024 * MB  # bytes that wait for all of them
    whole_files: int = 2000
    kept_s: float = 900.0  # seconds a file waits


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the user to save: its bytes, or where they lie."""

    name: str
    kind: str  # its media type
    data: bytes | Path


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for whoever has its token."""

    session: str
    name: str
    kind: str  # a download's media type; "" for an upload
    path: Path
    size: int  # bytes
    ours: bool = True  # it lies in this program's folder and goes with its token
    whole: bool = True  # all of it has come
    until: float = 0.0  # time.monotonic()


class Transfers:
    """The files on their way, each for the one browser that made it. Safe to share between threads."""

    def __init__(self, folder: Path, browsers: Browsers, limits: TransferLimits | None = None) -> None:
        """``folder`` is this run's own, deleted when it stops or, where it was killed, at the next start."""
        self.browsers = browsers
        self._folder = folder
        self._limits = limits or TransferLimits()
        self._waiting: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def session(self, request: HasCookies) -> str:
        """The browser that asks, and the account in it; "" for one that has not been given a name yet."""
        name, caller = self.browsers.named(request), caller_of(request)
        return f"{name} {caller.account.id}" if name and caller else name

    async def receive(self, session: str, name: str, pieces: AsyncIterator[bytes]) -> str:
        """Write an upload as it comes; its token. Raises UnreadableSource, OSError; leaves nothing then."""
        token = secrets.token_urlsafe(32)
        file = Waiting(session, name[:NAME], "", self._folder / secrets.token_hex(8), 0, whole=False)
        try:
            with open(file.path, "wb", opener=_private) as out:
                async for piece in pieces:
                    file = replace(file, size=file.size + len(piece))
                    self._keep(token, file)
                    out.write(piece)
            self._keep(token, replace(file, whole=True))
        except BaseException:  # also when the client goes away
            self.drop(token)
            file.path.unlink(missing_ok=True)
            raise
        return token

    def take(self, session: str, sent: Mapping[str, object]) -> Waiting:
        """An upload that arrived; its file belongs to the caller. Raises UnreadableSource."""
        self._expire()
        token = str(sent.get("token", ""))
        with self._lock:
            waiting = self._waiting.get(token)
            if session and waiting and waiting.session == session and waiting.whole and not waiting.kind:
                return self._waiting.pop(token)
        said = sent.get("said") or "没有传完整。请再上传一次。"
        raise UnreadableSource(f"「{str(sent.get('name', ''))[:NAME]}」没有读入：{str(said)[:200]}")

    def offer(self, session: str, download: Download) -> str:
        """Put a file up for one browser; its address, not yet rooted. Raises UnreadableSource, OSError."""
        if not session:
            raise UnreadableSource(NO_SESSION)
        token = secrets.token_urlsafe(32)
        if isinstance(download.data, Path):
            file = Waiting(session, download.name, download.kind, download.data, 0, ours=False)
            self._keep(token, file)
        else:
            path = self._folder / secrets.token_hex(8)
            self._keep(token, Waiting(session, download.name, download.kind, path, len(download.data)))
            try:
                with open(path, "wb", opener=_private) as out:
                    out.write(download.data)
            except OSError:
                self.drop(token)
                raise
        return f"/files/{token}"

    def offered(self, session: str, token: str) -> Waiting:
        """A download. Raises KeyError for what is unknown, another's or over."""
        self._expire()
        with self._lock:
            waiting = self._waiting[token]
        if not session or waiting.session != session or not waiting.kind:
            raise KeyError(token)
        return waiting

    def drop(self, token: str) -> None:
        """Forget a file that was fetched, and delete it where it is ours."""
        with self._lock:
            waiting = self._waiting.pop(token, None)
        if waiting:
            _delete(waiting)

    def _keep(self, token: str, file: Waiting) -> None:
        """Count a file, or what has come of it so far. Raises UnreadableSource when there is no room."""
        self._expire()
        with self._lock:
            whole = [file, *(kept for name, kept in self._waiting.items() if name != token)]
            own = [kept for kept in whole if kept.session == file.session]
            _fit(own, self._limits.session_files, self._limits.session)
            _fit(whole, self._limits.whole_files, self._limits.whole)
            self._waiting[token] = replace(file, until=time.monotonic() + self._limits.kept_s)

    def _expire(self) -> None:
        now = time.monotonic()
        with self._lock:
            over = [token for token, file in self._waiting.items() if file.until < now]
            expired = [self._waiting.pop(token) for token in over]
        for file in expired:
            _delete(file)


def _fit(files: Sequence[Waiting], most: int, room: int) -> None:
    """Raises UnreadableSource for more than ``most`` files, or more than ``room`` bytes of them."""
    size = sum(file.size for file in files)
    if len(files) > most or size > room:
        raise UnreadableSource(
            f"等待处理的文件太多：共 {len(files)} 个、{size / MB:.1f} MB，"
            f"上限是 {most} 个、{room / MB:g} MB。请先处理已上传的文件，或过一刻钟再试。"
        )


def _delete(file: Waiting) -> None:
    if file.ours:
        file.path.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
