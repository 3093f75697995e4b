"""One date of a Chinese text, by its words: years, months, quarters, plans, decades. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from chinese.digits import NONZERO
from chinese.language_data import topic
from chinese.values.numerals import number_value

Role = Literal["in", "since", "until"]
Day = tuple[int, int]  # month, day

_DATA = topic("times")
_YEAR, _MONTH, _DAY, _TENTH, _PART = map(_DATA.expression, ("year", "month", "day", "tenth", "part"))
_BARE_PART, _ISO, _PHASE = map(_DATA.expression, ("bare_part", "iso", "phase"))
_PLAN_TIME, _NOW = map(_DATA.expression, ("plan", "now"))
DATE = re.compile(
    rf"(?P<year>{_YEAR}) ?"
    rf"(?:(?P<month>{_MONTH}) ?(?:(?P<day>{_DAY})|(?P<tenth>{_TENTH}))?|(?P<part>{_PART}))?"
    rf"|(?P<iso>{_ISO})"
    rf"|(?P<month2>{_MONTH}) ?(?:(?P<day2>{_DAY})|(?P<tenth2>{_TENTH}))?"
    rf"|(?P<part2>{_BARE_PART})"
    r"|(?<![0-9.第])(?P<day3>3[01]|[12]?[0-9])(?:日(?![内间游]|(?![0-9]{1,2}[时点:：])[0-9]|[以之]内)|(?:(?<=月.)|(?<=月..))号(?![线楼院馆召文]))"
    rf"|[“\"'‘]?(?P<plan>十?[{NONZERO}]|十)五(?:[”\"'’]{_PLAN_TIME}?|{_PLAN_TIME}|(?<=十[{NONZERO}]五))"
    rf"|(?:近|过去|最近)(?P<last>[0-9]{{1,2}}|[{NONZERO}十两]{{1,2}})年(?:来|间)?"
    r"|(?P<recent>近(?:几|些)?年来?)"
    rf"|(?P<century>[0-9]{{2}}|二?十[{NONZERO}]?|上) ?世纪"
    rf"(?:(?P<decade>[1-9]0|[{NONZERO[1:]}]十)年代)?(?P<phase>{_PHASE})?"
    rf"|(?<![0-9{NONZERO}])(?P<decade2>(?:19|20)[0-9]0|[3-9]0|[{NONZERO[2:]}]十)年代(?P<phase2>{_PHASE})?"
    rf"|(?P<now>{_NOW})"
)
_FROM_WRITING = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_FROM_TEXT = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_PARTS = {"上": (1, 6), "下": (7, 12), "初": (1, 3), "中": (6, 7), "底": (11, 12), "末": (11, 12)}
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 12)}


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A span of days. What is not known is None or "".

    ``within`` is the span inside a year as (month, day) pairs, known even where the year is not;
    ``day`` is a day of an unknown month; ``relative`` the word whose year or length is not known.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    role: Role = "in"
    within: tuple[Day, Day] | None = None
    day: int | None = None
    relative: str = ""


def read(match: re.Match[str], anchor: int | None, written: int | None) -> DateSpan | None:
    """The date of a match of ``DATE``, without its role; None when there is no such day.

    ``anchor`` is the last year named before it, ``written`` the year of writing.
    """
    start, end = match.span()
    if match["now"]:
        return DateSpan(start, end, None, None, "until", relative="目前")
    if match["day3"]:
        return DateSpan(start, end, None, None, day=int(match["day3"]))
    for group, special in (("plan", _plan), ("century", _decade), ("decade2", _decade)):
        if match[group]:
            return special(match)
    if match["last"] or match["recent"]:
        return _recent(match, written)
    return _calendar(match, *_year(match, anchor, written))


def _calendar(match: re.Match[str], year: int | None, relative: str) -> DateSpan | None:
    """A year, month or day, the year open where ``relative`` or nothing names it."""
    start, end = match.span()
    within = _within(match, year)
    if year is None or within is None:
        return within and DateSpan(start, end, None, None, within=within, relative=relative)
    first, last = date(year, *within[0]), date(year, *within[1])
    if "冬" in match.group():  # ends in the next year
        return DateSpan(start, end, first, date(year + 1, 2, monthrange(year + 1, 2)[1]))
    return DateSpan(start, end, first, last, within=within)


def _year(match: re.Match[str], anchor: int | None, written: int | None) -> tuple[int | None, str]:
    """The year of a date, or None and the word that leaves it open."""
    if match["iso"]:
        return int(match["iso"][:4]), ""
    named = (match["year"] or "").removesuffix("度").replace(" ", "")
    if not named:
        return (anchor or written), ""
    if named in _FROM_WRITING:
        return (None, named) if written is None else (written + _FROM_WRITING[named], "")
    if named in _FROM_TEXT:
        return (None, named) if anchor is None else (anchor + _FROM_TEXT[named], "")
    value = number_value(named.removesuffix("年"))
    return (None, named) if value is None else (int(value), "")


def _within(match: re.Match[str], year: int | None) -> tuple[Day, Day] | None:
    """The months and days of a date inside its year."""
    if match["iso"]:
        month, *days = (int(n) for n in re.split(r"[-./]", match["iso"])[1:])
        return _days(month, days[0] if days else None, "", year)
    month_word = match["month"] or match["month2"]
    if month_word:
        value = number_value(month_word.rstrip(" 月份"))
        day = number_value((match["day"] or match["day2"] or "").rstrip(" 日号"))
        tenth = match["tenth"] or match["tenth2"] or ""
        return _days(int(value or 0), None if day is None else int(day), tenth, year)
    return _part(match["part"] or match["part2"] or "")


def _days(month: int, day: int | None, tenth: str, year: int | None) -> tuple[Day, Day] | None:
    last = monthrange(year or 2000, month)[1]  # 2000 is a leap year: 2月29日 is possible
    if day is not None:
        return ((month, day), (month, day)) if day <= last else None
    low, high = {"上": (1, 10), "初": (1, 10), "中": (11, 20), "下": (21, last)}.get(
        tenth[:1], (21, last) if tenth else (1, last)
    )
    return (month, low), (month, high)


def _part(part: str) -> tuple[Day, Day]:
    """Part of a year; 年初 is taken as January to March, 年底 as November and December."""
    months = (1, 12)
    if quarter := re.search("[一二三四首1-4](?=季)", part):
        number = int(number_value(quarter.group().replace("首", "一")) or 1)
        months = (1 if part[0] == "前" else 3 * number - 2, 3 * number)
    elif part:
        months = (_PARTS | _SEASONS)[part.removeprefix("年")[0]]
    return (months[0], 1), (months[1], monthrange(2001, months[1])[1])


def _plan(match: re.Match[str]) -> DateSpan | None:
    """A five-year plan: the sixth began in 1981, each lasts five years."""
    number = int(number_value(match["plan"]) or 0)
    quoted = match.group()[0] in "“\"'‘"
    if number < 6 or (match.group()[-1] in "”\"'’" and not quoted):
        return None
    first = 1951 + 5 * number
    return DateSpan(*match.span(), date(first, 1, 1), date(first + 4, 12, 31))


def _recent(match: re.Match[str], written: int | None) -> DateSpan:
    """近三年: the year of writing and the two before it."""
    count = None if match["recent"] else number_value(match["last"])
    if written is None or not count:
        return DateSpan(*match.span(), None, None, relative=f"近{count or ''}年")
    return DateSpan(*match.span(), date(written - int(count) + 1, 1, 1), date(written, 12, 31))


def _decade(match: re.Match[str]) -> DateSpan | None:
    """20世纪80年代, 90年代, 21世纪; a decade without its century is of the twentieth."""
    century = 20 if (match["century"] or "上") == "上" else int(number_value(match["century"]) or 0)
    decade = match["decade"] or match["decade2"]
    if not decade:
        return DateSpan(*match.span(), date(century * 100 - 99, 1, 1), date(century * 100, 12, 31))
    value = int(number_value(decade) or 0)
    first = value if value > 1000 else (century - 1) * 100 + value
    phase = (match["phase"] or match["phase2"] or " ")[0]
    low, high = {"初": (0, 3), "中": (4, 6), "末": (7, 9), "后": (7, 9)}.get(phase, (0, 9))
    return DateSpan(*match.span(), date(first + low, 1, 1), date(first + high, 12, 31))
