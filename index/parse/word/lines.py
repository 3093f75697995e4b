"""What the lines of a Word file are beside what it marks: typed list items, captions of tables. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chinese import NUMERAL_CHARS, ends_a_statement, read_numbering
from index.parse.layout import FEW_HEADINGS, Line, laid_out

MAX_CAPTION = 60  # code points
_OUTERMOST, _INNERMOST = 4, 8  # numbers that items bear: 一、 （一） 1. （1） ①; not 第一章
_NUMBER = rf"[\d０-９{NUMERAL_CHARS}]{{1,3}}(?:[-－—.．][\d０-９]{{1,2}})?"
_TABLE_NAME = re.compile(rf"(?:续|附)?表\s*{_NUMBER}(?:[\s　：:.、．]|(?=[\u3400-\u9fff])|$)|附表[\s　：:]")
_FIGURE_NAME = re.compile(rf"(?:附)?图\s*{_NUMBER}(?:[\s　：:.、．]|$)")


def with_kinds(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines, captions bound to their tables and the numbered lines that are no headings items."""
    return tuple(_items(_captions(lines)))


def _captions(lines: Sequence[Line]) -> list[Line]:
    return [
        replace(line, kind="caption", table=_table_of(lines, place)) if _is_caption(lines, place) else line
        for place, line in enumerate(lines)
    ]


def _is_caption(lines: Sequence[Line], place: int) -> bool:
    line = lines[place]
    if line.kind == "caption":
        return not line.table
    if line.kind or line.level or len(line.text) > MAX_CAPTION or ends_a_statement(line.text):
        return False
    return bool(_FIGURE_NAME.match(line.text)) or (
        bool(_TABLE_NAME.match(line.text)) and _table_of(lines, place) > 0
    )


def _table_of(lines: Sequence[Line], place: int) -> int:
    """The number of the table right below a line, else right above; 0 without one, and for figures."""
    if _FIGURE_NAME.match(lines[place].text):
        return 0
    below = lines[place + 1].table if place + 1 < len(lines) else 0
    return below or (lines[place - 1].table if place else 0)


def _items(lines: Sequence[Line]) -> list[Line]:
    """Items by the number in front, automatic or typed; where few headings are marked, by their shape too."""
    marked = [_marked(line) for line in lines]
    if sum(bool(line.level) and not line.kind for line in lines) > FEW_HEADINGS:
        return marked
    bare = [replace(line, kind="", level=0) if line.kind == "item" else line for line in lines]
    _, blocks = laid_out(bare)
    heads = [block.kind == "heading" for block in blocks]
    # A bullet never makes a heading of what Word itself sets in a list.
    return [
        plain if head and (line.kind != "item" or line.marker) else item
        for line, plain, item, head in zip(lines, bare, marked, heads, strict=True)
    ]


def _marked(line: Line) -> Line:
    if line.kind or line.level:
        return line
    rank, length = read_numbering(line.text)
    if not length or (rank and not _OUTERMOST <= rank <= _INNERMOST):
        return line
    return replace(line, kind="item", marker=length)
