"""Plain text -> blocks: which lines are headings, told by their shape alone."""

import dataclasses
from collections.abc import Sequence
from typing import Literal

from chinese import (
    contributor,
    ends_a_statement,
    fills_a_label,
    foot_kind,
    is_byline,
    is_contents_line,
    read_numbering,
    split_heading,
    trimmed_lines,
)
from index.records import Block

MAX_HEADING = 50  # code points; printed headings are shorter, running paragraphs longer
MIN_WRAPPED = 5  # full lines that show a text is wrapped by hand
RAGGED = 2  # code points a full line may fall short, so that no line begins with a mark

_BELOW = ("closing", "contact", "editing")  # lines of a foot that head nothing


def plain_blocks(text: str) -> list[Block]:
    """One block per non-empty line.

    A heading is short, does not end the way a sentence does, and names no author or date.
    Numbering (第一章, 一、, （一）, 1.) gives its level: 1, 2, 3 … over the styles the document
    uses, outermost first; without numbering the level is 0.
    """
    spans = list(trimmed_lines(text))
    bound = heading_bound([text[start:end] for start, end in spans])
    return with_levels(text, [Block(_kind(text[s:e], bound), s, e) for s, e in spans])


def heading_bound(lines: Sequence[str]) -> int:
    """The longest a heading may be in a document of these lines, in code points."""
    unfinished = [len(line) for line in lines if not ends_a_statement(line)]
    width = max(unfinished, default=0)
    full = [length for length in unfinished if length >= width - RAGGED]
    # Most of the text in lines of one width that end in mid-sentence: it is wrapped by hand.
    wrapped = len(full) >= MIN_WRAPPED and 2 * sum(full) > sum(map(len, lines))
    return min(MAX_HEADING, width - RAGGED - 1) if wrapped else MAX_HEADING


def is_heading(line: str, bound: int) -> bool:
    """Whether a trimmed line of plain text reads as a heading of at most ``bound`` code points."""
    return (
        len(line) <= bound
        and not is_byline(line)
        and not contributor(line)
        and not is_contents_line(line)
        and not fills_a_label(line)
        and foot_kind(line) not in _BELOW
        and _has_words(line)
        and not _is_statement(line)
    )


def _is_statement(line: str) -> bool:
    """Whether the line is running text; a question or a cry after a unit's name is a heading."""
    if "。" in line.rstrip("。"):
        return True  # a sentence and more after it: 至今没找着。（王平　文/图）
    if not ends_a_statement(line):
        return False
    unit, title = split_heading(line)
    return not (unit and not title.startswith(unit) and line.rstrip("”’」』）)")[-1] in "？！?!")


def with_levels(text: str, blocks: list[Block]) -> list[Block]:
    """Unnumbered levels filled in from the numbering, and numbered lists made paragraphs again."""
    styles = [read_numbering(text[b.start : b.end])[0] if b.kind == "heading" else 0 for b in blocks]
    for index in _list_items(text, blocks, styles):
        blocks[index] = dataclasses.replace(blocks[index], kind="paragraph")
        styles[index] = 0
    used = sorted(set(styles) - {0})
    return [
        dataclasses.replace(block, level=used.index(style) + 1) if style else block
        for block, style in zip(blocks, styles, strict=True)
    ]


def _kind(line: str, bound: int) -> Literal["heading", "paragraph"]:
    return "heading" if is_heading(line, bound) else "paragraph"


def _has_words(line: str) -> bool:
    """Whether anything but marks and digits is in ``line``; a rule of dashes is no heading."""
    return sum(char.isalpha() for char in line) >= 2


def _list_items(text: str, blocks: list[Block], styles: list[int]) -> list[int]:
    """Indices of numbered lines that list things: two or more in a row after a colon."""
    items: list[int] = []
    index = 0
    while index < len(blocks):
        stop = index
        while stop < len(blocks) and styles[stop] and styles[stop] == styles[index]:
            stop += 1
        announced = index > 0 and text[blocks[index - 1].end - 1] in "：:"
        if stop - index >= 2 and announced:
            items.extend(range(index, stop))
        index = max(stop, index + 1)
    return items
