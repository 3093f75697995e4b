"""Amounts in Chinese text: how much or how many of what, and between which bounds. Pure."""

from collections.abc import Sequence

from chinese.values import intervals
from chinese.values.amount import FORMS, Quantity
from chinese.values.dates import DateSpan, find_dates
from chinese.values.intervals import Relation
from chinese.values.measure_words import MEASURES
from chinese.values.numerals import narrow
from chinese.words import Words

__all__ = ["Quantity", "find_quantities", "quantity_relation", "same_measure"]


def find_quantities(
    text: str, words: Words | None = None, dates: Sequence[DateSpan] | None = None
) -> list[Quantity]:
    """The amounts in ``text`` in order, none overlapping another or a date.

    ``words`` and ``dates`` are those of ``text``, where somebody knows them.
    """
    view, words = narrow(text), words or Words.of(text)
    taken = bytearray(len(text))
    for date in find_dates(text) if dates is None else dates:
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    amounts: list[Quantity] = []
    for pattern, read in FORMS:
        for match in pattern.finditer(view):
            quantity = None if any(taken[match.start() : match.end()]) else read(match, words)
            if quantity:
                taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
                amounts.append(quantity)
    return sorted(amounts, key=lambda q: q.start)


def same_measure(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts are of the same thing, as far as their measures tell.

    A bare number and 个 go with whatever is counted; people never with events or visits.
    """
    if (a.kind == "ordinal") != (b.kind == "ordinal"):
        return False
    if a.measure == b.measure:
        return a.kind == b.kind
    if not (_countable(a) and _countable(b)):
        return False
    names = {a.measure, b.measure}
    return "" in names or ("个" in names and not names & {"人次", "户次", "车次"})


def quantity_relation(claimed: Quantity, source: Quantity) -> Relation:
    """How a claimed amount relates to the source's; ValueError for other measures."""
    if not same_measure(claimed, source):
        raise ValueError(f"cannot compare {claimed.measure!r} with {source.measure!r}: other measures")
    return intervals.interval_relation(claimed.interval, source.interval)


def _countable(quantity: Quantity) -> bool:
    known = MEASURES.get(quantity.measure)
    return quantity.kind in ("number", "ordinal") and (known is None or known.counts)
