"""Rows of the audit as JSON lines and as CSV. Pure."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from io import StringIO

from people.audit.chain import Entry
from people.papers.results_export import inert

COLUMNS = (
    "编号",
    "时间（UTC）",
    "账号编号",
    "账号",
    "地址",
    "行为",
    "对象",
    "结果",
    "详情",
    "前一条散列值",
    "散列值",
)
BYTE_ORDER_MARK = "\ufeff"  # without one Excel takes UTF-8 for GBK


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """One line a row, each with its line end, values as they were hashed: enough to verify the chain."""
    for entry in entries:
        yield json.dumps(asdict(entry), ensure_ascii=False) + "\n"


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A line of headings, then one a row, each with its line end; nothing in it is run by a spreadsheet.

    A text that could be is written after an apostrophe: hashes are verified from JSON lines, not from this.
    """
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for entry in entries:
        yield _line(inert("" if value is None else value) for value in asdict(entry).values())


def _line(cells: Iterable[str | int | float]) -> str:
    out = StringIO(newline="")
    csv.writer(out).writerow(list(cells))
    return out.getvalue()
