"""Blocks -> cases: what of a document is one independent piece, and which unit it is about.

A booklet is a case for each question with its answer; a collection one for each heading that opens
one (``openers``), printed side by side or one after the other; everything else, a regulation, a
report, minutes, a table, is one case with sections.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chinese import (
    frames_a_collection,
    is_byline,
    label_words,
    labelled_unit,
    opens_appendix,
    opens_article,
    question_mark,
)
from index.records import Block, Case, Document
from index.segment.foot import closing_block, without_foot
from index.segment.headings import with_lines_above, with_listed_titles, without_mistaken
from index.segment.imprint import issuer_of
from index.segment.issuing_words import survey_group
from index.segment.openers import case_openers
from index.segment.questions import questions, stands_alone
from index.segment.records import records
from index.segment.run_in import cases_of_run_in, has_run_in_headings
from index.segment.segmentation import Part, Segmentation
from index.segment.short_items import with_short_items
from index.segment.side_by_side import pair_headings
from index.segment.subject_office import with_offices
from index.text import Heading, heading_run, headings_from, title_blocks

MIN_TITLE = 6  # code points of a title that a table of contents repeats
_LEADER = re.compile(r"[…·.．—]{3,}")  # between an entry and its page or unit
MAX_BEFORE_CONTENTS = 2  # headings
ARTICLES = 3  # 第一条 and so on, that make a regulation
MAX_FRAME = 24  # code points
DEEPEST = 90  # level of a question: below every chapter


def by_rules(document: Document, blocks: Sequence[Block]) -> Segmentation:
    """The cases of a document and what stands outside them; see the module's text.

    A document without any block has none. A case without a heading of its own has
    ``heading_start == heading_end == start``; a heading with nothing under it is a case with
    ``start == end == heading_end``.
    """
    return by_rules_with_form(document, blocks)[0]


def by_rules_with_form(document: Document, blocks: Sequence[Block]) -> tuple[Segmentation, bool]:
    """The same, and whether rules know the form: questions, a register, headings run into their text."""
    if not blocks:
        return Segmentation((), (), ()), True
    text = document.text
    blocks = _with_headings(text, blocks)
    title = title_blocks(text, blocks)
    if known := _of_known_form(document, blocks, title):
        return known, True
    headings = _headings(text, blocks, title[1])
    regulation = sum(opens_article(text[b.start : b.end]) for b in blocks) >= ARTICLES
    openers = [] if regulation else case_openers(text, blocks, headings)
    if not openers and title[1] and _heads_the_only_case(headings):
        openers = headings[:1]
    if not openers:
        return _one_case(document, blocks, title), False
    outline = _outline(blocks, headings, openers)
    return _collection(document, blocks, outline, title, openers[-1].first), False


def _with_headings(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    return with_lines_above(text, with_listed_titles(text, without_mistaken(text, blocks)))


def _of_known_form(
    document: Document, blocks: Sequence[Block], title: tuple[int, int]
) -> Segmentation | None:
    text = document.text
    if asked := questions(text, blocks, title[1]):
        return _booklet(document, blocks, title, asked)
    if has_run_in_headings(text, blocks, title[1]):
        return cases_of_run_in(document, blocks, title)
    if named := records(text, blocks, title[1]):
        return _register(document, blocks, title, named)
    return None


def _heads_the_only_case(headings: Sequence[Heading]) -> bool:
    """Whether the first heading under a title is a unit and its case's title, and all others are below."""
    return (
        bool(headings)
        and _names_apart(headings[0])
        and all(h.level > headings[0].level for h in headings[1:])
    )


def _collection(
    document: Document, blocks: Sequence[Block], outline: Sequence[Block], title: tuple[int, int], last: int
) -> Segmentation:
    """The cases under the headings of the outline, ``last`` the block of the last that opens one.

    ``outline`` are the ``blocks`` with no other headings than those. What stands behind the last case
    under 附表 or 后记 is none of its body.
    """
    text = document.text
    body = next(n for n, block in enumerate(outline) if n >= title[1] and block.kind == "heading")
    framing = (n for n in range(last + 2, len(outline)) if _is_frame(text, outline[n]))
    end = next((n for n in framing if not _is_below(blocks[n], blocks[last])), len(outline))
    segmentation = pair_headings(document, outline[:end], title, body)
    segmentation = without_foot(text, outline[:end], segmentation)
    segmentation = with_offices(text, with_short_items(text, blocks[:end], segmentation))
    if end == len(outline):
        return segmentation
    after = Part("text", outline[end].start, outline[-1].end)
    return replace(segmentation, parts=(*segmentation.parts, after))


def _is_below(heading: Block, opener: Block) -> bool:
    """Whether the format says that a heading is inside the case that another opens."""
    return heading.kind == opener.kind == "heading" and heading.level > opener.level > 0


def _is_frame(text: str, block: Block) -> bool:
    """Whether a line opens what stands behind the pieces of a collection."""
    line = text[block.start : block.end]
    short = len(line) <= MAX_FRAME and frames_a_collection(line)
    return not block.cells and (short or opens_appendix(line))


def _headings(text: str, blocks: Sequence[Block], first: int) -> list[Heading]:
    blocks = blocks[: closing_block(text, blocks)]
    headings = headings_from(text, blocks, first)
    while headings and _signs(text, blocks, headings[-1]):
        headings.pop()
    return _without_contents(text, headings)


