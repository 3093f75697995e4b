"""Which headings open a case of their own, and which are sections inside one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chinese import (
    contributor,
    ends_a_statement,
    frames_a_collection,
    is_byline,
    is_office,
    label_words,
    labelled_unit,
    labels_a_part,
    names_a_collection,
    names_a_periodical,
    numbers_an_issue,
    opens_signed_report,
    ornament,
    read_numbering,
)
from index.records import Block
from index.segment.heading_runs import find_runs, masthead
from index.segment.headings import names_who_sent
from index.segment.press import in_a_newspaper
from index.text import Heading

CASE_NUMBERING = 3  # the style of 案例一, as chinese.read_numbering counts
MAX_LABEL = 10  # code points of a heading that comes again in every case
RUNNING = 40  # code points of a line that is no heading
TOLD = 0.5  # share of the headings that have running text
SHARE = 0.6  # of the headings of a level that name units, from which all of them open cases
Headings = list[Heading]


def case_openers(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """The headings that open the cases of a collection; empty when all are sections of one case.

    ``headings`` are those after the document's title. The first of these that holds decides:
    headings numbered 案例一; those after each contributor's line; a newspaper's headlines; headings with
    an author's line; headings of one level that name units; headings over parts that are
    labelled alike (背景, 做法, 成效) again and again; the items of a brief; the pieces under a title like
    案例选编; headings printed several in a row before as many bodies.
    """
    rules = (
        _numbered_cases,
        _contributed,
        in_a_newspaper,
        _signed,
        _with_units,
        _over_labels,
        _in_an_issue,
        _in_a_collection,
        _in_rows,
    )
    found = (rule(text, blocks, headings) for rule in rules)
    return next((openers for openers in found if len(openers) > 1 and _told(text, blocks, openers)), [])


def _told(text: str, blocks: Sequence[Block], openers: Sequence[Heading]) -> bool:
    """Whether most of the headings, in order, have running text to head: a list of names has none."""
    waiting = told = 0
    for heading, below in zip(openers, [*(h.first for h in openers[1:]), len(blocks)], strict=True):
        waiting += 1
        running = sum(_runs(text, block) for block in blocks[heading.last + 1 : below])
        told += min(waiting, running)
        waiting = 0 if running else waiting
    return told >= TOLD * len(openers)


def _runs(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    return bool(block.cells) or len(line) >= RUNNING or ends_a_statement(line)


def _contributed(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """The first heading after each contributor's line: （市民政局 王小明供稿）; after the last one too."""
    given = [n for n, b in enumerate(blocks) if b.kind != "heading" and _gives(text, blocks, n)]
    if len(given) < 2:
        return []
    above = [-1, *given[:-1]]
    firsts = (next((h for h in headings if a < h.first < g), None) for a, g in zip(above, given, strict=True))
    openers = [heading for heading in firsts if heading]
    levels = {h.level for h in openers}
    after = (h for h in headings if h.first > given[-1] and not frames_a_collection(_words(text, h)))
    return [*openers, *(h for h in (next(after, None),) if h and h.level in levels)]


def _gives(text: str, blocks: Sequence[Block], at: int) -> bool:
    line = text[blocks[at].start : blocks[at].end]
    sent = is_byline(line) and line.rstrip("）)】]").endswith(("供稿", "报送"))
    return sent or bool(contributor(line)) or names_who_sent(text, blocks, at)


