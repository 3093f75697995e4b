"""Fragments -> clauses: what sets the scene of each, its subject, its predicate. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.fragments import Fragment
from index.segment.propositions.line import Line
from index.segment.propositions.subjects import find_predicate, leading_time, names_something

_DESCRIBES = frozenset(
    "未 不 没有 无 受 被 因 有 经".split()
)  # begin what describes somebody: 未完成学时的党员
_DESCRIBED = re.compile("的[^的，]{1,8}$")
_NUMBERED = re.compile("第?([0-9０-９一二三四五六七八九十两特]+)([^0-9０-９，])")
_SHORT = 8  # code points of a phrase like 支出中
Kind = Literal["main", "frame", "condition", "time", "topic"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing said, with the fragments before it that only set its scene; offsets of the line."""

    start: int
    end: int
    said: int  # where the main fragment begins, what links it left out
    before: str
    after: str
    speech: int = 0
    marked: Span | None = None
    subject: Span | None = None
    predicate: int = 0  # where it begins; == end without one
    time: Span | None = None
    conditions: tuple[Span, ...] = ()
    part: bool = False  # opens with 其中
    linked: str = ""  # 但, 并 …
    scene: tuple[Span, ...] = ()  # what it and those after it are about: 支出中，
    inner: bool = False  # a part that a bracket names


def clauses(line: Line, pieces: Sequence[Fragment]) -> list[Clause]:
    """The clauses of one sentence, in order; every fragment lies in exactly one."""
    reads = [read(line, piece) for piece in pieces]
    kinds = [_kind(line, clause) for clause in reads]
    found: list[Clause] = []
    scene: list[tuple[Kind, Clause]] = []
    for index, (clause, kind) in enumerate(zip(reads, kinds, strict=True)):
        if _sets_scene(line, reads, kinds, index):
            scene.append((kind, clause))
            continue
        found.append(_joined(line, scene, clause))
        scene = []
    return found


def _sets_scene(line: Line, reads: Sequence[Clause], kinds: Sequence[Kind], index: int) -> bool:
    """Whether the fragment belongs to the clause of the next one."""
    clause = reads[index]
    if kinds[index] == "main" or clause.after != "，" or index + 1 == len(reads):
        return False
    following = reads[index + 1]
    if following.speech != clause.speech or following.marked:
        return False
    if kinds[index] != "topic":
        return True
    # Names side by side, each with its own words, are no topic of the next: 一季度甲支部，二季度乙支部
    if kinds[index + 1] == "topic" or following.after == "：":
        return False
    return not counted_alike(line, clause, following)


def counted_alike(line: Line, one: Clause, other: Clause) -> bool:
    """Whether two clauses open with numbers that differ in the same words: 一等奖, 二等奖; 一季度, 二季度."""
    openings = [_NUMBERED.match(line.text, clause.start, clause.end) for clause in (one, other)]
    first, second = (found.groups() if found else None for found in openings)
    return first is not None and second is not None and first[0] != second[0] and first[1] == second[1]


def read(line: Line, piece: Fragment) -> Clause:
    """One fragment by itself."""
    at = piece.start
    token, stop = line.token(at), line.token(piece.end)
    linked = ""
    while token < stop and line.words[token] in grammar.CONNECTIVES and token + 1 < stop:
        linked = line.words[token]
        token += 1
    part = grammar.PART.match(line.text, line.starts[token], piece.end) if token < stop else None
    if part and part.end() < piece.end:
        token = line.token(part.end())
    time, token = leading_time(line, token, stop)
    said = line.starts[token] if token < stop else piece.end
    predicate = find_predicate(line, token, stop)
    edge = line.starts[predicate] if predicate < stop else piece.end
    subject = _subject(line, token, predicate, (said, edge))
    if subject and grammar.REST.match(line.text[said:edge]) and edge in line.quantities:
        subject, edge = (said, line.quantities[edge].end), line.quantities[edge].end
    time = time or _inner_time(line, predicate, stop)
    return Clause(
        piece.start, piece.end, min(said, piece.end), piece.before, piece.after, piece.speech, piece.marked,
        subject, edge, time, (), bool(part) or piece.before == "（", linked, (), piece.inner,
    )  # fmt: skip


