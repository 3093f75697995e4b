"""A claimed amount and what a text says around it -> the reckoning that gives the amount, or another. Pure.

Only where the sentence says that it reckons (比…多, 缩短了, 共, 占, 平均, 历时), and only from exact amounts
of propositions that speak of the same thing: which, tells how much of the sentence's wording they hold.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

from chinese.values import Quantity, quantities
from rag.checking.bound.derivations import Derivation, Nearby, Operand, Operation, fits, printed
from rag.checking.bound.durations import LASTED, lasted

MOST = 28  # amounts, the nearest first, that are reckoned with
WHOLE = 12  # amounts of a sentence, row or column that are added up
TOGETHER = 0.25  # what operands of one sentence, row or column gain, on the scale of the share of wording
SLACK = 0.1  # by how much other amounts must speak of it more before they are reckoned with instead
SURELY = 0.25  # share of the wording from which a reckoning that does not fit is believed
LOOSELY = Fraction(5, 2)  # percentage points by which 四成 and 三分之一 may be off
_DIFFERS = re.compile(
    r"[比较].{0,16}[多少高低快慢长短晚早]|[增减降升涨缩省]|下降|多出|高出|相差|差[了额]|快了|慢了|短了"
    r"|[剩余]|还有|其他|空着|没[^，]{0,4}|不是|未|不含|除"
)
_SUMS = re.compile(r"共|总|合计|加起来|加在一起|两[项个家人次地处类组]|三[项个家人次地处类组]|都|累计|全")
_PART_OF = re.compile(r"半|分之|成|占|比例|比重|率")
_GREW = re.compile("增|升|涨|提高|减|降|缩|压|省|下滑")
_EACH = re.compile("平均|人均|户均|月均|年均|日均|每")
_FRACTION = re.compile("成|分之|半")
_PLAIN: frozenset[Operation] = frozenset(("difference", "share", "growth", "multiple"))  # of two amounts


@dataclass(frozen=True, slots=True)
class _Amount:
    score: float  # of its proposition
    operand: Operand
    amount: Quantity


_Operands = tuple[_Amount, ...]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is claimed, and which reckonings of some operands may give it."""

    claimed: Quantity
    words: str

    def tried(
        self,
        operation: Operation,
        choices: Iterable[_Operands],
        reckon: Callable[..., Fraction],
        measure: str = "",
    ) -> Iterator[Derivation]:
        """A derivation for each choice that fits, and of two amounts for those that do not."""
        loose = LOOSELY if _FRACTION.search(self.words) else None
        for operands in choices:
            value = reckon(*(one.amount.low for one in operands))
            right = fits(self.claimed, value, loose)
            if right or operation in _PLAIN:
                places = tuple(one.operand for one in operands)
                result = f"{printed(value)}{measure}" if measure or not right else self.words
                yield Derivation(operation, places, result, _together(operands), right)


def reckons(claimed: Quantity, clause: str) -> bool:
    """Whether ``clause`` may say that the amount is reckoned; where not, ``derivation`` finds none."""
    cues = (_DIFFERS, _SUMS, _EACH, _PART_OF, _GREW, LASTED)
    return claimed.kind == "multiple" or any(cue.search(clause) for cue in cues)


def derivation(claimed: Quantity, words: str, clause: str, nearby: Sequence[Nearby]) -> Derivation | None:
    """The likeliest way in which the amounts of ``nearby`` give ``claimed``; None where none does.

    ``words`` are the claimed amount's own; ``clause`` is what the sentence says of it. Where other amounts
    speak of it more and give something else, and only one reckoning of them is possible, it is that one,
    which does not fit.
    """
    sought, amounts = _Sought(claimed, words), list(_amounts(nearby))
    found = [
        *_of_amounts(sought, clause, amounts),
        *_of_shares(sought, clause, amounts),
        *lasted(claimed, words, clause, nearby),
    ]
    most = max((one.score for one in found), default=0.0)
    right = max((one for one in found if one.fits), key=lambda one: one.score, default=None)
    if right and right.score >= most - SLACK:
        return right
    near = [one for one in found if one.score >= most - SLACK]
    operands = {frozenset(one.operands) for one in near}
    alone = len(operands) == 1 and near[0].operation in _PLAIN and most > TOGETHER + SURELY
    return near[0] if alone else None


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


def _of_amounts(sought: _Sought, clause: str, amounts: Sequence[_Amount]) -> Iterator[Derivation]:
    """Differences, sums and averages."""
    claimed = sought.claimed
    if claimed.kind not in ("number", "money"):
        return
    points = claimed.measure.endswith("百分点")
    same = [
        one
        for one in amounts
        if (one.amount.kind == "percent" if points else quantities.same_measure(claimed, one.amount))
    ]
    pairs = [(a, b) for a, b in permutations(same, 2) if _alike(a, b)]
    if _DIFFERS.search(clause):
        larger = [(a, b) for a, b in pairs if a.amount.low > b.amount.low]
        yield from sought.tried("difference", larger, lambda a, b: a - b)
    if _SUMS.search(clause):
        added = [*((a, b) for a, b in combinations(same, 2) if _alike(a, b)), *_wholes(same)]
        yield from sought.tried("sum", added, lambda *parts: sum(parts, Fraction(0)))
    if _EACH.search(clause):
        counts = [one for one in amounts if one.amount.kind in ("number", "money") and one.amount.low > 1]
        divided = [(a, b) for a in same for b in counts if a is not b]
        yield from sought.tried("average", divided, lambda a, b: a / b)


def _of_shares(sought: _Sought, clause: str, amounts: Sequence[_Amount]) -> Iterator[Derivation]:
    """Shares, growth and multiples."""
    counted = [one for one in amounts if one.amount.kind in ("number", "money") and one.amount.low > 0]
    pairs = [(a, b) for a, b in permutations(counted, 2) if quantities.same_measure(a.amount, b.amount)]
    if sought.claimed.kind == "percent":
        if _PART_OF.search(clause) and ("占" in clause or not _GREW.search(clause)):
            smaller = [(a, b) for a, b in pairs if a.amount.low < b.amount.low]
            yield from sought.tried("share", smaller, lambda a, b: 100 * a / b, "%")
        if _GREW.search(clause):
            yield from sought.tried("growth", pairs, lambda a, b: 100 * abs(b - a) / a, "%")
    elif sought.claimed.kind == "multiple":
        larger = [(a, b) for a, b in pairs if a.amount.low > b.amount.low]
        yield from sought.tried("multiple", larger, lambda a, b: a / b, "倍")


def _alike(one: _Amount, other: _Amount) -> bool:
    """Whether both count the same thing, as far as their measures tell: never 9项 less 5名."""
    measures = {one.amount.measure, other.amount.measure}
    return len(measures) == 1 or "" in measures


def _wholes(same: Sequence[_Amount]) -> Iterator[_Operands]:
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
