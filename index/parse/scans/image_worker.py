"""The child process that draws one page of a scan: limits first, then a JPEG on standard output.

``python -m index.parse.scans.image_worker PAGE QUARTERS SLANT`` reads the file from standard input.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from index.parse.processes import limit

MEMORY = 3 * 1024 * 1024 * 1024  # bytes of address space: numpy and OpenCV reserve more than they use
CPU = 15  # seconds
OUTPUT = 4 * 1024 * 1024  # bytes it may write
FILES = 64  # open at once
DPI = 150  # of the picture at most
SIDE = 2400  # pixels of its longer side at most
QUALITIES = (75, 60, 45)  # of the JPEG, the next one where it is too large


def main(number: int, quarters: int, slant: float) -> None:
    """Draw the page as it was read; without a word and with code 1 where there is none."""
    limit(MEMORY, CPU, OUTPUT, FILES)
    from index.errors import UnreadableSource
    from index.parse.scans.pages import page_pictures
    from index.parse.scans.picture import rotated

    try:
        pages = page_pictures("", sys.stdin.buffer.read(), [number])
        found = next(((picture, points) for at, picture, points in pages if at == number), None)
    except (UnreadableSource, MemoryError):
        found = None
    if found is None:
        sys.exit(1)
    picture, points = found
    turned = np.ascontiguousarray(np.rot90(picture, -quarters))
    sys.stdout.buffer.write(_jpeg(rotated(turned, slant), points))


def _jpeg(picture: NDArray[np.uint8], points: float) -> bytes:
    """At ``DPI`` or less, as good as fits."""
    from io import BytesIO

    from PIL import Image

    from index.parse.scans.page_image import LARGEST

    image = Image.fromarray(picture)
    shrink = min(1.0, DPI * points / 72, SIDE / max(image.size))
    while True:
        size = (max(1, round(image.width * shrink)), max(1, round(image.height * shrink)))
        small = image.resize(size, Image.Resampling.LANCZOS) if shrink < 1 else image
        for quality in QUALITIES:
            out = BytesIO()
            small.save(out, "JPEG", quality=quality)
            if out.tell() <= LARGEST:
                return out.getvalue()
        shrink *= 0.7


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
