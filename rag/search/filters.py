"""What a search is narrowed to: unit, source, tag, dates, validity; from options or a form, and in words."""

import argparse
from collections.abc import Iterable
from datetime import date

from chinese.values import HOW, written_day
from index.errors import IndexFailure
from index.records import EVERYTHING, Filter
from index.store import Entry

MOST = 20  # values of one field


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, the same for every command that searches."""
    parser.add_argument("--unit", action="append", default=[], metavar="单位", help="只查这个单位，可重复")
    parser.add_argument("--source", action="append", default=[], metavar="来源", help="只查这个来源，可重复")
    parser.add_argument("--tag", action="append", default=[], metavar="标签", help="只查有这个标签的，可重复")
    parser.add_argument(
        "--since", default="", metavar="日期", help="只查这天及以后的，如 2023-01-01、2023年1月"
    )
    parser.add_argument("--until", default="", metavar="日期", help="只查这天及以前的")
    parser.add_argument("--in-force", action="store_true", help="不查已过有效期的")


def chosen_filter(chosen: argparse.Namespace) -> Filter:
    """What the options say. Raises IndexFailure for a date that is none."""
    named = (chosen.unit, chosen.source, chosen.tag)
    return narrowed_to(*named, chosen.since, chosen.until, in_force=chosen.in_force)


def narrowed_to(
    units: Iterable[str],
    sources: Iterable[str],
    tags: Iterable[str],
    since: str,
    until: str,
    *,
    in_force: bool,
) -> Filter:
    """A filter of words as people write them. Raises IndexFailure for dates that are none or in no order."""
    where = Filter(
        units=_words("单位", units),
        sources=_words("来源", sources),
        tags=_words("标签", tags),
        since=_day(since, last=False),
        until=_day(until, last=True),
        valid_on=date.today().isoformat() if in_force else "",
    )
    if where.since and where.until and where.until < where.since:
        raise IndexFailure(f"日期范围从 {where.since} 到 {where.until}，先后颠倒了。请改正。")
    return where


def told(where: Filter) -> str:
    """A filter in Chinese, e.g. 单位含“水利局”，2023-01-01起; "" for one that leaves everything."""
    parts = [
        f"{words}{'或'.join(f'“{value}”' for value in values)}"
        for words, values in (("单位含", where.units), ("来源是", where.sources), ("标签有", where.tags))
        if values
    ]
    if where.since and where.until:
        parts.append(f"{where.since}至{where.until}")
    elif where.since or where.until:
        parts.append(f"{where.since}起" if where.since else f"{where.until}止")
    parts += ["不含已过有效期的"] if where.valid_on else []
    return "，".join(parts)


def holds(where: Filter, entry: Entry, unit: str) -> bool:
    """Whether a case of ``unit``, "" for none, in a document is left by a filter, as the store has it."""
    known = entry.metadata
    return where == EVERYTHING or (
        (not where.documents or entry.id in where.documents)
        and entry.id not in where.without
        and (not where.units or any(named in (unit or known.unit) for named in where.units))
        and (not where.sources or known.source in where.sources)
        and (not where.tags or bool(set(where.tags) & set(known.tags)))
        and (not where.since or (known.date != "" and known.date >= where.since))
        and (not where.until or (known.date != "" and known.date <= where.until))
        and (not where.valid_on or not known.valid_until or known.valid_until >= where.valid_on)
    )


def _words(name: str, given: Iterable[str]) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in given if word.strip()))
    if len(words) > MOST:
        raise IndexFailure(f"{name}写了 {len(words)} 个，超过上限 {MOST} 个。请少写几个。")
    return words


def _day(value: str, *, last: bool) -> str:
    """ISO 8601; of a month or a year its first day or its last."""
    if not (words := value.strip()):
        return ""
    if (day := written_day(words, last=last)) is None:
        raise IndexFailure(f"“{words}”不是日期。{HOW}")
    return day.isoformat()
