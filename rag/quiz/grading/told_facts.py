"""The amounts, dates, clock times, weekdays and periods that a point or an answer tells, by value. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chinese import AnalysedText, fold
from chinese.values import DateSpan, Quantity, Rank, find_quantities, number_value, ranks, same_measure
from rag.checking import how_many, when

EQUAL = ("equal", "entailed", "compatible")
_CLOCK = re.compile(
    r"(凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜里)?([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[:：]([0-9]{2})(?![0-9])|[点时](?!间|候|代|长|期)(半|[0-9]{1,2}分|一刻|三刻)?)"
)
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])(?!年|期|些|直|岁)")
_PERIOD = re.compile(r"(?:每个?|[一1]个?)(半年|季度?|天|日|周|星期(?!.)|礼拜|月|年)|([月年])度?均")
_FRACTION = re.compile(r"(?<![0-9/])([1-9])/([1-9])(?![0-9/])")
_DIGITS = "零一二三四五六七八九"
_TEN_POINTS = re.compile(r"(?<=[扣加计记得给])十分")  # 十分 is an adverb elsewhere
_DAYS = re.compile(r"([0-9]{1,3})日")
_SAME = {"日": "天", "礼拜": "周", "星期": "周", "季": "季度", "天": "天"}
_LINKS = frozenset("的了在和与及或为到至由从约达共计")  # between any two values
_FORMERLY = re.compile("以前|原来|原先|过去|此前")
_LATER = frozenset(("下午", "傍晚", "晚", "晚上", "夜里"))


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A value with its place in the text."""

    start: int
    end: int
    value: Quantity | DateSpan | Rank | tuple[str, str]  # the last a kind and what it is


def told_facts(text: AnalysedText) -> tuple[ToldFact, ...]:
    """All of a text's values in order, none overlapping another."""
    own = [*_clocks(text.text), *_weekdays(text.text)]
    taken = [(fact.start, fact.end) for fact in own]
    values: list[Quantity | DateSpan | Rank] = [*text.quantities, *text.dates, *text.ranks]
    general = [_told(text.text, value) for value in values]
    general = [f for f in general if not any(f.start < end and start < f.end for start, end in taken)]
    return tuple(sorted([*own, *general, *_periods(text.text)], key=lambda fact: fact.start))


def _told(text: str, value: Quantity | DateSpan | Rank) -> ToldFact:
    """A value in its place; 30日 by itself is a time of that length as likely as a day of the month."""
    if isinstance(value, DateSpan) and (days := _DAYS.fullmatch(text, value.start, value.end)):
        return ToldFact(value.start, value.end, find_quantities(f"{days[1]}天")[0])
    return ToldFact(value.start, value.end, value)


def spelt(text: str) -> str:
    """With values in the words by which they are found: 1/3 as 三分之一, 扣十分 as 扣10分."""
    text = _TEN_POINTS.sub("10分", text)
    return _FRACTION.sub(lambda m: f"{_DIGITS[int(m[2])]}分之{_DIGITS[int(m[1])]}", text)


def _clocks(text: str) -> Iterator[ToldFact]:
    for match in _CLOCK.finditer(text):
        part, hour, minutes, rest = match.groups()
        if (
            not (part or minutes or rest or "点" in match.group())
            or text[match.end() : match.end() + 1] == "钟头"
        ):
            continue
        value = number_value(hour)
        if value is None or value > 24:
            continue
        later = 12 if part in _LATER and value < 12 else 0
        told = minutes or {"半": "30", "一刻": "15", "三刻": "45"}.get(rest or "", (rest or "0").rstrip("分"))
        yield ToldFact(*match.span(), ("clock", f"{int(value) + later}:{int(told):02}"))


def _weekdays(text: str) -> Iterator[ToldFact]:
    for match in _WEEKDAY.finditer(text):
        yield ToldFact(*match.span(), ("weekday", match.group(1).replace("天", "日")))


