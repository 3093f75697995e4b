"""The lines at a document's foot that belong to no case: editors, copies, how many were printed."""

from collections.abc import Sequence
from dataclasses import replace

from chinese import closes_a_text, credits_a_maker, ends_a_statement, is_byline
from index.records import Block
from index.segment.segmentation import Part, Segmentation

LONGEST = 12  # lines
UNDER = 3  # lines under one that closes the text that may be anything short
MAX_LINE = 90  # code points of a line under one that closes the text


def without_colophon(text: str, blocks: Sequence[Block], segmentation: Segmentation) -> Segmentation:
    """The same with the last case ended before such lines, which are a part of their own.

    A contributor's line alone is the case's: it goes only with a line that closes the text, or where there
    are several cases with another such line.
    """
    if not segmentation.cases:
        return segmentation
    *others, last = segmentation.cases
    body = [block for block in blocks if last.start <= block.start < last.end]
    lines = [text[block.start : block.end] for block in body]
    kept = _foot_start(lines, [bool(block.cells) for block in body])
    closing = [at for at in range(kept, len(body)) if closes_a_text(lines[at])]
    if closing and not others:
        kept = closing[0]  # what stands before is the signature of the one document
        while kept > 1 and _only_marks(lines[kept - 1]):
            kept -= 1
    if kept == len(body) or not (closing or (others and len(body) - kept > 1)):
        return segmentation
    ended = replace(last, end=body[kept - 1].end)
    part = Part("title", body[kept].start, body[-1].end)
    return replace(segmentation, cases=(*others, ended), parts=(*segmentation.parts, part))


def closing_block(text: str, blocks: Sequence[Block]) -> int:
    """The first of the last blocks that closes the text with no running text after it; ``len(blocks)``."""
    closing = len(blocks)
    for at in range(len(blocks) - 1, max(0, len(blocks) - 1 - LONGEST), -1):
        line = text[blocks[at].start : blocks[at].end]
        if blocks[at].cells or (_runs(line) and not _belongs_below(line)):
            break
        closing = at if closes_a_text(line) else closing
    return closing


def _foot_start(lines: Sequence[str], tables: Sequence[bool]) -> int:
    """The first line of the foot; ``len(lines)`` without one. The first line of all stays.

    Under a line that closes the text any short line belongs to the foot: 往期回顾 and the titles after it.
    """
    start = len(lines)
    for at in range(len(lines) - 1, max(0, len(lines) - 1 - LONGEST), -1):
        line = lines[at]
        if tables[at]:
            break
        if _belongs_below(line):
            start = at
            continue
        under = any(closes_a_text(above) for above in lines[max(1, at - UNDER) : at])
        if _runs(line) or not under:
            break
    return start


def _belongs_below(line: str) -> bool:
    copies = closes_a_text(line) and len(line) <= MAX_LINE
    return _only_marks(line) or is_byline(line) or credits_a_maker(line) or copies


def _runs(line: str) -> bool:
    """Whether the line is running text."""
    return len(line) > MAX_LINE or (ends_a_statement(line) and not closes_a_text(line))


def _only_marks(line: str) -> bool:
    return not any(char.isalnum() for char in line)
