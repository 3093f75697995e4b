"""What a line's print and words say of its part in the document, as numbers. Pure.

Nothing here decides: what a feature is worth is learned (training/line_tags.py).
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from chinese import (
    contributor,
    ends_a_statement,
    field_label,
    fills_a_label,
    foot_kind,
    frames_a_collection,
    heads_a_newspaper,
    is_byline,
    is_card_value,
    is_contents_line,
    is_day,
    is_document_number,
    is_lone_label,
    is_marked_question,
    is_navigation,
    is_newspaper_name,
    is_office,
    label_words,
    labelled_unit,
    labels_a_part,
    names_a_collection,
    names_a_column,
    names_a_periodical,
    names_short_news,
    numbers_an_issue,
    opens_appendix,
    opens_article,
    opens_signed_report,
    organisation_spans,
    ornament,
    read_numbering,
    split_heading,
)
from index.records import Block

Matrix = NDArray[np.float32]
Pieces = NDArray[np.int64]
KINDS = ("heading", "paragraph", "item", "row", "field", "caption")
FEET = ("closing", "author", "contact", "editing", "maker", "note", "caption", "byline", "rule")
LENGTHS = (2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 45, 60, 80, 110, 150, 220)  # code points
NUMBERINGS = 12  # styles, as chinese.read_numbering counts
RUNNING = 40  # code points of a line that is text, whatever it ends with
LABEL = 40  # code points of a line whose words may come again
NAMED = 80  # code points of a line in which organisations are looked for
MASTHEAD = 8  # lines
FAR = 8  # lines looked ahead
MUCH = 1500  # code points between two lines alike
PIECES = 1021  # buckets of beginnings and endings; 0 is none
_SAYS = (
    numbers_an_issue, names_a_periodical, names_a_collection, labels_a_part, frames_a_collection,
    names_a_column, is_navigation, is_lone_label, opens_appendix, opens_article, opens_signed_report,
    is_contents_line, names_short_news, field_label, is_card_value, is_newspaper_name, fills_a_label,
    is_marked_question, is_byline, is_day, is_document_number, labelled_unit, contributor,
)  # fmt: skip
_LOOKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"。$", r"[：:]$", r"。.", r"[）)〕]$", r"^[【\[]", r"^[（(]", r"^[“\"「『]", r"^[“「『].*[”」』]$",
        r"^[—－-]", r"^[\W_]*$", r"[！!？?]$", r"[|｜丨]", r"\d{4}年", r"第.{1,5}期", r"^.{0,11}：",
        r"[ 　]", r"^.{0,12}(?:本报讯|本报记者|讯|电)",
        r"[（(](?:本报)?(?:记者|通讯员)?[^（）()]{2,20}[）)]$",
    )
)  # fmt: skip
_FIRST = re.compile(
    r"[（(【]?(?:第?[一1１壹]|0?[1１])(?![\d一二三四五六七八九十０-９])|(?:典型|优秀)?案例(?:之)?[一1]"
)
_AROUND = " 　【】[]（）()：:"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line with what is asked of it more than once."""

    words: str
    bare: str  # without signs in front
    runs: bool  # whether it is text rather than a line that stands for itself
    style: tuple[object, ...]  # lines printed alike have the same
    label: str  # its words without numbering, of a short line
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineFeatures:
    """What is known of each line of a document."""

    numbers: Matrix  # (lines, features), mostly from 0 to 1
    pieces: Pieces  # (lines, 6): buckets of how each begins and ends
    styles: Pieces  # (lines,): which lines are printed alike, numbered from 0


def line_features(text: str, blocks: Sequence[Block]) -> LineFeatures:
    """The features of a document's lines, one or more."""
    lines = [_line(text[b.start : b.end], b) for b in blocks]
    whole = _document(lines, blocks)
    again = _recurrence(lines)
    rows = [
        [*_print(b, line), *_words(line), *_place(text, blocks, n), *again[n], *whole]
        for n, (b, line) in enumerate(zip(blocks, lines, strict=True))
    ]
    pieces = [_pieces(line.bare) for line in lines]
    numbers: dict[tuple[object, ...], int] = {}
    styles = [
        numbers.setdefault(_printed_as(b, line), len(numbers)) for b, line in zip(blocks, lines, strict=True)
    ]
    return LineFeatures(
        np.array(rows, dtype=np.float32),
        np.array(pieces, dtype=np.int64),
        np.array(styles, dtype=np.int64),
    )


def _printed_as(block: Block, line: _Line) -> tuple[object, ...]:
    """What lines share whose part in a document is one: a heading's level and numbering, else its look."""
    numbering = read_numbering(line.bare)[0]
    if block.kind == "heading" and block.level:
        return block.kind, block.level, numbering
    return (line.runs, *line.style[:1], numbering, *line.style[3:])


def _line(printed: str, block: Block) -> _Line:
    words = printed.replace("**", "").strip() or printed
    bare = words[ornament(words) :]
    size = sum(len(words) > limit for limit in (8, 20, 45))
    sign = words[:1] if not words[:1].isalnum() else ""
    end = words[-1:] if words[-1:] in "：:）)】”" else ""
    return _Line(
        words=words,
        bare=bare,
        runs=bool(block.cells) or len(words) >= RUNNING or ends_a_statement(words),
        style=(block.kind, block.level, read_numbering(words)[0], sign, end, size),
        label=label_words(words) if len(words) <= LABEL else "",
        offices=tuple(words[a:b] for a, b in organisation_spans(words[:NAMED])),
    )


