"""Which of several amounts that stand together is the largest and which the smallest. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chinese import sums_rows
from chinese.values import Quantity, quantities
from rag.checking.stated import Stated

FEWEST, MOST = 3, 40  # amounts that are compared
_SUPERLATIVE = re.compile(
    r"最[多少高低大小长短快慢早晚好差重轻]|第[一二三]|居首|垫底|末位|领先|首位|榜首|冠|之[首最]|[多高大]于其|倒数|前[三五]"
)


@dataclass(frozen=True, slots=True)
class Extremes:
    """The largest and the smallest of amounts of one sentence or column."""

    most: Stated
    least: Stated
    count: int

    @property
    def words(self) -> str:
        """As the reader is told: 最高：城东，20名；最低：城西，3名."""
        return f"{self.count}项中最高：{self.most.own}；最低：{self.least.own}"


def extremes(clause: str, nearby: Sequence[tuple[float, Stated]]) -> Extremes | None:
    """Of the amounts beside the likeliest proposition; None where ``clause`` has no superlative."""
    if not _SUPERLATIVE.search(clause):
        return None
    for _, stated in sorted(nearby, key=lambda one: -one[0]):
        for amount in stated.amounts:
            group = _without_total(_group(stated, amount))
            if FEWEST <= len(group) <= MOST:
                (_, least), *_, (_, most) = sorted(group, key=lambda pair: pair[0].low)
                return Extremes(most, least, len(group))
    return None


def _group(stated: Stated, amount: Quantity) -> list[tuple[Quantity, Stated]]:
    """The exact amounts of one measure in its sentence, or in its column without totals."""
    column = _column(stated)
    return [
        (other, one)
        for one in stated.beside
        if _column(one) == column and not _is_total(one)
        for other in one.amounts
        if other.low == other.high
        and other.kind == amount.kind
        and (other.measure == amount.measure or quantities.same_measure(other, amount))
    ]


def _without_total(group: list[tuple[Quantity, Stated]]) -> list[tuple[Quantity, Stated]]:
    """The group without an amount that is the sum of the others: 68名，其中…30名，…22名，…16名."""
    whole = sum(amount.low for amount, _ in group)
    return [pair for pair in group if 2 * pair[0].low != whole]


def _column(stated: Stated) -> tuple[tuple[int, int], ...]:
    return tuple((c.start, c.end) for c in stated.proposition.carried if c.role == "column")


def _is_total(stated: Stated) -> bool:
    rows = [c for c in stated.proposition.carried if c.role == "row"]
    return any(sums_rows(stated.document.text[c.start : c.end]) for c in rows)
