"""A sentence cut at its stops: quotations and brackets stay whole, speeches are cut inside. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from chinese import trim
from index.records import Span
from index.segment.propositions.grammar import ITEM
from index.segment.propositions.line import ENCLOSED_LIMIT, QUOTES, Line

_BRACKETS = frozenset("（(")
_PARTS = re.compile("[、，,；;]")
_BLANKS = frozenset(" \t\u3000")
_NEXT_LABEL = re.compile("[ \t\u3000]+[^ \t\u3000，,；;。、：:（）()“”]{2,10}[：:]")  # a form's next field
_STOPS = frozenset("，,；;。！？!?：:…→")
_INNER_STOP = re.compile(r"[，,；;。！？!?]")
_SENTENCE_STOP = re.compile(r"[。！？!?…]")
_SPEAKS = "：:，,"  # what stands before a speech
_TRIMMED = "\t\u3000，,；;。！？!?：:…→、—"


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words between two stops, the marks around them left out; offsets of the line."""

    start: int
    end: int
    before: str  # the stop before it: one of ，；。：, "" at the start of the sentence
    after: str  # the stop after it, "" without one
    speech: int = 0  # > 0 inside a speech: which one
    marked: Span | None = None  # the number in front: 一是, （1）
    inner: bool = False  # whether it is a part that a bracket names


def fragments(line: Line, start: int, end: int) -> list[Fragment]:
    """The pieces of the sentence ``[start, end)``, in order; together all of it but stops and numbers."""
    found: list[Fragment] = []
    before = ""
    for first, last, after, speech, inner in _pieces(line, start, end):
        marked, begin, stop = _bare(line.text, first, last)
        if begin < stop:
            found.append(Fragment(begin, stop, before, after, speech, marked, inner))
            before = after
        elif after:
            before = _stronger(before, after)
    return found


def _stronger(one: str, other: str) -> str:
    order = "，（；：。"
    return max(one or "，", other, key=order.index)


def _bare(text: str, start: int, end: int) -> tuple[Span | None, int, int]:
    """Where the words begin and end, and the number in front of them."""
    begin, stop = _trimmed(text, start, end)
    item = ITEM.match(text[begin:stop])
    if item is None or item.end() == stop - begin:
        return None, begin, stop
    marked = (begin, begin + item.end())
    return marked, *_trimmed(text, marked[1], stop)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _TRIMMED:
        start += 1
    while start < end and text[end - 1] in _TRIMMED:
        end -= 1
    return trim(text, start, end)


_Piece = tuple[
    int, int, str, int, bool
]  # start, end, the stop after it, its speech, whether a bracket names it


def _pieces(line: Line, start: int, end: int) -> Iterator[_Piece]:
    """The sentence between its stops."""
    text, begun, at, speech = line.text, start, start, 0
    quote = bracket = -1  # where the speech, or the bracket with parts, that is being read ends
    while at < end:
        mark, close = text[at], line.closers.get(at, -1)
        inside = at < close < end
        if inside and quote < 0 and bracket < 0 and _is_speech(text, start, at, close, end):
            yield begun, at, "：", 0, False
            speech, quote, begun = speech + 1, close, at + 1
        elif inside and bracket < 0 and _lists_parts(line, at, close):
            yield begun, at, "（", speech if quote >= 0 else 0, False
            bracket, begun = close, at + 1
        elif inside and close - at <= ENCLOSED_LIMIT:
            at = close
        elif at in (quote, bracket):
            yield begun, at, "。" if at == quote else "，", speech if quote >= 0 else 0, at == bracket
            quote, bracket, begun = (-1, bracket, at + 1) if at == quote else (quote, -1, at + 1)
        elif mark in _BLANKS and _NEXT_LABEL.match(text, at, end) and quote < 0:
            yield begun, at, "；", 0, bracket >= 0
            begun = at + 1
        elif mark in _STOPS and not _in_number(text, at):
            yield begun, at, _stop(mark), speech if quote >= 0 else 0, bracket >= 0
            begun = at + 1
        at += 1
    if begun < end:
        yield begun, end, "", speech if quote >= 0 else 0, False


def _lists_parts(line: Line, opening: int, close: int) -> bool:
    """Whether a bracket names parts, each with its amount: 二等奖2队（甲队91分、乙队90分）."""
    if line.text[opening] not in _BRACKETS:
        return False
    pieces = _PARTS.split(line.text[opening + 1 : close])
    edges = [opening]
    for piece in pieces:
        edges.append(edges[-1] + 1 + len(piece))
    counted = [line.has_quantity(start + 1, end) for start, end in pairwise(edges)]
    return len(pieces) > 1 and all(counted)


def _stop(mark: str) -> str:
    if mark in "，,":
        return "，"
    return mark.translate(str.maketrans(";:→", "；：；")) if mark in ";；:：→" else "。"


def _in_number(text: str, at: int) -> bool:
    """Whether the mark at ``at`` is part of 8:00 or 1,200."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return text[at] in ",:：" and len(around) == 2 and around.isdigit()


def _is_speech(text: str, start: int, opening: int, close: int, end: int) -> bool:
    """Whether the quotation is what somebody says: sentences, or behind a colon, or before a speaker."""
    if text[opening] not in QUOTES or text[opening] == "《":
        return False
    inside = text[opening + 1 : close]
    if _SENTENCE_STOP.search(inside):
        return True
    if not _INNER_STOP.search(inside):
        return False
    return opening == start or text[opening - 1] in _SPEAKS
