"""Statements, and what they are to each other: 分别, exceptions, later speakers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import CarriedRole, Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import Line
from index.segment.propositions.respectively import Pair
from index.segment.propositions.speakers import tells

Part = tuple[CarriedRole, int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """One proposition's words in its line, before what stands outside the line is added."""

    start: int
    end: int
    carried: tuple[Part, ...] = ()
    anaphor: str = ""  # the kind of unit that 该局 leans on outside the line, "" without one
    subject: Span | None = None  # whom or what it is said of, its own or the outermost carried one
    part: bool = False  # named after 其中
    clause: Span | None = None  # what the core is a piece of, where it is not all of it
    speech: int = 0  # > 0 inside a speech


def said_of_each(
    line: Line, clause: Clause, pairs: Sequence[Pair], around: tuple[Part, ...], part: bool
) -> list[Statement]:
    """甲、乙分别为3人、5人: one statement each, the words they share carried."""
    first = pairs[0].core[0]
    named = [pair.subject for pair in pairs]
    head, tail = min(start for start, _ in named), max(end for _, end in named)
    own = clause.start <= head and tail <= first
    shared = [part for part in (_without(part, (head, tail)) for part in around) if part]
    if own:
        before, after = (clause.start, head), (max(tail, clause.said), first)
        shared += [("group", *_trimmed(line, before))] if before[0] < before[1] else []
        if tail < clause.said:
            shared.append(("group", *_trimmed(line, (tail, clause.said))))
    else:
        shared = [part for part in shared if part[0] != "subject"]
        shared += [("time", *clause.time)] if clause.time and clause.start == clause.time[0] else []
        after = (clause.said, first)
    statements: list[Statement] = []
    for pair in pairs:
        verbs: list[Part] = [("predicate", *after)]
        if pair.predicate[0] >= first:
            verbs.append(("predicate", *pair.predicate))
        parts = [part for part in (*shared, ("subject", *pair.subject), *verbs) if part[1] < part[2]]
        statements.append(
            Statement(*pair.core, tuple(parts), "", pair.subject, part, (clause.start, clause.end))
        )
    return statements


def except_each_other(line: Line, statements: list[Statement], first: int) -> None:
    """…除外, 特殊情况可延长: what it takes from the statement before it."""
    text = line.text
    for at in range(max(first, 1), len(statements)):
        this, before = statements[at], statements[at - 1]
        words = text[this.start : this.end]
        if grammar.REST.match(words) and line.has_quantity(this.start, this.end):
            continue  # 其余5件顺延 takes nothing from 办结79件
        excepts = grammar.EXCEPTION_END.search(words)
        if (excepts and not line.has_quantity(this.start, this.end)) or grammar.ALLOWING.search(words):
            statements[at - 1] = _with(before, ("exception", this.start, this.end))
            if excepts:
                statements[at] = _with(this, ("predicate", before.start, before.end))
        elif words.startswith("但") and grammar.ALLOWING.search(text[before.start : before.end]):
            statements[at] = _with(this, ("condition", before.start, before.end))


def tell_before(line: Line, statements: list[Statement], found: Sequence[Clause]) -> None:
    """“跑了三趟。”王某说。 The speaker of the sentence before, and what they said."""
    if len(found) != 1 or not tells(line, found[0]) or line.text[found[0].end :][:1] in ("：", ":"):
        return
    told = (found[0].start, found[0].end)
    close = line.text.rfind("”", 0, told[0])
    said = [at for at, one in enumerate(statements) if one.speech and one.end <= told[0]]
    if told[0] - close > 1 or close < 0 or not said or len(statements) - 1 != said[-1]:
        return
    first = said[-1]
    while first - 1 in said and statements[first - 1].speech == statements[first].speech:
        first -= 1
    for at in range(first, len(statements)):
        if not any(role == "speaker" for role, _, _ in statements[at].carried):
            statements[at] = _with(statements[at], ("speaker", *told))


def _without(part: Part, named: Span) -> Part | None:
    """The part behind subjects that stand side by side in it, each of which has a statement of its own."""
    role, start, end = part
    if end <= named[0] or named[1] <= start:
        return part
    return (role, named[1], end) if start <= named[0] and named[1] < end else None


def _trimmed(line: Line, span: Span) -> Span:
    start, end = span
    while start < end and line.text[end - 1] in "，,、；：":
        end -= 1
    return start, end


def _with(statement: Statement, part: Part) -> Statement:
    return replace(statement, carried=(*statement.carried, part))
