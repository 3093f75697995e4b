"""What is taken out of a container: bounds, names fit to be shown, files written one by one."""

import unicodedata
from pathlib import Path

from index.errors import UnreadableSource
from index.parse.decode import MAX_BYTES, check_size
from index.parse.files import CONTAINERS, INSIDE, READABLE
from index.parse.scans.pages import PICTURES
from index.parse.unread import unread

MAX_FILES = 100  # documents in one container; as many others are named
MAX_TOTAL = 128 * 1024 * 1024  # bytes of all of them
_LEFT_OUT = ("thumbs.db", "desktop.ini", "__macosx")  # what systems put into folders by themselves
_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # print nothing, or turn the direction of print


class Parcel:
    """What has been taken out of a container so far."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.head = ""  # the line at the top that may bear a mark
        self.documents: list[tuple[str, str]] = []  # name inside, file in ``folder``
        self._refused: list[str] = []
        self._folder = folder
        self._names: set[str] = set()
        self._size = 0
        self._unnamed = 0  # files left out beyond those in ``_refused``

    @property
    def refused(self) -> list[str]:
        """Why files were left out, each by name as long as they are few."""
        rest = f"「{self.name}」里另有 {self._unnamed} 个文件没有读入。"
        return self._refused + [rest] * bool(self._unnamed)

    def wants(self, inner: str, size: int) -> bool:
        """Whether a file of this name and size in bytes would be taken; else why not is noted."""
        shown = f"{self.name}{INSIDE}{inner}"
        suffix = Path(inner).suffix.lower()
        try:
            if suffix in CONTAINERS:
                raise UnreadableSource(f"「{shown}」套在里面，只打开一层，没有打开。请把它单独取出来再放入。")
            # Pictures in mails and packages are signs and signatures more often than pages.
            if suffix in PICTURES:
                raise UnreadableSource(f"「{shown}」是图片，没有读入。如果是扫描件，请取出来单独放入。")
            if suffix not in READABLE:
                raise unread(shown, READABLE)
            check_size(size, shown)
        except UnreadableSource as error:
            self.refuse(str(error))
            return False
        return True

    def refuse(self, reason: str) -> None:
        """Note why something was left out."""
        if len(self._refused) < MAX_FILES:
            self._refused.append(reason)
        else:
            self._unnamed += 1

    def put(self, inner: str, data: bytes) -> None:
        """Write one file. Raises UnreadableSource for too many files, or too much."""
        if len(self.documents) >= MAX_FILES:
            raise UnreadableSource(
                f"「{self.name}」里的文件超过上限 {MAX_FILES} 个，没有打开。请分成几个后再试。"
            )
        self._size += len(data)
        if self._size > MAX_TOTAL:
            raise UnreadableSource(
                f"「{self.name}」里的文件超过上限 {MAX_TOTAL >> 20} MB，没有打开。请分成几个后再试。"
            )
        file = f"{len(self.documents)}{Path(inner).suffix.lower()}"
        (self._folder / file).write_bytes(data[: MAX_BYTES + 1])
        self.documents.append((self._named(inner), file))

    def _named(self, inner: str) -> str:
        """The name, with a number when another file has it."""
        stem, suffix = str(Path(inner).with_suffix("")), Path(inner).suffix
        name, number = inner, 1
        while name in self._names:
            number += 1
            name = f"{stem}（{number}）{suffix}"
        self._names.add(name)
        return name


def shown_name(name: str) -> str:
    """A path inside a container fit to be shown: folders before a sign, none that leads out, no hidden signs.

    "" for what systems put there by themselves, and for nothing.
    """
    clean = "".join("_" if unicodedata.category(char) in _UNSHOWN else char for char in name)
    steps = [step.strip() for step in clean.replace("\\", "/").replace(INSIDE.strip(), "_").split("/")]
    steps = [step for step in steps if step not in ("", ".", "..") and not step.endswith(":")]
    if any(step.startswith(".") or step.lower() in _LEFT_OUT for step in steps):
        return ""
    return INSIDE.join(steps)


def decoded(name: bytes) -> str:
    """A name in UTF-8, else in GBK, as Chinese Windows writes it."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("gb18030", "replace")
