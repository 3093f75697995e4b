"""One amount of a Chinese text, by its form: shares, ordinals, ranges, numerals with measures. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from chinese.digits import DIGITS, NONZERO, NUMERAL_CHARS
from chinese.language_data import any_of, topic
from chinese.values.intervals import (
    AFTER,
    ALLOWANCE,
    BEFORE,
    Interval,
    and_more,
    bounded,
    exactly,
    last_unit,
    scaled,
)
from chinese.values.measure_words import ANY, MEASURES, SIZE
from chinese.values.numerals import ARABIC, NUMERAL, VAGUE, number_range, number_value
from chinese.words import Words

Kind = Literal["number", "money", "percent", "multiple", "ordinal"]

_DATA = topic("numerals")
_TO = r" ?(?:至|到|~|-|–|—{1,2}) ?"
_COUNT = f"[{NUMERAL_CHARS}]+"
_PARTS = "|".join(map(_DATA.expression, ("tenths", "half")))
_SHARE = rf"(?:{ARABIC} ?[%‰]|[百千万{NUMERAL_CHARS}]+分之(?:{ARABIC}|{_COUNT}(?:点[{DIGITS}]+)?)|{_PARTS})"
_B, _A = rf"(?:(?P<before>{BEFORE}) ?)?", rf"(?: ?(?P<after>{AFTER}))?"
_PERCENT = re.compile(
    rf"{_B}(?P<low>{_SHARE}|{ARABIC}(?={_TO}{ARABIC} ?%))(?:{_TO}(?P<high>{_SHARE}))?(?P<more>[多余]?){_A}"
    r"|过半(?![小年个天月])"
)
_DOUBLED = re.compile(_DATA.expression("doubled"))
_ORDINAL = re.compile(
    rf"第(?P<value>{NUMERAL})(?P<measure>{ANY})?(?!时间|线|现场|责任|要务|资源)|首(?P<first>{any_of(_DATA.words['first'])})"
)
_RANGE = re.compile(rf"{_B}(?P<low>{NUMERAL})(?P<unit>{ANY})?{_TO}(?P<high>{NUMERAL})(?P<measure>{ANY}){_A}")
_NUMBER = re.compile(
    rf"{_B}(?P<value>{VAGUE}|{NUMERAL})(?: ?(?P<more>[余多来]))?(?P<scale>[万亿]+)? ?"
    r"(?:个(?P<part>[半多]) ?(?P<of>小时|月|星期|钟头|百分点)"
    rf"|(?P<sized>{SIZE})(?P<tail>半(?![价数径])|余|多(?![次个项家名位人场种部样处级点方元渠层维少于]))"
    rf"|(?P<measure>{ANY}))?{_A}"
)
_HALF = re.compile(rf"{_B}(?<![上下前后大多一半])半(?P<measure>个月|个小时|个钟头|年|小时|天|个){_A}")
_BOTH = re.compile(r"[俩仨](?:人|口子)?")
_IDLE = re.compile(_DATA.expression("idle"))
_RISEN = re.compile(_DATA.expression("risen"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its bound words and measure; a percentage is in %, money in its whole unit.

    ``high`` None means without end; ``measure`` is canonical, "" for a bare number.
    """

    kind: Kind
    start: int
    end: int
    low: Fraction
    high: Fraction | None
    low_open: bool
    high_open: bool
    measure: str

    @property
    def interval(self) -> Interval:
        """The amounts it allows."""
        return Interval(self.low, self.high, self.low_open, self.high_open)


def _quantity(
    kind: Kind, span: tuple[int, int], interval: Interval, measure: str, groups: dict[str, str | None]
) -> Quantity:
    for word in (groups.get("before"), groups.get("after")):
        interval = bounded(interval, word or "")
    return Quantity(kind, *span, interval.low, interval.high, interval.low_open, interval.high_open, measure)


def _percent(match: re.Match[str], words: Words) -> Quantity | None:
    if match.group() == "过半":
        return Quantity("percent", *match.span(), Fraction(50), None, True, False, "%")
    low, high = (number_value(match[name] or "") for name in ("low", "high"))
    if low is None or (match["high"] and high is None) or words.inside_word(*match.span()):
        return None
    if match["low"][-1].isdigit() and "分之" not in match["low"]:
        low /= 100
    interval = scaled(exactly(low), Fraction(100))
    if high is not None:
        if high <= low:
            return None
        interval = Interval(low * 100, high * 100)
    elif match["more"]:
        interval = and_more(low * 100, last_unit(low * 100))
    return _quantity("percent", match.span(), interval, "%", match.groupdict())


def _doubled(match: re.Match[str], words: Words) -> Quantity | None:
    value = number_value(match.group().replace("了", ""))
    return None if value is None else _quantity("multiple", match.span(), exactly(value), "倍", {})


def _ordinal(match: re.Match[str], words: Words) -> Quantity | None:
    value = number_value(match["value"] or "一")
    measure = match["measure"] or match["first"] or ""
    start, end = match.span()
    if value is None or words.inside_word(start, end):
        return None
    if measure and not match["first"] and words.cut_at(end, start):
        end, measure = end - len(measure), ""
    return _quantity("ordinal", (start, end), exactly(value), MEASURES[measure].name if measure else "", {})


