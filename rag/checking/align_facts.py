"""A statement against the words of a source: which of its facts stand there, differ or are missing. Pure.

A fact is held only where it is said of the same thing: among the source's amounts of one measure the
one whose neighbourhood is most like the claimed one's decides, so that swapped numbers do not pass.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from chinese import AnalysedText, Negation, opposite, terms
from chinese.values import Relation, dates, quantities, ranks
from rag.checking.counted_lists import listed
from rag.records import DifferenceKind

LIKE = 0.12  # neighbourhoods less alike speak of different things
DENIED = 0.5  # share of a statement's wording that a source must hold for its denial to be about it
BEFORE, AFTER = 12, 8  # code points beside a fact that tell what it is said of
TITLE = (
    "书记|主任|局长|处长|科长|部长|院长|校长|所长|队长|会长|秘书长|馆长|站长|组长|行长|总经理|董事长|主席"
    "|省长|市长|县长|区长|镇长|乡长|教授|研究员|主编"
)
SLACK = 0.2  # a fact may stand in a neighbourhood that much less alike than the likest


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Words of a statement and the source's words that say otherwise."""

    kind: DifferenceKind
    claimed: tuple[int, int]  # offsets into the statement
    source: tuple[int, int]  # offsets into the source's words
    alike: float  # how alike their neighbourhoods are, 0..1
    absolute: bool = False  # then ``source`` counts from the start of the document
    sure: bool = True  # False where it may be how people put the same thing: the reader decides


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of a statement's facts."""

    held: int = 0
    missing: tuple[tuple[int, int], ...] = ()  # offsets into the statement
    mismatches: tuple[Mismatch, ...] = ()

    def __add__(self, other: "Alignment") -> "Alignment":
        return Alignment(
            self.held + other.held, self.missing + other.missing, self.mismatches + other.mismatches
        )


class Placed(Protocol):
    """A fact with its offsets."""

    @property
    def start(self) -> int:
        """Its first code point."""

    @property
    def end(self) -> int:
        """Past its last."""


Fact = TypeVar("Fact", bound=Placed)


def align(statement: AnalysedText, source: AnalysedText, body: AnalysedText) -> Alignment:
    """Compare every amount, date, rank and denial of ``statement`` with those of ``source``.

    ``body`` is the whole text that ``source`` was taken from: a date may stand in an earlier sentence.
    """
    theirs = source.quantities
    # 一个, 一项: an article more than a number, unless the source counts the same thing.
    amounts = [q for q in statement.quantities if not _idle(q) or any(q.measure == t.measure for t in theirs)]
    alignment = _compared("number", (statement.text, amounts), (source.text, theirs), how_many)
    alignment = _named_one_by_one(alignment, amounts, source.text)
    alignment += _dated(statement, source, body)
    return (
        alignment
        + _ranked(statement, source)
        + _denied(statement, source)
        + _turned(statement, source)
        + _deputies(statement.text, source.text)
    )


def fact_spans(text: AnalysedText) -> list[tuple[int, int]]:
    """Offsets of all amounts and dates: they are compared by value, not by their words."""
    return [(q.start, q.end) for q in text.quantities] + [(d.start, d.end) for d in text.dates]


def neighbourhood(text: str, start: int, end: int) -> list[str]:
    """The terms around ``[start, end)`` inside its clause; what follows a number says what is counted."""
    before = re.split(r"[，。；！？,;\n]", text[max(0, start - BEFORE) : start])[-1]
    after = re.split(r"[，。；！？、,;\n]|[和及与以]", text[end : end + AFTER])[0]
    # What follows must be like what follows: 928个业委会和699个物管会.
    return [f"<{term}" for term in terms(before)] + 2 * [f">{term}" for term in terms(after)]


def likeness(claimed: Sequence[str], source: Sequence[str]) -> float:
    """Share of the claimed neighbourhood's terms, counted as often as they stand there, 0..1."""
    held = set(source)
    return sum(term in held for term in claimed) / len(claimed) if claimed else 0.0


