"""What the lines of a Word file are beside what it marks: typed list items, captions, boxes to tick. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from chinese import ends_a_statement, is_figure_name, is_table_name, read_numbering, ticked
from index.parse.layout import FEW_HEADINGS, Line, LineCell, laid_out

MAX_CAPTION = 60  # code points
_OUTERMOST, _INNERMOST = 4, 8  # numbers that items bear: 一、 （一） 1. （1） ①; not 第一章


def with_kinds(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines: captions bound to their tables, boxes to tick as fields, numbered ones as items."""
    return tuple(_items([_ticked(line) for line in _captions(lines)]))


def _ticked(line: Line) -> Line:
    """验收结论：☑通过 □不通过 as a field; any other line as it is."""
    found = None if line.kind or line.level else ticked(line.text)
    if found is None:
        return line
    return Line("", kind="field", cells=(LineCell(found[1], 0, (found[0],)),))


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
    return is_figure_name(line.text) or (is_table_name(line.text) and _table_of(lines, place) > 0)


def _table_of(lines: Sequence[Line], place: int) -> int:
    """The number of the table right below a line, else right above; 0 without one, and for figures."""
    if is_figure_name(lines[place].text):
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
