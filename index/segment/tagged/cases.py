"""Tagged lines -> cases: what the network takes for bodies, each with the heading right above it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chinese import field_label, foot_kind, is_byline, is_office, labels_a_part, split_heading
from index.records import Block, Case, Document, Span
from index.segment.corrections import segmentation_of
from index.segment.segmentation import Segmentation
from index.segment.tagged.network import FIRST, HEADING, INSIDE, OUTSIDE
from index.text import headings_from

OPENING = 60  # code points of a body without a heading that may name its unit
TITLE = 24  # code points of its beginning that stand for a title
_CLAUSE_ENDS = "，。；：！？"
_AROUND = " 　*#"
_BRACKETS = ("（(", "）)")
_OPENING_BRACKET = re.compile(r"[【\[](?P<words>[^【】\[\]]{2,30})[】\]]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """The blocks [heading, first) over a body and [first, end) in it."""

    heading: int
    first: int
    end: int


def tagged_cases(document: Document, blocks: Sequence[Block], tags: Sequence[int]) -> Segmentation:
    """The segmentation that one tag a block gives; without a body, one without cases.

    Headings outside all cases right above one stand over it and those after it, the first ones aside: these
    are the document's title.
    """
    cases: list[Case] = []
    paths: list[tuple[str, ...]] = []
    over: tuple[str, ...] = ()
    sections: list[Span] = []
    for order, tagged in enumerate(_pieces(tags), start=1):
        piece = _without_section(document.text, blocks, tagged)
        above = piece.heading
        while above and tags[above - 1] == OUTSIDE and blocks[above - 1].kind == "heading":
            above -= 1
        if cases and above < piece.heading:
            spans = [(b.start, b.end) for b in blocks[above : piece.heading]]
            sections += spans
            over = tuple(document.text[start:end] for start, end in spans)
        cases.append(replace(_case(document, blocks, piece), order=order))
        paths.append(over)
    apart = segmentation_of(document, blocks, cases)
    parts = tuple(replace(p, kind="section") if (p.start, p.end) in sections else p for p in apart.parts)
    return replace(apart, paths=tuple(paths), parts=parts)


def tags_of(blocks: Sequence[Block], cases: Sequence[Case]) -> list[int]:
    """The tags that give these cases, as near as tags can."""
    tags = [OUTSIDE] * len(blocks)
    starts = [block.start for block in blocks]
    for case in cases:
        heading, headed = (bisect_left(starts, at) for at in (case.heading_start, case.heading_end))
        first, last = (bisect_left(starts, at) for at in (case.start, case.end))
        tags[heading:headed] = [HEADING] * (headed - heading)
        tags[first:last] = [FIRST, *[INSIDE] * (last - first - 1)][: last - first]
    return tags


def _pieces(tags: Sequence[int]) -> Iterator[_Piece]:
    for first, tag in enumerate(tags):
        if tag != FIRST:
            continue
        heading, end = first, first + 1
        while heading and tags[heading - 1] == HEADING:
            heading -= 1
        while end < len(tags) and tags[end] == INSIDE:
            end += 1
        yield _Piece(heading, first, end)


def _without_section(text: str, blocks: Sequence[Block], piece: _Piece) -> _Piece:
    """The piece with the headings of its first section, 背景情况, in its body."""
    first = piece.first
    while first - 1 > piece.heading and labels_a_part(_words(text, blocks[first - 1])):
        first -= 1
    return replace(piece, first=first)


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end].strip(_AROUND + "【】")


def _case(document: Document, blocks: Sequence[Block], piece: _Piece) -> Case:
    text = document.text
    start, end = blocks[piece.first].start, blocks[piece.end - 1].end
    unit, title = _named(text, blocks, piece)
    heading = (blocks[piece.heading].start, blocks[piece.first - 1].end)
    if piece.heading == piece.first:
        heading = (start, start)
    return Case(document.id, 0, unit, title, *heading, start, end)


def _named(text: str, blocks: Sequence[Block], piece: _Piece) -> tuple[str, str]:
    """The unit and title of a heading's lines, or of what a body without one opens with."""
    if piece.heading == piece.first:
        return _opened(text[blocks[piece.first].start : blocks[piece.first].end].replace("**", ""))
    lines = [replace(b, kind="heading", cells=()) for b in blocks[piece.heading : piece.first]]
    headings = headings_from(text, lines, 0)
    unit = next((h.unit for h in headings if h.unit and (h.bare or h.unit_apart)), "")
    unit = unit or next((h.unit for h in headings if h.unit), "")
    titles = [h for h in headings if not h.bare and not _says_who(text[h.start : h.end])] or headings
    outermost = min((h.level for h in titles if h.level), default=0)
    title = next(h.title for h in titles if h.level == outermost)
    bare = title.strip(_AROUND)
    whole = _OPENING_BRACKET.fullmatch(bare)
    return unit, (whole["words"] if whole else bare) or title


def _says_who(line: str) -> bool:
    """Whether a line in a heading is no title: who and when, in brackets or with a label, or a rule."""
    words = line.strip(_AROUND)
    bracketed = line.strip()[:1] in _BRACKETS[0] and line.strip()[-1:] in _BRACKETS[1]
    labelled = bool(field_label(words)) and not split_heading(words)[0]
    return bracketed or is_byline(words) or is_office(words) or labelled or bool(foot_kind(line))


def _opened(line: str) -> tuple[str, str]:
    """The unit and title with which a body without a heading opens: 【某局】, 【某事】, 某局：, any words."""
    bracketed = _OPENING_BRACKET.match(line)
    if bracketed:
        words = bracketed["words"]
        return (words if is_office(words) else split_heading(words)[0]), words
    unit = split_heading(line[:OPENING])[0] if line.strip() else ""
    return unit, unit or _beginning(line)


def _beginning(line: str) -> str:
    """The clauses of a line's beginning that stand for a title, or its first signs; no number is torn."""
    if len(line) <= TITLE:
        return line
    beginning = line[:TITLE]
    clauses = max(beginning.rfind(mark) for mark in _CLAUSE_ENDS)
    if clauses >= TITLE // 2:
        return beginning[:clauses]
    if line[TITLE].isdecimal():
        beginning = beginning.rstrip("0123456789")
    return f"{beginning}…"
