"""Bounds of an amount, and how a claimed one relates to a source's. Pure.

"约" (around) means within 10 %, "近" (nearly) at most 10 % less: the allowance is ours, chosen once here.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

from chinese.language_data import any_of, topic

Relation = Literal["equal", "entailed", "compatible", "conflict"]
Bound = Literal["more", "least", "less", "most", "nearly", "around"]

ALLOWANCE = Fraction(1, 10)

_DATA = topic("bounds")
_BEFORE, _AFTER = (
    {word: cast("Bound", bound) for bound, words in _DATA.tables[place].items() for word in words}
    for place in ("before", "after")
)
_BOUNDS: dict[str, Bound] = {**_BEFORE, **_AFTER, "过": "more"}
BEFORE = rf"(?:{any_of(_BEFORE)}(?:了|要有|[有要达])?|{_DATA.expression('over')})"
AFTER = rf"(?:{any_of(_AFTER)}(?<!{_DATA.expression('unbounding')})(?!述))"


@dataclass(frozen=True, slots=True)
class Interval:
    """All amounts an expression allows; ``high`` None means without end."""

    low: Fraction
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


def exactly(value: Fraction | int) -> Interval:
    """One value."""
    return Interval(Fraction(value), Fraction(value))


def last_unit(value: Fraction) -> Fraction:
    """The unit of the last significant digit: 10 for 410, 100 for 300, 1000 for 18000, 1 for 0."""
    unit = Fraction(1)
    if not value:
        return unit
    while (value / unit).denominator != 1 and unit > Fraction(1, 10**9):
        unit /= 10
    while (value / (unit * 10)).denominator == 1:
        unit *= 10
    return unit


def and_more(value: Fraction, unit: Fraction) -> Interval:
    """余 and 多: more than ``value``, by less than ``unit``; 410余 lies between 410 and 420."""
    return Interval(value, value + unit, low_open=True, high_open=True)


def scaled(interval: Interval, factor: Fraction) -> Interval:
    """The interval in a smaller or larger unit; ``factor`` > 0."""
    high = None if interval.high is None else interval.high * factor
    return Interval(interval.low * factor, high, interval.low_open, interval.high_open)


def bounded(interval: Interval, word: str) -> Interval:
    """The interval under a bound word of ``BEFORE`` or ``AFTER``; "" leaves it as it is."""
    bound = _BOUNDS.get(word) or _BOUNDS.get(word.rstrip("了要有达"))
    low, high = interval.low, interval.high
    top = low if high is None else high
    if bound is None or (bound not in ("less", "most") and high != low and interval.high_open):
        return interval  # 超过300多 and 约300多 say no more than 300多 does
    ranges: dict[Bound, Interval] = {
        "more": Interval(low, None, low_open=True),
        "least": Interval(low, None),
        "less": Interval(Fraction(0), top, high_open=True),
        "most": Interval(Fraction(0), top),
        "nearly": Interval(low * (1 - ALLOWANCE), top, high_open=True),
        "around": Interval(low * (1 - ALLOWANCE), top * (1 + ALLOWANCE)),
    }
    return ranges[bound]


def interval_relation(claimed: Interval, source: Interval) -> Relation:
    """equal: the same bounds; entailed: the claim allows all that the source means; conflict: disjoint.

    compatible is what overlaps otherwise, and a claim of exactly the source's open end: people round
    410余 and 超过410 to 410, and 近500 to 500.
    """
    if claimed == source:
        return "equal"
    meant = _meant(source)
    if any(_above(claimed, said) and _below(claimed, said) for said in (source, meant)):
        return "entailed"
    apart = _apart(claimed, source) or _apart(source, claimed)
    return "conflict" if apart and not _rounded(claimed, source) else "compatible"


def _meant(source: Interval) -> Interval:
    """超过300, as people mean it: 300 and some, not 900."""
    if source.high is None and source.low_open and source.low:
        return and_more(source.low, last_unit(source.low))
    return source


def _rounded(claimed: Interval, source: Interval) -> bool:
    """Whether the claim is the round figure that 余, 多, 超过 or 近 of the source lean on; never 不足."""
    if claimed.low != claimed.high:
        return False
    nearly = source.high is not None and source.low == source.high * (1 - ALLOWANCE)
    return (source.low_open and claimed.low == source.low) or (nearly and claimed.low == source.high)


def _above(claimed: Interval, source: Interval) -> bool:
    """Whether the claim begins no later than the source."""
    looser = source.low_open or not claimed.low_open
    return claimed.low < source.low or (claimed.low == source.low and looser)


def _below(claimed: Interval, source: Interval) -> bool:
    """Whether the claim ends no earlier than the source."""
    if claimed.high is None or source.high is None:
        return claimed.high is None
    looser = source.high_open or not claimed.high_open
    return claimed.high > source.high or (claimed.high == source.high and looser)


def _apart(lower: Interval, upper: Interval) -> bool:
    """Whether all of ``lower`` lies under all of ``upper``."""
    if lower.high is None:
        return False
    touching = lower.high == upper.low and (lower.high_open or upper.low_open)
    return lower.high < upper.low or touching