def _subject(line: Line, token: int, predicate: int, span: Span) -> Span | None:
    """The words before the predicate where they name something: not 由州财政, not 2个工作日内."""
    text = line.text[slice(*span)]
    if len(text) > 1 and text[-1] == "的":
        return span
    if not names_something(line, token, predicate) or grammar.ADJUNCT.match(text):
        return None
    return span


def _inner_time(line: Line, token: int, stop: int) -> Span | None:
    """The time behind the subject: 支部上半年报送214条; not a value of its own: 简单事项3日."""
    time, after = leading_time(line, token, stop)
    return time if after < stop and line.starts[after] not in line.quantities else None


def _kind(line: Line, clause: Clause) -> Kind:
    """Whether the fragment says something or only sets the scene for the next."""
    said = line.text[clause.said : clause.end]
    if not said:
        return "time" if clause.time else "frame"
    if clause.after != "，" or grammar.EXCEPTION_END.search(said) or grammar.ALLOWING.search(said):
        return "main"
    first = line.words[line.token(clause.said)]
    ends = said[-1] == "的" or (grammar.CONDITION_END.search(said) and not _ends_in_value(line, clause))
    if ends or (_opens_condition(line, clause) and first != "经"):
        return "condition"
    if not clause.part and first in grammar.PREPOSITIONS and _only_a_phrase(line, clause):
        return "frame"
    return "topic" if _only_names(line, clause) else "main"


def _opens_condition(line: Line, clause: Clause) -> bool:
    """Whether a word that opens conditions stands first: 经 of 经审查, not that of 经费."""
    found = grammar.CONDITION_OPEN.match(line.text, clause.said, clause.end)
    return found is not None and found.end() in line.starts


def _only_names(line: Line, clause: Clause) -> bool:
    """Whether the fragment names what the next is about and says nothing of it: 支出中, 未完成学时的党员."""
    said = line.text[clause.said : clause.end]
    first, last = line.token(clause.said), line.token(clause.end) - 1
    if line.words[first] in _DESCRIBES and clause.subject is None and line.tags[last][0] == "n":
        return _DESCRIBED.search(said) is not None
    bare = clause.predicate >= clause.end
    if line.words[last] in ("中", "里") and (bare or len(said) <= _SHORT):
        return True
    bare = bare and not clause.part and not line.has_amount(clause.said, clause.end)
    return bare and line.tags[last] not in ("a", "ad", "z")


def _ends_in_value(line: Line, clause: Clause) -> bool:
    """Whether the last words are a value: 3日前, 一年内 are limits, not conditions."""
    spans = list(line.values_in(clause.said, clause.end))
    return (
        line.text[clause.end - 1] != "时"
        and bool(spans)
        and spans[-1][1] >= clause.end - 1
        and clause.subject is not None
    )


def _only_a_phrase(line: Line, clause: Clause) -> bool:
    """Whether behind the leading preposition there is no predicate."""
    token, stop = line.token(clause.said), line.token(clause.end)
    if line.has_quantity(clause.said, clause.end):
        return False
    return find_predicate(line, token + 1, stop) >= stop


def _joined(line: Line, scene: list[tuple[Kind, Clause]], clause: Clause) -> Clause:
    """The clause with what sets its scene as its beginning."""
    if not scene:
        return clause
    first = scene[0][1]
    time = clause.time or next((part.time for _, part in reversed(scene) if part.time), None)
    conditions = tuple(
        (part.time[0] if part.time else part.said, part.end) for kind, part in scene if kind == "condition"
    )
    topics = [part.subject or (part.said, part.end) for kind, part in scene if kind == "topic"]
    subject = clause.subject
    if subject is None and topics:
        subject = topics.pop()
    topics += [(part.said, part.end) for kind, part in scene if kind == "frame" and part.said < part.end]
    return replace(
        clause, start=first.start, before=first.before, marked=first.marked, subject=subject, time=time,
        conditions=conditions, part=clause.part or first.part, linked=first.linked or clause.linked,
        scene=tuple(sorted(topics)),
    )  # fmt: skip
