"""Headings as a reader sees them: which printed lines belong together, which name the document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chinese import (
    ends_a_statement,
    heads_a_newspaper,
    internal_mark,
    is_byline,
    is_document_number,
    is_lone_label,
    is_office,
    labelled_unit,
    ornament,
    read_numbering,
    split_heading,
)
from index.records import Block

_LABELS = ("【", "[", "［")  # what stands in such brackets labels a part
_CLOSING = ("】", "]", "］")
FEWEST = 4  # code points of a unit that a subtitle opens with
HEADS_CASE = 2  # lines that head one case: a kicker and a headline
MAX_MASTHEAD = 4  # lines before a title
MAX_MASTHEAD_LINE = 80  # code points
_REPORTS_ON = re.compile("^(?:记|来自)(?!者)")  # ——记某局党支部
_SUBTITLE = re.compile(r"(?:—|－－|--|──|―)+")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading, printed on one line or more."""

    first: int  # index of its first block
    last: int  # index of its last block, inclusive
    start: int  # code points, the lines as printed
    end: int
    level: int  # 0 when the format does not say
    unit: str  # "" when it names none
    title: str

    @property
    def bare(self) -> bool:
        """Whether it is nothing but a unit's name."""
        return bool(self.unit) and self.title == self.unit

    @property
    def unit_apart(self) -> bool:
        """Whether the unit is printed apart from the title, not as the subject of a sentence."""
        return bool(self.unit) and (self.title == self.unit or not self.title.startswith(self.unit))


def heading_at(text: str, blocks: Sequence[Block], first: int) -> Heading:
    """The heading that opens at block ``first``, with the subtitle lines (——…) under it.

    A line that is no more than a number (案例一, 第二章) is one heading with the next.
    """
    own = first
    if is_lone_label(_line(text, blocks[first])) and _is_heading(blocks, first + 1):
        own = first + 1
    last = own
    while last + 1 < len(blocks) and _is_subtitle(text, blocks[last + 1]):
        last += 1
    words = _undecorated(_line(text, blocks[own]))
    words = _bracketed_office(words) or words
    alone = words.rstrip("：: 　")  # 02 某局某支部： stands over its title
    unit, title = split_heading(alone if is_office(alone[read_numbering(alone)[1] :]) else words)
    for block in blocks[own + 1 : last + 1]:
        line = _line(text, block)
        name = _REPORTS_ON.sub("", _SUBTITLE.sub("", line, count=1).strip())
        if not unit and is_office(name):
            unit = name
        else:
            unit = unit or _opening_unit(name)
            title += line
    return Heading(first, last, blocks[first].start, blocks[last].end, blocks[first].level, unit, title)


def _bracketed_office(words: str) -> str:
    """The office that is all of a line in brackets: 【某局】; "" for another line."""
    inner = words[1:-1].strip() if words[:1] in _LABELS and words[-1:] in _CLOSING else ""
    return inner if is_office(inner) else ""


def is_kicker(above: Heading, below: Heading) -> bool:
    """Whether a line without a level names the unit of the headline under it: 市民政局 食堂开到家门口."""
    return above.unit_apart and not above.bare and above.level == 0 < below.level and not below.unit


def _is_subtitle(text: str, block: Block) -> bool:
    """Whether a line goes on with the heading above it: ——某局…, marked as a heading or not."""
    line = _line(text, block)
    short = len(line) <= MAX_MASTHEAD_LINE and not ends_a_statement(line)
    says = any(char.isalnum() for char in line)  # a rule between two pieces is drawn with dashes too
    return short and says and not block.cells and _SUBTITLE.match(text, block.start, block.end) is not None


def _opening_unit(subtitle: str) -> str:
    """The unit that a subtitle opens with: 县交通运输局机关党委创建品牌的经验."""
    longest = min(len(subtitle), MAX_MASTHEAD_LINE)
    names = (subtitle[:end] for end in range(longest, FEWEST - 1, -1))
    return next(filter(is_office, names), "")


def _is_heading(blocks: Sequence[Block], index: int) -> bool:
    return index < len(blocks) and blocks[index].kind == "heading"


def _undecorated(line: str) -> str:
    """A heading's words without signs in front and Markdown's bold marks; the line when none is left."""
    bare = line[ornament(line) :].replace("**", "").strip()
    return bare or line


