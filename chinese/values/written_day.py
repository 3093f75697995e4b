"""A day as somebody writes it into a field: 2024-05-01, 2024.5.1, 2024年5月, 二〇二四年五月. Pure."""

import re
from datetime import date

from chinese.values.dates import find_dates
from chinese.values.numerals import narrow

HOW = "请写成 2024-05-01、2024.5.1、2024年5月 或 二〇二四年五月 这样。"  # for messages, after what was wrong
_DIGITS = re.compile(r"[0-9]{8}")  # 20240501
_YEAR = re.compile(r"[0-9]{4}")


def written_span(words: str) -> tuple[date, date] | None:
    """The first and last day of what is written, blanks aside; None where it is no date of a known year.

    A day is both; of a month or a year they are its ends. 去年, 目前 or two dates are none.
    """
    words = narrow("".join(words.split()))
    if _DIGITS.fullmatch(words):
        return _days(f"{words[:4]}-{words[4:6]}-{words[6:]}")
    return _days(f"{words}年" if _YEAR.fullmatch(words) else words)


def _days(words: str) -> tuple[date, date] | None:
    spans = find_dates(words)
    if len(spans) != 1 or (spans[0].start, spans[0].end) != (0, len(words)):
        return None
    span = spans[0]
    if span.first is None or span.last is None or span.relative or span.role != "in":
        return None
    return span.first, span.last


def written_day(words: str, *, last: bool = False) -> date | None:
    """The day that is written; of a month or a year its first day, or its ``last``. None for no date."""
    span = written_span(words)
    return span and span[last]


def spoken(day: date) -> str:
    """A day as a person says it: 2024年5月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
