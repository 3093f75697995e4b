"""Dates and spans of time in Chinese text -> first and last day, and how two of them relate. Pure."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date

from chinese.digits import NUMERAL_CHARS
from chinese.language_data import topic
from chinese.values.date import DATE, DateSpan, read
from chinese.values.intervals import Relation
from chinese.values.numerals import narrow, number_value

__all__ = ["DateSpan", "date_relation", "find_dates"]

# 2023—2024年, 3至5月, 9月1日至8日: the first half is told by the second.
_SHORT = re.compile(
    rf"(?<![0-9.])(?P<a>[0-9]{{1,4}}|[{NUMERAL_CHARS}]{{1,2}}) ?(?:至|到|~|-|–|—{{1,2}}) ?"
    rf"(?=(?P<b>[0-9]{{1,4}}|[{NUMERAL_CHARS}]{{1,3}}) ?(?P<unit>年|月))"
)
_WHOLE_YEAR = ((1, 1), (12, 31))
_DAYS = re.compile(r"(?P<low>[0-9]{1,2})? ?(?:至|到|~|-|–|—{1,2}) ?")
_TO = re.compile(r" ?(?:至|到|~|-|–|—{1,2}) ?")
_SINCE_BEFORE, _SINCE_AFTER, _UNTIL_BEFORE, _UNTIL_AFTER = (
    re.compile(topic("times").expression(group))
    for group in ("since_before", "since_after", "until_before", "until_after")
)


def find_dates(text: str, year: int | None = None) -> list[DateSpan]:
    """The dates of ``text`` in order; ``year`` is that of writing: 去年 and 近三年 count from it.

    Months without a year belong to the last full year named before them, else to ``year``;
    同年 and 次年 to that year only.
    """
    view = narrow(text)
    spans: list[DateSpan] = []
    anchor: int | None = None
    for match in DATE.finditer(view):
        if spans and match.start() < spans[-1].end:
            continue
        span = read(match, anchor, year)
        if span is None:
            continue
        span = _joined(_opened(span, view), spans, view)
        if span.first and span.last and (match["year"] or match["iso"]):
            # after 2020年至2023年 a bare month may be of either year
            anchor = span.last.year if span.first.year == span.last.year else None
        spans.append(span)
    return [_with_role(span, view) for span in spans]


def date_relation(claimed: DateSpan, source: DateSpan) -> Relation:
    """equal: the same span; entailed: the source's lies inside the claim's; conflict: apart.

    Where a year is not known, the months and days are compared. Spans of different roles
    (since, in, until) that overlap are at best compatible.
    """
    if _apart(claimed, source):
        return "conflict"
    if claimed.role != source.role:
        return "compatible"
    if _key(claimed) == _key(source):
        return "equal"
    return "entailed" if _inside(source, claimed) else "compatible"


def _inside(inner: DateSpan, outer: DateSpan) -> bool:
    """Whether ``outer`` surely holds all of ``inner``; an outer year left open holds any."""
    if outer.relative and outer.relative != inner.relative:
        return False
    if outer.day and not outer.within:
        return _only_day(inner) == outer.day
    if outer.first and outer.last and inner.first and inner.last:
        return outer.first <= inner.first and inner.last <= outer.last
    if outer.first or not (outer.within and inner.within):
        return False
    return outer.within[0] <= inner.within[0] and inner.within[1] <= outer.within[1]


def _key(span: DateSpan) -> tuple[object, ...]:
    return (span.first, span.last, span.within if span.first is None else None, span.day, span.relative)


def _apart(a: DateSpan, b: DateSpan) -> bool:
    """Whether two spans share no day, by what is known of both."""
    if a.first and a.last and b.first and b.last:
        if a.role == b.role:
            return a.last < b.first or b.last < a.first
        after = a.role != "since" and b.role != "until" and a.last < b.first
        return after or (b.role != "since" and a.role != "until" and b.last < a.first)
    if a.role != b.role:
        return False
    if a.within and b.within:
        return a.within[1] < b.within[0] or b.within[1] < a.within[0]
    days = [_only_day(a), _only_day(b)]
    return None not in days and days[0] != days[1]


def _only_day(span: DateSpan) -> int | None:
    """The day of the month, where the span is one day."""
    if span.day:
        return span.day
    return span.within[0][1] if span.within and span.within[0] == span.within[1] else None


def _opened(span: DateSpan, view: str) -> DateSpan:
    """The span with the shorter half before it: 2023— of 2023—2024年, 3至 of 3至5月."""
    for match in _SHORT.finditer(view, max(0, span.start - 8), span.end + 1):
        low, high = (int(number_value(match[name]) or 0) for name in ("a", "b"))
        if match.end() != span.start or not low < high:
            continue
        if match["unit"] == "年" and low >= 1000 and span.last:
            return replace(span, start=match.start(), first=date(low, 1, 1), within=None)
        if match["unit"] == "月" and span.within and 1 <= low <= 12:
            first = span.last and date(span.last.year, low, 1)
            return replace(span, start=match.start(), first=first, within=((low, 1), span.within[1]))
    return span


def _joined(span: DateSpan, spans: list[DateSpan], view: str) -> DateSpan:
    """The span merged with the date before it, taken from ``spans``, when the two are one."""
    if not spans:
        return span
    before = spans[-1]
    if since := _SINCE_BEFORE.search(view, max(0, before.start - 2), before.start):  # 从三月到五月
        before = replace(before, start=since.start())
    touching = before.end == span.start
    merged = None
    if span.relative == "目前" and touching:
        merged = replace(spans[-1], end=span.end, role="since")
    elif span.day and not span.within:
        merged = _until_day(before, span, view)
    elif touching and before.first and before.within == _WHOLE_YEAR and span.first and span.within:
        merged = replace(span, start=before.start) if before.first.year == span.first.year else None
    elif _TO.fullmatch(view, before.end, span.start):
        merged = _through(before, span)
    if merged is None:
        return span
    spans.pop()
    return merged


def _until_day(before: DateSpan, span: DateSpan, view: str) -> DateSpan | None:
    """9月1日至8日 and 9月1—8日."""
    gap = _DAYS.fullmatch(view, before.end, span.start)
    if gap is None or span.day is None or before.within is None:
        return None
    low, month = before.within[0], before.within[1][0]
    if gap["low"]:
        low = (month, int(gap["low"]))
    elif before.within[0] != before.within[1]:
        return None
    within = (low, (month, span.day))
    year = before.first.year if before.first else 2000
    if not 0 < low[1] < span.day <= monthrange(year, month)[1]:
        return None
    first, last = (date(year, *within[0]), date(year, *within[1])) if before.first else (None, None)
    return replace(before, end=span.end, first=first, last=last, within=within)


def _through(before: DateSpan, span: DateSpan) -> DateSpan | None:
    """From the first day of ``before`` to the last of ``span``; None when that runs backwards."""
    inside = (before.within[0], span.within[1]) if before.within and span.within else None
    if before.first and span.last:
        if before.first > span.last:
            return None
        same = before.first.year == span.last.year
        return replace(span, start=before.start, first=before.first, within=inside if same else None)
    if before.first or span.last or inside is None or inside[0] > inside[1]:
        return None
    return replace(span, start=before.start, within=inside)


def _with_role(span: DateSpan, view: str) -> DateSpan:
    """The span with the words that make it a beginning or an end."""
    if span.role == "until":
        return span
    since, until = _SINCE_AFTER.match(view, span.end), _UNTIL_AFTER.match(view, span.end)
    before_since = _SINCE_BEFORE.search(view, max(0, span.start - 2), span.start)
    before_until = _UNTIL_BEFORE.search(view, max(0, span.start - 3), span.start)
    if span.role == "since" or since or (before_since and not until):
        start = before_since.start() if before_since else span.start
        return replace(span, start=start, end=since.end() if since else span.end, role="since")
    if until or before_until:
        start = before_until.start() if before_until else span.start
        return replace(span, start=start, end=until.end() if until else span.end, role="until")
    return span