def _periods(text: str) -> Iterator[ToldFact]:
    for match in _PERIOD.finditer(text):
        period = match.group(1) or match.group(2)
        yield ToldFact(*match.span(), ("period", _SAME.get(period, period)))


def same(one: ToldFact, other: ToldFact) -> bool:
    """Whether they may be the same value."""
    a, b = one.value, other.value
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        if a.kind != b.kind and "ordinal" in (a.kind, b.kind):
            return False
        # 超过3个月 lies within 超过1个月, but who writes the one for the other has the rule wrong.
        limits = (a.high is None and b.high is None) or a.low == b.low == 0
        if not (limits and _stated(a) != _stated(b)) and how_many(a, b) in EQUAL:
            return True
        # 没到85% and 低于85%, 5000元 and 不足5000元: a limit and its value.
        alike = not a.measure or not b.measure or same_measure(a, b)
        return alike and _stated(a) == _stated(b) and (a.low == a.high or b.low == b.high)
    if isinstance(a, DateSpan) and isinstance(b, DateSpan):
        return when(a, b) in EQUAL
    if isinstance(a, Rank) and isinstance(b, Rank):
        return ranks.same_scale(a, b) and ranks.rank_relation(a, b) in EQUAL
    return a == b


def _stated(amount: Quantity) -> Fraction | None:
    """The number that is printed: of 不足2万元 20,000."""
    return amount.high if amount.low == 0 and amount.high is not None else amount.low


def comparable(one: ToldFact, other: ToldFact) -> bool:
    """Whether they are values of one sort: two amounts of a measure, two dates, two weekdays."""
    a, b = one.value, other.value
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return how_many(a, b) is not None and a.kind == b.kind
    if isinstance(a, DateSpan) and isinstance(b, DateSpan):
        return when(a, b) == "conflict"
    if isinstance(a, Rank) and isinstance(b, Rank):
        return ranks.same_scale(a, b)
    return isinstance(a, tuple) and isinstance(b, tuple) and a[0] == b[0]


def idle(fact: ToldFact) -> bool:
    """一个, 一次, 每年: told by the way."""
    value = fact.value
    if isinstance(value, Quantity):
        return value.kind == "number" and value.low == value.high == 1
    return isinstance(value, tuple) and value[0] == "period"


def conflicting(point: Sequence[ToldFact], answer: Sequence[ToldFact]) -> tuple[ToldFact, ToldFact] | None:
    """A value of the point that an answer lacks, and the one of its sort that it has instead."""
    for fact in point:
        if any(same(fact, other) for other in answer):
            continue
        for other in answer:
            if comparable(fact, other) and not any(same(own, other) for own in point):
                return fact, other
    return None


def crossed(point: AnalysedText, answer: AnalysedText) -> bool:
    """Whether a value follows the words that another value of its sort follows in the point: 由88%降到47%."""
    ours, theirs = told_facts(point), told_facts(answer)
    if _FORMERLY.search(answer.text):  # told the other way round, as one may
        return False
    for fact in theirs:
        own = [one for one in ours if same(one, fact)]
        if len(own) != 1:
            continue
        led, due = _leading(answer.text, fact, theirs), _leading(point.text, own[0], ours)
        for one in ours:
            if same(one, fact) or not comparable(one, fact) or led & due:
                continue
            # 分别修复1.2万页、1.9万页: the words before the first are the second's as well.
            shared = [_leading(answer.text, t, theirs) for t in theirs if same(one, t)]
            if led & _leading(point.text, one, ours) and (due or not any(led & s for s in shared)):
                return True
    return False


def _leading(text: str, fact: ToldFact, facts: Sequence[ToldFact]) -> frozenset[str]:
    """The characters between the value before, or the clause's beginning, and a value."""
    begun = max((one.end for one in facts if one.end <= fact.start), default=0)
    clause = re.split(r"[，,；;。\n]", text[begun : fact.start])[-1]
    return frozenset(c for c in fold(clause) if c.isalnum() and c not in _LINKS)
