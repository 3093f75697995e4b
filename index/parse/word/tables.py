"""Tables of Word -> cells on a grid: merged cells, indented rows, what is set off as a header."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from chinese import is_header_like
from index.parse.numbers import W
from index.parse.tables import GridCell
from index.parse.word.colours import WHITE, shading
from index.parse.word.grounds import own_cells, own_rows
from index.parse.word.runs import Story
from index.parse.word.styles import attribute, inside, is_on, run_look

MAX_COLUMNS = 200  # of one table; Word itself makes no more than 63
_LONG = 80  # code points of a cell that tells a story of its own
_MANY = 3  # its paragraphs
_TOP = 12  # rows in which headers may stand


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell's place, its element and its words."""

    cell: GridCell
    element: Any


def read_cells(table: Any, story: Story, words: Callable[[Any], str]) -> list[WordCell]:
    """The cells of a table in reading order, empty ones too; ``words`` reads those of one element.

    A cell merged downwards comes once, as high as it is. Rows that are deleted or hidden are left out.
    """
    found: list[WordCell] = []
    header = _header_ground(table, story)
    open_above: dict[int, int] = {}  # column -> the cell in ``found`` that goes on below
    for number, row in enumerate(row for row in own_rows(table) if not _is_gone(row, story, words)):
        column = _count(row, "trPr", "gridBefore", 0)
        repeated = bool(is_on(inside(row, "trPr", "tblHeader")))
        above, open_above, begun = open_above, {}, len(found)
        for element in own_cells(row):
            span = _count(element, "tcPr", "gridSpan", 1)
            merge = inside(element, "tcPr", "vMerge")
            if _goes_on(element) and found and found[-1].cell.row == number:
                found[-1] = _grown(found[-1], columns=span)
            elif merge is not None and merge.get(f"{W}val") != "restart" and column in above:
                open_above[column] = above[column]
                found[above[column]] = _grown(found[above[column]], rows=1)
                story.hidden.drop("合并单元格里的文字", words(element))
            else:
                text = words(element)
                judged = number < _TOP or len(found) == begun  # a form's labels stand first in their rows
                set_off = repeated or (judged and _stands_out(element, text, story, header))
                found.append(WordCell(GridCell(number, column, text, 1, span, set_off), element))
                if merge is not None:
                    open_above[column] = len(found) - 1
            column = min(column + span, MAX_COLUMNS)
    return found


def is_frame(cells: Sequence[WordCell], is_heading: Callable[[Any], bool]) -> bool:
    """Whether a table only sets text side by side or in a box: its cells are read one after the other.

    So it is with one filled cell a row, with headings in cells, and with rows of nothing but long texts.
    """
    filled = [one for one in cells if one.cell.text or one.element.find(f".//{W}tbl") is not None]
    rows = [list(row) for _, row in groupby(filled, key=lambda one: one.cell.row)]
    wide = [row for row in rows if len(row) > 1]
    if not wide:
        return True
    told = all(_tells(one) for row in wide for one in row)
    return told or any(is_heading(p) for one in filled if _tells(one) for p in one.element.iter(f"{W}p"))


def nested(cell: Any) -> Iterator[Any]:
    """The tables right inside a cell."""
    for table in cell.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}tc")) is cell:
            yield table


def _tells(one: WordCell) -> bool:
    return len(one.cell.text) >= _LONG and one.cell.text.count("\n") + 1 >= _MANY


def _is_gone(row: Any, story: Story, words: Callable[[Any], str]) -> bool:
    if inside(row, "trPr", "del") is not None:
        return True
    if not is_on(inside(row, "trPr", "hidden")):
        return False
    story.hidden.drop("隐藏文字", "".join(map(words, own_cells(row))))
    return True


def _goes_on(cell: Any) -> bool:
    """Whether a cell is the rest of the one to its left, as older programs merge."""
    merge = inside(cell, "tcPr", "hMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _grown(one: WordCell, rows: int = 0, columns: int = 0) -> WordCell:
    cell = one.cell
    return replace(one, cell=replace(cell, rows=cell.rows + rows, columns=cell.columns + columns))


def _count(element: Any, properties: str, name: str, least: int) -> int:
    value = attribute(element, properties, name) or ""
    return min(max(int(value), least), MAX_COLUMNS) if value.isdecimal() and len(value) < 6 else least


def _header_ground(table: Any, story: Story) -> str:
    """The first ground in a table that is no paper: rows of other colours only take turns."""
    grounds = (_ground(cell, story) for row in own_rows(table)[:_TOP] for cell in own_cells(row))
    return next((ground for ground in grounds if ground), "")


def _ground(cell: Any, story: Story) -> str:
    """A cell's own ground, else that of its table's first row or column; "" for white."""
    own = inside(cell, "tcPr", "shd")
    looks = [] if own is not None else story.grounds.header_looks(cell)
    ground = shading(own) or next((look.ground for look in looks if look.ground), "")
    return "" if ground == WHITE else ground


def _stands_out(cell: Any, text: str, story: Story, header: str) -> bool:
    """Whether a cell of few words has the ground that headers have, or all its words are bold."""
    if not is_header_like(text):
        return False
    if header and _ground(cell, story) == header:
        return True
    looks = story.grounds.header_looks(cell)
    by_style = next((look.bold for look in looks if look.bold is not None), None)
    return all(_is_bold(run, story, by_style) for run in cell.iter(f"{W}r") if run.find(f"{W}t") is not None)


def _is_bold(run: Any, story: Story, by_style: bool | None) -> bool:
    paragraph = next(run.iterancestors(f"{W}p"))
    own = (
        run_look(run).bold,
        story.style(run, "rPr", "rStyle").look.bold,
        story.style(paragraph, "pPr", "pStyle").look.bold,
        by_style,
    )
    return next((bold for bold in own if bold is not None), False)
