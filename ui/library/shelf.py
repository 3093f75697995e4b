"""What one page of the 文库 tab holds between two clicks: files looked at and not stored yet."""

import shutil
import tempfile
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import UnreadableSource
from index.library import Preview
from index.parse.decode import MAX_BYTES

MAX_FILES = 20  # in one go
MAX_TOTAL = 64 * 1024 * 1024  # bytes in one go


@dataclass(frozen=True, slots=True)
class Looked:
    """One uploaded file: how it would be stored, or why it cannot be."""

    name: str
    preview: Preview | None
    error: str = ""  # in Chinese


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one upload and the folder they wait in."""

    files: tuple[Looked, ...] = ()
    folder: Path | None = None

    @property
    def ready(self) -> list[int]:
        """Which files can be stored: read, not stored already, and no other's twin."""
        found: dict[str, int] = {}
        for number, file in enumerate(self.files):
            if file.preview and not file.preview.known:
                found.setdefault(file.preview.source.document.id, number)
        return list(found.values())

    def preview(self, number: int) -> Preview:
        """What would become of one of them. Raises KeyError for any other file."""
        preview = self.files[number].preview if 0 <= number < len(self.files) else None
        if preview is None:
            raise KeyError(number)
        return preview

    def changed(self, number: int, preview: Preview) -> "Shelf":
        """With another preview for one file."""
        files = list(self.files)
        files[number] = replace(files[number], preview=preview)
        return replace(self, files=tuple(files))


def discard(shelf: Shelf) -> None:
    """Delete the uploaded files: they were stored, given up, or nobody came back."""
    if shelf.folder is not None:
        shutil.rmtree(shelf.folder, ignore_errors=True)


def saved(uploaded: Sequence[Mapping[str, object]]) -> tuple[Path, list[tuple[str, Path | str]]]:
    """Write uploaded files into a folder of their own: (name, path), or (name, why it was refused)."""
    folder = Path(tempfile.mkdtemp(prefix="xhs-upload-"))
    total, found = 0, list[tuple[str, Path | str]]()
    for number, file in enumerate(uploaded):
        name = Path(str(file.get("name", "")).replace("\\", "/")).name[:200] or "未命名"
        try:
            data = _decoded(name, file, MAX_TOTAL - total)
            found.append((name, _written(folder / str(number), name, data)))
            total += len(data)  # what is refused takes no room
        except UnreadableSource as error:
            found.append((name, str(error)))
    return folder, found


def _decoded(name: str, file: Mapping[str, object], room: int) -> bytes:
    """What arrived of a file. The size it is said to have counts only where nothing was sent for it."""
    encoded = str(file.get("data", ""))
    _check(name, len(encoded) * 3 // 4 - 2 if encoded else _said_size(file), room)
    try:
        data = b64decode(encoded, validate=True)
    except Error as error:
        raise UnreadableSource(f"「{name}」没有传完整。请再上传一次。") from error
    _check(name, len(data), room)
    return data


def _said_size(file: Mapping[str, object]) -> int:
    size = file.get("size", 0)
    return size if isinstance(size, int) else 0


def _check(name: str, size: int, room: int) -> None:
    if size > MAX_BYTES:
        raise UnreadableSource(
            f"「{name}」有 {size / 1048576:.1f} MB，超过单个文件的上限 {MAX_BYTES // 1048576} MB。"
            "请拆小后再试。"
        )
    if size > room:
        raise UnreadableSource(
            f"一次上传的文件超过上限 {MAX_TOTAL // 1048576} MB，「{name}」没有读入。请分几次上传。"
        )


def _written(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir()
    path = folder / name
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UnreadableSource(f"「{name}」存不下来（{error.strerror}）。请改短文件名后再试。") from error
    return path
