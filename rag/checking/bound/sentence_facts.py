"""The facts of a sentence that a proposition can hold or deny, each with its clause. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chinese import AnalysedText
from chinese.values import DateSpan, Quantity, Rank
from rag.checking.amount_relations import amounts_of
from rag.records import DifferenceKind

Span = tuple[int, int]
_STOPS = re.compile(r"[，,；;：:。！？!?\n]")
_DOER = re.compile(r".*(?:由|被|经|联系|向|是|为|给|归)(?=.{3})")  # words before a body's name
NAMED: frozenset[DifferenceKind] = frozenset(("name", "person", "unit", "place"))


@dataclass(frozen=True, slots=True)
class Fact:
    """A value or a name of a sentence."""

    kind: DifferenceKind
    start: int
    end: int
    clause: Span
    value: Quantity | DateSpan | Rank | None = None  # None for a name


def clauses_of(text: AnalysedText) -> list[Span]:
    """The stretches between stops, and between 、 where an amount stands on both sides."""
    amounts = [q.start for q in text.quantities]
    spans: list[Span] = []
    for start, end in _between(text.text):
        cuts = [start]
        for match in re.finditer("、", text.text[start:end]):
            at = start + match.start()
            if any(cuts[-1] <= a < at for a in amounts) and any(at < a < end for a in amounts):
                cuts.append(at + 1)
        spans += zip(cuts, [*cuts[1:], end], strict=True)
    return spans


def facts_of(text: AnalysedText, clauses: list[Span]) -> list[Fact]:
    """Its amounts, dates, ranks and names; dates that only the time of writing tells are left out."""

    def fact(kind: DifferenceKind, span: Span, value: Quantity | DateSpan | Rank | None = None) -> Fact:
        clause = next((c for c in clauses if c[0] <= span[0] < c[1]), (0, len(text.text)))
        return Fact(kind, *span, clause, value)

    facts = [fact("number", (q.start, q.end), q) for q in amounts_of(text)]
    facts += [fact("date", (d.start, d.end), d) for d in text.dates if d.within or not d.relative]
    facts += [fact("rank", (r.start, r.end), r) for r in text.ranks]
    facts += [fact("name", span) for span in text.quotations]
    facts += [fact("person", span) for span in text.persons]
    if text.aligned:
        units = list(_bodies(text))
        facts += [fact("unit", span) for span in units]
        for place in text.places:
            at = text.folded.find(place)
            if at >= 0 and not any(a <= at < b for a, b in units):
                facts.append(fact("place", (at, at + len(place))))
    return facts


def _bodies(text: AnalysedText) -> Iterator[Span]:
    for name in text.organisations:
        at = text.folded.find(name)
        if at >= 0:
            led = _DOER.match(name)
            yield at + (led.end() if led else 0), at + len(name)


def _between(text: str) -> list[Span]:
    spans, begun = [], 0
    for match in _STOPS.finditer(text):
        spans.append((begun, match.start()))
        begun = match.end()
    spans.append((begun, len(text)))
    return [(a, b) for a, b in spans if any(c.isalnum() for c in text[a:b])]
