"""The child process that takes a container apart: limits first, then files into a folder, JSON at the end.

``python -m index.parse.containers.worker NAME FOLDER`` reads the container from standard input.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index.parse.processes import LATER, limit

if TYPE_CHECKING:
    from index.parse.containers.parcel import Parcel


def main(name: str, folder: str) -> None:
    """Take standard input apart as a container called ``name``."""
    limit()
    if hasattr(os, "nice"):
        os.nice(LATER)
    from index.errors import UnreadableSource
    from index.parse.containers.parcel import Parcel

    parcel = Parcel(name, Path(folder))
    try:
        _unpacker(Path(name).suffix.lower())(parcel, sys.stdin.buffer.read())
        said: dict[str, object] = {
            "documents": parcel.documents,
            "refused": parcel.refused,
            "head": parcel.head,
        }
    except UnreadableSource as error:
        said = {"refused": str(error)}
    except MemoryError:
        said = {"memory": True}
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))


def _unpacker(suffix: str) -> "Callable[[Parcel, bytes], None]":
    if suffix == ".zip":
        from index.parse.containers.archive import unpack_zip

        return unpack_zip
    if suffix == ".eml":
        from index.parse.containers.mail import unpack_mail

        return unpack_mail
    from index.parse.containers.outlook import unpack_outlook

    return unpack_outlook


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
