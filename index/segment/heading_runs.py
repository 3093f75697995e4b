"""Runs: headings in a row and the paragraphs up to the next heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chinese import is_byline, read_numbering
from index.records import Block
from index.text import Heading, heading_run

MASTHEAD = 6  # lines


@dataclass(frozen=True, slots=True)
class Run:
    """Headings in a row and what follows them."""

    headings: tuple[Heading, ...]
    paragraphs: tuple[Block, ...]
    # Index ranges into paragraphs: a body paragraph and the author's lines under it.
    bodies: tuple[tuple[int, int], ...]


def find_runs(text: str, blocks: Sequence[Block], first: int) -> list[Run]:
    """The runs from block ``first``, a heading, to the end."""
    runs = []
    while first < len(blocks):
        headings = heading_run(text, blocks, first)
        body = stop = headings[-1].last + 1
        while stop < len(blocks) and blocks[stop].kind != "heading":
            stop += 1
        paragraphs = tuple(blocks[body:stop])
        runs.append(Run(tuple(headings), paragraphs, _bodies(text, paragraphs)))
        first = stop
    return runs


def masthead(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> list[str]:
    """The first lines of a document, as far as they stand before its first heading; none without one."""
    above = blocks[: headings[0].first] if headings else []
    return [text[b.start : b.end] for b in above[:MASTHEAD]]


def unnumbered_depth(runs: Sequence[Run]) -> int:
    """How deep headings without a level stand, on the scale where level L is 2 * L.

    0, the outermost, when such a heading opens the document or stands over levelled ones; else
    just below the outermost level that stands over it.
    """
    over: list[int] = []
    under = 0
    for run in runs:
        for above, below in pairwise(run.headings):
            if above.level and not below.level:
                over.append(above.level)
            elif below.level and not above.level:
                under += 1
    if len(over) > under:
        return 2 * min(over) + 1
    opens = runs[0].headings[0].level if runs and not under else 0
    return 2 * max(h.level for run in runs for h in run.headings) + 1 if opens else 0


def is_numbered(text: str, headings: Sequence[Heading]) -> bool:
    """Whether every heading opens with 一、 1. or the like."""
    return all(read_numbering(text[h.start : h.end])[0] for h in headings)


def _bodies(text: str, paragraphs: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    ranges: list[tuple[int, int]] = []
    signed_only = True  # so far nothing but author's lines, which belong to what comes under them
    for index, block in enumerate(paragraphs):
        byline = is_byline(text[block.start : block.end])
        if ranges and (byline or signed_only):
            ranges[-1] = (ranges[-1][0], index + 1)
        else:
            ranges.append((index, index + 1))
        signed_only = signed_only and byline
    return tuple(ranges)
