"""Items whose heading stands in the line itself: 【某局】自4月起…, as briefs print several units' news."""

import re
from collections.abc import Sequence

from chinese import is_office
from chinese.language_data import topic
from index.records import Block, Case, Document
from index.segment.segmentation import Part, Segmentation

FEWEST = 3
SHARE = 0.5  # of the longer lines after the title
_RUN_IN = re.compile(topic("bylines").expression("bracket"))
_LONG = 30  # code points after the bracket that make the line more than a heading


def has_run_in_headings(text: str, blocks: Sequence[Block], first: int) -> bool:
    """Whether most of the longer paragraphs from block ``first`` on open with a unit in brackets."""
    opened = sum(_unit(text, block) is not None for block in blocks[first:])
    long = sum(block.end - block.start > _LONG for block in blocks[first:])
    return opened >= FEWEST and opened >= SHARE * long


def _unit(text: str, block: Block) -> re.Match[str] | None:
    match = _RUN_IN.match(text, block.start, block.end)
    if block.cells or not match or block.end - match.end() < _LONG or not is_office(match["unit"]):
        return None
    return match


def cases_of_run_in(document: Document, blocks: Sequence[Block], title: tuple[int, int]) -> Segmentation:
    """A case for each such paragraph, its heading the bracket; other lines stay outside, the lead too."""
    text = document.text
    parts: list[Part] = []
    if title[1]:
        parts.append(Part("title", blocks[0].start, blocks[title[1] - 1].end))
    cases: list[Case] = []
    for block in blocks[title[1] :]:
        match = _unit(text, block)
        if match is None:
            parts.append(Part("text", block.start, block.end))
            continue
        heading = (match.start("unit") - 1, match.end("unit") + 1)
        cases.append(
            Case(document.id, len(cases) + 1, match["unit"], match["unit"], *heading, match.end(), block.end)
        )
    return Segmentation(tuple(cases), tuple(() for _ in cases), tuple(parts))