def _numbered_cases(text: str, _: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    return [h for h in headings if read_numbering(_words(text, h) + "。")[0] == CASE_NUMBERING]


def _with_units(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """All headings of the level most of whose headings name different units."""
    best: Headings = []
    labels = _labels(text, headings)
    units = {h.first: h.unit or _unit_below(text, blocks, h) for h in headings}
    for level in {h.level for h in headings}:
        beside = [h for h in headings if h.level == level and not frames_a_collection(_words(text, h))]
        beside = [h for h in beside if not _is_listed(text, blocks, h)]
        named = [h for h in beside if units[h.first]]
        cases = [h for h in beside if units[h.first] or _label(text, h) not in labels]
        if len({units[h.first] for h in named}) < 2:
            continue
        if len(named) >= SHARE * len(cases) and len(named) > len(best):
            # Without levels a heading that names no unit is more often a section than a case.
            best = cases if level else named
    return best


def _is_listed(text: str, blocks: Sequence[Block], heading: Heading) -> bool:
    """Whether a name alone, or a line without a level under one with, is of a list: no text is under it."""
    over = next((b.level for b in reversed(blocks[: heading.first]) if b.kind == "heading" and b.level), 0)
    row = heading.first > 0 and blocks[heading.first - 1].kind == "heading"
    if not heading.bare and (heading.level or not over or not row):
        return False
    for block in blocks[heading.last + 1 :]:
        if block.kind == "heading" and block.level <= (heading.level or over):
            return True
        if block.kind != "heading" and _runs(text, block):
            return False
    return True


def _unit_below(text: str, blocks: Sequence[Block], heading: Heading) -> str:
    """The unit that a line under a heading gives: 报送单位：市民政局, or its name alone over the text."""
    below = blocks[heading.last + 1 : heading.last + 3]
    lines = [text[b.start : b.end].replace("**", "") for b in below if b.kind != "heading"]
    alone = len(below) > 1 and len(lines) > 1 and is_office(lines[0]) and _runs(text, below[1])
    return next(filter(None, map(labelled_unit, lines)), lines[0] if alone else "")


def _signed(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """Headings under which a reporter is named, or text opens as a newspaper's pieces do."""
    signed = [h for h in headings if _opens_signed(text, blocks, h)]
    if len(signed) < 2:
        return []
    levels = {h.level for h in signed}
    beside = [h for h in headings if h.level in levels and (h.level or _has_byline(text, blocks, h))]
    return [h for h in headings if h in signed or h in beside]


def _has_byline(text: str, blocks: Sequence[Block], heading: Heading) -> bool:
    below = blocks[heading.last + 1 : heading.last + 2]
    return any(b.kind != "heading" and is_byline(text[b.start : b.end]) for b in below)


def _opens_signed(text: str, blocks: Sequence[Block], heading: Heading) -> bool:
    below = blocks[heading.last + 1 : heading.last + 3]
    if not below or below[0].kind == "heading":
        return False
    first, last = (text[b.start : b.end] for b in (below[0], below[-1]))
    subtitle = len(first) < RUNNING and not ends_a_statement(first) and below[-1].kind != "heading"
    return opens_signed_report(first) or (subtitle and opens_signed_report(last))


def _over_labels(text: str, _: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """The headings right above the first label of each round, where two labels or more come again."""
    labels = _labels(text, headings)
    if not labels:
        return []
    openers = [
        above
        for above, below in pairwise(headings)
        if _label(text, below) in labels and _label(text, above) not in labels
    ]
    numbered = any(read_numbering(_words(text, h))[0] > CASE_NUMBERING for h in openers)
    return [] if numbered and len(labels) < 2 else openers


def _labels(text: str, headings: Sequence[Heading]) -> set[str]:
    """Words of headings that come again and again: sections inside each case."""
    counts = Counter(_label(text, h) for h in headings)
    return {words for words, count in counts.items() if words and count > 1 and len(words) <= MAX_LABEL}


def _label(text: str, heading: Heading) -> str:
    return label_words(_words(text, heading))


def _in_an_issue(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """The outermost headings of a brief or the like: its masthead has a title of that sort and a number."""
    lines = masthead(text, blocks, headings)
    if not any(map(numbers_an_issue, lines)) or not any(map(names_a_periodical, lines)):
        return []
    labels = _labels(text, headings)
    items = [
        h for h in headings if not frames_a_collection(_words(text, h)) and _label(text, h) not in labels
    ]
    levels = {h.level for h in items}
    return [h for h in items if h.level == min(levels)]


def _in_a_collection(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """The outermost unnumbered headings under a title like 案例选编, but none of a single case's parts."""
    if not any(map(names_a_collection, masthead(text, blocks, headings))):
        return []
    level = _outermost(headings)
    items = [h for h in headings if h.level == level and not frames_a_collection(_words(text, h))]
    parts = sum(labels_a_part(_words(text, h)) or bool(read_numbering(_words(text, h))[0]) for h in items)
    return [] if 2 * parts >= len(items) else items


def _outermost(headings: Sequence[Heading]) -> int:
    """The outermost level; lines without one that stand only before all ranked headings have none."""
    ranked = [n for n, h in enumerate(headings) if h.level]
    only_before = bool(ranked) and all(h.level for h in headings[ranked[0] :])
    return min(h.level for h in (headings[ranked[0] :] if only_before else headings))


def _in_rows(text: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> Headings:
    """Unnumbered headings, where the document prints two or more of them in a row before their bodies."""
    if not headings or any(block.cells for block in blocks):
        return []
    runs = find_runs(text, blocks, headings[0].first)
    rows = [list(_last_of_a_kind(run.headings)) for run in runs]
    sizes = Counter(len(row) for row, run in zip(rows, runs, strict=True) if len(run.bodies) >= len(row) > 1)
    alone = len(runs) == 1 and sum(sizes.values()) == 1
    again = any(count > 1 for count in sizes.values())
    if not (alone or again) or any(read_numbering(_words(text, h))[0] for row in rows for h in row):
        return []
    return [h for row in rows for h in row]


def _last_of_a_kind(headings: Sequence[Heading]) -> Iterator[Heading]:
    """The headings at the end of a run that stand side by side."""
    return (h for h in headings if h.level == headings[-1].level)


def _words(text: str, heading: Heading) -> str:
    line = text[heading.start : heading.end]
    return line[ornament(line) :]
