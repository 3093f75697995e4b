"""The lines drawn on a page's picture, as tables have them. Pure."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.parse.scans.engine import Picture
from index.parse.scans.records import Box

LEVEL = 1 / 16  # of the page's width: a shorter stroke from left to right is part of characters
UPRIGHT = 1 / 30  # of the page's width: the same from top to foot, where a row is one line high
GAP = 1 / 250  # of the page's width: holes of this length in a line are closed
THICK = 1 / 150  # of the page's width: thicker is no line


def ruled_lines(picture: Picture) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Those from left to right and those from top to foot, in shares of the page."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    dark = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    return _lines(dark, level=True), _lines(dark, level=False)


def _lines(dark: NDArray[Any], *, level: bool) -> tuple[Box, ...]:
    import cv2

    height, width = dark.shape
    long, hole = max(12, round((LEVEL if level else UPRIGHT) * width)), max(2, round(GAP * width))
    shape = (1, long) if level else (long, 1)
    # A line that is not quite level wanders over neighbouring rows.
    thick = cv2.dilate(dark, np.ones((3, 1) if level else (1, 3), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, hole) if level else (hole, 1), np.uint8))
    found = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(found)
    boxes = []
    for left, top, wide, tall, _ in stats[1:]:
        if (tall if level else wide) <= THICK * width + 2:
            boxes.append((left / width, top / height, (left + wide) / width, (top + tall) / height))
    return tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in boxes)
