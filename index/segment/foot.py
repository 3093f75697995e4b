"""The lines at a document's foot that belong to no case: editors, copies, contacts, notes of the whole."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chinese import ends_a_statement, field_label, foot_kind, ornament
from index.records import Block, Case
from index.segment.segmentation import Part, Segmentation

LONGEST = 14  # lines
UNDER = 3  # lines under one that closes the text that may be anything short
MAX_LINE = 90  # code points of a line under one that closes the text
TAIL = 3  # last lines of the other cases with which the last one's are compared
_ALONE = ("editing", "contact", "note")  # of the whole even as the only line, where no other case ends so
_TELLS = ("contact", "note", "")  # kinds that say more than who made the page


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a case's body as its foot sees it."""

    kind: str
    table: bool
    runs: bool  # running text, which no foot goes beyond

    @property
    def below(self) -> bool:
        return bool(self.kind) and not self.table and not self.runs


def without_foot(text: str, blocks: Sequence[Block], segmentation: Segmentation) -> Segmentation:
    """The same with the last case ended before such lines, which are a part of their own.

    Lines of a kind with which other cases end too are the case's. Of a document that is one case the
    foot begins with a line that closes the text; what stands before it is its signature.
    """
    if not segmentation.cases:
        return segmentation
    *others, last = segmentation.cases
    body = body_blocks(blocks, last)
    lines = _lines(text, body)
    kept = _kept_of_several(text, blocks, others, last, lines) if others else _kept_of_one(lines)
    return ended_above(segmentation, last, body, kept, tells=_tells(lines[kept:]))


def ended_above(
    segmentation: Segmentation, case: Case, body: Sequence[Block], kept: int, *, tells: bool
) -> Segmentation:
    """The same with ``case`` ended after ``kept`` blocks of its body; the others are a part of their own.

    ``tells``: whether they say anything, so that they are text.
    """
    if kept == len(body):
        return segmentation
    ended = replace(case, end=body[kept - 1].end)
    part = Part("text" if tells else "title", body[kept].start, body[-1].end)
    cases = tuple(ended if one is case else one for one in segmentation.cases)
    parts = sorted((*segmentation.parts, part), key=lambda one: one.start)
    return replace(segmentation, cases=cases, parts=tuple(parts))


def closing_block(text: str, blocks: Sequence[Block]) -> int:
    """The first of the last blocks that closes the text with no running text after it; ``len(blocks)``."""
    lines = _lines(text, blocks[-LONGEST:])
    above = len(blocks) - len(lines)
    closing = len(blocks)
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].table or lines[at].runs:
            break
        closing = above + at if lines[at].kind == "closing" else closing
    return closing


def _kept_of_one(lines: Sequence[_Line]) -> int:
    start = _foot_start(lines)
    closing = next((at for at in range(start, len(lines)) if lines[at].kind == "closing"), len(lines))
    for at in range(max(1, start), closing):
        if lines[at].kind == "contact" and lines[at - 1].kind == "byline":  # 附注, under signature and day
            closing = at
            break
    while 1 < closing < len(lines) and lines[closing - 1].kind == "rule":
        closing -= 1
    return closing


def _kept_of_several(
    text: str, blocks: Sequence[Block], others: Sequence[Case], last: Case, lines: Sequence[_Line]
) -> int:
    """How many lines of the last case are its own, seen how the others end."""
    bodies = [body_blocks(blocks, case) for case in others]
    if lines[:1] and lines[0].table and all(body and all(b.cells for b in body) for body in bodies):
        # Cases out of a table's rows: what stands under the table is none of the last row's.
        return next((at for at, line in enumerate(lines) if not line.table), len(lines))
    if told := _usual_label(text, bodies):
        labelled = [at for at, block in enumerate(body_blocks(blocks, last)) if _label(text, block) == told]
        if labelled:
            return labelled[-1] + 1
    start = _foot_start(lines)
    ends = (_lines(text, body[max(1, len(body) - TAIL) :]) for body in bodies)
    usual = {line.kind for end in ends for line in end if line.below}
    while start < len(lines) and lines[start].kind in usual - {"closing", "rule"}:
        start += 1
    foot = [line.kind for line in lines[start:] if line.kind != "rule"]
    whole = "closing" in foot or len(lines) - start > 1 or (foot and foot[0] in _ALONE)
    return start if whole else len(lines)


def _usual_label(text: str, bodies: Sequence[Sequence[Block]]) -> str:
    """The label with which the last lines of all these bodies, two or more, open: 微评：; "" for none."""
    labels = {_label(text, body[-1]) if body else "" for body in bodies}
    return labels.pop() if len(labels) == 1 and len(bodies) > 1 else ""


def _label(text: str, block: Block) -> str:
    line = text[block.start : block.end]
    return "" if block.cells else field_label(line[ornament(line) :])


def _foot_start(lines: Sequence[_Line]) -> int:
    """The first line of the foot; ``len(lines)`` without one. The first line of all stays.

    Under a line that closes the text any short line belongs to the foot: 往期回顾 and the titles after it.
    """
    start = len(lines)
    for at in range(len(lines) - 1, max(0, len(lines) - 1 - LONGEST), -1):
        if lines[at].table:
            break
        if lines[at].below:
            start = at
            continue
        if lines[at].runs or not _under_closing(lines, at):
            break
    return start


def _under_closing(lines: Sequence[_Line], at: int) -> bool:
    """Whether one of the few lines above closes the text, or one with only lines of a foot between."""
    for above in range(at - 1, 0, -1):
        if lines[above].kind == "closing":
            return True
        if at - above >= UNDER and not lines[above].below:
            return False
    return False


def body_blocks(blocks: Sequence[Block], case: Case) -> Sequence[Block]:
    """The blocks of a case's body."""
    first, last = (bisect_left(blocks, at, key=lambda block: block.start) for at in (case.start, case.end))
    return blocks[first:last]


def _lines(text: str, blocks: Sequence[Block]) -> list[_Line]:
    return [_line(text[b.start : b.end], bool(b.cells)) for b in blocks]


def _line(line: str, table: bool) -> _Line:
    kind = foot_kind(line)
    # Copies and notes may end like sentences; so may no other line of a foot.
    runs = len(line) > MAX_LINE or (ends_a_statement(line) and kind not in ("closing", "note", "contact"))
    return _Line(kind, table, runs)


def _tells(lines: Sequence[_Line]) -> bool:
    return any(line.kind in _TELLS or line.table for line in lines)
