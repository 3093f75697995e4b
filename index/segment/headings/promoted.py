"""Lines printed as text that head a piece: a kicker or unit's name above a heading, a listed title. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from chinese import (
    ends_a_statement,
    foot_kind,
    is_office,
    label_words,
    opens_signed_report,
    ornament,
    read_numbering,
)
from index.records import Block

MAX_KICKER = 40  # code points
UNDER = 2  # lines under a headline among which one names its reporter
FEWEST = 3  # entries of a table of contents
HEADINGS = 2  # of its entries that come again as headings
MIN_TITLE = 6  # code points of a title
MAX_TITLE = 60  # code points
_ENDS_TEXT = ("byline", "caption", "rule", "author")  # kinds of line after which a piece is over


def with_lines_above(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks with such lines made headings: with the level of the one below, or over it.

    A unit's name alone, numbered or not, is one: 02 某局某支部：. A kicker stands between the end of a
    piece and a signed headline, and ends no statement: 理论课怎样才坐得住？.
    """
    promoted = list(blocks)
    for at, (above, below) in enumerate(pairwise(blocks)):
        if above.kind != "paragraph" or below.kind != "heading":
            continue
        line = text[above.start : above.end]
        if _is_unit(line):
            promoted[at] = replace(above, kind="heading", level=below.level)
        elif _is_kicker(text, blocks, at):
            promoted[at] = replace(above, kind="heading")
    return promoted


def _is_unit(line: str) -> bool:
    words = line[ornament(line) :]
    numbered = read_numbering(words)[1]
    name = words[numbered:].strip()
    # Without number or colon a unit's name may sign the piece above.
    return is_office(name.rstrip("：:").strip()) and (numbered > 0 or name.endswith(("：", ":")))


def _is_kicker(text: str, blocks: Sequence[Block], at: int) -> bool:
    line = text[blocks[at].start : blocks[at].end]
    if len(line) > MAX_KICKER or line.endswith(tuple("。；;，,、：:…")) or foot_kind(line):
        return False
    over = blocks[at - 1] if at else None
    if over is None or over.kind == "heading" or over.cells:
        return False
    ended = text[over.start : over.end]
    if not (ends_a_statement(ended) or foot_kind(ended) in _ENDS_TEXT):
        return False
    under = blocks[at + 2 : at + 2 + UNDER]
    return any(b.kind != "heading" and opens_signed_report(text[b.start : b.end]) for b in under)


def with_listed_titles(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks with such lines made headings, with the level that most of the listed ones have.

    A table of contents is lines in a row, each of which comes again once, in the same order, below them.
    """
    places = _places(text, blocks)
    promoted = list(blocks)
    for listed in _contents(places, len(blocks)):
        levels = Counter(blocks[n].level for n in listed if blocks[n].kind == "heading")
        if levels.total() < HEADINGS:
            continue
        level = levels.most_common(1)[0][0]
        for n in listed:
            if blocks[n].kind == "paragraph":
                promoted[n] = replace(blocks[n], kind="heading", level=level)
    return promoted


def _places(text: str, blocks: Sequence[Block]) -> Mapping[int, int]:
    """Where the words of a line stand again, for each line whose words stand in two lines."""
    places = defaultdict(list)
    for n, block in enumerate(blocks):
        if not block.cells and block.end - block.start <= MAX_TITLE:
            places[label_words(text[block.start : block.end]).rstrip("0123456789")].append(n)
    return {at[0]: at[1] for words, at in places.items() if len(words) >= MIN_TITLE and len(at) == 2}


def _contents(places: Mapping[int, int], count: int) -> Iterator[list[int]]:
    """For each table of contents the blocks that it lists."""
    listed: list[int] = []
    for n in range(count + 1):
        again = places.get(n, -1)
        if listed and again <= listed[-1]:
            if len(listed) >= FEWEST and listed[0] >= n:
                yield listed
            listed = []
        if again >= 0:
            listed.append(again)
