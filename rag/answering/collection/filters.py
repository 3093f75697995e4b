"""What a question says that an honour must be: its levels, its year. Pure."""

import re
from dataclasses import dataclass
from typing import cast

from chinese.language_data import any_of, topic
from chinese.values import DateSpan, find_dates, find_ranks, number_value
from chinese.values.ranks import Scale
from index.catalogue import Level
from index.records import Span

_DATA = topic("counted")
_TABLE = topic("awards").tables["levels"]
_NAMES = tuple(cast("Level", level) for level in _TABLE)  # the highest first, as chinese.values counts
_OF_WORD = {word: cast("Level", level) for level, words in _TABLE.items() for word in words}
_HONOUR = any_of(_DATA.tables["nouns"]["honour"])
# 省里的荣誉, 市里发的集体荣誉, 全国先进: a level without 级, right before an honour.
_LOOSE = re.compile(
    rf"(?:全(?=[国省市州县区])|)(?P<word>国|{any_of(_OF_WORD)})(?:里|上)?(?:发|给|颁|授予)?的?(?=(?:集体|个人)?{_HONOUR})"
)
_WHOSE = re.compile(rf"(?P<whose>集体|个人)(?={_HONOUR})")
_NAMED = ("prize", "medal", "star")
_YEARS = re.compile(_DATA.expression("range"))


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked of an honour; () and None where nothing is."""

    levels: tuple[Level, ...] = ()  # any of these
    year: int | None = None
    years: int | None = None  # how many years are looked back over: 三年来
    bodies: bool | None = None  # whether bodies or persons have it: 集体荣誉, 个人荣誉
    ranks: tuple[tuple[Scale, int], ...] = ()  # of prizes and medals: all of these in its name
    spans: tuple[Span, ...] = ()  # the words that say levels and years


def sought(text: str) -> Sought | None:
    """What a folded text says of honours; None where it says it in a way that is not surely read."""
    levels: list[Level] = []
    spans: list[Span] = []
    found = find_ranks(text)
    ranks = [(rank.scale, rank.level) for rank in found if rank.scale in _NAMED]
    for rank in found:
        graded = text[rank.start : rank.end].rstrip("及以上").endswith("级")
        if rank.scale != "level" or not graded:
            continue
        if rank.level > len(_NAMES):
            return None
        levels += _NAMES[: rank.level] if rank.least else _NAMES[rank.level - 1 : rank.level]
        spans.append((rank.start, rank.end))
    for match in _LOOSE.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in spans):
            levels.append("国家级" if match["word"] == "国" else _OF_WORD[match["word"]])
            spans.append(match.span())
    whose = _WHOSE.search(text)
    if whose:
        spans.append(whose.span())
    back = _YEARS.search(text)
    dates = [d for d in find_dates(text) if not (back and d.start < back.end() and back.start() < d.end)]
    if len(dates) > 1 or any(_year(d) is None for d in dates):
        return None
    spans += [(d.start, d.end) for d in dates]
    years = number_value(back["years"]) if back else None
    return Sought(
        levels=tuple(dict.fromkeys(levels)),
        year=_year(dates[0]) if dates else None,
        years=int(years) if years else None,
        bodies=whose["whose"] == "集体" if whose else None,
        ranks=tuple(ranks),
        spans=(*spans, *([back.span()] if back else [])),
    )


def _year(date: DateSpan) -> int | None:
    """The year of a date that names nothing else; None for a day, a month, or several years."""
    if not date.first or not date.last or date.role != "in":
        return None
    whole = (date.first.month, date.first.day, date.last.month, date.last.day) == (1, 1, 12, 31)
    return date.first.year if whole and date.first.year == date.last.year else None
