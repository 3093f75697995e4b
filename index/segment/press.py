"""Which headlines of a newspaper's page open a piece; kickers, subtitles, columns stand beside them. Pure."""

from collections import Counter
from collections.abc import Sequence

from chinese import (
    foot_kind,
    heads_a_newspaper,
    is_office,
    is_person_name,
    names_a_column,
    opens_signed_report,
)
from index.records import Block
from index.segment.heading_runs import Run, find_runs, masthead
from index.segment.short_items import are_short_items
from index.text import Heading, is_kicker

SIGNED_IN_ROW = 2  # pieces of a row that open with a reporter, from which all of its headings are headlines
ENDS_PIECE = ("author", "byline", "caption", "maker", "rule")  # kinds of the last line of a piece
RANKED = 0.5  # share of a rank's headings that open pieces, from which all of that rank do
PEN_NAME = range(2, 5)  # code points of the line under a column's headline that names its writer
CLAUSES = 2  # blanks inside a subtitle of several clauses


def in_a_newspaper(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> list[Heading]:
    """The headlines of a page whose first lines name a newspaper; empty for another document.

    One opens a piece when it is the first, names a unit apart, stands right under a column's name or
    the end of a piece, or heads text that a reporter signs or several short items; so do all of its rank
    where the format says what that is and most do.
    """
    if not heads_a_newspaper(masthead(text, blocks, headings)):
        return []
    runs = find_runs(text, blocks, headings[0].first)
    opened: list[list[Heading]] = []
    for run in runs:
        opened.append(_headlines(text, blocks, run, first=not any(opened)))
    ranks = _ranks(runs, opened)
    for n, run in enumerate(runs):
        lines = [h for h in _lines(text, run) if h.level in ranks]
        if lines and not opened[n]:
            opened[n] = [_headline(lines)]
    known = {h.first for h in headings}
    return [h for row in opened for h in row if h.first in known]


def _ranks(runs: Sequence[Run], opened: Sequence[Sequence[Heading]]) -> set[int]:
    """The levels that the format gives to headlines."""
    opening = Counter(h.level for row in opened for h in row if h.level)
    every = Counter(level for run in runs for level in {h.level for h in run.headings})
    return {level for level, count in opening.items() if count >= max(2, RANKED * every[level])}


def _lines(text: str, run: Run) -> list[Heading]:
    """The run's headings without a column's name, and without its writer's under the headline."""
    lines = [h for h in run.headings if not names_a_column(text[h.start : h.end])]
    column = len(lines) < len(run.headings)
    pen_name = len(lines) > 1 and lines[-1].end - lines[-1].start in PEN_NAME
    if pen_name and (column or is_person_name(text[lines[-1].start : lines[-1].end])):
        return lines[:-1]
    return lines


def names_writer(line: str) -> bool:
    """Whether a line is a person's name, alone or after an office's: 石桥县融媒体中心 方启明."""
    *office, name = line.strip("□■（）() 　").split() or [""]
    return is_person_name(name) and all(map(is_office, office))


def _headlines(text: str, blocks: Sequence[Block], run: Run, first: bool) -> list[Heading]:
    lines = _lines(text, run)
    signed = sum(opens_signed_report(text[b.start : b.end]) for b in run.paragraphs)
    if not lines or (len(lines) > 1 and signed >= SIGNED_IN_ROW):
        return lines
    above = run.headings[0].first - 1
    opens = (
        first
        or signed > 0
        or any(names_writer(text[b.start : b.end]) for b in run.paragraphs[:1])
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
