"""Propositions -> their values in a form that compares, each bound to its proposition and case. Pure."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from chinese.values import DateSpan, Fact, Quantity, facts
from index.catalogue.entries import ValueEntry, ValueKind
from index.records import Document, Proposition


def values_in(
    document: Document, propositions: Sequence[Proposition], written: int | None
) -> Iterator[ValueEntry]:
    """The values of the propositions' cores in order; ``written`` is the year from which 今年 counts.

    A month without a year takes that of the carried time, where one is named.
    """
    text = document.text
    for p in propositions:
        if not p.values:
            continue
        times = [text[c.start : c.end] for c in p.carried if c.role == "time"]
        lead = times[-1] + "，" if times else ""
        read = facts(lead + text[p.start : p.end], written)
        at = p.start - len(lead)
        for value in p.values:
            fact = next((f for f in read if at + f.start < value.end and value.start < at + f.end), None)
            if fact is not None:
                kind, canonical = _canonical(fact)
                yield ValueEntry(value.start, value.end, kind, canonical, value.role, p.id, p.case_order)


def _canonical(fact: Fact) -> tuple[ValueKind, str]:
    if isinstance(fact, DateSpan):
        return "date", _date(fact)
    if isinstance(fact, Quantity):
        kind: ValueKind = "number" if fact.kind == "ordinal" else fact.kind
        return kind, _amount(fact)
    return "rank", f"{fact.scale} {fact.level}" + ("+" if fact.least else "")


def iso(span: DateSpan) -> str:
    """2023-12-20 for a day, 2023-12 for a whole month, "" for any other span."""
    first, last = span.first, span.last
    if first is None or last is None:
        return ""
    if first == last:
        return first.isoformat()
    whole = date(first.year, first.month, monthrange(first.year, first.month)[1])
    return f"{first:%Y-%m}" if first.day == 1 and last == whole else ""


def _date(span: DateSpan) -> str:
    """2023, 2023-11, 2023-11-09 for a year, month, day; else first/last; --11-09 without a year."""
    first, last = span.first, span.last
    if first is None and last is None:
        if span.within:
            low, high = span.within
            days = f"--{low[0]:02}-{low[1]:02}", f"--{high[0]:02}-{high[1]:02}"
            return days[0] if days[0] == days[1] else "/".join(days)
        return span.relative or (f"---{span.day:02}" if span.day else "")
    if first is None or last is None:
        return f"{first or ''}/{last or ''}"
    if span.within == ((1, 1), (12, 31)) and first.year == last.year:
        return f"{first.year}"
    return iso(span) or f"{first}/{last}"


def _amount(quantity: Quantity) -> str:
    """21450 人; the bounds in brackets where it is no one amount: (410, 420) 元, [6, ∞) 个."""
    measure = f" {quantity.measure}" if quantity.measure else ""
    if quantity.low == quantity.high:
        ordinal = "第" if quantity.kind == "ordinal" else ""
        return f"{ordinal}{_plain(quantity.low)}{measure}"
    low = f"{'(' if quantity.low_open else '['}{_plain(quantity.low)}"
    high = "∞)" if quantity.high is None else f"{_plain(quantity.high)}{')' if quantity.high_open else ']'}"
    return f"{low}, {high}{measure}"


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
