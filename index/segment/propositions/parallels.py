"""One predicate said of several things, apart: 白卡14张、黄卡5张; 甲、乙分别为3人、5人. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import PAIRS, Line
from index.segment.propositions.subjects import find_predicate, names_something

_COUNTED = re.compile(r"[两二三四五六七八九十0-9]{1,3}[个家名位项类种级年月大所区县市镇]")
_LAST_JOIN = frozenset("和与及") | {"以及"}


def parallels(line: Line, clause: Clause) -> list[Clause]:
    """The clause, cut at 、 where every piece has a value and words of its own for it."""
    cuts = separators(line, clause.said, clause.end, frozenset("、"))
    if not cuts or not line.has_quantity(clause.said, clause.end):
        return [clause]
    pieces = _between(cuts, clause.said, clause.end)
    pieces = [part for piece in pieces[:-1] for part in [piece]] + _last_pieces(line, pieces[-1])
    if not all(line.has_quantity(*piece) for piece in pieces):
        return [clause]
    reads = [_read(line, piece) for piece in pieces[1:]]
    if any(read is None for read in reads):
        return [clause]
    first = replace(clause, end=pieces[0][1], after="、", predicate=min(clause.predicate, pieces[0][1]))
    found = [first]
    for (start, end), read in zip(pieces[1:], reads, strict=True):
        assert read is not None
        found.append(Clause(start, end, start, "、", "、", clause.speech, None, read[0], read[1]))
    found[-1] = replace(found[-1], after=clause.after)
    return found


def _last_pieces(line: Line, piece: Span) -> list[Span]:
    """A 和 before the last of several: cut there too, where both sides have a value."""
    for start, end in separators(line, *piece, _LAST_JOIN):
        left, right = (piece[0], start), (end, piece[1])
        if line.has_quantity(*left) and line.has_quantity(*right):
            return [left, right]
    return [piece]


def _read(line: Line, piece: Span) -> tuple[Span | None, int] | None:
    """The words before the piece's first value and where that begins; None without words of its own."""
    value = next(first for first, _ in line.values_in(*piece) if first in line.quantities)
    token, stop = line.token(piece[0]), line.token(value)
    if not names_something(line, token, stop):
        return None
    predicate = line.starts[find_predicate(line, token, stop)]
    if predicate == piece[0]:
        return None, piece[0]
    return (piece[0], min(predicate, value)), min(predicate, value)


def separators(line: Line, start: int, end: int, marks: frozenset[str]) -> list[Span]:
    """Where ``marks`` stand in ``[start, end)``, outside quotations and brackets."""
    found, token, stop = [], line.token(start), line.token(end)
    while token < stop:
        word, at = line.words[token], line.starts[token]
        close = line.closers.get(at, -1) if word in PAIRS else -1
        if close >= 0:
            token = max(token + 1, line.token(close + 1))
            continue
        if word in marks and at > start and at + len(word) < end:
            found.append((at, at + len(word)))
        token += 1
    return found


def _between(cuts: Sequence[Span], start: int, end: int) -> list[Span]:
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def respectively(line: Line, clause: Clause, before: Sequence[Span]) -> list[tuple[Span, Span]]:
    """What each core of a clause with 分别 is said of: (core, subject) pairs; [] where they do not fit.

    ``before`` are subjects that stand side by side in earlier clauses, taken where the clause has none.
    """
    found = grammar.RESPECTIVELY.search(line.text, clause.said, clause.end)
    if found is None:
        return []
    values = _listed(line, _past_verb(line, found.end(), clause.end), clause.end)
    named = _named(line, clause.subject[0] if clause.subject else clause.said, found.start())
    if len(named) < 2 and len(before) == len(values):
        named = list(before)
    if len(values) < 2 or len(named) != len(values):
        return []
    return list(zip(values, named, strict=True))


def _listed(line: Line, start: int, end: int) -> list[Span]:
    """The items of an enumeration."""
    pieces = _between(separators(line, start, end, frozenset("、") | _LAST_JOIN), start, end)
    return [piece for piece in pieces if piece[0] < piece[1]]


def _named(line: Line, start: int, end: int) -> list[Span]:
    """The subjects enumerated before 分别: the last ends where what is said of all of them begins."""
    pieces = _listed(line, start, end)
    if len(pieces) < 2:
        return []
    first, last = pieces[-1]
    for at in range(line.token(first), line.token(last)):
        word, tag = line.words[at], line.tags[at]
        if line.starts[at] > first and (
            tag == "uj" or tag == "d" or _COUNTED.match(line.text, line.starts[at])
        ):
            return [*pieces[:-1], (first, line.starts[at])]
        if word == "等" and line.starts[at] > first:
            return [*pieces[:-1], (first, line.starts[at])]
    return pieces


def _past_verb(line: Line, start: int, end: int) -> int:
    """Past the verb that follows 分别, up to the first item: 为, 是, 属于, 增长."""
    at, stop = line.token(start), line.token(end)
    while at < stop and line.starts[at] not in line.quantities and line.starts[at] not in line.dates:
        word, tag = line.words[at], line.tags[at]
        if not (tag[0] in "vpd" or tag in ("ul", "c") or word in grammar.OPENERS):
            break
        at += 1
    return line.starts[at] if at < stop else end
