"""Plain text -> blocks: which lines are headings, told by their shape alone."""

import dataclasses
from typing import Literal

from index.lines import trimmed_lines
from index.numbering import ends_a_statement, is_byline, numbering
from index.records import Block

MAX_HEADING = 50  # code points; printed headings are shorter, running paragraphs longer
MIN_BOUND = 16  # however short the paragraphs are, a line up to here may be a heading
BODY_RATIO = 0.9  # a heading is shorter than this part of a typical line of body text


def plain_blocks(text: str) -> list[Block]:
    """One block per non-empty line.

    A heading is short beside the document's paragraphs, does not end the way a sentence does,
    and names no author or date. Numbering (第一章, 一、, （一）, 1.) gives its level, compressed
    to 1, 2, 3 … over the styles the document uses; without numbering the level is 0.
    """
    spans = list(trimmed_lines(text))
    bound = heading_bound([end - start for start, end in spans])
    return with_levels(text, [Block(_kind(text[s:e], bound), s, e) for s, e in spans])


def heading_bound(lengths: list[int]) -> float:
    """The longest a heading may be, given the lengths of all lines of the document."""
    # The line in which the middle character of the text stands: in a hard-wrapped text the full
    # width, so that wrapped lines are not taken for headings.
    half = sum(lengths) / 2
    typical = 0
    for length in sorted(lengths):
        half -= length
        typical = length
        if half <= 0:
            break
    return min(MAX_HEADING, max(MIN_BOUND, BODY_RATIO * typical))


def is_heading(line: str, bound: float) -> bool:
    """Whether a trimmed line of plain text reads as a heading of at most ``bound`` code points."""
    return len(line) <= bound and not ends_a_statement(line) and not is_byline(line) and _has_words(line)


def with_levels(text: str, blocks: list[Block]) -> list[Block]:
    """Unnumbered levels filled in from the numbering, and numbered lists made paragraphs again."""
    styles = [numbering(text[b.start : b.end])[0] if b.kind == "heading" else 0 for b in blocks]
    for index in _list_items(text, blocks, styles):
        blocks[index] = dataclasses.replace(blocks[index], kind="paragraph")
        styles[index] = 0
    used = sorted(set(styles) - {0})
    return [
        dataclasses.replace(block, level=used.index(style) + 1) if style else block
        for block, style in zip(blocks, styles, strict=True)
    ]


def _kind(line: str, bound: float) -> Literal["heading", "paragraph"]:
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