def heading_run(text: str, blocks: Sequence[Block], first: int) -> list[Heading]:
    """The headings in a row from block ``first`` on; a unit's line and its title's line are one."""
    run: list[Heading] = []
    while first < len(blocks) and blocks[first].kind == "heading":
        run.append(heading_at(text, blocks, first))
        first = run[-1].last + 1
    return _join_units(run)


def _join_units(run: list[Heading]) -> list[Heading]:
    """Unit lines joined to the titles after them, or before them where the run is printed that way."""
    bare = [h.bare for h in run]
    loose = [h.unit == "" and not h.title.startswith(_LABELS) for h in run]
    # Printed unit first, a run never ends with a unit.
    backward = len(run) > 1 and bare[-1] and not bare[0]
    joined: list[Heading] = []
    index = 0
    while index < len(run):
        pair = run[index : index + 2]
        # A title, its unit under it, and then no title that the unit could belong to.
        upward = backward or (index + 2 < len(run) and not loose[index + 2] and not bare[index + 2])
        name, words = (loose, bare) if upward and loose[index] else (bare, loose)
        if len(pair) == 2 and name[index] and words[index + 1] and _same_rank(*pair):
            joined.append(_join(*(reversed(pair) if name is loose else pair), *pair))
            index += 2
        else:
            joined.append(run[index])
            index += 1
    return joined


def _same_rank(above: Heading, below: Heading) -> bool:
    """A numbered or outer heading is no second line of another heading."""
    return above.level == below.level or below.level == 0


def _join(unit: Heading, title: Heading, above: Heading, below: Heading) -> Heading:
    level = above.level or below.level
    return Heading(above.first, below.last, above.start, below.end, level, unit.unit, title.title)


def title_blocks(text: str, blocks: Sequence[Block]) -> tuple[int, int]:
    """Which blocks, [first, last), are the document's own title, and head no case; (0, 0) for none.

    The title is what stands before the first heading of the kind the rest of the document uses:
    before the author's line; before the first heading with a unit when the others have units;
    above the level or numbering of the others; or in excess of the number of headings that the
    document prints in a row. A heading that is the only one is the title, unless it names a unit.
    Before it may stand the lines of a masthead.
    """
    first = _past_masthead(text, blocks)
    leading = heading_run(text, blocks, first)
    if not leading:
        return 0, 0
    rest = headings_from(text, blocks, leading[-1].last + 1)
    if not any(block.kind != "heading" for block in blocks[first:]):
        return 0, 0
    if len(leading) == 1 and _heads_a_piece(text, blocks, leading[0], rest):
        return 0, 0
    keep = _own_headings(text, blocks, leading, rest)
    return (first, leading[keep - 1].last + 1) if keep else (0, 0)


def _past_masthead(text: str, blocks: Sequence[Block]) -> int:
    """Where the first heading stands after no more than a few lines that say who, when and which issue."""
    for index, block in enumerate(blocks[: MAX_MASTHEAD + 1]):
        line = _line(text, block)
        says_who = is_byline(line) or internal_mark([line]) or _issues(text, blocks, index)
        if block.kind == "heading" and not says_who:
            return index
        if block.cells or len(line) > MAX_MASTHEAD_LINE or ends_a_statement(line):
            break
    return 0


