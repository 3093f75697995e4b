"""Who wrote a text, where a line says so: 本报记者 …, 撰文：…. Pure."""

import re
from collections.abc import Iterator, Sequence

from chinese import is_byline
from chinese.language_data import topic
from index.records import Block, Span

MAX_LINE = 90  # code points of a line that is no running text
_DATA = topic("imprint")
_OPENING = re.compile(_DATA.expression("opening"))
_WRITERS = tuple(re.compile(_DATA.expression(group)) for group in ("reporter", "writer", "original", "sent"))
_NO_PERSON = tuple(_DATA.words["no_person"])
_LABELS = frozenset(_DATA.words["labels"])
_NAME = re.compile(r"[\u3400-\u9fff·]+")


def writers(text: str, span: Span) -> Iterator[Span]:
    """The names of those whom a line calls its writers."""
    seen: set[Span] = set()
    for pattern in _WRITERS:
        for match in pattern.finditer(text[slice(*span)]):
            for name in _names(match["names"], span[0] + match.start("names")):
                if name not in seen and not text[slice(*name)].endswith(_NO_PERSON):
                    seen.add(name)
                    yield name


def bylines(text: str, blocks: Sequence[Block], start: int, end: int) -> Iterator[Span]:
    """The writers named in the body ``[start, end)``: in lines of their own, or where 本报讯 opens it."""
    for block in blocks:
        if not start <= block.start < end or block.cells:
            continue
        line = text[block.start : block.end]
        if opening := _OPENING.match(line):
            yield from writers(text, (block.start + opening.start("by"), block.start + opening.end("by")))
        elif len(line) <= MAX_LINE and is_byline(line):
            yield from writers(text, (block.start, block.end))


def _names(words: str, base: int) -> Iterator[Span]:
    """The names in a list of them; 邢　露 and 石 朗, whose characters stand apart, are one each."""
    pieces = [(m.start(), m.end()) for m in _NAME.finditer(words)]
    index = 0
    while index < len(pieces):
        start, end = pieces[index]
        index += 1
        if words[start:end] in _LABELS:
            continue
        if end - start == 1 and index < len(pieces):
            end = pieces[index][1]
            index += 1
        if end - start > 1:
            yield base + start, base + end