def _compared(
    kind: DifferenceKind,
    claimed: tuple[str, Sequence[Fact]],
    source: tuple[str, Sequence[Fact]],
    relate: Callable[[Fact, Fact], Relation | None],
) -> Alignment:
    """Each claimed fact against the source's comparable ones."""
    total = Alignment()
    for fact in claimed[1]:
        around = neighbourhood(claimed[0], fact.start, fact.end)
        ranked = [
            (likeness(around, neighbourhood(source[0], other.start, other.end)), relation, other)
            for other in source[1]
            if (relation := relate(fact, other))
        ]
        total += _outcome(kind, fact, ranked)
    return total


def _outcome(kind: DifferenceKind, fact: Fact, ranked: Sequence[tuple[float, Relation, Fact]]) -> Alignment:
    span = (fact.start, fact.end)
    best = max((alike for alike, _, _ in ranked), default=0.0)
    if any(relation in ("equal", "entailed") and alike >= best - SLACK for alike, relation, _ in ranked):
        return Alignment(held=1)
    apart = [(alike, other) for alike, relation, other in ranked if relation == "conflict"]
    if not apart or any(relation == "compatible" for _, relation, _ in ranked):
        return Alignment(missing=(span,))
    alike, other = max(apart, key=lambda pair: pair[0])
    if kind == "number" and alike < LIKE:
        return Alignment(missing=(span,))
    return Alignment(mismatches=(Mismatch(kind, span, (other.start, other.end), alike),))


def _named_one_by_one(alignment: Alignment, amounts: Sequence[quantities.Quantity], source: str) -> Alignment:
    """A count is held as well where the source names each thing."""
    counted = {(q.start, q.end): int(q.low) for q in amounts if q.kind == "number" and q.low == q.high}
    told = [span for span in alignment.missing if span in counted and listed(counted[span], source)]
    missing = tuple(span for span in alignment.missing if span not in told)
    return Alignment(alignment.held + len(told), missing, alignment.mismatches)


def _dated(statement: AnalysedText, source: AnalysedText, body: AnalysedText) -> Alignment:
    """Dates may be told once for several sentences: what the source lacks may stand in the body."""
    total = Alignment()
    for date in statement.dates:
        if date.relative and not date.within:
            continue  # 今年, 近年来: nobody knows which
        own = _compared("date", (statement.text, [date]), (source.text, source.dates), when)
        if not own.held and any(when(date, other) in ("equal", "entailed") for other in body.dates):
            # Another sentence gives that date; beside a conflicting one here it proves nothing.
            differs = any(mismatch.alike >= LIKE for mismatch in own.mismatches)
            elsewhere = Alignment(missing=((date.start, date.end),)) if own.mismatches else Alignment(held=1)
            own = own if differs else elsewhere
        total += own
    return total


def _ranked(statement: AnalysedText, source: AnalysedText) -> Alignment:
    """A rank that the source leaves unsaid is missing only where it grades: 省级, 一等奖; not in 全市."""
    total = Alignment()
    for rank in statement.ranks:
        own = _compared(
            "rank",
            (statement.text, [rank]),
            (source.text, source.ranks),
            lambda a, b: ranks.rank_relation(a, b) if ranks.same_scale(a, b) else None,
        )
        total += Alignment() if own.missing and statement.text[rank.start] in "全各" else own
    return total


def when(claimed: dates.DateSpan, source: dates.DateSpan) -> Relation:
    """How a claimed date relates to the source's, another beginning or end of a period told apart."""
    relation = dates.date_relation(claimed, source)
    if relation == "compatible" and claimed.role == source.role and _other_edge(claimed, source):
        return "conflict"
    # 从2022年初开始, 于2022年初启动 and 2022年初以来 date the same beginning, or another one.
    if relation == "compatible" and {claimed.role, source.role} == {"in", "since"}:
        begun, day = (claimed, source.first) if claimed.role == "in" else (source, claimed.first)
        if begun.first and begun.last and day:
            return "equal" if begun.first <= day <= begun.last else "conflict"
    return relation


