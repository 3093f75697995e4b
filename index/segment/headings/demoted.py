"""Lines that look like headings and head nothing: who spoke, sent or signed, where a site leads. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chinese import (
    contributor,
    edited_by,
    ends_a_statement,
    heads_a_newspaper,
    is_card_value,
    is_day,
    is_navigation,
    is_newspaper_name,
    is_office,
    is_person_name,
)
from index.records import Block
from index.segment.heading_runs import MASTHEAD

MAX_CARD_LABEL = 12  # code points over or under the number of a card
CARDS = 2  # numbers in a row, each with its label
_BRACKETED = re.compile(r"[（(](?P<words>[^（）()]{2,40})[)）]")
_QUALIFIES = re.compile(r"[（(][^（）()]*(?:\d|年度|[试暂]行|[上下中全]册|[期辑卷])[^（）()]{0,6}[)）]")
_SPEAKER = re.compile(r"[—－―-]{1,2}[\s　]*[^—－―-]{2,40}")
_QUOTED = re.compile(r"[“「『][^”」』]*[”」』]")


def without_mistaken(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks with such headings made paragraphs.

    A quotation's speaker stands under it: ——某某; who sent a piece at its end: （某某）; who signed over the
    day, with no text under that. A site's own line leads elsewhere: 首页 政务公开 办事服务. Who edited
    a compilation stands under its title, and a number with its label is a card: 41.3万件 / 受理诉求. The
    name of the newspaper whose page it is, what qualifies a title, （2023年度）, and the units' names under
    the titles of their pieces head nothing either.
    """
    cards = _cards(text, blocks) | _units_under_titles(text, blocks)
    return [
        replace(block, kind="paragraph", level=0)
        if block.kind == "heading" and (at in cards or _heads_nothing(text, blocks, at))
        else block
        for at, block in enumerate(blocks)
    ]


def names_who_sent(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a line between a piece's end and the next heading names in brackets who sent it."""
    match = _BRACKETED.fullmatch(_line(text, blocks, at))
    if not match or not _ends_text(text, blocks, at - 1):
        return False
    names = is_office(match["words"]) or is_person_name(match["words"]) or contributor(match[0])
    follows = at + 1 < len(blocks) and (
        blocks[at + 1].kind != "heading" and ends_a_statement(_line(text, blocks, at + 1))
    )
    return bool(names) and not follows


def _heads_nothing(text: str, blocks: Sequence[Block], at: int) -> bool:
    line = _line(text, blocks, at)
    return (
        is_navigation(line)
        or (at < MASTHEAD and _names_paper(text, blocks, at))
        or (at > 0 and blocks[at - 1].kind == "heading" and _QUALIFIES.fullmatch(line) is not None)
        or is_office(edited_by(line))
        or _names_speaker(text, blocks, at)
        or names_who_sent(text, blocks, at)
        or _signs(text, blocks, at)
    )


def _units_under_titles(text: str, blocks: Sequence[Block]) -> set[int]:
    """The lines that name each piece's unit between its heading and text, where no other line names one."""
    unranked = (n for n, b in enumerate(blocks) if b.kind == "heading" and b.level == 0)
    named = [n for n in unranked if is_office(_line(text, blocks, n))]
    under = [n for n in named if _heads_text_under(text, blocks, n)]
    return set(under) if len(under) > 1 and len(under) == len(named) else set()


def _heads_text_under(text: str, blocks: Sequence[Block], at: int) -> bool:
    levelled = any(b.kind == "heading" and b.level > 0 for b in blocks[at - 1 : at])
    return levelled and at + 1 < len(blocks) and _ends_text(text, blocks, at + 1)


def _names_paper(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a line among a page's first is its newspaper's name, which the format makes a heading."""
    first = [_line(text, blocks, n) for n in range(min(MASTHEAD, len(blocks)))]
    return blocks[at].level > 0 and is_newspaper_name(first[at]) and heads_a_newspaper(first)


def _cards(text: str, blocks: Sequence[Block]) -> set[int]:
    """The blocks of number cards: numbers and short labels in turn, two pairs or more."""
    cards: set[int] = set()
    numbers = [at for at in range(len(blocks)) if _is_number(text, blocks, at)]
    row: list[int] = []
    for at in [*numbers, len(blocks) + CARDS + 1]:
        if row and (at - row[-1] != 2 or not _is_card_label(text, blocks, at - 1)):
            if len(row) >= CARDS:
                under = _is_card_label(text, blocks, row[-1] + 1)
                cards.update(range(row[0] if under else row[0] - 1, row[-1] + 1 + under))
            row = []
        row.append(at)
    return cards


def _is_number(text: str, blocks: Sequence[Block], at: int) -> bool:
    return not blocks[at].cells and is_card_value(_line(text, blocks, at))


def _is_card_label(text: str, blocks: Sequence[Block], at: int) -> bool:
    if at >= len(blocks) or blocks[at].cells:
        return False
    line = _line(text, blocks, at)
    return len(line) <= MAX_CARD_LABEL and not ends_a_statement(line) and not _is_number(text, blocks, at)


def _names_speaker(text: str, blocks: Sequence[Block], at: int) -> bool:
    above = _line(text, blocks, at - 1) if at else ""
    return _SPEAKER.fullmatch(_line(text, blocks, at)) is not None and _QUOTED.fullmatch(above) is not None


def _signs(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether an office's name signs: text ends above it, under it stands the day and no text under that."""
    if not is_office(_line(text, blocks, at)) or not _ends_text(text, blocks, at - 1):
        return False
    below = blocks[at + 1 : at + 3]
    lines = [text[b.start : b.end] for b in below]
    runs = len(below) > 1 and below[1].kind != "heading" and ends_a_statement(lines[1])
    return bool(lines) and is_day(lines[0]) and not runs


def _ends_text(text: str, blocks: Sequence[Block], at: int) -> bool:
    return at >= 0 and blocks[at].kind != "heading" and ends_a_statement(_line(text, blocks, at))


def _line(text: str, blocks: Sequence[Block], at: int) -> str:
    return text[blocks[at].start : blocks[at].end]
