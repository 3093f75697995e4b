"""Cases -> passages: windows of whole sentences that never leave their case."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from chinese import split_sentences, trim, trimmed_lines
from index.records import Block, Case, Document, Passage, ScannedLine
from index.segment.segmentation import Segmentation, Stretch, stretches
from index.settings import IndexSettings

__all__ = ["SPLITTER_VERSION", "page_of", "paragraph_of", "split_passages", "split_sentences"]

SPLITTER_VERSION = "12"  # raise it whenever a file would give other cases, passages or propositions
LAST_STRETCH = 1.25  # a last window may grow to this many times the aim, to leave no scrap
PATH_SEPARATOR = " / "  # between the headings of a context

_BREAKS = (re.compile(r"[；;]"), re.compile(r"，|,(?!\d)"), re.compile(r"[、：:]|\s"))
_BOUND_TO_NEXT = re.compile(r"[A-Za-z0-9.%\u200d\ufe0f]")
_BOUND_TO_LAST = re.compile(r"[A-Za-z0-9.%\u200d\ufe0e\ufe0f\u0300-\u036f\u20e3\U0001f3fb-\U0001f3ff]")


def split_passages(
    document: Document, segmentation: Segmentation, settings: IndexSettings, blocks: Sequence[Block] = ()
) -> list[Passage]:
    """The passages of ``document``, in reading order.

    Windows of whole sentences of about ``settings.passage_chars`` code points, neighbours in one
    case sharing up to ``settings.overlap_sentences``; no window is longer than twice the aim.
    Every body character that is not blank is in one at least; headings and titles are in none,
    they travel as the context, those inside a case too: no window goes across one. ``blocks`` say
    where these stand, and on which page a passage begins.
    """
    passages: list[Passage] = []
    for case, path in zip(segmentation.cases, segmentation.paths, strict=True):
        context = _case_context(document, case, path)
        for stretch in stretches(blocks, case.start, case.end) if blocks else [Stretch(case.start, case.end)]:
            inner = [document.text[h.start : h.end] for h in stretch.path]
            names = PATH_SEPARATOR.join(name for name in (context, *inner) if name)
            span = (stretch.start, stretch.end)
            passages += _windows(document, span, case.start, names, case.order, settings)
    for part in segmentation.parts:
        if part.kind == "text":
            context = PATH_SEPARATOR.join(name for name in (document.title, *part.path) if name)
            span = (part.start, part.end)
            passages += _windows(document, span, part.start, context, None, settings)
    passages.sort(key=lambda passage: (passage.start, passage.end))
    return [replace(p, page=page_of(blocks, p.start)) for p in passages]


def page_of(blocks: Sequence[Block], offset: int) -> int:
    """The 1-based page of the line in which ``offset`` stands; 0 where the format has no pages."""
    at = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    return blocks[at].page if at >= 0 else 0


def scans_of(blocks: Sequence[Block], start: int, end: int) -> tuple[ScannedLine, ...]:
    """The recognised lines that words in [start, end) stand on; all of their block where none is known."""
    lines: list[ScannedLine] = []
    for block in blocks[max(0, bisect_right(blocks, start, key=lambda block: block.start) - 1) :]:
        if block.start >= end:
            break
        if block.end > start:
            on = [line for line in block.scans if line.start < end and line.end > start]
            lines += on or block.scans
    return tuple(lines)


def paragraph_of(document_text: str, start: int, offset: int) -> int:
    """The 1-based number of the paragraph in which ``offset`` stands, counted from ``start``.

    ``start`` is where the case's body or the part begins; paragraphs are lines that are not blank.
    """
    return max(1, sum(1 for _ in trimmed_lines(document_text, start, offset + 1)))


def _case_context(document: Document, case: Case, path: tuple[str, ...]) -> str:
    """The case's heading under the headings above it; without a unit, under the document's title too."""
    heading = document.text[case.heading_start : case.heading_end]
    names = [" ".join(name.split()) for name in (*path, heading)]
    if not case.unit and document.title and document.title not in names:
        names.insert(0, document.title)
    return PATH_SEPARATOR.join(names)


def _windows(
    document: Document,
    span: tuple[int, int],
    opening: int,
    context: str,
    order: int | None,
    settings: IndexSettings,
) -> list[Passage]:
    """The windows of ``span``; ``opening`` is where the case or part begins whose paragraphs are counted."""
    text, (start, end) = document.text, span
    pieces = _pieces(text[start:end], settings.passage_chars)
    paragraph_starts = [first for first, _ in trimmed_lines(text, opening, end)]
    passages = []
    for first, last in _grouped(pieces, settings):
        at, stop = start + pieces[first][0], start + pieces[last][1]
        passages.append(
            Passage(
                id=f"{document.id}:{at}-{stop}",
                document_id=document.id,
                case_order=order,
                start=at,
                end=stop,
                text=text[at:stop],
                context=context,
                paragraph=bisect_left(paragraph_starts, at + 1),
            )
        )
    return passages


def _grouped(pieces: list[tuple[int, int]], settings: IndexSettings) -> list[tuple[int, int]]:
    """First and last piece of every window."""
    groups = []
    first = fresh = 0  # fresh: the first piece in no window yet
    while fresh < len(pieces):
        begin, last = pieces[first][0], fresh
        while last + 1 < len(pieces) and pieces[last + 1][1] - begin <= settings.passage_chars:
            last += 1
        if pieces[-1][1] - begin <= LAST_STRETCH * settings.passage_chars:
            last = len(pieces) - 1
        groups.append((first, last))
        fresh = last + 1
        first = max(first + 1, fresh - settings.overlap_sentences)
        while (
            fresh < len(pieces)
            and first < fresh
            and pieces[fresh][1] - pieces[first][0] > settings.passage_chars
        ):
            first += 1
    return groups


def _pieces(text: str, aim: int) -> list[tuple[int, int]]:
    """The sentences of ``text``, those over twice ``aim`` code points cut, at ；，、 where they have any."""
    pieces: list[tuple[int, int]] = []
    for start, end in split_sentences(text):
        while end - start > 2 * aim:
            cut = _cut(text, start, aim)
            first, last = trim(text, start, cut)
            if first < last:
                pieces.append((first, last))
            start = cut
        first, last = trim(text, start, end)
        if first < last:
            pieces.append((first, last))
    return pieces


def _cut(text: str, start: int, aim: int) -> int:
    """Where to cut a sentence from ``start``: after a mark in the second half of ``aim``, or near its end."""
    for mark in _BREAKS:
        ends = [found.end() for found in mark.finditer(text, start + aim // 2, start + aim)]
        if ends:
            return ends[-1]
    cut = start + aim
    # Keep numbers, Latin words and composed emoji whole, unless they fill the window.
    for back in range(cut, cut - aim // 2, -1):
        if not (_BOUND_TO_LAST.match(text[back]) and _BOUND_TO_NEXT.match(text[back - 1])):
            return back
    return cut
