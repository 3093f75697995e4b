"""Two things of a sentence said of one another: 东区办贷款、西区办提取 where it is the other way. Pure.

No value needs to differ: each clause shares words with two clauses of the source, and what the one has too
much is what the other lacks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from chinese import AnalysedText, enumerations, fold
from rag.checking.bound.binding import Sharing
from rag.checking.stated import FEWEST, Stated, pieces, words_with_amounts

Span = tuple[int, int]
NEAREST = 3  # clauses of the source that are tried for a clause of the sentence


@dataclass(frozen=True, slots=True)
class Crossing:
    """Words of a sentence that the source says of the other subject."""

    strength: float  # 0..1: the least of the four parts that change places, as a share of its clause
    claimed: Span  # in the sentence
    stated: Stated  # what the source says of that subject
    source: Span  # in the document


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of the source."""

    words: frozenset[str]
    stated: Stated
    span: Span  # in the document


def crossing(text: AnalysedText, stated: Sequence[Stated], sharing: Sharing) -> Crossing | None:
    """The strongest exchange between two clauses of ``text``; None when no words change places."""
    clauses = list(pieces(text.text))
    if len(clauses) < 2:
        return None
    source = _source(stated)
    wanted = [words_with_amounts(text.text[a:b]) for a, b in clauses]
    nearest = [_nearest(words, source, sharing) for words in wanted]
    best: Crossing | None = None
    for i, j in combinations(range(len(clauses)), 2):
        for first in nearest[i]:
            for second in nearest[j]:
                if first is second or first.stated.document.id != second.stated.document.id:
                    continue
                strength = _strength((wanted[i], wanted[j]), (first.words, second.words), sharing)
                if strength > (best.strength if best else 0.0):
                    moved = (wanted[i] & second.words) - first.words
                    claimed = _run(text.text, clauses[i], moved)
                    best = Crossing(strength, claimed, first.stated, first.span)
    return best


def _strength(
    claimed: tuple[frozenset[str], frozenset[str]],
    source: tuple[frozenset[str], frozenset[str]],
    sharing: Sharing,
) -> float:
    (c1, c2), (a, b) = claimed, source

    def weight(words: frozenset[str]) -> float:
        return sum(map(sharing.weight, words))

    apart = (c1 & a) - b, (c1 & b) - a, (c2 & b) - a, (c2 & a) - b
    if not all(apart):
        return 0.0
    first, second = weight(c1), weight(c2)
    return min(
        weight(apart[0]) / first,
        weight(apart[1]) / first,
        weight(apart[2]) / second,
        weight(apart[3]) / second,
    )


def _nearest(words: frozenset[str], source: Sequence[_Clause], sharing: Sharing) -> list[_Clause]:
    def share(clause: _Clause) -> float:
        return sum(map(sharing.weight, words & clause.words))

    return [c for c in sorted(source, key=lambda clause: -share(clause))[:NEAREST] if words & c.words]


def _source(stated: Sequence[Stated]) -> list[_Clause]:
    """Cells with their headers, and the clauses of all other propositions."""
    found: dict[Span, _Clause] = {}
    for one in stated:
        for span, words in one.clauses:
            found.setdefault(span, _Clause(words, one, span))
    return [*found.values(), *_respective(stated)]


def _respective(stated: Sequence[Stated]) -> Iterator[_Clause]:
    """Each of several things with its own of what follows 分别: 甲、乙分别为6人、5人 as 甲 6人, 乙 5人."""
    seen: set[Span] = set()
    for one in stated:
        text, at = one.document.text, one.proposition.start
        first = max(text.rfind(stop, 0, at) for stop in "。！？\n") + 1
        last = min((end for stop in "。！？\n" if (end := text.find(stop, at)) >= 0), default=len(text))
        if (first, last) in seen or "分别" not in text[first:last]:
            continue
        seen.add((first, last))
        middle = text.index("分别", first) + len("分别")
        names = enumerations(text[first : middle - len("分别")].rstrip("，, "))
        given = enumerations(text[middle:last])
        if names and given and len(names[-1]) == len(given[0]):
            for name, value in zip(names[-1], given[0], strict=True):
                span = (middle + value[0], middle + value[1])
                said = f"{text[first + name[0] : first + name[1]]}，{text[slice(*span)]}"
                yield _Clause(words_with_amounts(said), one, span)


def _run(text: str, clause: Span, words: frozenset[str]) -> Span:
    """The longest stretch of the clause made of ``words``; the clause where only its amounts moved."""
    start, end = clause
    inside = [False] * (end - start)
    piece = fold(text[start:end])
    if len(piece) == end - start:
        for word in words:
            for match in re.finditer(re.escape(word), piece):
                inside[match.start() : match.end()] = [True] * len(word)
    best, at = (start, end), None
    longest = FEWEST - 1
    for i, flag in enumerate([*inside, False]):
        at = (i if at is None else at) if flag else at
        if not flag and at is not None:
            if i - at > longest:
                longest, best = i - at, (start + at, start + i)
            at = None
    return best
