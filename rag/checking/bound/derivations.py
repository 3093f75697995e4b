"""An amount that a text gives by its own numbers: a difference, sum, share, multiple, average or duration. Pure.

Only where the sentence says that it reckons (比…多, 缩短了, 共, 占, 平均, 历时), and only from exact amounts of
propositions that speak of the same thing; which ones is told by how much of the sentence's wording they hold.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from typing import Literal

from chinese.values import DateSpan, Quantity, quantities
from chinese.values.intervals import exactly, interval_relation, last_unit
from rag.checking.stated import Stated

Operation = Literal["difference", "sum", "share", "growth", "multiple", "average", "duration"]
SIGNS: dict[Operation, str] = {
    "difference": "－",
    "sum": "＋",
    "share": "÷",
    "growth": "→",
    "multiple": "÷",
    "average": "÷",
    "duration": "→",
}
_TOLD: dict[Operation, str] = {
    "difference": "由{0}减{1}得出{result}",
    "share": "由{0}除以{1}得出{result}",
    "growth": "由{0}到{1}相差{result}",
    "multiple": "由{0}除以{1}得出{result}",
    "average": "由{0}除以{1}得出{result}",
    "duration": "由{0}到{1}得出{result}",
}
MOST = 28  # amounts, the nearest first, that are reckoned with
WHOLE = 12  # amounts of a sentence, row or column that are added up
TOGETHER = 0.25  # what operands of one sentence, row or column gain, on the scale of the share of wording
LOOSELY = Fraction(5, 2)  # percentage points by which 四成 and 三分之一 may be off
MONTH = Fraction(1, 12)
DAYS = Fraction(1461, 4)  # of a year
_DIFFERS = re.compile(
    r"[比较].{0,16}[多少高低快慢长短晚早]|[增减降升涨缩省]|下降|多出|高出|相差|差[了额]|快了|慢了|短了"
    r"|[剩余]|还有|其他|空着|没[^，]{0,4}|不是|未|不含|除"
)
_SUMS = re.compile(r"共|总|合计|加起来|加在一起|两[项个家人次地处类组]|三[项个家人次地处类组]|都|累计|全")
_PART_OF = re.compile(r"半|分之|成|占|比例|比重|率")
_GREW = re.compile("增|升|涨|提高|减|降|缩|压|省|下滑")
_EACH = re.compile("平均|人均|户均|月均|年均|日均|每")
_LASTED = re.compile("历时|用时|用了|花了|耗时|时隔|相隔|持续|提前|推迟|早|晚|后|不到|不足|内|间|满|期|从|拖")
_FRACTION = re.compile("成|分之|半")


@dataclass(frozen=True, slots=True)
class Operand:
    """An amount or a date of a proposition's core."""

    stated: Stated
    start: int  # in the core
    end: int

    @property
    def words(self) -> str:
        """As the text prints it."""
        return self.stated.core.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Derivation:
    """What was reckoned from which operands."""

    operation: Operation
    operands: tuple[Operand, ...]
    result: str  # the exact percentage or multiple; else the claim's own words
    score: float  # share of the sentence's wording that the operands' propositions hold, and TOGETHER

    @property
    def words(self) -> str:
        """The reckoning, such as 52秒－41秒＝11秒."""
        sign = SIGNS[self.operation]
        return f"{sign.join(operand.words for operand in self.operands)}＝{self.result}"

    @property
    def told(self) -> str:
        """The same as a user reads it: 由“52秒”减“41秒”得出11秒."""
        quoted = [f"“{operand.words}”" for operand in self.operands]
        if self.operation == "sum":
            return f"由{'、'.join(quoted)}相加得出{self.result}"
        return _TOLD[self.operation].format(*quoted, result=self.result)


@dataclass(frozen=True, slots=True)
class _Amount:
    score: float
    operand: Operand
    amount: Quantity


Nearby = tuple[float, Stated]  # a proposition and how much of the wording it holds


def derivation(
    claimed: Quantity, words: str, clause: str, nearby: Sequence[Nearby]
) -> Derivation | None:
    """The likeliest way in which the amounts of ``nearby`` give ``claimed``; None where none does.

    ``words`` are the claimed amount's own; ``clause`` is what the sentence says of it.
    """
    amounts = list(_amounts(nearby))
    found = [*_reckoned(claimed, words, clause, amounts), *_lasted(claimed, words, clause, nearby)]
    return max(found, key=lambda one: one.score, default=None)


def _amounts(nearby: Sequence[Nearby]) -> Iterator[_Amount]:
    """The exact amounts, each once, those of the nearest propositions first."""
    seen: set[tuple[str, int]] = set()
    for score, stated in sorted(nearby, key=lambda one: -one[0]):
        for amount in stated.amounts:
            key = stated.document.id, stated.place(amount.start, amount.end)[0]
            if amount.low != amount.high or key in seen:
                continue
            seen.add(key)
            yield _Amount(score, Operand(stated, amount.start, amount.end), amount)
            if len(seen) == MOST:
                return


