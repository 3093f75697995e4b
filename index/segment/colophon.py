"""The lines under a collection's last case that belong to the collection: editors, copies, sources."""

from collections.abc import Sequence
from dataclasses import replace

from chinese import is_byline
from index.records import Block
from index.segment.segmentation import Part, Segmentation

LONGEST = 6  # lines


def without_colophon(text: str, blocks: Sequence[Block], segmentation: Segmentation) -> Segmentation:
    """The same with the last case ended before such lines, which are a part of their own.

    A contributor's line alone is the case's: only what follows a rule, or two such lines or more, goes.
    """
    if len(segmentation.cases) < 2:
        return segmentation
    *others, last = segmentation.cases
    body = [block for block in blocks if last.start <= block.start < last.end]
    kept = len(body)
    while kept and kept > len(body) - LONGEST and _is_colophon(text, body[kept - 1]):
        kept -= 1
    if len(body) - kept < 2 or not kept:
        return segmentation
    ended = replace(last, end=body[kept - 1].end)
    part = Part("title", body[kept].start, body[-1].end)
    return replace(segmentation, cases=(*others, ended), parts=(*segmentation.parts, part))


def _is_colophon(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    return not block.cells and (is_byline(line) or not any(char.isalnum() for char in line))
