"""甲、乙分别为3人、5人: which value is said of which subject. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import Line
from index.segment.propositions.parallels import LAST_JOIN, between, separators

_COUNTED = re.compile(r"[两二三四五六七八九十0-9]{1,3}[个家名位项类种级年月大所区县市镇]")
_SHARED = frozenset("等 各 人均 户均 平均 年均 月均 日均".split())  # begin what is said of all
_SEAM = re.compile("”“|》《")
_VERB = 3  # code points of a verb that the segmenter takes for something else: 用时 of 分别用时2日
_ABOUT = 1.5  # how many times as long as those beside it the first of several names may be


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
    shared = line.text[start:first].endswith("的") or first - start <= _VERB
    start = first if shared or _bare_amounts(line, first, clause.end) else start
    own = enumeration(line, _begin(line, clause), found.start())
    scene = enumeration(line, clause.start, len(line.text[: clause.said].rstrip("，, ")))
    named = [own] if own else [run for run in (scene, *before) if run]
    for items in _enumerated(line, start, clause.end):
        for subjects in named:
            if len(items) == len(subjects) > 1:
                pairs = zip(items, subjects, strict=True)
                return [Pair(core, subject, (found.start(), start)) for core, subject in pairs]
    return _twice(line, found.start(), clause.end, named)


def _begin(line: Line, clause: Clause) -> int:
    """Where what is named side by side may begin: at times where they are it, 7月、8月分别."""
    time = clause.time
    beside = time is not None and line.text[time[1] : time[1] + 1] in tuple("、和与及")
    return time[0] if time and beside and time[1] <= clause.said else clause.said


def _bare_amounts(line: Line, first: int, end: int) -> bool:
    """Whether nothing but amounts follows: what stands before the first is then said of all."""
    items = _enumerated(line, first, end)
    return any(len(run) > 1 and all(start in line.quantities for start, _ in run) for run in items)


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
    cuts = separators(line, start, end, frozenset("、")) or _quoted(line, start, end)
    pieces = between(cuts, start, end)
    last = pieces[-1][0], _head_end(line, *pieces[-1])
    joined = separators(line, *last, LAST_JOIN)[-1:]
    pieces = [*pieces[:-1], *between(joined, *last)]
    if len(pieces) < 2:
        return []
    usual = sum(stop - begin for begin, stop in pieces[1:]) / (len(pieces) - 1)
    pieces[0] = _tail(line, pieces[0], usual)
    return pieces if all(first < last for first, last in pieces) else []


def _quoted(line: Line, start: int, end: int) -> list[Span]:
    """The seams between quoted names that touch: “甲”“乙”两条线路."""
    seams = (found.start() + 1 for found in _SEAM.finditer(line.text, start, end))
    return [(at, at) for at in seams]


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
        adverb = tag in ("uj", "d", "p") and word not in LAST_JOIN
        if counted or adverb or word in grammar.OPENERS or word in _SHARED:
            return line.starts[at]
    return end


def _enumerated(line: Line, start: int, end: int) -> list[list[Span]]:
    """The items of an enumeration: joined by 、, then with the last 和 as one more 、.

    A 和 between two values joins items for certain.
    """
    if start >= end:
        return []
    pieces = between(separators(line, start, end, frozenset("、")), start, end)
    joined = separators(line, *pieces[-1], LAST_JOIN)
    both = [[*pieces[:-1], *between([join], *pieces[-1])] for join in joined[-1:]]
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
