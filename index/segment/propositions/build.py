"""A document -> its propositions. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.records import Block, Document, Proposition, Span
from index.segment.propositions.context import (
    Context,
    case_context,
    in_order,
    located,
    title_of,
    words_of,
)
from index.segment.propositions.cover import mark, says, uncovered
from index.segment.propositions.line import Line
from index.segment.propositions.prose import Prose
from index.segment.propositions.tables import TableReader
from index.segment.propositions.values import values_of
from index.segment.segmentation import Segmentation

LONGEST = 3000  # code points that are analysed at once: rules look back over a whole line


def propositions_of(
    document: Document, blocks: Sequence[Block], segmentation: Segmentation
) -> list[Proposition]:
    """All propositions of ``document``, in the order of their cores.

    Every word of its cases and of the text outside them lies in the core or in the carried words of one.
    """
    title = title_of(document, segmentation)
    found: list[Proposition] = []
    for case, path in zip(segmentation.cases, segmentation.paths, strict=True):
        context = case_context(document, case, path, title)
        found += _headings(context, (case.heading_start, case.heading_end))
        found += _body(context, blocks, (case.start, case.end))
    for part in segmentation.parts:
        above = tuple(
            dict.fromkeys([*([title] if title else []), *located(document.text, part.path, part.start)])
        )
        context = Context(document, above=above)
        if part.kind == "text":
            found += _body(context, blocks, (part.start, part.end))
        else:
            found += _headings(context, (part.start, part.end))
    return sorted(found, key=lambda p: (p.start, p.end))


def _body(context: Context, blocks: Sequence[Block], span: Span) -> list[Proposition]:
    """The propositions of one stretch of text."""
    prose = Prose(context)
    tables = TableReader(prose)
    for block, start, end in _clipped(blocks, span):
        read_block(prose, tables, block, start, end)
    text = context.document.text
    taken = bytearray(len(text))
    mark(taken, prose.propositions)
    for start, end in prose.marks:
        taken[start:end] = b"\1" * (end - start)
    left = [_by_itself(context, run) for run in uncovered(text, span, taken)]
    return prose.propositions + left


def read_block(prose: Prose, tables: TableReader, block: Block, start: int, end: int) -> None:
    """One block of a body, ``[start, end)`` of it; a function for each kind."""
    if block.kind != "caption" and not block.cells:
        tables.interrupt()
    if block.kind == "heading":
        _heading(prose, block, start, end)
    elif block.kind == "caption":
        tables.caption(block, start, end)
    elif block.cells:
        tables.row(block)
    else:
        tables.measured(block)
        for first, last in _pieces(prose.context.document.text, start, end):
            prose.line(block if first == start else replace(block, kind="paragraph", marker=0), first, last)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A line in pieces of at most ``LONGEST``, cut after a sentence where one ends; most are one piece."""
    while end - start > LONGEST:
        stop = start + LONGEST
        cut = max((text.rfind(mark, start, stop) for mark in "。！？；!?;"), default=-1) + 1
        cut = cut if cut > start else stop
        if any(says(char) for char in text[start:cut]):
            yield start, cut
        start = cut
    if any(says(char) for char in text[start:end]):
        yield start, end


def _heading(prose: Prose, block: Block, start: int, end: int) -> None:
    """A heading inside a case: a section."""
    text = prose.context.document.text
    words = words_of(text, start, end)
    prose.marks.append((start, words[0]))
    prose.context.enter_heading(block, words, text[start:end])
    prose.enter_section()
    prose.propositions += _headings(prose.context, (start, end))
    if text[end - 1] in "？?":
        prose.context.question = words


def _headings(context: Context, span: Span) -> Iterator[Proposition]:
    """A heading says something too: it is a proposition under those above it, a long one several."""
    text = context.document.text
    for start, end in _pieces(text, *words_of(text, *span)):
        carried = [part for part in context.carried() if part.end <= start]
        line = Line(text[start:end], start)
        values = values_of(line, (0, end - start))
        yield Proposition(
            context.document.id, context.case_order, "heading", start, end,
            in_order(carried, (start, end)), values,
        )  # fmt: skip


def _by_itself(context: Context, span: Span) -> Proposition:
    line = Line(context.document.text[span[0] : span[1]], span[0])
    carried = [part for part in context.carried() if part.role in ("path", "unit")]
    values = values_of(line, (0, span[1] - span[0]))
    return Proposition(
        context.document.id, context.case_order, "clause", *span, in_order(carried, span), values
    )


def _clipped(blocks: Sequence[Block], span: Span) -> Iterator[tuple[Block, int, int]]:
    """The blocks that lie in ``span``, and the part of each that does."""
    for block in blocks:
        start, end = max(block.start, span[0]), min(block.end, span[1])
        if start < end:
            yield block, start, end
