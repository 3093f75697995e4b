"""Lines that look like headings and head nothing: who spoke, sent or signed, where a site leads. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chinese import contributor, ends_a_statement, is_day, is_navigation, is_office, is_person_name
from index.records import Block

_BRACKETED = re.compile(r"[（(](?P<words>[^（）()]{2,40})[)）]")
_SPEAKER = re.compile(r"[—－―-]{1,2}[\s　]*[^—－―-]{2,40}")
_QUOTED = re.compile(r"[“「『][^”」』]*[”」』]")


def without_mistaken(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks with such headings made paragraphs.

    A quotation's speaker stands under it: ——某某; who sent a piece at its end: （某某）; who signed over the
    day, with no text under that. A site's own line leads elsewhere: 首页 政务公开 办事服务.
    """
    return [
        replace(block, kind="paragraph", level=0)
        if block.kind == "heading" and _heads_nothing(text, blocks, at)
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
        or _names_speaker(text, blocks, at)
        or names_who_sent(text, blocks, at)
        or _signs(text, blocks, at)
    )


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
