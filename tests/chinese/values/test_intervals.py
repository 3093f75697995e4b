"""Bounds against a brute-force oracle: the amounts an interval allows, listed on a fine grid."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.values.intervals import (
    Interval,
    _meant,
    and_more,
    bounded,
    exactly,
    interval_relation,
    last_unit,
    scaled,
)

FAR = 40  # beyond every finite end drawn below
GRID = [Fraction(n, 4) for n in range(FAR * 4)]


@st.composite
def intervals(draw):
    low = draw(st.integers(0, 12))
    high = draw(st.none() | st.integers(low, 14))
    if low == high:
        return exactly(low)
    return Interval(
        Fraction(low), None if high is None else Fraction(high), draw(st.booleans()), draw(st.booleans())
    )


def allowed(interval):
    """The grid's amounts inside an interval."""
    return {
        x
        for x in GRID
        if (x > interval.low or (x == interval.low and not interval.low_open))
        and (interval.high is None or x < interval.high or (x == interval.high and not interval.high_open))
    }


def plain(interval):
    """high_open of an interval without end says nothing."""
    return interval if interval.high is not None else Interval(interval.low, None, interval.low_open)


@given(intervals().map(plain), intervals().map(plain))
def test_relation_is_that_of_the_sets(claimed, source):
    mine, theirs = allowed(claimed), allowed(source)
    relation = interval_relation(claimed, source)
    if mine == theirs:
        assert relation == "equal"
    elif theirs <= mine or allowed(_meant(source)) <= mine:
        assert relation == "entailed"
    elif mine & theirs:
        assert relation == "compatible"
    else:
        # the one exception: a round figure at the open end of 余, 超过 or 近
        at_open_end = claimed.low == claimed.high and claimed.low in (source.low, source.high)
        assert relation == "conflict" or (at_open_end and relation == "compatible")


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("410", 10),
        ("300", 100),
        ("18000", 1000),
        ("15", 1),
        ("2.5", Fraction(1, 10)),
        ("0.25", Fraction(1, 100)),
        ("100000", 100_000),
        ("0", 1),  # a page of 2024 that prints 0来 was read without end
    ],
)
def test_last_unit(value, unit):
    assert last_unit(Fraction(value)) == unit


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("", Interval(Fraction(50), Fraction(50))),
        ("超过", Interval(Fraction(50), None, low_open=True)),
        ("超过了", Interval(Fraction(50), None, low_open=True)),
        ("以上", Interval(Fraction(50), None)),
        ("不足", Interval(Fraction(0), Fraction(50), high_open=True)),
        ("以内", Interval(Fraction(0), Fraction(50))),
        ("近", Interval(Fraction(45), Fraction(50), high_open=True)),
        ("约", Interval(Fraction(45), Fraction(55))),
    ],
)
def test_bounded(word, expected):
    assert bounded(exactly(50), word) == expected


def test_a_bound_adds_nothing_to_more():
    more = and_more(Fraction(300), Fraction(100))
    assert more == Interval(Fraction(300), Fraction(400), low_open=True, high_open=True)
    assert bounded(more, "超过") == bounded(more, "约") == more


def test_scaled_keeps_the_ends():
    assert scaled(Interval(Fraction(1), None, low_open=True), Fraction(1000)) == Interval(
        Fraction(1000), None, low_open=True
    )


@pytest.mark.parametrize(
    ("claimed", "source", "expected"),
    [
        (and_more(Fraction(300), Fraction(100)), Interval(Fraction(300), None, low_open=True), "entailed"),
        (and_more(Fraction(10), Fraction(10)), Interval(Fraction(14), None, low_open=True), "entailed"),
        (and_more(Fraction(400), Fraction(100)), Interval(Fraction(300), None, low_open=True), "compatible"),
        (exactly(350), Interval(Fraction(300), None, low_open=True), "compatible"),
        (and_more(Fraction(300), Fraction(100)), Interval(Fraction(300), None), "compatible"),  # 至少300
    ],
)
def test_more_than_a_round_number_means_that_and_some(claimed, source, expected):
    assert interval_relation(claimed, source) == expected
