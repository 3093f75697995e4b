"""Letters of a page by printed line, and what a line of them says. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SAME_LINE = 0.5  # times the size of letters: how far apart the feet of one line's letters may stand
APART = 0.2  # times the size: from which two letters have a blank between them
APART_MIXED = 0.9  # the same between a Chinese and another, between which programs leave space by themselves
STRETCHED = 2.2  # times the usual gap of a line, which a blank in a stretched one exceeds
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. Points; y counts from the foot of the page turned upright."""

    text: str
    left: float
    right: float
    base: float  # the line it stands on
    size: float

    @property
    def middle(self) -> Point:
        """Of the body of the letter."""
        return (self.left + self.right) / 2, self.base + 0.35 * self.size


def lines_of(letters: Iterable[Letter]) -> list[list[Letter]]:
    """The letters by printed line, from the top, each from the left; blanks and doubled letters left out."""
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: (-letter.base, letter.left)):
        if lines and _stands_on(lines[-1], letter):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    ordered = (sorted(line, key=lambda letter: letter.left) for line in lines)
    return [line for line in ordered if not all(letter.text.isspace() for letter in line)]


def _stands_on(line: Sequence[Letter], letter: Letter) -> bool:
    return line[0].base - letter.base <= SAME_LINE * min(line[0].size, letter.size)


def line_words(line: Sequence[Letter]) -> str:
    """What a line says, with a blank where letters stand apart or the file has one."""
    shown = [letter for letter in line if not letter.text.isspace()]
    usual = _usual_gap(shown)
    words, blank = "", False
    last: Letter | None = None
    for letter in line:
        if letter.text.isspace():
            blank = True
            continue
        if last and _is_doubled(last, letter):
            continue
        if last and (blank or _is_apart(last, letter, usual)):
            words += " "
        words, last, blank = words + letter.text, letter, False
    return words


def _usual_gap(line: Sequence[Letter]) -> float:
    """Between the Chinese characters of a line, which may be stretched to fill it."""
    gaps = sorted(
        after.left - before.right
        for before, after in pairwise(line)
        if not (before.text.isascii() or after.text.isascii())
    )
    return max(gaps[(len(gaps) - 1) // 4], 0.0) if gaps else 0.0


def widest_gap(line: Sequence[Letter]) -> float:
    """Between letters of a line, times their size."""
    return max(((after.left - before.right) / after.size for before, after in pairwise(line)), default=0.0)


def _is_doubled(last: Letter, letter: Letter) -> bool:
    """Whether a letter is printed twice, a hair apart, to look bold."""
    return last.text == letter.text and letter.left - last.left < 0.15 * letter.size


def _is_apart(last: Letter, letter: Letter, usual: float) -> bool:
    alike = last.text.isascii() == letter.text.isascii() and last.text.isalnum() and letter.text.isalnum()
    least = APART if alike else APART_MIXED
    return letter.left - last.right > max(least * letter.size, STRETCHED * usual)
