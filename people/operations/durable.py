"""Files that are there whole or not at all, and locks that die with their process."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from index.permissions import sync_folder
from people.operations.errors import OperationRefused

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """A file of the caller's alone, made with mode 0600, emptied, locked, and gone or renamed at the end.

    Raises OperationRefused when another process has it, OSError when it cannot be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with open(handle, "w+b") as stream:
        if not (_lock(handle) and _is_still(path, handle)):
            raise OperationRefused(f"另一个程序正在写 {path}。请等它结束后再试。")
        os.ftruncate(handle, 0)
        try:
            yield stream
        finally:
            if _is_still(path, handle):
                path.unlink()


def drop_if_left(path: Path) -> None:
    """Delete a file of ``locked`` that a killed process left; one that a process holds stays."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return
    try:
        if _lock(handle):
            path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def sync(stream: BinaryIO) -> None:
    """Make what was written survive a power cut."""
    stream.flush()
    os.fsync(stream.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that a kill or a power cut leaves the old one or the new one."""
    fresh = path.with_name(path.name + ".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(data)
        sync(stream)
    os.replace(fresh, path)
    sync_folder(path.parent)


def _lock(handle: int) -> bool:
    if sys.platform == "win32":
        return True  # there a file that is open cannot be deleted or renamed by another
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(path: Path, handle: int) -> bool:
    """Whether the open file still has its name: who held the lock before may have renamed it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
