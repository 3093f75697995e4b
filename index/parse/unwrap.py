"""Plain text that was broken into lines of one width by hand or by a program -> its paragraphs. Pure."""

import re
import unicodedata
from collections.abc import Sequence

from chinese import LINE_BREAK, ends_a_statement, read_numbering

FULL_LINES = 5  # that show a text is broken at a width
RAGGED = 12  # columns a full line may fall short: a word is not broken, and quotes count one column or two
NARROWEST = 40  # columns; shorter lines that look alike are verses or names
SHARE = 0.5  # of the unfinished lines that are full
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t)\S")  # of a table or a masthead
_INDENTED = re.compile(r"[\u3000\t]|  ")
_ITEM = re.compile(
    r"\s*(?:[●◆■★▲◎○◇□☆△▶►➤•·*\-—=_+>|#【〔\[]|(?:问|答|附件?|注|抄送|报|送)[:：]|第[^，。]{1,6}[章节条]|[^，。；：:\s]{2,6}[:：])"
)


def unwrapped(text: str) -> str:
    """``text`` with the line breaks taken out that only keep its lines to a width; else as it is.

    A line goes on with the next where it is full, ends in the middle of a sentence, and the next neither is
    indented nor opens an item. Other texts, and those it gave itself, come back unchanged: a line that was
    joined may be a full one, and is looked at again.
    """
    while (joined := _joined(text)) != text:
        text = joined
    return text


def _joined(text: str) -> str:
    """The text after one look at its lines."""
    lines = LINE_BREAK.split(text)
    width = _width_of(lines)
    if not width:
        return text
    breaks = [found.group() for found in LINE_BREAK.finditer(text)]
    pieces = [lines[0]]
    for above, line, between in zip(lines, lines[1:], breaks, strict=False):
        if columns(above) >= width - RAGGED and _goes_on(above, line):
            pieces[-1] = pieces[-1].rstrip(" ")
            pieces.append(_joint(above, line) + line.lstrip(" "))
        else:
            pieces.append(between + line)
    return "".join(pieces)


def columns(line: str) -> int:
    """How wide a line is printed: two columns a Hanzi or full-width mark, one for the rest."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line.rstrip())


def _width_of(lines: Sequence[str]) -> int:
    """The width at which the lines are broken, in columns; 0 where they are not."""
    unfinished = [columns(line) for line in lines if _is_prose(line) and not ends_a_statement(line.rstrip())]
    width = max(unfinished, default=0)
    full = [columns for columns in unfinished if columns >= width - RAGGED]
    broken = width >= NARROWEST and len(full) >= FULL_LINES and len(full) >= SHARE * len(unfinished)
    return width if broken else 0


def _goes_on(above: str, line: str) -> bool:
    """Whether a full line's sentence goes on in the next line."""
    stopped = above.rstrip().endswith(("。", "！", "？", "；", "：", "”", "!", "?", ";", ":"))
    opens = _INDENTED.match(line) or _ITEM.match(line) or read_numbering(line.strip())[0]
    return _is_prose(above) and _is_prose(line) and not stopped and not opens


def _is_prose(line: str) -> bool:
    """Whether the line has words, and none of them in columns."""
    return any(char.isalnum() for char in line) and not _COLUMNS.search(line)


def _joint(above: str, line: str) -> str:
    """A blank between two words of Latin letters, else nothing."""
    last, first = above.rstrip()[-1:], line.lstrip()[:1]
    return " " if last.isascii() and last.isalpha() and first.isascii() and first.isalpha() else ""
