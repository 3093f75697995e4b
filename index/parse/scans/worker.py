"""The child process that reads pages: limits first, then a line of JSON for each page on standard output.

``python -m index.parse.scans.worker NAME PAGES`` reads the file from standard input; PAGES are numbers
from 1 with commas between, and may be more than the file has.
"""

import json
import os
import sys

from index.parse.processes import LATER, limit

MEMORY = 6 * 1024 * 1024 * 1024  # bytes of address space: the runtimes reserve far more than they use
CPU_PAGE = 60  # seconds for one page
OUTPUT = 256 * 1024 * 1024  # bytes it may write
FILES = 256  # open at once


def main(name: str, wanted: str) -> None:
    """Recognise pages of standard input, after whoever asks or checks meanwhile."""
    pages = [int(number) for number in wanted.split(",")]
    limit(MEMORY, CPU_PAGE * len(pages) + 30, OUTPUT, FILES)
    if hasattr(os, "nice"):
        os.nice(LATER)
    from index.errors import UnreadableSource
    from index.parse.scans.engine import RapidRecogniser
    from index.parse.scans.pages import page_pictures
    from index.parse.scans.reading import recognised

    try:
        data = sys.stdin.buffer.read()
        recogniser = RapidRecogniser()
        for number, picture, points in page_pictures(name, data, pages):
            _say(recognised(number, picture, points, recogniser).as_json())
        _say({"done": True})
    except UnreadableSource as error:
        _say({"refused": str(error)})
    except MemoryError:
        _say({"memory": True})


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
