"""One predicate said of several things, apart: 白卡14张、黄卡5张; 由上年的3人, 增加到5人. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import PAIRS, Line
from index.segment.propositions.subjects import find_predicate, leading_time, names_something

_MARKS = frozenset("“《（(")
_GAP = re.compile("[ \t\u3000]{2,}|(?<=[）)])[ \t\u3000]+")
_EMPTY = frozenset("d p c x m q r ul uj y".split())  # tags of words that neither name nor do anything
_BOUNDS = 2  # a least and a most
LAST_JOIN = frozenset("和与及暨") | {"以及"}


def parallels(line: Line, clause: Clause) -> list[Clause]:
    """The clause, cut at 、 where every piece has a value or a name in marks, and words for it."""
    cuts = separators(line, clause.said, clause.end, frozenset("、")) or _gaps(line, clause)
    if not cuts:
        return [clause]
    pieces = between(cuts, clause.said, clause.end)
    counted = [*pieces[:-1], *_last_pieces(line, pieces[-1])]
    if all(line.has_quantity(*piece) for piece in counted):
        apart = _amounts_first(line, clause, counted) or _counted(line, clause, counted)
        if len(apart) > 1:
            return apart
    if all(_distinguished(line, piece) for piece in pieces):
        rest = [
            Clause(*piece, piece[0], "、", "、", clause.speech, None, None, piece[1], inner=clause.inner)
            for piece in pieces[1:]
        ]
        return _beside(clause, pieces[0], rest)
    return [clause]


def _counted(line: Line, clause: Clause, pieces: Sequence[Span]) -> list[Clause]:
    """白卡14张、黄卡5张."""
    reads = [_read(line, piece) for piece in pieces[1:]]
    rest = [
        Clause(
            *piece,
            piece[0],
            "、",
            "、",
            clause.speech,
            None,
            *read,
            None,
            clause.conditions,
            inner=clause.inner,
        )
        for piece, read in zip(pieces[1:], reads, strict=True)
        if read
    ]
    return [clause] if len(rest) < len(reads) else _beside(clause, pieces[0], rest)


def _amounts_first(line: Line, clause: Clause, pieces: Sequence[Span]) -> list[Clause]:
    """5票赞成、1票弃权: each piece opens with its amount, the words before the first are said of all."""
    spans = [[span for span in line.values_in(*piece) if span[0] in line.quantities][-1] for piece in pieces]
    rest = list(zip(pieces, spans, strict=True))[1:]
    if any(start != piece[0] for piece, (start, _) in rest):
        return []
    tails = [(last, piece[1]) for piece, (_, last) in zip(pieces, spans, strict=True)]
    if not _alike_tails(line, tails) and not _opposite_bounds(line, [first for first, _ in spans]):
        return []
    made = [
        Clause(*piece, piece[0], "、", "、", clause.speech, None, None, piece[0], inner=clause.inner)
        for piece, _ in rest
    ]
    return _beside(clause, pieces[0], made)


def _alike_tails(line: Line, tails: Sequence[Span]) -> bool:
    """Whether the words behind the amounts are alike: a verb behind the last alone is said of all."""
    words = [list(line.tokens(*tail)) for tail in tails]
    verbal = [any(line.tags[at] in ("v", "vn") for at in run) for run in words]
    return all(words) and len({len(run) for run in words}) == 1 and (verbal[0] or not verbal[-1])


def _opposite_bounds(line: Line, amounts: Sequence[int]) -> bool:
    """Whether they are a least and a most: 不少于20人、不超过50人."""
    least = [line.quantities[at].high is None for at in amounts]
    most = [line.quantities[at].low == 0 for at in amounts]
    return len(amounts) == _BOUNDS and least[0] != least[1] and most[0] != most[1]


def _beside(clause: Clause, first: Span, rest: Sequence[Clause]) -> list[Clause]:
    head = replace(clause, end=first[1], after="、", predicate=min(clause.predicate, first[1]))
    return [head, *rest[:-1], replace(rest[-1], after=clause.after)]


def _gaps(line: Line, clause: Clause) -> list[Span]:
    """Wide blanks between names that each have a bracket: 甲（某局）　　乙（某局）."""
    gaps = [found.span() for found in _GAP.finditer(line.text, clause.said, clause.end)]
    pieces = between(gaps, clause.said, clause.end)
    return gaps if all(line.text[last - 1] in "）)" for _, last in pieces) else []


def _distinguished(line: Line, piece: Span) -> bool:
    """Whether a name in marks, or a bracket, and words outside it make up the piece: 县财政局“算盘”."""
    opened = [at for at in range(*piece) if line.text[at] in _MARKS and at in line.closers]
    inside = sum(line.closers[at] + 1 - at for at in opened)
    return bool(opened) and line.closers[opened[-1]] == piece[1] - 1 and inside < piece[1] - piece[0]


def _last_pieces(line: Line, piece: Span) -> list[Span]:
    """A 和 before the last of several: cut there too, where both sides have a value."""
    for start, end in separators(line, *piece, LAST_JOIN):
        left, right = (piece[0], start), (end, piece[1])
        if line.has_quantity(*left) and line.has_quantity(*right):
            return [left, right]
    return [piece]


def _read(line: Line, piece: Span) -> tuple[Span | None, int] | None:
    """The subject before the piece's value and where its predicate begins; None without words of its own."""
    value = next(first for first, _ in line.values_in(*piece) if first in line.quantities)
    token, stop = line.token(piece[0]), line.token(value)
    time, said = leading_time(line, token, stop)
    if time is not None:
        return None, line.starts[said]
    if not names_something(line, token, stop) and not _worded(line, token, stop):
        return None
    predicate = line.starts[find_predicate(line, token, stop)]
    if predicate == piece[0]:
        return None, piece[0]
    return (piece[0], min(predicate, value)), min(predicate, value)


def _worded(line: Line, token: int, stop: int) -> bool:
    """Whether the words do something, or are one that elsewhere says how often: 最多跑1趟, 一般17家."""
    return any(line.tags[at] not in _EMPTY for at in range(token, stop))


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


def between(cuts: Sequence[Span], start: int, end: int) -> list[Span]:
    """The pieces of ``[start, end)`` without ``cuts``."""
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def change(line: Line, clause: Clause) -> Clause | None:
    """The second half of 由上年的83个增加到129个, where the first has a time or plan of its own."""
    former = grammar.FORMER.search(line.text, clause.said, clause.end)
    if former is None:
        return None
    values = [last for _, last in line.values_in(former.end(), clause.end)]
    for at in line.tokens(min(values, default=clause.end), clause.end):
        word, before = line.words[at], line.tags[at - 1] if at else ""
        if word[-1] in "到至为成" and (len(word) > 1 or before in ("v", "vn")):
            begin = line.starts[at] if len(word) > 1 else line.starts[at - 1]
            if line.has_value(begin, clause.end):
                return replace(
                    clause, start=begin, said=begin, predicate=begin, subject=(clause.said, former.start())
                )
    return None
