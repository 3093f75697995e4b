"""What a person corrects in a segmentation: merge, split, rename. Pure; offsets stay those of the text."""

from collections.abc import Sequence
from dataclasses import replace

from index.errors import IndexFailure
from index.records import Block, Case, Document
from index.segment.segmentation import Part, Segmentation


def merged(cases: Sequence[Case], order: int) -> tuple[Case, ...]:
    """Case ``order`` joined to the one before it in print, whose heading it keeps."""
    printed = _printed(cases)
    at = _place(printed, order)
    if at == 0:
        raise IndexFailure(f"案例 {order} 前面没有案例，不能并入上一个。")
    above, below = printed[at - 1], printed[at]
    joined = replace(above, start=min(above.start, below.start), end=max(above.end, below.end))
    if above.start == above.end:  # a heading without a body takes the body after it
        joined = replace(joined, start=below.heading_start)
    _refuse_overlap(joined, [c for c in printed if c not in (above, below)])
    return numbered([*printed[: at - 1], joined, *printed[at + 1 :]])


def split(cases: Sequence[Case], blocks: Sequence[Block], text: str, line: int) -> tuple[Case, ...]:
    """A case from the line that begins at ``line``: that line is its heading, what follows its body."""
    block = next((b for b in blocks if b.start == line), None)
    if block is None:
        raise IndexFailure(f"原文第 {line} 个字不是一行的开头，不能从这里分开。")
    printed = _printed(cases)
    for at, case in enumerate(printed):
        if case.heading_start <= line < case.heading_end:
            raise IndexFailure(f"这一行已经是“{case.title}”的标题，不用再分。")
        if case.start <= line < case.end:
            kept = replace(case, end=_end_before(blocks, line, case.start))
            rest = _case(case.document_id, text, block, blocks, case.end)
            return numbered([*printed[:at], kept, rest, *printed[at + 1 :]])
    starts = [c.heading_start for c in printed if c.heading_start > line]
    rest = _case(
        printed[0].document_id if printed else "", text, block, blocks, min(starts, default=len(text))
    )
    return numbered([*printed, rest])


def renamed(cases: Sequence[Case], order: int, title: str, unit: str) -> tuple[Case, ...]:
    """Case ``order`` under another title and unit; the heading as printed stays."""
    at = _place(cases, order)
    if not title.strip():
        raise IndexFailure(f"案例 {order} 的标题是空的。请写上标题。")
    changed = replace(cases[at], title=title.strip(), unit=unit.strip())
    return tuple(changed if c.order == order else c for c in cases)


def segmentation_of(document: Document, blocks: Sequence[Block], cases: Sequence[Case]) -> Segmentation:
    """The segmentation in which exactly ``cases`` are cases, and every other line stands outside them."""
    for case in cases:
        _refuse_overlap(case, [c for c in cases if c is not case])
    mine = tuple(replace(case, document_id=document.id) for case in cases)
    parts: list[Part] = []
    for block in blocks:
        if any(_holds(case, block) for case in mine):
            continue
        kind = "title" if block.kind == "heading" and not parts else "text"
        last = parts[-1] if parts else None
        if last and last.kind == kind == "text" and not _between(mine, last.end, block.start):
            parts[-1] = replace(last, end=block.end)
        else:
            parts.append(Part("title" if kind == "title" else "text", block.start, block.end, ()))
    return Segmentation(mine, tuple(() for _ in mine), tuple(parts))


def numbered(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases in the order of their headings, numbered from 1."""
    return tuple(replace(case, order=n) for n, case in enumerate(_printed(cases), start=1))


def _case(document_id: str, text: str, block: Block, blocks: Sequence[Block], end: int) -> Case:
    body = [b for b in blocks if block.end <= b.start and b.end <= end]
    start, stop = (body[0].start, body[-1].end) if body else (block.end, block.end)
    title = text[block.start : block.end]
    return Case(document_id, 0, "", title, block.start, block.end, start, stop)


def _printed(cases: Sequence[Case]) -> list[Case]:
    return sorted(cases, key=lambda case: case.heading_start)


def _place(cases: Sequence[Case], order: int) -> int:
    for at, case in enumerate(cases):
        if case.order == order:
            return at
    raise IndexFailure(f"没有编号为 {order} 的案例。")


def _end_before(blocks: Sequence[Block], line: int, start: int) -> int:
    return max((b.end for b in blocks if start <= b.start and b.end <= line), default=start)


def _holds(case: Case, block: Block) -> bool:
    heading = case.heading_start <= block.start < case.heading_end
    return heading or case.start <= block.start < case.end


def _between(cases: Sequence[Case], start: int, end: int) -> bool:
    return any(start <= case.heading_start < end or start <= case.start < end for case in cases)


def _refuse_overlap(case: Case, others: Sequence[Case]) -> None:
    for other in others:
        if case.start < other.heading_end and other.heading_start < case.end:
            raise IndexFailure(f"“{case.title}”的正文会盖住“{other.title}”的标题，不能这样改。")
        if case.start < other.end and other.start < case.end:
            raise IndexFailure(f"“{case.title}”和“{other.title}”的正文重叠，不能这样改。")
