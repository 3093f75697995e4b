"""The temporary folder of one run: gone when it stops; what a killed run left goes at the next start."""

import logging
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

log = logging.getLogger(__name__)

PREFIX = "xinhuoshi-"
LOCK = "running.lock"
NEWBORN_S = 60.0  # seconds in which a folder without anything in it may be another run's, not locked yet


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for this run that only its user can open; whatever the run keeps for a while goes there.

    The process's own temporary folder is inside it, and Gradio's: uploads, unpacked archives and
    what converters write go with it too.
    """
    base = Path(tempfile.gettempdir())
    sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    lock = _locked(folder)
    before = tempfile.tempdir
    names = {"TMPDIR": folder, "GRADIO_TEMP_DIR": folder / "gradio"}
    old = {name: os.environ.get(name) for name in names}
    tempfile.tempdir = str(folder)
    os.environ.update({name: str(path) for name, path in names.items()})
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        for name, value in old.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        if lock is not None:
            lock.close()
        _remove(folder)


def sweep(base: Path) -> None:
    """Delete the folders of this user's runs in ``base`` that have ended; no running one's, nobody else's."""
    for folder in base.glob(f"{PREFIX}*"):
        try:
            if not _is_own(folder) or _may_be_newborn(folder):
                continue
        except FileNotFoundError:  # another run sweeps too
            continue
        lock = _locked(folder)
        if lock is not None:
            with closing(lock):
                _remove(folder)


def _is_own(folder: Path) -> bool:
    status = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and status.st_uid == getattr(os, "getuid", lambda: 0)()


def _may_be_newborn(folder: Path) -> bool:
    held = [path for path in folder.iterdir() if path.name != LOCK]
    return not held and time.time() - folder.lstat().st_mtime < NEWBORN_S


def _locked(folder: Path) -> sqlite3.Connection | None:
    """The folder's lock, None when its run holds it. SQLite's dies with the process on every platform."""
    lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        return None
    return lock


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        log.warning("临时文件夹没有删净：%s。请确认没有程序在用，再自己删除。", folder)
