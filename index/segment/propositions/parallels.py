"""One predicate said of several things, apart: 白卡14张、黄卡5张; 甲、乙分别为3人、5人. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import PAIRS, Line
from index.segment.propositions.subjects import find_predicate, leading_time, names_something

_COUNTED = re.compile(r"[两二三四五六七八九十0-9]{1,3}[个家名位项类种级年月大所区县市镇]")
_SHARED = frozenset("等 各 人均 户均 平均 年均 月均 日均".split())  # begin what is said of all
_MARKS = frozenset("“《（(")
_GAP = re.compile("[ \t\u3000]{2,}|(?<=[）)])[ \t\u3000]+")
_VERB = 3  # code points of a verb that the segmenter takes for something else: 用时 of 分别用时2日
_ABOUT = 1.5  # how many times as long as those beside it the first of several names may be
_LAST_JOIN = frozenset("和与及暨") | {"以及"}


def parallels(line: Line, clause: Clause) -> list[Clause]:
    """The clause, cut at 、 where every piece has a value or a name in marks, and words for it."""
    cuts = separators(line, clause.said, clause.end, frozenset("、")) or _gaps(line, clause)
    if not cuts:
        return [clause]
    pieces = _between(cuts, clause.said, clause.end)
    counted = [*pieces[:-1], *_last_pieces(line, pieces[-1])]
    if all(line.has_quantity(*piece) for piece in counted):
        return _counted(line, clause, counted)
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


def _beside(clause: Clause, first: Span, rest: Sequence[Clause]) -> list[Clause]:
    head = replace(clause, end=first[1], after="、", predicate=min(clause.predicate, first[1]))
    return [head, *rest[:-1], replace(rest[-1], after=clause.after)]


def _gaps(line: Line, clause: Clause) -> list[Span]:
    """Wide blanks between names that each have a bracket: 甲（某局）　　乙（某局）."""
    gaps = [found.span() for found in _GAP.finditer(line.text, clause.said, clause.end)]
    pieces = _between(gaps, clause.said, clause.end)
    return gaps if all(line.text[last - 1] in "）)" for _, last in pieces) else []


def _distinguished(line: Line, piece: Span) -> bool:
    """Whether a name in marks, or a bracket, and words outside it make up the piece: 县财政局“算盘”."""
    opened = [at for at in range(*piece) if line.text[at] in _MARKS and at in line.closers]
    inside = sum(line.closers[at] + 1 - at for at in opened)
    return bool(opened) and line.closers[opened[-1]] == piece[1] - 1 and inside < piece[1] - piece[0]


def _last_pieces(line: Line, piece: Span) -> list[Span]:
    """A 和 before the last of several: cut there too, where both sides have a value."""
    for start, end in separators(line, *piece, _LAST_JOIN):
        left, right = (piece[0], start), (end, piece[1])
        if line.has_quantity(*left) and line.has_quantity(*right):
            return [left, right]
    return [piece]


def _read(line: Line, piece: Span) -> tuple[Span | None, int] | None:
    """The subject before the piece's value and where its predicate begins; None without words of its own."""
    value = next(first for first, _ in line.values_in(*piece) if first in line.quantities)
    token, stop = line.token(piece[0]), line.token(value)
    time, said = leading_time(line, token, stop)
    if time is not None and said < stop:
        return None, line.starts[said]
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


@dataclass(frozen=True, slots=True)
class Pair:
    """One core of a clause with 分别 and whom it is said of."""

    core: Span
    subject: Span
    predicate: Span


def respectively(line: Line, clause: Clause, before: Sequence[Sequence[Span]]) -> list[Pair]:
    """What each value of a clause with 分别 is said of; [] where they do not fit.

    ``before`` are runs of subjects in earlier clauses, the nearest first, taken where the clause names none.
    """
    found = grammar.RESPECTIVELY.search(line.text, clause.said, clause.end)
    if found is None:
        return []
    start = _past_verb(line, found.end(), clause.end)
    first = next((at for at, _ in line.values_in(start, clause.end) if at in line.quantities), start)
    start = first if line.text[start:first].endswith("的") or first - start <= _VERB else start
    own = enumeration(line, clause.said, found.start())
    scene = enumeration(line, clause.start, len(line.text[: clause.said].rstrip("，, ")))
    named = [own] if own else [run for run in (scene, *before) if run]
    for items in _enumerated(line, start, clause.end):
        for subjects in named:
            if len(items) == len(subjects) > 1:
                pairs = zip(items, subjects, strict=True)
                return [Pair(core, subject, (found.start(), start)) for core, subject in pairs]
    return _twice(line, found.start(), clause.end, named)


