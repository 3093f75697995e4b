"""What one page of the 文库 tab holds between two clicks: files looked at and not stored yet."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import UnreadableSource, why_not_stored
from index.library import CONFIRMING, Preview, file_name
from index.parse import CONTAINERS, open_container
from index.parse.decode import MAX_BYTES
from index.parse.marked import unconfirmed
from ui.serving import Waiting

MAX_FILES = 20  # in one go
MAX_TOTAL = 64 * 1024 * 1024  # bytes in one go
MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all that mails and zip files of one upload hold
Taker = Callable[[Mapping[str, object]], Waiting]  # what the page says of an upload -> what arrived


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
    kept: bool = False  # outlives the page: it is found again after a reload

    @property
    def ready(self) -> list[int]:
        """Which files can be stored: read, not stored already, and no other's twin."""
        first: dict[str, int] = {}
        for number, file in enumerate(self.files):
            if file.preview and not file.preview.known:
                first.setdefault(file.preview.source.document.id, number)
        return list(first.values())

    def preview(self, number: int) -> Preview:
        """What would become of one of them. Raises KeyError for any other file."""
        preview = self.files[number].preview if 0 <= number < len(self.files) else None
        if preview is None:
            raise KeyError(number)
        return preview

    def confirmed(self, ticked: Sequence[str]) -> list[str]:
        """The ids of documents marked 内部, when all their places are ``ticked``. Raises IndexFailure."""
        internal = [n for n in self.ready if self.preview(n).internal]
        for number in internal:
            if str(number) not in ticked:
                raise unconfirmed(self.files[number].name, self.preview(number).internal, CONFIRMING)
        return [self.preview(number).source.document.id for number in internal]

    def changed(self, number: int, preview: Preview) -> "Shelf":
        """With another preview for one file."""
        files = list(self.files)
        files[number] = replace(files[number], preview=preview)
        return replace(self, files=tuple(files))

    def refused(self, number: int, error: str) -> "Shelf":
        """With one file that can no longer be stored, and why."""
        files = list(self.files)
        files[number] = Looked(files[number].name, None, error)
        return replace(self, files=tuple(files))


def discard(shelf: Shelf) -> None:
    """Delete the uploaded files: they were stored, given up, or nobody came back."""
    if shelf.folder is not None:
        shutil.rmtree(shelf.folder, ignore_errors=True)


def left(shelf: Shelf) -> None:
    """Nobody looks at the page any more: delete the files, unless they are kept for the next one."""
    if not shelf.kept:
        discard(shelf)


def saved(sent: Sequence[Mapping[str, object]], take: Taker, folder: Path) -> list[tuple[str, Path | str]]:
    """Move uploads into a folder: (name, path), or (name, why it was refused).

    ``take`` hands over what arrived of one; raises UnreadableSource where nothing did.
    """
    total, moved = 0, list[tuple[str, Path | str]]()
    for number, file in enumerate(sent):
        name = Path(str(file.get("name", "")).replace("\\", "/")).name[:200] or "未命名"
        try:
            arrived = _arrived(name, file, take)
            moved.append((name, _moved(folder / str(number), name, arrived, MAX_TOTAL - total)))
            total += arrived.size  # what is refused takes no room
        except UnreadableSource as error:
            moved.append((name, str(error)))
    return moved


def is_container(path: Path | str) -> bool:
    """Whether what arrived is a mail or a zip file."""
    return isinstance(path, Path) and path.suffix.lower() in CONTAINERS


def unpacked(paths: Sequence[tuple[str, Path | str]]) -> list[tuple[str, Path | str]]:
    """The same with mails and zip files opened: in the place of each what is in it, beside its own file."""
    room, found = MAX_UNPACKED, list[tuple[str, Path | str]]()
    for name, path in paths:
        if isinstance(path, str) or not is_container(path):
            found.append((name, path))
            continue
        try:
            contents = open_container(path, path.parent)
            if contents.size > room:  # what is refused takes no room
                raise UnreadableSource(
                    f"一次上传的压缩包和邮件里，文件超过上限 {MAX_UNPACKED >> 20} MB，「{name}」没有读入。"
                    "请分几次上传。"
                )
        except UnreadableSource as error:
            found.append((name, str(error)))
            continue
        room -= contents.size
        found += ((document.name, document.path) for document in contents.documents)
        found += ((name, str(reason)) for reason in contents.refused)
    return found


def _arrived(name: str, file: Mapping[str, object], take: Taker) -> Waiting:
    """The upload. The size it is said to have only tells why the page did not send it."""
    size = file.get("size", 0)
    if isinstance(size, int) and size > MAX_BYTES and not file.get("token"):
        raise UnreadableSource(
            f"「{name}」有 {size / 1048576:.1f} MB，超过单个文件的上限 {MAX_BYTES // 1048576} MB。"
            "请拆小后再试。"
        )
    return take({**file, "name": name})


def _moved(folder: Path, name: str, arrived: Waiting, room: int) -> Path:
    try:
        if arrived.size > room:
            raise UnreadableSource(
                f"一次上传的文件超过上限 {MAX_TOTAL // 1048576} MB，「{name}」没有读入。请分几次上传。"
            )
        folder.mkdir()
        return arrived.path.replace(folder / file_name(name))
    except OSError as error:
        raise UnreadableSource(
            f"「{name}」存不下来（{why_not_stored(error)}）。请改短文件名再试；还是不行请告诉管理员。"
        ) from error
    finally:
        arrived.path.unlink(missing_ok=True)
