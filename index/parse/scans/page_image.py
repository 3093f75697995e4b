"""The picture of a scan's page as it was read, upright: a JPEG made by a bounded child of the kept file."""

import sys
import tempfile
from pathlib import Path

from index.parse.processes import run
from index.parse.scans.records import RecognisedPage

WALL = 20.0  # seconds for one page
LARGEST = 1 << 20  # bytes of a picture


def page_image(path: Path, page: RecognisedPage) -> bytes:
    """A page of the file that ``page`` was recognised of, turned as its lines were found on it.

    At most 150 dpi and ``LARGEST`` bytes. b"" where no picture comes of the file within the child's limits.
    """
    command = [sys.executable, "-X", "utf8", "-m", "index.parse.scans.image_worker"]
    command += [str(page.number), str(page.quarters), str(page.slant)]
    with open(path, "rb") as given, tempfile.TemporaryFile() as out:
        code = run(command, WALL, stdin=given, stdout=out)
        out.seek(0)
        picture = out.read(LARGEST + 1)
    sound = code == 0 and picture.startswith(b"\xff\xd8") and len(picture) <= LARGEST
    return picture if sound else b""