def _twice(line: Line, start: int, end: int, named: Sequence[Sequence[Span]]) -> list[Pair]:
    """甲、乙分别由3天、5天减到1天、2天: two runs of values of the same subjects."""
    values = [span for span in line.values_in(start, end) if span[0] in line.quantities]
    for subjects in named:
        count = len(subjects)
        if count > 1 and len(values) == 2 * count:
            heads = [(start, values[0][0]), (values[count - 1][1], values[count][0])]
            return [Pair(value, subjects[at % count], heads[at // count]) for at, value in enumerate(values)]
    return []


def enumeration(line: Line, start: int, end: int) -> list[Span]:
    """The things named side by side in ``[start, end)``; [] for fewer than two.

    The first begins behind the verb or preposition before it, the last ends where a predicate begins.
    """
    cuts = separators(line, start, end, frozenset("、"))
    pieces = _between(cuts, start, end)
    last = pieces[-1][0], _head_end(line, *pieces[-1])
    joined = separators(line, *last, _LAST_JOIN)[-1:]
    pieces = [*pieces[:-1], *_between(joined, *last)]
    if len(pieces) < 2:
        return []
    usual = sum(stop - begin for begin, stop in pieces[1:]) / (len(pieces) - 1)
    pieces[0] = _tail(line, pieces[0], usual)
    return pieces if all(first < last for first, last in pieces) else []


def _tail(line: Line, piece: Span, usual: float) -> Span:
    """The noun at the end of the words, about as long as those beside it: 县道 of 22个支部包保县道."""
    tokens = line.tokens(*piece)
    starts = [piece[0]]
    if piece[1] - piece[0] <= _ABOUT * usual:
        return piece
    starts += [line.starts[at + 1] for at in tokens[:-1] if _ends_before_noun(line, at)]
    return min(((start, piece[1]) for start in starts), key=lambda span: abs(span[1] - span[0] - usual))


def _ends_before_noun(line: Line, at: int) -> bool:
    return line.tags[at] in ("v", "vd", "p", "d", "ul", "uj", "x") or line.words[at] in grammar.OPENERS


def _head_end(line: Line, start: int, end: int) -> int:
    """Where the noun at the beginning of the words ends: 村道 of 村道分别为."""
    tokens = line.tokens(start, end)
    for at in tokens[1:]:
        word, tag = line.words[at], line.tags[at]
        counted = _COUNTED.match(line.text, line.starts[at])
        adverb = tag in ("uj", "d", "p") and word not in _LAST_JOIN
        if counted or adverb or word in grammar.OPENERS or word in _SHARED:
            return line.starts[at]
    return end


def _enumerated(line: Line, start: int, end: int) -> list[list[Span]]:
    """The items of an enumeration: joined by 、, then with the last 和 as one more 、.

    A 和 between two values joins items for certain.
    """
    if start >= end:
        return []
    pieces = _between(separators(line, start, end, frozenset("、")), start, end)
    joined = separators(line, *pieces[-1], _LAST_JOIN)
    both = [[*pieces[:-1], *_between([join], *pieces[-1])] for join in joined[-1:]]
    if both and all(line.has_quantity(*piece) for piece in both[0]):
        return both
    return [run for run in (pieces, *both) if all(first < last for first, last in run)]


def _past_verb(line: Line, start: int, end: int) -> int:
    """Past the verb that follows 分别, up to the first item: 为, 是, 属于, 增长."""
    at, stop = line.token(start), line.token(end)
    while at < stop and line.starts[at] not in line.quantities and line.starts[at] not in line.dates:
        word, tag = line.words[at], line.tags[at]
        if not (tag[0] in "vpd" or tag in ("ul", "c") or word in grammar.OPENERS):
            break
        at += 1
    return line.starts[at] if at < stop else end


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
