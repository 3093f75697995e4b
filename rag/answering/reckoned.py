"""A question for a number that a sentence does not print, but two or more of its numbers give. Pure.

What is left of a total (问题168个，已整改149个), by how much two numbers differ (由11份减到6份), so many
times so much (分6批，每批70人). Only where the sentence leaves no choice, and never where it prints it.
Nothing is added up: which numbers belong together a sentence seldom shows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from chinese import fold
from chinese.language_data import topic
from chinese.values import Quantity, find_quantities, number_value
from index.records import Span

Operation = Literal["rest", "change", "product"]

_DATA = topic("reckoned")
_ASKS: tuple[tuple[Operation, re.Pattern[str]], ...] = tuple(
    (operation, re.compile(_DATA.expression(f"asks_{operation}")))
    for operation in ("rest", "change", "product")
)
_PRINTED = {operation: re.compile(_DATA.expression(f"prints_{operation}")) for operation, _ in _ASKS}
_EACH = re.compile(_DATA.expression("each"))
_ASKED_IN = re.compile(r"(?:多少|几)(?:个)?(?P<measure>[\u4e00-\u9fff]{1,3})")
_NUMBER = re.compile(r"[0-9０-９.,，〇一二三四五六七八九十百千两零点]+")
_APART = re.compile(r"[。；;]")
_POINTS = "个百分点"
_PART = "其中"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A number that printed ones give."""

    value: str  # with its measure: 19个
    said: str  # how it was reckoned, in Chinese


def asks_reckoning(question: str) -> Operation | None:
    """What a folded question may ask to be reckoned; None where it asks for a printed number."""
    return next((operation for operation, asks in _ASKS if asks.search(question)), None)


def prints(operation: Operation, text: str, span: Span) -> bool:
    """Whether the number at ``span`` of a folded sentence is said to be the result itself: 少了9件."""
    return bool(_PRINTED[operation].search(text[: span[0]]))


def is_operand(question: str, sentence: str, span: Span) -> bool:
    """Whether the number at ``span`` is only reckoned with: the 149 of 已整改149个 is not what is left."""
    operation, text = asks_reckoning(question), fold(sentence)
    if operation not in ("rest", "change") or len(text) != len(sentence):
        return False
    return not prints(operation, text, span) and any(
        q.start < span[1] and span[0] < q.end for q in find_quantities(text)
    )


def reckoned(question: str, sentence: str, span: Span | None = None) -> Reckoning | None:
    """What a folded question asks for, reckoned; None where the sentence prints it or leaves a choice.

    ``span``: the short answer that a reader found in the sentence, code points.
    """
    operation = asks_reckoning(question)
    text = fold(sentence)
    if operation is None or len(text) != len(sentence):
        return None
    numbers = [q for q in find_quantities(text) if q.low == q.high]
    if any(prints(operation, text, (q.start, q.end)) for q in numbers):
        return None
    if operation == "product":
        return _product(text, numbers)
    pairs = _pairs(text, _asked(question, text, numbers), span)
    return _difference(text, operation, *pairs[0]) if len(pairs) == 1 else None


def _asked(question: str, text: str, numbers: Sequence[Quantity]) -> list[Quantity]:
    """Those with the measure that is asked for; all where none is."""
    asked = _ASKED_IN.search(question)
    if asked and asked["measure"].startswith(_POINTS[1:]):
        return [q for q in numbers if q.kind == "percent"]
    measure = "元" if asked and asked["measure"].startswith("钱") else asked["measure"] if asked else ""
    known = find_quantities(f"3{measure}")[:1]
    if not measure or not known or not known[0].measure:
        return list(numbers)
    return [q for q in numbers if q.measure == known[0].measure]


def _pairs(text: str, numbers: Sequence[Quantity], span: Span | None) -> list[tuple[Quantity, Quantity]]:
    """Numbers of one measure that stand together, in one stretch without ； and as the only two."""
    found: dict[tuple[int, str], list[Quantity]] = {}
    for number in numbers:
        stretch = len(_APART.findall(text[: number.start]))
        found.setdefault((stretch, _measure(text, number)), []).append(number)
    pairs = [(some[0], some[1]) for (_, measure), some in found.items() if measure and len(some) == 2]
    touched = [pair for pair in pairs if span and any(q.start < span[1] and span[0] < q.end for q in pair)]
    return touched or pairs


def _difference(text: str, operation: Operation, first: Quantity, second: Quantity) -> Reckoning | None:
    value = first.low - second.low
    of_it = _PART in text[first.end : second.start]
    if value == 0 or (
        operation == "rest" and (value < 0 or of_it)
    ):  # 286处，其中红色41处: 41 may be what is asked of
        return None
    words = _surface(text, first), _surface(text, second)
    larger, smaller = words if value > 0 else words[::-1]
    measure = _POINTS if "%" in _measure(text, first) else _measure(text, first)
    written = f"{_written(abs(value) / _scale(text, first))}{measure}"
    return Reckoning(written, f"由{larger}减去{smaller}得出")


def _product(text: str, numbers: Sequence[Quantity]) -> Reckoning | None:
    """So many, and so much for each: 分6批，每批70人."""
    for each in _EACH.finditer(text):
        counts = [q for q in numbers if q.end <= each.start() and _measure(text, q)[:1] == each["unit"][:1]]
        share = next((q for q in numbers if each.end() <= q.start <= each.end() + len(_POINTS)), None)
        if len(counts) == 1 and share:
            total = counts[0].low * share.low / _scale(text, share)
            said = f"由{_surface(text, counts[0])}乘以每{each['unit']}{_surface(text, share)}得出"
            return Reckoning(f"{_written(total)}{_measure(text, share)}", said)
    return None


def _surface(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end]


def _measure(text: str, quantity: Quantity) -> str:
    """The measure as it is printed: 万元."""
    return _NUMBER.sub("", _surface(text, quantity), count=1)


def _scale(text: str, quantity: Quantity) -> Fraction:
    """What the printed number is multiplied by to be the amount: 10,000 for 3万元."""
    number = _NUMBER.search(_surface(text, quantity))
    printed = number_value(number.group()) if number else None
    return quantity.low / printed if printed else Fraction(1)


def _written(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.4f}".rstrip("0").rstrip(".")