def _reckoned(
    claimed: Quantity, words: str, clause: str, amounts: Sequence[_Amount]
) -> Iterator[Derivation]:
    points = claimed.measure.endswith("百分点")
    same = [
        a
        for a in amounts
        if (a.amount.kind == "percent" if points else quantities.same_measure(claimed, a.amount))
    ]
    loose = LOOSELY if _FRACTION.search(words) else None

    def fitting(
        operation: Operation,
        pairs: Iterator[tuple[_Amount, ...]],
        reckon: Callable[..., Fraction],
        measure: str = "",
    ) -> Iterator[Derivation]:
        for operands in pairs:
            value = reckon(*(one.amount.low for one in operands))
            if fits(claimed, value, loose):
                score = _together(operands)
                places = tuple(one.operand for one in operands)
                result = f"{printed(value)}{measure}" if measure else words
                yield Derivation(operation, places, result, score)

    if claimed.kind in ("number", "money"):
        if _DIFFERS.search(clause):
            larger = ((a, b) for a, b in permutations(same, 2) if a.amount.low > b.amount.low)
            yield from fitting("difference", larger, lambda a, b: a - b)
        if _SUMS.search(clause):
            pairs: Iterator[tuple[_Amount, ...]] = iter(combinations(same, 2))
            yield from fitting("sum", pairs, lambda a, b: a + b)
            yield from fitting("sum", _wholes(same), lambda *all_: sum(all_, Fraction(0)))
        if _EACH.search(clause):
            counts = [a for a in amounts if a.amount.kind in ("number", "money") and a.amount.low > 1]
            pairs = ((a, b) for a in same for b in counts if a is not b)
            yield from fitting("average", pairs, lambda a, b: a / b)
    counted = [a for a in amounts if a.amount.kind in ("number", "money") and a.amount.low > 0]
    alike = (
        (a, b) for a, b in permutations(counted, 2) if quantities.same_measure(a.amount, b.amount)
    )
    if claimed.kind == "percent":
        parts = list(alike)
        if _PART_OF.search(clause):
            smaller = ((a, b) for a, b in parts if a.amount.low < b.amount.low)
            yield from fitting("share", smaller, lambda a, b: 100 * a / b, "%")
        if _GREW.search(clause):
            yield from fitting("growth", iter(parts), lambda a, b: 100 * abs(b - a) / a, "%")
    elif claimed.kind == "multiple":
        larger = ((a, b) for a, b in alike if a.amount.low > b.amount.low)
        yield from fitting("multiple", larger, lambda a, b: a / b, "倍")


def _wholes(same: Sequence[_Amount]) -> Iterator[tuple[_Amount, ...]]:
    """All amounts of a sentence, row or column, three at least."""
    seen: set[tuple[int, ...]] = set()
    for one in same:
        beside = {id(other) for other in one.operand.stated.beside}
        group = [other for other in same if id(other.operand.stated) in beside]
        key = tuple(sorted(id(other) for other in group))
        if 3 <= len(group) <= WHOLE and key not in seen:
            seen.add(key)
            yield tuple(group)


def _together(operands: Sequence[_Amount]) -> float:
    mean = sum(one.score for one in operands) / len(operands)
    first, *others = operands
    beside = {id(other) for other in first.operand.stated.beside} | {id(first.operand.stated)}
    return mean + TOGETHER * all(id(other.operand.stated) in beside for other in others)


def _lasted(
    claimed: Quantity, words: str, clause: str, nearby: Sequence[Nearby]
) -> Iterator[Derivation]:
    """Durations between two dates; months are compared as months."""
    if claimed.kind != "number" or claimed.measure not in ("年", "天") or not _LASTED.search(clause):
        return
    dates = [
        (score, Operand(stated, date.start, date.end), date)
        for score, stated in nearby
        for date in stated.core.dates
        if date.first and date.last
    ][:MOST]
    for (s, a, one), (t, b, other) in combinations(dates, 2):
        if (one.first or other.first) and one.first != other.first and _between(claimed, one, other):
            early, late = (a, b) if one.first < other.first else (b, a)  # type: ignore[operator]
            yield Derivation("duration", (early, late), words, (s + t) / 2)


def _between(claimed: Quantity, one: DateSpan, other: DateSpan) -> bool:
    """Whether the time between the two may be what is claimed."""
    assert one.first and one.last and other.first and other.last
    early, late = sorted((one, other), key=lambda date: (date.first, date.last))  # type: ignore[arg-type,return-value]
    assert early.first and early.last and late.first and late.last
    if claimed.measure == "天":
        least = Fraction((late.first - early.last).days)
        most = Fraction((late.last - early.first).days + 1)
    else:
        least = Fraction((late.first - early.last).days) / DAYS - MONTH / 4
        most = Fraction((late.last - early.first).days + 1) / DAYS + MONTH / 4
    return claimed.low <= most and (claimed.high is None or claimed.high >= least)


def fits(claimed: Quantity, value: Fraction, loose: Fraction | None = None) -> bool:
    """Whether the claim, as exactly as it is put, allows the value."""
    if interval_relation(claimed.interval, exactly(value)) in ("equal", "entailed"):
        return True
    if claimed.low != claimed.high or not claimed.low or value.denominator == 1 and not loose:
        return False
    off = loose or min(last_unit(claimed.low), Fraction(1)) / 2
    return abs(claimed.low - value) <= off


def printed(value: Fraction) -> str:
    """In figures, two decimals at most."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
