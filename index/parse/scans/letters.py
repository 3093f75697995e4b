"""Recognised lines -> letters and rules as a PDF page has them, so that one geometry reads both. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.parse.hanzi import is_hanzi
from index.parse.pages import Letter, Rule, Rules
from index.parse.scans.records import RecognisedLine, RecognisedPage

ALIKE = 0.12  # share by which the sizes of lines of one type may differ as they are measured
BODY = 0.82  # the size of Chinese type by the height of the box found around a line of it
CLOSE = 1.5  # times the size: a smaller gap within one recognised line is no blank
STEPS = 4  # neighbours of Chinese characters that show the size of a line
LIKE = 1.35  # times the size of its neighbour that a short line's height may seem to be
FOOT = 0.18  # of the size: how far the foot of a line lies above that of its box


def page_letters(page: RecognisedPage) -> list[Letter]:
    """The characters of a page, each on the foot of its line."""
    sizes = _sizes(page)
    return [
        letter for line, size in zip(page.lines, sizes, strict=True) for letter in _letters(line, size, page)
    ]


def _letters(line: RecognisedLine, size: float, page: RecognisedPage) -> Iterator[Letter]:
    base = page.height * (1 - line.box[3]) + FOOT * size
    for char, (left, right) in zip(line.text, _closed(line.sides, CLOSE * size / page.width), strict=True):
        yield Letter(char, left * page.width, right * page.width, base, size)


def _closed(sides: Sequence[tuple[float, float]], most: float) -> list[tuple[float, float]]:
    """The sides of a line's characters, those closer than ``most`` reaching to the middle between them.

    A recogniser sees where a character stands only by steps of a quarter of its width; where a blank is
    printed it reads one.
    """
    closed = list(sides)
    for n, ((_, right), (next_left, next_right)) in enumerate(pairwise(sides)):
        if next_left - right < most:
            middle = (right + next_left) / 2
            closed[n] = (min(closed[n][0], middle), middle)
            closed[n + 1] = (middle, max(next_right, middle))
    return closed


def _sizes(page: RecognisedPage) -> list[float]:
    """The type size of each line, in points; sizes that hardly differ are one."""
    by_width = [_by_width(line, page) for line in page.lines]
    measured = [size or _like_near(n, by_width, page) for n, size in enumerate(by_width)]
    sizes: dict[float, float] = {}
    group: list[float] = []
    for size in [*sorted(measured), float("inf")]:
        if group and size > group[0] * (1 + 2 * ALIKE):
            sizes |= dict.fromkeys(group, median(group))
            group = []
        group.append(size)
    return [sizes[size] for size in measured]


def _by_width(line: RecognisedLine, page: RecognisedPage) -> float:
    """The size by how far apart its Chinese characters stand, which are square; 0 for too few of them."""
    middles = [(left + right) / 2 * page.width for left, right in line.sides]
    steps = [
        after - before
        for (before, after), (char, following) in zip(pairwise(middles), pairwise(line.text), strict=True)
        if is_hanzi(char) and is_hanzi(following)
    ]
    return sum(steps) / len(steps) if len(steps) >= STEPS else 0.0


def _like_near(n: int, sizes: Sequence[float], page: RecognisedPage) -> float:
    """The size of a short line: that of the nearest long one, where its height does not speak against it."""
    line = page.lines[n]
    by_height = BODY * (line.box[3] - line.box[1]) * page.height
    long = [
        (abs(other.box[1] - line.box[1]), size) for other, size in zip(page.lines, sizes, strict=True) if size
    ]
    near = min(long, default=(0.0, 0.0))[1]
    return near if near / LIKE < by_height < near * LIKE else by_height


def page_rules(page: RecognisedPage) -> Rules:
    """The ruled lines of a page, in points from its foot."""
    level = [
        Rule(page.height * (1 - (top + foot) / 2), left * page.width, right * page.width)
        for left, top, right, foot in page.level
    ]
    upright = [
        Rule((left + right) / 2 * page.width, page.height * (1 - foot), page.height * (1 - top))
        for left, top, right, foot in page.upright
    ]
    return Rules(
        tuple(sorted(level, key=lambda rule: rule.at)), tuple(sorted(upright, key=lambda rule: rule.at))
    )
