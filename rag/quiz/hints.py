"""Whether the words beside an amount or a date tell it: sums, differences, shares, lists to count. Pure."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, permutations

from chinese import NUMERAL_CHARS, enumerations, quotations
from chinese.values import Quantity, find_dates, find_quantities, narrow
from chinese.values import same_measure as _same_measure

ADDENDS = 4  # amounts that are added up, at most
NEAR = Fraction(1, 50)  # how far a rounded result may lie from the amount
COUNTABLE = 12  # a list longer than that is not counted
_CLOCK = re.compile(r"[0-9]{1,2} ?(?:[时点](?!左右)|[:：](?=[0-9]{2}))")
_CONVERTED = re.compile(
    r"^[^，。；]{0,3}[（(](?:约?[合为折]|折合|约|相当于)?[人民币港美欧元 ]{0,4}[0-9]"
    r"|^[^，。；]{0,4}(?:相当于|折合|约合)"
)
_ONE_BY_ONE = re.compile(r"(?:^|[，。；：、 ])[（(]?[" + NUMERAL_CHARS + r"][是、）)]|[①②③④⑤⑥⑦⑧⑨]")


def told_beside(words: str, start: int, end: int) -> bool:
    """Whether the rest of ``words`` tells the amount or the date at ``[start, end)``, offsets into words."""
    if any(date.start < end and start < date.end for date in find_dates(words)):
        return _date_beside(words, start, end)
    found = find_quantities(words)
    asked = next((q for q in found if q.start <= start and end <= q.end), None)
    if asked is None:
        return False
    others = [q for q in found if q is not asked]
    return (
        bool(_CONVERTED.match(words[asked.end :]))
        or bool(re.search(r"(?:相当于|折合|约合|平均|[日人年]均|各占)[^，。]{0,6}$", words[: asked.start]))
        or _adds_up(asked, others)
        or _shares(asked, others)
        or _elapsed(words, asked)
        or _counts(words, asked)
    )


def _date_beside(words: str, start: int, end: int) -> bool:
    """Whether another date as fine as the asked one stands there: the two are told by each other."""
    asked = words[start:end]
    rest = narrow(words[:start] + "\n" + words[end:])
    unit = asked[-1]
    numbered = r"[0-9" + NUMERAL_CHARS + r"]"
    return bool(re.search(rf"{numbered}{unit}(?!内|度)|[去今前次同翌][{unit}日天]", rest)) or bool(
        unit == "日" and re.search(rf"{numbered}月", rest)
    )


def _adds_up(asked: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether the amount is the sum or the difference of others of its measure."""
    value, same = _value(asked), [_value(q) for q in others if same_measure(q, asked)]
    sums = [sum(some) for size in range(2, ADDENDS + 1) for some in combinations(same, size)]
    differences = [abs(a - b) for a, b in combinations(same, 2)]
    remainder = 2 * max(same) - sum(same) if len(same) > 2 else 0
    # 未达标36个: 16个, ____个, 9个.
    rests = (
        whole - sum(some)
        for size in range(2, ADDENDS)
        for some in combinations(same, size)
        for whole in same
        if whole > sum(some)
    )
    return any(
        _close(one, value)
        for one in (*sums, *differences, *rests, sum(same[1:]), sum(same), remainder)
        if len(same) > 1
    )


def _shares(asked: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether a percentage follows from two amounts, or an amount from another and a percentage."""
    value = _value(asked)
    plain = [q for q in others if q.kind != "percent"]
    if asked.kind == "percent":
        pairs = [(_value(a), _value(b)) for a, b in permutations(plain, 2) if same_measure(a, b) and b.low]
        return any(_close(one, value / 100) for a, b in pairs for one in (a / b, abs(a / b - 1)))
    same = [_value(q) for q in plain if same_measure(q, asked)]
    percents = [_value(q) / 100 for q in others if q.kind == "percent"]
    return any(_close(one, value) for other in same for share in percents for one in _scaled(other, share))


def _scaled(amount: Fraction, share: Fraction) -> Iterable[Fraction]:
    yield from (amount * (1 + share), amount * share, amount * (1 - share))
    yield from (amount / one for one in (1 + share, share, 1 - share) if one > 0)


def _elapsed(words: str, asked: Quantity) -> bool:
    """Whether the amount is the time between two that are named."""
    view = narrow(words)
    if asked.measure in ("小时", "分钟", "秒"):
        return len(_CLOCK.findall(view)) > 1
    if asked.measure in ("天", "个月", "月"):
        return len(re.findall(r"[0-9]{1,2}[月日]", view)) > 1
    if asked.measure not in ("年", "周年", "岁") and not re.match("年", view[asked.end :]):
        return False
    years = [int(year) for year in re.findall(r"(?<![0-9.])([12][0-9]{3})(?: ?年|[—-])", view)]
    return any(abs(abs(a - b) - asked.low) <= 1 for a, b in combinations(years, 2))


def _counts(words: str, asked: Quantity) -> bool:
    """Whether as many things as the amount says are listed there."""
    if not 2 <= asked.low <= COUNTABLE or asked.low.denominator != 1:
        return False
    listed = {len(run) for run in enumerations(words)} | {len(_ONE_BY_ONE.findall(words))}
    # 甲、乙和丙 are three: the last is joined by a word.
    joined = {len(run) + 1 for run in enumerations(words) if re.search("[和与及]", words[slice(*run[-1])])}
    names = [words[slice(*span)] for span in quotations(words)]
    close = sum(b[0] - a[1] <= 8 for a, b in pairwise(quotations(words))) + 1 if names else 0
    return int(asked.low) in listed | joined | {close}


def same_measure(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts can be added up; 27.0% and 2.3个百分点 can."""
    points = {"%", "个百分点", "百分点"}
    return _same_measure(a, b) or {a.measure, b.measure} <= points


def _value(quantity: Quantity) -> Fraction:
    """The middle of what a rough amount may be, the lower end of an open one."""
    if quantity.high is None or quantity.low_open:
        return quantity.low
    return (quantity.low + quantity.high) / 2


def _close(value: Fraction | int, asked: Fraction) -> bool:
    return abs(value - asked) <= abs(asked) * NEAR