def _issues(text: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether an office stands over the document's number, among those that issue it together."""
    for block in blocks[index : index + MAX_MASTHEAD]:
        if not is_office(_line(text, block)):
            return block.kind != "heading" and is_document_number(_line(text, block))
    return False


def document_title(text: str, blocks: Sequence[Block]) -> str:
    """The document's title in one line; "" when the document has none.

    A heading that names a unit and stands alone above all others heads its own case and is the
    document's title too.
    """
    first, last = title_blocks(text, blocks)
    if not last:
        headings = headings_from(text, blocks, 0)
        if not headings or headings[0].first or not _stands_above(headings):
            return ""
        last = headings[0].last + 1
    title = ""
    for block in blocks[first:last]:
        line = _undecorated(_line(text, block))
        title += line if not title or _SUBTITLE.match(line) else " " + line
    return title


def _stands_above(headings: list[Heading]) -> bool:
    """Whether the first heading is the only one of its level, and the outermost."""
    first, *others = headings
    if first.level:
        return all(h.level > first.level or h.level == 0 for h in others)
    return all(h.level for h in others)


def _own_headings(text: str, blocks: Sequence[Block], leading: list[Heading], rest: list[Heading]) -> int:
    """How many of the ``leading`` headings are the document's title."""
    signed = _is_signed(text, blocks, leading[-1])
    others_with_unit = sum(bool(h.unit) for h in rest)
    apart = 2 * sum(h.unit_apart for h in rest) > len(rest)
    # Where the others print the unit apart, 某市某局推出… is a title that opens with a name.
    with_unit = [h.unit_apart if apart else bool(h.unit) for h in leading]
    if signed and not (all(with_unit) and (len(leading) > 1 or not rest)):
        beside = (h for h in rest if leading[0].level < h.level == leading[-1].level)
        heads_case = any(_is_signed(text, blocks, h) for h in beside) or (with_unit[-1] and not rest)
        heading_case = heads_case + (heads_case and len(leading) > HEADS_CASE and is_kicker(*leading[-2:]))
        return _above_the_numbered(text, blocks, leading) or len(leading) - heading_case
    if leading[0].level and _stands_above(leading + rest):
        return 1
    if any(with_unit) or 2 * others_with_unit > len(rest):
        unnamed = with_unit.index(True) if any(with_unit) else len(leading)
        return max(0, unnamed - _usual_sections(rest)) if any(with_unit) else unnamed
    if above := _above_the_numbered(text, blocks, leading + rest):
        return min(above, len(leading))
    if leading[0].level:
        return 0
    return _in_excess(blocks, leading, rest)


def _is_signed(text: str, blocks: Sequence[Block], heading: Heading) -> bool:
    below = heading.last + 1
    return below < len(blocks) and _names_author(_line(text, blocks[below]))


def _heads_a_piece(text: str, blocks: Sequence[Block], first: Heading, rest: list[Heading]) -> bool:
    """Whether it is signed, and so is another of its rank, or it stands under a newspaper's masthead."""
    peers = (h for h in rest if h.level == first.level > 0)
    above = [_line(text, b) for b in blocks[: first.first]]
    several = any(_is_signed(text, blocks, h) for h in peers) or (bool(rest) and heads_a_newspaper(above))
    return _is_signed(text, blocks, first) and several


def _names_author(line: str) -> bool:
    return is_byline(line) and not labelled_unit(line)


def _above_the_numbered(text: str, blocks: Sequence[Block], headings: list[Heading]) -> int:
    """How many headings go before the first numbered one; 0 when none is numbered."""
    numbered = [bool(read_numbering(_line(text, blocks[h.first]))[0]) for h in headings]
    return numbered.index(True) if any(numbered) else 0


def _in_excess(blocks: Sequence[Block], leading: list[Heading], rest: list[Heading]) -> int:
    """How many leading headings there are beyond those that have bodies to head."""
    if not rest:
        bodies = len(blocks) - leading[-1].last - 1
        return 1 if len(leading) == 1 else max(0, len(leading) - bodies)
    lengths = [len(run) for run in _runs(rest)]
    usual = max(set(lengths), key=lengths.count)
    if len(leading) < usual:
        return len(leading)
    return len(leading) - usual if usual > 1 else 1


def _usual_sections(headings: list[Heading]) -> int:
    """How many headings without a unit the later runs mostly print above those with one."""
    counts = [
        next((index for index, heading in enumerate(run) if heading.unit), 0) for run in _runs(headings)
    ]
    return max(set(counts), key=counts.count) if counts else 0


def _runs(headings: list[Heading]) -> list[list[Heading]]:
    """``headings``, not empty, in groups of those printed in a row."""
    runs = [headings[:1]] if headings else []
    for above, below in pairwise(headings):
        if below.first == above.last + 1:
            runs[-1].append(below)
        else:
            runs.append([below])
    return runs


def headings_from(text: str, blocks: Sequence[Block], first: int) -> list[Heading]:
    """All headings from block ``first`` on, in reading order."""
    headings: list[Heading] = []
    while first < len(blocks):
        run = heading_run(text, blocks, first)
        headings.extend(run)
        first = run[-1].last + 1 if run else first + 1
    return headings


def _line(text: str, block: Block) -> str:
    return text[block.start : block.end]
