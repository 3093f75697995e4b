"""Which files are opened, and their bytes: of a regular file only, within bounds, without waiting."""

import os
import stat
from pathlib import Path

from index.errors import UnreadableSource
from index.parse.child import OLD
from index.parse.decode import MAX_BYTES, check_size
from index.parse.scans.pages import PICTURES
from index.parse.unread import unread

TEXT_FORMATS = (".txt", ".md", ".markdown")  # their text is the file's own, decoded
APART = (
    ".docx",
    ".pdf",
    ".ofd",
    ".pptx",
    ".html",
    ".htm",
    ".xlsx",
    ".csv",
    *OLD,
    *PICTURES,
)  # opened by a child
READABLE = (*TEXT_FORMATS, *APART)  # a document each
CONTAINERS = (".zip", ".eml", ".msg")  # hold documents
FORMATS = (*READABLE, *CONTAINERS)
INSIDE = " › "  # between the name of a container and that of a document in it


def check_format(path: Path, name: str, formats: tuple[str, ...]) -> str:
    """The suffix of a file, checked before its content is read. Raises UnreadableSource for other formats."""
    if path.is_dir():
        raise UnreadableSource(f"「{path}」是文件夹，不是文件。请给出其中的文件。")
    if path.suffix.lower() not in formats:
        raise unread(name, formats)
    return path.suffix.lower()


def read_bytes(path: Path, name: str) -> bytes:
    """A file's bytes. Raises UnreadableSource for what is no regular file, empty, too large or not there."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource(f"「{name}」是设备或管道，不是文件，没有打开。")
            check_size(status.st_size, name)
            data = stream.read(MAX_BYTES + 1)
            check_size(len(data), name)  # it may have grown, or never had the size it told
            return data
    except FileNotFoundError as error:
        raise UnreadableSource(f"找不到文件「{path}」。请检查路径和文件名。") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableSource(f"无法打开「{path}」：{reason}。请检查读取权限后再试。") from error
