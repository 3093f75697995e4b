"""Records printed as lines with labels, a unit's after the other: 单位名称：…, 党员人数：…. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from chinese import field_label, labelled_unit
from index.records import Block

FEWEST = 2  # records
SHARED = 2  # other labels that every record has


def records(text: str, blocks: Sequence[Block], first: int) -> list[int]:
    """The blocks from ``first`` on that open a unit's record with its name; empty for no records.

    Each names another unit, and the labels under it come again in every record and nowhere above the first.
    """
    lines = [text[b.start : b.end] for b in blocks]
    opening = [n for n in range(first, len(blocks)) if not blocks[n].cells and labelled_unit(lines[n])]
    if len(opening) < FEWEST or len({labelled_unit(lines[n]) for n in opening}) < len(opening):
        return []
    labels = [
        {field_label(line) for line in lines[above + 1 : below]} - {""}
        for above, below in pairwise([*opening, len(blocks)])
    ]
    shared = set.intersection(*labels)
    before = {field_label(line) for line in lines[first : opening[0]]}
    under_headings = any(
        blocks[n - 1].kind == "heading" and not field_label(lines[n - 1]) for n in opening[1:]
    )
    return opening if len(shared) >= SHARED and not shared & before and not under_headings else []