def _other_edge(claimed: dates.DateSpan, source: dates.DateSpan) -> bool:
    """自2023年5月起 where the source says 自2023年3月起, or another day after 截至."""
    if claimed.role == "since" and claimed.first and source.first:
        whole_year = (claimed.first.month, claimed.first.day) == (1, 1)
        return claimed.first != source.first and not (whole_year and claimed.first.year == source.first.year)
    if claimed.role == "until" and claimed.last and source.last:
        whole_year = (claimed.last.month, claimed.last.day) == (12, 31)
        return claimed.last != source.last and not (whole_year and claimed.last.year == source.last.year)
    if claimed.role != "in" and claimed.within and source.within:
        return claimed.within != source.within
    return False


def how_many(claimed: quantities.Quantity, source: quantities.Quantity) -> Relation | None:
    """How a claimed amount relates to the source's; None when they are not of the same thing."""
    if not quantities.same_measure(claimed, source):
        return None
    # 24小时内 implies 48小时内, but who writes the one for the other has the rule wrong.
    limits = claimed.low == source.low == 0 and claimed.high != source.high
    return "conflict" if limits else quantities.quantity_relation(claimed, source)


def _idle(amount: quantities.Quantity) -> bool:
    return amount.kind == "number" and amount.low == amount.high == 1


def _denied(statement: AnalysedText, source: AnalysedText) -> Alignment:
    """The statement denies a word that the source says, or says one that the source denies."""
    total = Alignment()
    for claimed, theirs, swapped in ((statement, source, False), (source, statement, True)):
        for denial in claimed.negations:
            at = theirs.text.find(denial.target) if denial.target else -1
            if at < 0 or any(other.target == denial.target for other in theirs.negations):
                continue
            here, there = _denying(denial), (at, at + len(denial.target))
            beside = likeness(neighbourhood(claimed.text, *here), neighbourhood(theirs.text, *there))
            alike = max(beside, likeness(statement.terms, source.terms))
            if alike < DENIED and beside < LIKE:
                continue
            pair = (there, here) if swapped else (here, there)
            sure = len(denial.target) > 1  # 无罪 and 不构成犯罪 say the same
            total += Alignment(mismatches=(Mismatch("negation", *pair, alike, sure=sure),))
    return total


def _denying(denial: Negation) -> tuple[int, int]:
    return denial.start, denial.end + len(denial.target)


def _turned(statement: AnalysedText, source: AnalysedText) -> Alignment:
    """增加 where the source says 减少."""
    total = Alignment()
    words = {direction.word for direction in source.directions}
    for claimed in statement.directions:
        against = [other for other in source.directions if opposite(claimed.word, other.word)]
        if not against or claimed.word in words:
            continue
        around = neighbourhood(statement.text, claimed.start, claimed.end)
        scored = [(likeness(around, neighbourhood(source.text, o.start, o.end)), o) for o in against]
        alike, other = max(scored, key=lambda pair: pair[0])
        spans = (claimed.start, claimed.end), (other.start, other.end)
        total += Alignment(mismatches=(Mismatch("word", *spans, alike),))
    return total


def _deputies(statement: str, source: str) -> Alignment:
    """书记 where the source only has 副书记, and the other way round."""
    total = Alignment()
    for match in re.finditer(rf"副?({TITLE})", statement):
        title, deputy = match.group(1), match.group().startswith("副")
        theirs = list(re.finditer(rf"副?{title}", source))
        if theirs and all(other.group().startswith("副") != deputy for other in theirs):
            around = neighbourhood(statement, *match.span())
            scored = [(likeness(around, neighbourhood(source, *o.span())), o.span()) for o in theirs]
            alike, span = max(scored)
            total += Alignment(mismatches=(Mismatch("rank", match.span(), span, alike),))
    return total
