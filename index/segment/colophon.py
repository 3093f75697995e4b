"""The lines at a document's foot that belong to no case: editors, copies, how many were printed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chinese import is_byline
from index.records import Block
from index.segment.segmentation import Part, Segmentation

LONGEST = 8  # lines
_COPIES = re.compile(
    r"[\s　]*(?:(?:报送?|送|抄送|抄报|分送|主送)[:：]|[（(]?(?:共印|印数)|.{2,40}日印发"
    r"|写下你的留言|阅读原文)"
)


def goes_to(line: str) -> bool:
    """Whether a line says to whom a document goes, or how many were printed: 抄送：…, 共印25份."""
    return _COPIES.match(line) is not None


def without_colophon(text: str, blocks: Sequence[Block], segmentation: Segmentation) -> Segmentation:
    """The same with the last case ended before such lines, which are a part of their own.

    A contributor's line alone is the case's: it goes only with a line of copies, or where there are
    several cases with another such line.
    """
    if not segmentation.cases:
        return segmentation
    *others, last = segmentation.cases
    body = [block for block in blocks if last.start <= block.start < last.end]
    kept = len(body)
    while kept > 1 and kept > len(body) - LONGEST and _is_colophon(text, body[kept - 1]):
        kept -= 1
    foot = body[kept:]
    copies = [n for n, block in enumerate(foot) if goes_to(text[block.start : block.end])]
    if copies and not others:
        foot = foot[copies[0] :]  # what stands before is the signature of the one document
    if not foot or not (copies or (others and len(foot) > 1)):
        return segmentation
    ended = replace(last, end=body[len(body) - len(foot) - 1].end)
    part = Part("title", foot[0].start, foot[-1].end)
    return replace(segmentation, cases=(*others, ended), parts=(*segmentation.parts, part))


def _is_colophon(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    marks = not any(char.isalnum() for char in line)
    return not block.cells and (marks or is_byline(line) or goes_to(line))
