"""Which files of a folder are case texts."""

import os
from collections.abc import Iterator
from pathlib import Path

from index.errors import UnreadableSource
from index.parse import FORMATS
from index.parse.unread import unread


def corpus_files(folder: Path) -> list[Path]:
    """The files under ``folder`` that can be parsed, sorted; a README explains them and is none.

    Raises:
        UnreadableSource: ``folder`` is missing or not a folder.

    """
    return [path for path in _files(folder) if path.suffix.lower() in FORMATS]


def unsupported_files(folder: Path) -> list[tuple[Path, UnreadableSource]]:
    """The files under ``folder`` that ``corpus_files`` leaves out for their format, with the reason."""
    left = (path for path in _files(folder) if path.suffix.lower() not in FORMATS)
    return [(path, unread(readable(path.name), FORMATS)) for path in left]


def check_encoding(path: Path, origin: str = "") -> None:
    """Raises UnreadableSource when a file's name, or where it comes from, is no text: bytes of GBK, say."""
    if readable(origin or str(path)) != (origin or str(path)):
        where = "" if readable(path.name) != path.name else f"（在文件夹「{readable(str(path.parent))}」里）"
        raise UnreadableSource(
            f"「{readable(path.name)}」{where}的文件名或路径不是 UTF-8 编码（多半是 GBK），没有读入。"
            "请改名后再试。"
        )


def readable(name: str) -> str:
    """A file's name fit to be shown: bytes that are no UTF-8 are read as GBK, else escaped."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        try:
            read = os.fsencode(name).decode("gb18030")
        except UnicodeError:
            read = ""
        return read if read.isprintable() and read else name.encode("utf-8", "backslashreplace").decode()
    return name


def _files(folder: Path) -> Iterator[Path]:
    """Every file that is neither hidden, nor in a hidden folder, nor a README."""
    if not folder.is_dir():
        raise UnreadableSource(f"找不到资料文件夹「{folder}」。请检查路径，或新建它并放入案例文本。")
    for path in sorted(folder.rglob("*")):
        hidden = any(name.startswith(".") for name in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.stem.upper() != "README":
            yield path
