"""Who issued a document where words of a line say so: who made it, explains it, went and wrote it. Pure."""

import re
from collections.abc import Iterable, Sequence

from chinese import is_office, is_person_name, organisation_spans
from chinese.language_data import topic
from index.records import Block, Span

_DATA = topic("bylines")
_LABELLED = re.compile(_DATA.expression("issuer"))
_MADE = re.compile(_DATA.expression("made"))
_EXPLAINED = re.compile(_DATA.expression("explained"))
_ADOPTED = re.compile(_DATA.expression("adopted"))
_SHORTENED = re.compile(_DATA.expression("shortened"))
_GROUP = re.compile(_DATA.expression("group"))


def survey_group(text: str, lines: Iterable[Span]) -> Span | None:
    """The group that made a survey, alone on its line: 某县委县直机关工委调研组（执笔：某某）."""
    matches = (_GROUP.fullmatch(text, *line) for line in lines)
    return next((m.span("name") for m in matches if m and is_office(m["within"])), None)


def maker_of(words: str) -> str:
    """The maker in 某局编印, named by the words from their beginning; the words as they are where none is."""
    made = _MADE.match(words)
    return made["name"] if made else words


def publisher(text: str, lines: Sequence[Span]) -> Span | None:
    """The office that the first such line names; that it is a section of, where another names this."""
    makers = list(filter(None, (_maker(text, line) for line in lines)))
    first = text[slice(*makers[0])] if makers else ""
    whole = (m for m in makers if first != text[slice(*m)] and first.startswith(text[slice(*m)]))
    return next(whole, makers[0]) if makers else None


def _maker(text: str, line: Span) -> Span | None:
    """The office in 填报单位：某局, or in 某局编印."""
    labelled = _LABELLED.search(text, *line)
    if labelled and (length := _office_before_person(labelled["name"])):
        return labelled.start("name"), labelled.start("name") + length
    for made in _MADE.finditer(text, *line):
        if is_office(made["name"]):
            return made.span("name")
    return None


def _office_before_person(words: str) -> int:
    """How many code points of ``words`` are an office's name, alone or before a person's: 某局方启明."""
    if is_office(words):
        return len(words)
    ends = range(len(words) - 2, len(words) - 5, -1)
    return next((end for end in ends if is_person_name(words[end:]) and is_office(words[:end])), 0)


def adopter(text: str, lines: Iterable[Span]) -> Span | None:
    """The body that passed a regulation, as a line in brackets says: （某局党组第3次会议通过）."""
    matches = (_ADOPTED.fullmatch(text, *line) for line in lines)
    return next((m.span("name") for m in matches if m and is_office(m["name"])), None)


def explainer(text: str, blocks: Sequence[Block]) -> Span | None:
    """The office that explains a regulation, as its last articles say; shortened names are left aside."""
    for block in reversed(blocks):
        explained = None if block.cells else _EXPLAINED.search(text, block.start, block.end)
        if explained and is_office(explained["name"]):
            return _written_out(text, explained["name"]) or explained.span("name")
    return None


def _written_out(text: str, short: str) -> Span | None:
    """The office that the document says it calls ``short``: 某市水务局（以下简称市水务局）."""
    for defined in _SHORTENED.finditer(text):
        if defined["short"] == short:
            ends = [(a, b) for a, b in organisation_spans(text[: defined.start()]) if b == defined.start()]
            return next((span for span in ends if is_office(text[slice(*span)])), None)
    return None
