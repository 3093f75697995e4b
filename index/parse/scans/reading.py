"""A page's picture -> what is recognised on it."""

from index.parse.scans.engine import Picture, Recogniser
from index.parse.scans.picture import read_upright
from index.parse.scans.records import RecognisedPage
from index.parse.scans.ruling import ruled_lines


def recognised(number: int, picture: Picture, points: float, recogniser: Recogniser) -> RecognisedPage:
    """All of one page; ``points`` is what a pixel of the picture measures."""
    read = read_upright(picture, recogniser)
    height, width = read.picture.shape[:2]
    level, upright = ruled_lines(read.picture)
    size = (width * points, height * points)
    return RecognisedPage(number, *size, read.quarters, read.slant, tuple(read.lines), level, upright)
