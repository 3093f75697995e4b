"""What a document is taken apart into: cases, and the printed lines that belong to none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.records import Block, Case, Span


@dataclass(frozen=True, slots=True)
class Part:
    """Printed lines that belong to no case."""

    kind: Literal["title", "section", "text"]  # section: a heading over cases
    start: int
    end: int
    path: tuple[str, ...] = ()  # headings it stands under, outermost first; empty for the lead


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A document taken apart: every block lies in exactly one case (heading or body) or part."""

    cases: tuple[Case, ...]  # in the order of their headings; cases[i].order == i + 1
    paths: tuple[tuple[str, ...], ...]  # per case, the headings above its own, outermost first
    parts: tuple[Part, ...]  # in reading order; only those of kind "text" are body text


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of a case's body under the same headings inside the case."""

    start: int
    end: int  # start == end for a heading with nothing under it
    path: tuple[Block, ...] = ()  # the headings inside the case over it, outermost first


def unit_place(text: str, case: Case, above: Sequence[Span] = ()) -> Span | None:
    """Where a case's unit is named: in its heading, in those ``above``, in its body, before it; else None.

    ``above`` are searched from the last to the first.
    """
    if not case.unit:
        return None
    places = [(case.heading_start, case.heading_end), *reversed(above), (case.start, case.end)]
    found = (text.find(case.unit, start, end) for start, end in places)
    at = next((at for at in found if at >= 0), text.rfind(case.unit, 0, case.heading_start))
    return (at, at + len(case.unit)) if at >= 0 else None


def stretches(blocks: Sequence[Block], start: int, end: int) -> Iterator[Stretch]:
    """The body ``[start, end)`` cut at the headings inside it, in reading order.

    A heading with nothing under it, not even another heading, is a stretch by itself.
    """
    path: list[Block] = []
    opened: list[Block] = []
    bare = False  # whether nothing stands under the last heading yet
    for block in blocks:
        if not start <= block.start < end:
            continue
        if block.kind != "heading":
            opened.append(block)
            bare = False
            continue
        if opened:
            yield Stretch(opened[0].start, opened[-1].end, tuple(path))
        opened = []
        if bare and _closes(path[-1], block):
            yield Stretch(path[-1].start, path[-1].end, tuple(path[:-1]))
        while path and _closes(path[-1], block):
            path.pop()
        path.append(block)
        bare = True
    if opened:
        yield Stretch(opened[0].start, opened[-1].end, tuple(path))
    elif bare:
        yield Stretch(path[-1].start, path[-1].end, tuple(path[:-1]))


def _closes(above: Block, below: Block) -> bool:
    """Whether a heading ends what stands under another; those without a level stand beside each other."""
    return below.level == 0 or above.level == 0 or above.level >= below.level
