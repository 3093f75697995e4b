"""Lines of a text with the blanks around them left out; offsets are code points."""

import re
from collections.abc import Iterator

LINE_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
# What a printer leaves blank: white space of every width, and characters of no width.
BLANKS = " \t\xa0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
_LEADING = re.compile(f"[{BLANKS}\\s]*")
_TRAILING = re.compile(f"[{BLANKS}\\s]")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without the blanks at both ends; ``start == end`` when nothing is left."""
    blanks = _LEADING.match(text, start, end)
    start = blanks.end() if blanks else start
    while end > start and _TRAILING.match(text[end - 1]):
        end -= 1
    return start, end


def all_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Every line of ``text[start:end]`` without its line break, empty ones included."""
    end = len(text) if end is None else end
    for line_break in LINE_BREAK.finditer(text, start, end):
        yield start, line_break.start()
        start = line_break.end()
    yield start, end


def trimmed_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Every line that holds more than blanks, trimmed."""
    for line_start, line_end in all_lines(text, start, end):
        first, last = trim(text, line_start, line_end)
        if first < last:
            yield first, last