def _without_contents(text: str, headings: list[Heading]) -> list[Heading]:
    """Without those at the beginning that come again: a table of contents, with or without its pages."""
    lines = (_LEADER.split(text[h.start : h.end])[0] for h in headings)
    words = [label_words(line).rstrip("0123456789") for line in lines]
    last = {w: n for n, w in enumerate(words)}
    repeated = [len(w) >= MIN_TITLE and last[w] > n for n, w in enumerate(words)]
    # Over the list may stand its own heading, 【本期要目】, and the preface with its.
    first = next((n for n, again in enumerate(repeated[: MAX_BEFORE_CONTENTS + 1]) if again), 0)
    end = next((n for n in range(first, len(headings)) if not repeated[n]), len(headings))
    if end - first < 2 or any(b.first != a.last + 1 for a, b in pairwise(headings[first:end])):
        return headings
    return [*headings[: max(0, first - 1)], *headings[end:]]


def _signs(text: str, blocks: Sequence[Block], heading: Heading) -> bool:
    """Whether a unit's name alone, with no more than a date under it, signs the document."""
    below = blocks[heading.last + 1 :]
    return heading.bare and all(is_byline(text[b.start : b.end]) for b in below)


def _outline(blocks: Sequence[Block], headings: Sequence[Heading], openers: Sequence[Heading]) -> list[Block]:
    """The blocks with no other headings than those that open cases, and those that stand over them.

    Over them stands a heading of an outer level, or one without a level right above an opener.
    """
    depth = max(h.level for h in openers)
    opening = {h.first for h in openers}
    kept: set[int] = set()
    for at in range(len(headings) - 1, -1, -1):
        heading = headings[at]
        below = headings[at + 1] if at + 1 < len(headings) else None
        over = below is not None and below.first == heading.last + 1 and below.first in kept
        if heading.first in opening or (0 < heading.level < depth) or (heading.level == 0 and over):
            kept.update(range(heading.first, heading.last + 1))
    return [
        replace(block, kind="paragraph") if block.kind == "heading" and index not in kept else block
        for index, block in enumerate(blocks)
    ]


def _booklet(
    document: Document, blocks: Sequence[Block], title: tuple[int, int], asked: Sequence[int]
) -> Segmentation:
    """Every question a case; headings between the answers stand over those that follow."""
    questions = set(asked)
    outline = []
    for index, block in enumerate(blocks):
        if index in questions or (index + 1 in questions and stands_alone(document.text, block)):
            block = replace(block, kind="heading", level=DEEPEST)
        elif block.kind == "heading" and index + 1 not in questions:
            block = replace(block, kind="paragraph")
        elif block.kind == "heading" and block.level == 0:
            block = replace(block, level=DEEPEST - 1)
        outline.append(block)
    segmentation = _collection(document, blocks, outline, title, asked[-1])
    cases = [_asked(document.text, case) for case in segmentation.cases]
    return replace(segmentation, cases=tuple(cases))


def _register(
    document: Document, blocks: Sequence[Block], title: tuple[int, int], named: Sequence[int]
) -> Segmentation:
    """Every unit's record a case; its title is the unit."""
    opening = set(named)
    outline = []
    for index, block in enumerate(blocks):
        if index in opening:
            block = replace(block, kind="heading", level=1)
        elif block.kind == "heading" and index >= title[1]:
            block = replace(block, kind="paragraph")
        outline.append(block)
    segmentation = _collection(document, blocks, outline, title, named[-1])
    units = (labelled_unit(document.text[c.heading_start : c.heading_end]) for c in segmentation.cases)
    cases = (replace(c, unit=u, title=u) for c, u in zip(segmentation.cases, units, strict=True))
    return replace(segmentation, cases=tuple(cases))


def _asked(text: str, case: Case) -> Case:
    """A question's case: its title is the question without its number; no unit is read out of it."""
    line = text[case.heading_start : case.heading_end]
    return replace(case, unit="", title=line[max(0, question_mark(line)) :].strip("* \t　"))


def _one_case(document: Document, blocks: Sequence[Block], title: tuple[int, int]) -> Segmentation:
    """All of the document after its title, by the office that issued it."""
    text, (first, last) = document.text, title
    parts: tuple[Part, ...] = ()
    if not last:
        run = heading_run(text, blocks, 0)
        first, last = (0, run[0].last + 1) if run else (0, 0)
    if first:
        parts = (Part("title", blocks[0].start, blocks[first - 1].end),)
    heading = (blocks[first].start, blocks[last - 1].end) if last else (blocks[0].start, blocks[0].start)
    body = blocks[last:]
    named = heading_run(text, blocks, first)[0] if last else None
    case = Case(
        document_id=document.id,
        order=1,
        unit=_issuer(text, blocks, last, named),
        title=_title(document, named),
        heading_start=heading[0],
        heading_end=heading[1],
        start=body[0].start if body else heading[1],
        end=body[-1].end if body else heading[1],
    )
    return without_foot(text, blocks, Segmentation((case,), ((),), parts))


def _title(document: Document, named: Heading | None) -> str:
    if named and (_names_apart(named) or not document.title):
        return named.title
    return document.title


def _issuer(text: str, blocks: Sequence[Block], body: int, named: Heading | None) -> str:
    """Whose document it is: the unit before its title, else who issued it, else one that the title names."""
    lines = [(b.start, b.end) for b in blocks[: body + 1]]
    if named and _names_apart(named) and not survey_group(text, lines):
        return named.unit
    unit = issuer_of(text, blocks, body)
    return text[slice(*unit)] if unit else (named.unit if named else "")


def _names_apart(heading: Heading) -> bool:
    """Whether a heading is a unit and then the title of its case: 市民政局 长者食堂暖人心."""
    return heading.unit_apart and not heading.bare
