"""A page's picture made ready: without its seals, level, and the right way up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.parse.scans.engine import Picture, Recogniser
from index.parse.scans.records import RecognisedLine

SMALL = 900  # pixels of the longer side that are enough to see how lines run
STEEPEST = 6.0  # degrees a page may be skewed
COARSE, FINE = 0.5, 0.05  # degrees, steps of the search
STILL = 0.04  # degrees: less is not turned
SURE = 0.85  # mean confidence of a page's characters from which it stands upright
FEW = 8  # characters: of fewer nothing is concluded
SEAL = (0.09, 0.4)  # of the page's width: how wide the seal of an office is
ROUND = (0.6, 1.6)  # width by height of a seal
RED = 60  # by how much red exceeds green and blue in a seal's ink, 0..255
FAINT = 15  # the same at the ink's edges
DARK = 130  # red of black print below a seal's ink at most


@dataclass(frozen=True, slots=True)
class Upright:
    """A page as it is read."""

    picture: Picture
    quarters: int  # quarter turns clockwise
    slant: float  # degrees counter-clockwise, after them
    lines: list[RecognisedLine]


def read_upright(picture: Picture, recogniser: Recogniser) -> Upright:
    """Read a page the way up in which it is best understood.

    Which way its lines run is seen by how unevenly they fill rows and columns; that it is upside down,
    or that this was wrong, only by reading it.
    """
    picture = without_seals(picture)
    best: Upright | None = None
    for quarters in _likely(picture):
        turned = np.ascontiguousarray(np.rot90(picture, -quarters))
        slant = skew(turned)
        level = rotated(turned, slant)
        read = Upright(level, quarters, slant, recogniser.lines(level))
        if best is None or _understood(read) > _understood(best):
            best = read
        if _understood(best) >= SURE:
            break
    assert best is not None  # four ways were tried
    return best


def _likely(picture: Picture) -> Iterator[int]:
    """Quarter turns, the likeliest first."""
    ink = _ink(picture)
    lying = _unevenness(ink.T) > _unevenness(ink)
    return iter((1, 3, 0, 2) if lying else (0, 2, 1, 3))


def _understood(read: Upright) -> float:
    """The mean confidence of all characters, 0..1; of too few, 0."""
    confidences = [confidence for line in read.lines for confidence in line.confidences]
    return sum(confidences) / len(confidences) if len(confidences) >= FEW else 0.0


def _ink(picture: Picture) -> NDArray[np.float32]:
    """Where something is printed, 0..1, small."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, dark = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return dark.astype(np.float32)


def _unevenness(ink: NDArray[np.float32]) -> float:
    """How much neighbouring rows differ: high where rows are lines of text and the blanks between."""
    rows = ink.mean(axis=1)
    return float(np.square(np.diff(rows)).sum())


def skew(picture: Picture) -> float:
    """Degrees counter-clockwise by which a page is to be turned to be level (projection profiles).

    W. Postl, 1986: the angle at which the sums of rows differ most.
    """
    ink = _ink(picture)

    def differ(angle: float) -> float:
        return _unevenness(_turned(ink, angle, 0.0))

    coarse = max(np.arange(-STEEPEST, STEEPEST + COARSE, COARSE), key=differ)
    fine = max(np.arange(coarse - COARSE, coarse + COARSE + FINE, FINE), key=differ)
    return round(float(fine), 2) if abs(fine) >= STILL else 0.0


def rotated(picture: Picture, angle: float) -> Picture:
    """A page turned counter-clockwise by some degrees, its corners white."""
    return _turned(picture, angle, (255, 255, 255)) if angle else picture


def _turned(picture: NDArray[Any], angle: float, ground: float | tuple[float, float, float]) -> NDArray[Any]:
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    size = (width, height)
    return np.asarray(
        cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=ground), dtype=picture.dtype
    )


def without_seals(picture: Picture) -> Picture:
    """A page without round red seals, the black print below them kept; red headings stay."""
    import cv2

    pixels = picture.astype(np.int16)
    others = np.maximum(pixels[:, :, 1], pixels[:, :, 2])
    red = (pixels[:, :, 0] - others > RED).astype(np.uint8)
    if not red.any():
        return picture
    width = picture.shape[1]
    near = max(3, width // 100)
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = picture.copy()
    for left, top, wide, tall, _ in stats[1:]:
        if SEAL[0] * width <= wide <= SEAL[1] * width and ROUND[0] <= wide / tall <= ROUND[1]:
            box = slice(top, top + tall), slice(left, left + wide)
            # Red ink is bright in the red channel, black print is dark in all.
            ink = (pixels[:, :, 0] - others)[box] > FAINT
            cleaned[box][ink & (pixels[:, :, 0][box] > DARK)] = 255
    return cleaned
