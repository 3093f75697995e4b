"""The child process that opens an office file: limits first, then one parser, then JSON on standard output.

``python -m index.parse.worker NAME`` reads the file from standard input.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.parse.layout import ParsedLayout

MEMORY = 512 * 1024 * 1024  # bytes of address space
CPU = 7  # seconds
OUTPUT = 64 * 1024 * 1024  # bytes it may write
FILES = 32  # open at once
LATER = 10  # how much further back it stands for the processor, 0..19


def limit(memory: int = MEMORY, cpu: int = CPU, output: int = OUTPUT, files: int = FILES) -> None:
    """Bound this process, and what it runs in its place, for good, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's wall limit is all there is
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))  # the first is a signal that names itself


def main(name: str) -> None:
    """Parse standard input as a file called ``name``, after whoever asks or checks meanwhile."""
    limit()
    if hasattr(os, "nice"):
        os.nice(LATER)
    from index.errors import UnreadableSource
    from index.parse.margins import margin_lines

    try:
        suffix, data = Path(name).suffix.lower(), sys.stdin.buffer.read()
        reading = _parser(suffix)(name, data)
        said: dict[str, object] = {
            "lines": [astuple(line) for line in reading.lines],
            "notices": reading.notices,
            "margins": margin_lines(name, suffix, data),
        }
    except UnreadableSource as error:
        said = {"refused": str(error)}
    except MemoryError:
        said = {"memory": True}
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))


def _parser(suffix: str) -> "Callable[[str, bytes], ParsedLayout]":
    """Only what one format needs is imported: a child should start at once."""
    if suffix in (".docx", ".doc", ".wps"):
        from index.parse.word import read_docx

        return read_docx
    if suffix == ".pdf":
        from index.parse.pdf import read_pdf

        return read_pdf
    if suffix in (".html", ".htm"):
        from index.parse.web import read_html

        return read_html
    from index.parse.sheets import read_csv, read_xlsx

    return read_csv if suffix == ".csv" else read_xlsx


if __name__ == "__main__":
    main(sys.argv[1])
