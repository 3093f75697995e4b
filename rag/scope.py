"""Options of the command line that narrow what is searched: unit, source, tag, dates, validity."""

import argparse
from datetime import date

from index.errors import IndexFailure
from index.records import Filter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, the same for every command that searches."""
    parser.add_argument("--unit", action="append", default=[], metavar="单位", help="只查这个单位，可重复")
    parser.add_argument("--source", action="append", default=[], metavar="来源", help="只查这个来源，可重复")
    parser.add_argument("--tag", action="append", default=[], metavar="标签", help="只查有这个标签的，可重复")
    parser.add_argument("--since", default="", metavar="日期", help="只查这天及以后的，如 2023-01-01")
    parser.add_argument("--until", default="", metavar="日期", help="只查这天及以前的")
    parser.add_argument("--in-force", action="store_true", help="不查已过有效期的")


def chosen_filter(chosen: argparse.Namespace) -> Filter:
    """What the options say. Raises IndexFailure for a date that is none."""
    return Filter(
        units=tuple(chosen.unit),
        sources=tuple(chosen.source),
        tags=tuple(chosen.tag),
        since=_day(chosen.since),
        until=_day(chosen.until),
        valid_on=date.today().isoformat() if chosen.in_force else "",
    )


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError as error:
        raise IndexFailure(f"“{value}”不是日期。请写成 2023-12-20 这样。") from error