def _print(block: Block, line: _Line) -> Iterator[float]:
    yield from (block.kind == kind for kind in KINDS)
    yield from (block.level == level for level in range(5))
    yield from (block.level > 4, block.marker > 0, block.table > 0)
    yield from (len(line.words) <= limit for limit in LENGTHS)
    numbering = read_numbering(line.bare)[0]
    yield from (numbering == style for style in range(NUMBERINGS))
    yield from (_FIRST.match(line.bare) is not None, line.bare != line.words, line.runs)


def _words(line: _Line) -> Iterator[float]:
    words = line.words
    yield ends_a_statement(words)
    yield from (look.search(words) is not None for look in _LOOKS)
    yield from (bool(says(words)) for says in _SAYS)
    foot = foot_kind(words)
    yield from (foot == kind for kind in FEET)
    name = line.bare[read_numbering(line.bare)[1] :].strip(_AROUND)
    yield 2 < len(name) <= RUNNING and is_office(name)
    first, last = (line.offices[0], line.offices[-1]) if line.offices else ("", "")
    yield from (bool(first), bool(first) and words.find(first) <= 2, bool(last) and words.endswith(last))
    yield line.runs and bool(first) and words.find(first) <= 12
    yield len(words) <= NAMED and bool(words.strip(_AROUND)) and bool(split_heading(words)[0])


def _place(text: str, blocks: Sequence[Block], at: int) -> Iterator[float]:
    count = len(blocks)
    yield from (at < near for near in (1, 3, 6, 12))
    yield from (at >= count - near for near in (1, 3, 6, 12))
    yield at / count
    over = text.count("\n", blocks[at - 1].end, blocks[at].start) if at else 3
    under = text.count("\n", blocks[at].end, blocks[at + 1].start) if at + 1 < count else 3
    yield from (over >= 2, over >= 3, under >= 2, under >= 3)
    yield at > 0 and blocks[at].page != blocks[at - 1].page


def _recurrence(lines: Sequence[_Line]) -> list[list[float]]:
    """What is like each line: lines of the same words, and short lines printed the same way."""
    labels = Counter(line.label for line in lines if line.label)
    styles = _styles(lines)
    text_at = len(lines)
    ahead = [0] * len(lines)
    for at in range(len(lines) - 1, -1, -1):
        ahead[at] = text_at - at
        text_at = at if lines[at].runs else text_at
    found: list[list[float]] = []
    seen: set[str] = set()
    for at, line in enumerate(lines):
        count = labels[line.label]
        again = (count > 1, count > 2, line.label in seen, count > 1 and len(line.words) >= LABEL // 5)
        seen |= {line.label} - {""}
        near = (min(ahead[at], FAR) / FAR, ahead[at] == 1)
        found.append([*map(float, (*again, *near)), *styles[at]])
    return found


def _styles(lines: Sequence[_Line]) -> list[list[float]]:
    """Of each short line's likes: how many, how many head text, name how many offices, where it stands."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for at, line in enumerate(lines):
        alike.setdefault(line.style, []).append(at)
    sizes = list(accumulate((len(line.words) for line in lines), initial=0))
    found = [[0.0] * 10] * len(lines)
    for same in alike.values():
        if lines[same[0]].runs and all(lines[n].runs for n in same):
            continue
        count = len(same)
        heads = sum(n + 1 < len(lines) and lines[n + 1].runs for n in same)
        offices = {lines[n].offices[0] for n in same if lines[n].offices}
        few = [count == 1, count == 2, count in (3, 4), count > 4]
        shares = [heads / count, len(offices) / count]
        for place, (at, following) in enumerate(pairwise([*same, len(lines)])):
            if lines[at].runs:
                continue
            between = min(sizes[following] - sizes[at + 1], MUCH) / MUCH
            where = [place == 0, place / count, min(1.0, 3 * count / len(lines)), between]
            found[at] = [float(value) for value in (*few, *shares, *where)]
    return found


def _document(lines: Sequence[_Line], blocks: Sequence[Block]) -> list[float]:
    """What the document is, said with each line."""
    top = [line.words for line in lines[:MASTHEAD]]
    told = (names_a_collection, names_a_periodical, numbers_an_issue)
    count = len(lines)
    return [
        *(float(any(map(says, top))) for says in told),
        float(heads_a_newspaper(top)),
        float(sum(opens_article(line.words) for line in lines) > 2),
        min(count, 200) / 100,
        sum(line.runs for line in lines) / count,
        sum(b.kind == "heading" for b in blocks) / count,
        sum(bool(b.cells) for b in blocks) / count,
    ]


def _pieces(words: str) -> list[int]:
    ends = (words[:1], words[:2], words[:4], words[-1:], words[-2:], words[-4:])
    return [
        zlib.crc32(f"{kind}{piece}".encode()) % PIECES + 1 if piece else 0 for kind, piece in enumerate(ends)
    ]
