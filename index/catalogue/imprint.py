"""When a document was made, by whom, where published, whose it is: read where it says so. Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from chinese import find_persons, is_office, is_organisation
from chinese.language_data import topic
from chinese.values import find_dates
from index.catalogue.authors import MAX_LINE, writers
from index.catalogue.entries import Imprint
from index.catalogue.values import iso
from index.records import Block, Document, Span
from index.segment import Segmentation, issuer_of

HEAD, FOOT = 8, 8  # lines at either end that may say it
NAMED = 14  # code points that may stand around a day in brackets: （2025年1月24日工委全体会议讨论通过）
_DATA = topic("imprint")
_PUBLISHED, _PAPER = (re.compile(_DATA.expression(group)) for group in ("published", "paper"))
_NOT_OWN, _NOT_OWN_AFTER = (re.compile(_DATA.expression(group)) for group in ("before_other", "after_other"))
_WEEKDAY = re.compile(r"星期[一二三四五六日天]|周[一二三四五六日]|农历[\u3400-\u9fff]+|[\d:：]{4,8}")
_FRAME = re.compile(r"[\s　（）()〔〕\[\]｜|·>*#—\-]*")
_PRINTED = re.compile(r"印发[\s　]*$")
_SENTENCE = ("。", "！", "？", "；", "，", "：")


def imprint_of(document: Document, blocks: Sequence[Block], segmentation: Segmentation) -> Imprint:
    """What the lines at a document's head and foot say; what they say twice and differently is left out."""
    text = document.text
    head = _lines(text, blocks[:HEAD])
    foot = _lines(text, blocks[max(len(head), len(blocks) - FOOT) :])
    at = _day_of(text, _lines(text, blocks), head, foot)
    cases = segmentation.cases
    outside = (
        [s for s in (*head, *foot) if not _inside(s, segmentation)] if len(cases) > 1 else [*head, *foot]
    )
    title = text.find(document.title) if document.title else -1
    return Imprint(
        title=(title, title + len(document.title)) if title >= 0 else None,
        date=at[0] if at else None,
        day=at[1] if at else "",
        authors=tuple(dict.fromkeys(name for line in outside for name in writers(text, line))),
        source=_source(text, [*head, *foot]),
        issuer=_issuer(document, blocks, segmentation),
    )


def _lines(text: str, blocks: Sequence[Block]) -> list[Span]:
    """The short lines that are no running text; of a row without headers, as of a masthead, each cell."""
    lines = [span for b in blocks for span in ([(b.start, b.end)] if not b.cells else _loose(b))]
    return [
        (start, end)
        for start, end in lines
        if end - start <= MAX_LINE and not text[start:end].rstrip().endswith(_SENTENCE)
    ]


def _loose(block: Block) -> list[Span]:
    return [(c.start, c.end) for c in block.cells if not c.headers and not c.label]


def _inside(span: Span, segmentation: Segmentation) -> bool:
    return any(case.start <= span[0] < case.end for case in segmentation.cases)


def _day_of(
    text: str, lines: Sequence[Span], head: Sequence[Span], foot: Sequence[Span]
) -> tuple[Span, str] | None:
    """The day of a signature, else of the head, else of printing; None where a place names two."""
    sealed = [
        read
        for above, below in pairwise(lines)
        if is_office(text[slice(*above)].strip())
        and (read := _own(text, below))
        and _fills(text, below, read[0])
    ]
    signed = [read for s in foot if (read := _own(text, s)) and not _PRINTED.search(text[slice(*s)])]
    printed = [read for s in foot if (read := _own(text, s)) and _PRINTED.search(text[slice(*s)])]
    first = [read for s in head if (read := _own(text, s))]
    for places in (sealed, signed, first, printed):
        if len({day for _, day in places}) > 1:
            return None
        if places:
            return places[0]
    return None


def _own(text: str, span: Span) -> tuple[Span, str] | None:
    """The only date of a line, where it is the line's own: alone, after an office, in brackets, labelled."""
    line = text[slice(*span)]
    dates = [
        d
        for d in find_dates(line)
        if d.first
        and d.last
        and not _NOT_OWN.search(line[: d.start])
        and not _NOT_OWN_AFTER.match(line[d.end :])
    ]
    if len(dates) != 1:
        return None
    (only,) = dates
    day = iso(only)
    if not day or only.role != "in" or not _frames(line[: only.start], line[only.end :]):
        return None
    return (span[0] + only.start, span[0] + only.end), day


def _fills(text: str, line: Span, date: Span) -> bool:
    return _FRAME.fullmatch(text, line[0], date[0]) is not None and bool(
        _FRAME.fullmatch(text, date[1], line[1])
    )


def _frames(before: str, after: str) -> bool:
    """Whether what stands around a date in its line makes it that of the document."""
    around = _WEEKDAY.sub("", after)
    if _FRAME.fullmatch(before) and _FRAME.fullmatch(around):
        return True
    bracketed = before.lstrip().startswith(("（", "(")) and after.rstrip().endswith(("）", ")"))
    if bracketed:
        return len(around) <= NAMED and "，" not in around
    apart = not before or before[-1:] in " 　｜|:：·" or before.rstrip().endswith(("于", "：", "）", ")"))
    ends = not after or after[0] in " 　｜|印编录整" or bool(_WEEKDAY.match(after.lstrip()))
    organised = is_organisation(before.strip(" 　（(")) and bool(_FRAME.fullmatch(around) or ends)
    return (apart and ends) or organised


def _source(text: str, lines: Sequence[Span]) -> Span | None:
    for pattern in (_PUBLISHED, _PAPER):
        for start, end in lines:
            if (match := pattern.search(text[start:end])) and not find_persons(match["name"]):
                return start + match.start("name"), start + match.end("name")
    return None


def _issuer(document: Document, blocks: Sequence[Block], segmentation: Segmentation) -> Span | None:
    """Whose document it is: the unit of its only case, else who is named at its head or foot."""
    text, cases = document.text, segmentation.cases
    if len(cases) == 1 and cases[0].unit:
        at = text.find(cases[0].unit)
        return (at, at + len(cases[0].unit)) if at >= 0 else None
    titled = [
        n
        for n, block in enumerate(blocks)
        if document.title and text[block.start : block.end] in document.title
    ]
    unit = issuer_of(text, blocks, titled[0] + 1 if titled and titled[0] < HEAD else 0)
    signed = blocks[max(0, len(blocks) - FOOT)].start if blocks else 0
    if unit is None or any(
        case.heading_start
        <= unit[0]
        < (case.heading_end if case == cases[-1] and unit[0] >= signed else case.end)
        for case in cases
    ):
        return None  # the unit of a case is not whose the collection is, a signature under the last one is
    start = unit[1] - len(text[slice(*unit)].lstrip("（("))
    if len(cases) > 1 and text[start : unit[1]] in {case.unit for case in cases}:
        return None  # named on the line under the heading of a short last case
    return (start, unit[1]) if is_organisation(text[start : unit[1]]) else None
