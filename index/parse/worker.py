"""The child process that opens an office file: limits first, then one parser, then JSON on standard output.

``python -m index.parse.worker NAME MODE`` reads from standard input, where MODE is a number: so many bytes
of JSON, the pages that were recognised, then the file; where it is ``rows``: a spreadsheet, for its rows.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from index.parse.processes import LATER, limit

if TYPE_CHECKING:
    from index.parse.layout import ParsedLayout

ROWS = "rows"  # asks for the rows of a spreadsheet instead of its lines


def main(name: str, mode: str) -> None:
    """Parse standard input as a file called ``name``, after whoever asks or checks meanwhile."""
    limit()
    if hasattr(os, "nice"):
        os.nice(LATER)
    from index.errors import UnreadableSource

    try:
        suffix = Path(name).suffix.lower()
        recognised = b"" if mode == ROWS else sys.stdin.buffer.read(int(mode))
        data = sys.stdin.buffer.read()
        said = _rows(name, suffix, data) if mode == ROWS else _lines(name, suffix, data, recognised)
    except UnreadableSource as error:
        said = {"refused": str(error)}
    except MemoryError:
        said = {"memory": True}
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))


def _lines(name: str, suffix: str, data: bytes, recognised: bytes) -> dict[str, object]:
    from index.parse.margins import margin_lines

    reading = _scanned(name, data, recognised) if recognised else _parser(suffix)(name, data)
    return {
        "lines": [astuple(line) for line in reading.lines],
        "notices": reading.notices,
        "margins": (*reading.margins, *margin_lines(name, suffix, data)),
        "scanned": reading.scanned,
    }


def _rows(name: str, suffix: str, data: bytes) -> dict[str, object]:
    from index.parse.sheets import csv_rows, xlsx_rows

    sheets, notices = (csv_rows if suffix == ".csv" else xlsx_rows)(name, data)
    return {"sheets": [(sheet.title, sheet.rows) for sheet in sheets], "notices": notices}


def _scanned(name: str, data: bytes, recognised: bytes) -> "ParsedLayout":
    from index.parse.scans import RecognisedPage
    from index.parse.scans.document import read_scanned

    return read_scanned(name, data, [RecognisedPage.of(page) for page in json.loads(recognised)])


def _parser(suffix: str) -> "Callable[[str, bytes], ParsedLayout]":
    """Only what one format needs is imported: a child should start at once."""
    if suffix in (".docx", ".doc", ".wps"):
        from index.parse.word import read_docx

        return read_docx
    if suffix in (".pptx", ".ppt", ".dps"):
        from index.parse.slides import read_pptx

        return read_pptx
    if suffix == ".pdf":
        from index.parse.pdf import read_pdf

        return read_pdf
    if suffix == ".ofd":
        from index.parse.ofd import read_ofd

        return read_ofd
    if suffix in (".html", ".htm"):
        from index.parse.web import read_html

        return read_html
    from index.parse.sheets import read_csv, read_xlsx

    return read_csv if suffix == ".csv" else read_xlsx  # .xls and .et come as .xlsx


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
