"""Lines right above a heading, printed as text, that head its piece too: a kicker, a unit's name. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chinese import ends_a_statement, foot_kind, is_office, opens_signed_report, ornament, read_numbering
from index.records import Block

MAX_KICKER = 40  # code points
UNDER = 2  # lines under a headline among which one names its reporter
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
