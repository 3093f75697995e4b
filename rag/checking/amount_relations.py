"""How a claimed amount relates to what a proposition says, changes included. Pure."""

import re
from dataclasses import replace
from fractions import Fraction

from chinese import AnalysedText
from chinese.values import Quantity, quantities
from chinese.values.intervals import Relation

Span = tuple[int, int]
_CHANGED = re.compile(
    r"(?:[增减降升涨缩压省]|增加|增长|减少|下降|降低|提高|上升|缩短|压缩|精简|提升"
    r"|[比较].{0,14}[多少高低快慢长短]|多出|高出|超出|净增|相差|[快慢短])[了出近约过]{0,2}$"
)
_FORBIDDEN = re.compile(r"不[得能应可准许]$")


def amounts_of(text: AnalysedText) -> tuple[Quantity, ...]:
    """Its amounts, 不得超过 and 不能少于 read as the limits they are; offsets without 不得."""
    return tuple(_limited(text.text, amount) for amount in text.quantities)


def _limited(text: str, amount: Quantity) -> Quantity:
    if not _FORBIDDEN.search(text[: amount.start]) or amount.low == amount.high:
        return amount
    if amount.high is None:  # 超过6个月, forbidden
        return replace(amount, low=Fraction(0), high=amount.low, low_open=False)
    if amount.low == 0:  # 少于3篇, forbidden
        return replace(amount, low=amount.high, high=None, high_open=False)
    return amount


def changed(text: str, start: int) -> bool:
    """Whether the amount at ``start`` says by how much something changed: 减少了9件, not 减到9件."""
    return bool(_CHANGED.search(re.split(r"[，。；！？,;!?\n]", text[:start])[-1][-20:]))


def relation(claimed: Quantity, source: Quantity) -> Relation | None:
    """How two amounts relate; None when they are not of the same thing.

    Two limits of one direction that differ by more than a tenth conflict: 不少于5篇 and 不少于3篇.
    """
    if not quantities.same_measure(claimed, source):
        return None
    if claimed.low == source.low == 0 and claimed.high != source.high:
        return "conflict"
    limits = claimed.high is None and source.high is None and claimed.low != source.low
    if limits and not (source.low * Fraction(9, 10) <= claimed.low < source.low):
        return "conflict"
    return quantities.quantity_relation(claimed, source)
