"""The source files as they came, kept by content hash beside the store."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from index.errors import IndexFailure, StoreDamaged
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


def kept(folder: Path, name: str) -> Path:
    """Where a kept file is. Raises StoreDamaged for a name that leads out of ``folder``.

    The name comes from the store's database, and a store may come from anybody.
    """
    if not _is_name(name):
        raise StoreDamaged(
            f"索引里记的原文件名“{name[:60]!r}”不是文件的名字，没有打开或删除任何文件。"
            "请不要使用来历不明的索引；可以由资料重新建立。"
        )
    return folder / name


def drop(folder: Path, names: Iterable[str]) -> None:
    """Delete these kept files; "" names none. Raises StoreDamaged, as ``kept``, before any is deleted."""
    for path in [kept(folder, name) for name in names if name]:
        path.unlink(missing_ok=True)


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
    return [name for name in sorted(set(wanted)) if not (_is_name(name) and _sound(folder / name))]


def _is_name(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set("/\\\0")


def _sound(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == path.stem
    except OSError:
        return False
