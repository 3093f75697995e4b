"""A container -> the documents in it, taken out by a child process into files of their own."""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UnreadableSource
from index.parse.child import WALL, asked
from index.parse.files import CONTAINERS, INSIDE, check_format, read_bytes
from index.parse.kinds import check_kind
from index.parse.marked import refuse_secret

_FILE = re.compile(r"[0-9]{1,4}\.[a-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Packed:
    """A document that was in a container."""

    name: str  # as it is shown: 邮件.eml › 附件.docx
    path: Path  # its own file; the suffix says the format


@dataclass(frozen=True, slots=True)
class Contents:
    """What a container holds."""

    documents: tuple[Packed, ...]
    refused: tuple[UnreadableSource, ...]  # of the other files in it, each by name

    @property
    def size(self) -> int:
        """Bytes that the documents take."""
        return sum(document.path.stat().st_size for document in self.documents)


def open_container(path: Path, folder: Path) -> Contents:
    """Take the documents of a mail or zip file out into ``folder``, which is the caller's to delete.

    Raises:
        SecretSource: the container's name, or a mail's subject, is marked 秘密, 机密 or 绝密.
        UnreadableSource: missing, damaged, encrypted or out of bounds; nothing of it is read then.

    """
    name = path.name
    suffix = check_format(path, name, CONTAINERS)
    data = read_bytes(path, name)
    check_kind(name, suffix, data)
    refuse_secret(name, [])
    own = Path(tempfile.mkdtemp(prefix="parts-", dir=folder))
    command = [sys.executable, "-X", "utf8", "-m", "index.parse.containers.worker", name, str(own)]
    answer = asked(command, name, data, WALL)
    refuse_secret(name, [str(answer["head"])])
    return Contents(
        tuple(_packed(name, own, *part) for part in answer["documents"]),
        tuple(UnreadableSource(str(reason)) for reason in answer["refused"]),
    )


def _packed(container: str, folder: Path, inner: Any, file: Any) -> Packed:
    """What the child says it wrote; a child that was taken over names no other file."""
    if not (isinstance(inner, str) and isinstance(file, str) and _FILE.fullmatch(file)):
        raise UnreadableSource(f"「{container}」没能打开：取出的文件名不对，已停止。")
    return Packed(f"{container}{INSIDE}{inner}", folder / file)
