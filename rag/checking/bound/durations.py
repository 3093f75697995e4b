"""How long it is between two dates of a text, where a sentence says how long something took. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

from chinese.values import Quantity
from rag.checking.bound.derivations import Derivation, Nearby, Operand

MOST = 28  # dates that are compared
QUARTER = Fraction(1, 48)  # of a year: by how much a number of months may be off, a quarter of one
DAYS = Fraction(1461, 4)  # of a year
LASTED = re.compile("历时|用时|用了|花了|耗时|时隔|相隔|持续|提前|推迟|早|晚|后|不到|不足|内|间|满|期|从|拖")
_Days = tuple[date, date]  # first and last day


def lasted(claimed: Quantity, words: str, clause: str, nearby: Sequence[Nearby]) -> Iterator[Derivation]:
    """Every two dates that lie as far apart as is claimed, the operands the earlier and the later one."""
    if claimed.kind != "number" or claimed.measure not in ("年", "天") or not LASTED.search(clause):
        return
    dates = [
        (score, Operand(stated, span.start, span.end), (span.first, span.last))
        for score, stated in nearby
        for span in stated.core.dates
        if span.first and span.last
    ]
    dates.sort(key=lambda one: one[2])
    for (s, early, first), (t, late, second) in combinations(dates[:MOST], 2):
        if first[0] != second[0] and _apart(claimed, first, second):
            yield Derivation("duration", (early, late), words, (s + t) / 2)


def _apart(claimed: Quantity, early: _Days, late: _Days) -> bool:
    """Whether the time between the two may be what is claimed."""
    least = Fraction((late[0] - early[1]).days)
    most = Fraction((late[1] - early[0]).days + 1)
    if claimed.measure == "年":
        least, most = least / DAYS - QUARTER, most / DAYS + QUARTER
    return claimed.low <= most and (claimed.high is None or claimed.high >= least)
