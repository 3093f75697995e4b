"""Which headlines of a newspaper's page open a piece; kickers, subtitles, columns stand beside them. Pure."""

from collections.abc import Sequence

from chinese import foot_kind, heads_a_newspaper, names_a_column, opens_signed_report
from index.records import Block
from index.segment.heading_runs import Run, find_runs, masthead
from index.segment.short_items import are_short_items
from index.text import Heading, is_kicker

SIGNED_IN_ROW = 2  # pieces of a row that open with a reporter, from which all of its headings are headlines
ENDS_PIECE = ("author", "byline", "caption", "maker", "rule")  # kinds of the last line of a piece
CLAUSES = 2  # blanks inside a subtitle of several clauses


def in_a_newspaper(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> list[Heading]:
    """The headlines of a page whose first lines name a newspaper; empty for another document.

    One opens a piece when it is the first, names a unit apart, stands right under a column's name or
    the end of a piece, or heads text that a reporter signs or several short items.
    """
    if not heads_a_newspaper(masthead(text, blocks, headings)):
        return []
    openers: list[Heading] = []
    for run in find_runs(text, blocks, headings[0].first):
        openers += _headlines(text, blocks, run, first=not openers)
    known = {h.first for h in headings}
    return [h for h in openers if h.first in known]


def _headlines(text: str, blocks: Sequence[Block], run: Run, first: bool) -> list[Heading]:
    lines = [h for h in run.headings if not names_a_column(text[h.start : h.end])]
    signed = sum(opens_signed_report(text[b.start : b.end]) for b in run.paragraphs)
    if not lines or (len(lines) > 1 and signed >= SIGNED_IN_ROW):
        return lines
    above = run.headings[0].first - 1
    opens = (
        first
        or signed > 0
        or len(lines) < len(run.headings)
        or any(h.unit_apart for h in lines)
        or foot_kind(text[blocks[above].start : blocks[above].end]) in ENDS_PIECE
        or are_short_items(text, run.paragraphs)
    )
    return [_headline(lines)] if opens else []


def _headline(lines: Sequence[Heading]) -> Heading:
    """The one of a kicker, a headline and a subtitle: what names a unit apart, else no line of clauses."""
    if len(lines) > 1 and is_kicker(*lines[-2:]):
        return lines[-1]
    apart = [h for h in lines if h.unit_apart]
    whole = [h for h in lines if len(h.title.split()) <= CLAUSES]
    return (apart or whole or list(lines))[-1]