def _range(match: re.Match[str], words: Words) -> Quantity | None:
    low, high = number_value(match["low"]), number_value(match["high"])
    measure = MEASURES[match["measure"]]
    unit = MEASURES[match["unit"]] if match["unit"] else measure
    if low is None or high is None or unit.name != measure.name or words.cut_at(match.end(), match.start()):
        return None
    shared = re.search("[万亿]+$", match["high"])
    if shared and not match["unit"] and match["low"][-1] not in "万亿":
        low *= number_value("一" + shared.group()) or 1
    if low * unit.scale >= high * measure.scale:
        return None
    interval = Interval(low * unit.scale, high * measure.scale)
    return _quantity(_kind(measure.name), match.span(), interval, measure.name, match.groupdict())


def _number(match: re.Match[str], words: Words) -> Quantity | None:
    surface, end = match["value"], match.end()
    span = match.start() + len(match.group()) - len(match.group().lstrip())
    word = match["measure"] or match["sized"] or ("个" + match["of"] if match["of"] else "")
    interval = _amount(surface, match["more"], match["scale"])
    if word and match["measure"] and words.cut_at(match.end("measure"), match.start("measure")):
        word, end = "", match.end("scale") if match["scale"] else max(match.end("more"), match.end("value"))
    end = span + len(match.string[span:end].rstrip())
    if interval is None or not _stands(match, words, (span, end), word):
        return _shorter(match, words, end)
    measure = MEASURES[word] if word else None
    part = match["part"] or match["tail"]
    if part and interval.high is not None:
        half = exactly(interval.low + Fraction(1, 2))
        interval = half if part == "半" else and_more(interval.low, Fraction(1))
    if measure is None:
        return _quantity("number", (span, end), interval, "", match.groupdict())
    if measure.name == "倍" and _RISEN.search(match.string[:span]):
        interval = Interval(  # 增长一倍 makes twice as much
            interval.low + 1, interval.high and interval.high + 1, interval.low_open, interval.high_open
        )
    interval = scaled(interval, measure.scale)
    return _quantity(_kind(measure.name), (span, end), interval, measure.name, match.groupdict())


def _shorter(match: re.Match[str], words: Words, end: int) -> Quantity | None:
    """The numeral without its last digit, where that begins a word: 两万 of 两万一线职工."""
    cut = words.start_of(end)
    if not match.start("value") < cut < end:
        return None
    again = _NUMBER.match(match.string, match.start(), cut)
    return _number(again, words) if again else None


def _half(match: re.Match[str], words: Words) -> Quantity | None:
    measure = MEASURES[match["measure"]]
    if words.inside_word(*match.span()):
        return None
    interval = scaled(exactly(Fraction(1, 2)), measure.scale)
    return _quantity("number", match.span(), interval, measure.name, match.groupdict())


def _both(match: re.Match[str], words: Words) -> Quantity | None:
    value = number_value(match.group()[0])
    return None if value is None else _quantity("number", match.span(), exactly(value), "人", {})


def _amount(surface: str, more: str | None, scale: str | None) -> Interval | None:
    """The bounds of a numeral with 余, 多 or 来 and a 万 after it: 10多万."""
    factor = number_value("一" + (scale or "")) or Fraction(1)
    vague, value = number_range(surface), number_value(surface)
    if vague or value is None:
        return scaled(vague, factor) if vague else None
    if more == "来":  # 三十来个: some less or some more
        unit = last_unit(value)
        return scaled(Interval(value * (1 - ALLOWANCE), value + unit, high_open=True), factor)
    return scaled(and_more(value, last_unit(value)) if more and value else exactly(value), factor)


def _stands(match: re.Match[str], words: Words, span: tuple[int, int], word: str) -> bool:
    """Whether a numeral counts here: not part of a word or name, not 一起, not A4."""
    view, surface, start = match.string, match["value"], match.start("value")
    if surface[0].isdigit():
        letters = re.compile("[A-Za-z]")
        return not letters.match(view[start - 1 : start]) and (
            bool(word) or not letters.match(view[span[1] : span[1] + 1])
        )
    if words.inside_word(*span) or any(_IDLE.match(view, at) for at in (start, max(0, start - 1))):
        return False
    if word == "大":
        return (number_value(surface) or 0) <= 10
    if word:
        return True
    said = number_value(surface) or Fraction(0)
    vague = bool(re.search("[几数上成]", surface))
    return vague or (said >= 100 and bool(re.search(f"[{NONZERO}两]", surface)) and _scaled(surface))


def _scaled(surface: str) -> bool:
    """Digits alone, such as 五一 or 九一八, name days; with 百 or 〇 they count."""
    return bool(re.search("[百千万亿〇○]", surface))


def _kind(measure: str) -> Kind:
    if measure in ("元", "美元", "欧元", "港元", "日元"):
        return "money"
    return "multiple" if measure == "倍" else "number"


# In this order: what an earlier form reads, a later one leaves alone.
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Words], Quantity | None]], ...] = (
    (_PERCENT, _percent),
    (_DOUBLED, _doubled),
    (_ORDINAL, _ordinal),
    (_RANGE, _range),
    (_HALF, _half),
    (_NUMBER, _number),
    (_BOTH, _both),
)
