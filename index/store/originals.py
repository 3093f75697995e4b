"""The source files as they came, kept by content hash beside the store."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from index.errors import IndexFailure
from index.permissions import make_private_folder, owner_only

FOLDER = "originals"  # inside the store's folder
_CHUNK = 1 << 20


def keep(path: Path, folder: Path) -> str:
    """Copy a file into ``folder`` unless it is there; its name there: SHA-256 and suffix.

    A kill leaves the whole copy or none. Raises IndexFailure when the folder cannot be written.
    """
    fresh = folder / f"{uuid.uuid4().hex}.tmp"
    try:
        make_private_folder(folder)
        digest = hashlib.sha256()
        with path.open("rb") as source, open(fresh, "wb", opener=owner_only) as copy:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        name = digest.hexdigest() + path.suffix.lower()
        os.replace(fresh, folder / name)
    except OSError as error:
        raise IndexFailure(
            f"原文件「{path.name}」没能存进 {folder}（{error.strerror}）。请检查磁盘空间和权限。"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return name


def drop(folder: Path, names: Iterable[str]) -> None:
    """Delete these kept files; "" names none."""
    for name in names:
        if name:
            (folder / name).unlink(missing_ok=True)


def strays(folder: Path, wanted: Iterable[str]) -> list[str]:
    """The files in ``folder`` that no document names, sorted."""
    names = set(wanted)
    return [path.name for path in sorted(folder.glob("*")) if path.is_file() and path.name not in names]


def sweep(folder: Path, wanted: Iterable[str]) -> list[str]:
    """Delete what no document names; the names deleted. Only for a process that may write to the store."""
    gone = strays(folder, wanted)
    drop(folder, gone)
    return gone


def faults(folder: Path, wanted: Iterable[str]) -> list[str]:
    """Which of the ``wanted`` files are missing or no longer what they were."""
    return [name for name in sorted(set(wanted)) if not _sound(folder / name)]


def _sound(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == path.stem
    except OSError:
        return False
