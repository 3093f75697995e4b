"""A question for a number that a sentence does not print, but two of its numbers give. Pure.

What is left of a total (问题168个，已整改149个), by how much a number changed (由11份减到6份), so many times
so much (分6批，每批70人): only in sentences of these forms in which the two can mean nothing else. Nothing
is added up: which numbers belong together a sentence seldom shows.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from chinese import fold
from chinese.language_data import topic
from chinese.values import Quantity, find_quantities, number_value
from index.records import Span

Operation = Literal["rest", "change", "product"]
Pair = tuple[Quantity, Quantity]

_DATA = topic("reckoned")
_ASKS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("rest", re.compile(_DATA.expression("asks_rest"))),
    ("change", re.compile(_DATA.expression("asks_change"))),
    ("product", re.compile(_DATA.expression("asks_product"))),
)
_DONE, _FROM, _TO, _EACH, _MEASURE, _BELOW_ZERO = (
    re.compile(_DATA.expression(group)) for group in ("done", "from", "to", "each", "measure", "minus")
)
_NUMBER = re.compile(r"[0-9.,，〇一二三四五六七八九十百千两零点]+")
_POINTS = "个百分点"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A number that two printed ones give."""

    value: str  # with its measure: 19个
    said: str  # how it was reckoned, in Chinese


def reckoned(question: str, sentence: str, span: Span | None = None) -> Reckoning | None:
    """What a folded question asks for, reckoned from a sentence; None where that has none of the forms.

    ``span``: the short answer that a reader found in the sentence, code points; of two pairs it chooses.
    """
    operation, text = _operation(question), fold(sentence)
    if operation is None or len(text) != len(sentence):
        return None
    pairs = _pairs(operation, question, text)
    touched = [pair for pair in pairs if span and any(_touches(number, span) for number in pair)]
    chosen = touched or pairs
    return _result(operation, text, chosen[0]) if len(chosen) == 1 else None


def is_operand(question: str, sentence: str, span: Span) -> bool:
    """Whether the number at ``span`` is only reckoned with: the 149 of 已整改149个 is not what is left."""
    operation, text = _operation(question), fold(sentence)
    if operation is None or operation == "product" or len(text) != len(sentence):
        return False
    return any(_touches(number, span) for pair in _pairs(operation, "", text) for number in pair)


def _operation(question: str) -> Operation | None:
    return next((operation for operation, asks in _ASKS if asks.search(question)), None)


def _pairs(operation: Operation, question: str, text: str) -> list[Pair]:
    """The two numbers of each form of an operation, with the measure that is asked for."""
    numbers = [q for q in find_quantities(text) if q.low == q.high and q.kind != "ordinal"]
    numbers = [q for q in numbers if not _BELOW_ZERO.search(text[: q.start])]
    following = list(pairwise(numbers))
    if operation == "product":
        return [pair for pair in following if len(numbers) == 2 and _per(text, *pair, _asked(question))]
    alike = [(a, b) for a, b in following if a.measure == b.measure and _is_asked(question, a)]
    if operation == "change":
        forms = [(a, b) for a, b in alike if _FROM.search(text[: a.start])]
        return [(a, b) for a, b in forms if _TO.search(text[a.end : b.start])]
    single = [(a, b) for a, b in alike if sum(q.measure == a.measure for q in numbers) == 2]
    return [(a, b) for a, b in single if a.low > b.low and _DONE.search(text[: b.start])]


def _per(text: str, count: Quantity, share: Quantity, asked: str) -> bool:
    """Whether so many of a thing, and so much for each of them, is asked for as a whole."""
    each = _EACH.search(text[count.end : share.start])
    measure = _printed(text, share)
    named = bool(asked) and (measure.endswith("元") if asked.startswith("钱") else measure[:1] == asked[:1])
    return each is not None and named and each["unit"] == _printed(text, count)


def _asked(question: str) -> str:
    found = _MEASURE.search(question)
    return found["measure"] if found else ""


def _is_asked(question: str, number: Quantity) -> bool:
    """Whether a number has the measure that a question asks for; any has where that names none."""
    asked = _asked(question)
    if asked.startswith((_POINTS, _POINTS[1:])):
        return number.kind == "percent"
    known = find_quantities("3元" if asked.startswith("钱") else f"3{asked[:1]}")[:1] if asked else []
    return not known or not known[0].measure or number.measure == known[0].measure


def _result(operation: Operation, text: str, pair: Pair) -> Reckoning:
    first, second = pair
    words = [text[number.start : number.end] for number in pair]
    if operation == "product":
        value = _written(first.low * second.low / _scale(text, second))
        return Reckoning(f"{value}{_printed(text, second)}", f"{words[0]}乘以{words[1]}")
    larger, smaller = words if first.low > second.low else words[::-1]
    difference = abs(first.low - second.low)
    if first.kind == "percent":
        return Reckoning(f"{_written(difference)}{_POINTS}", f"{larger}减去{smaller}")
    value = _written(difference / _scale(text, first))
    return Reckoning(f"{value}{_printed(text, first)}", f"{larger}减去{smaller}")


def _touches(number: Quantity, span: Span) -> bool:
    return number.start < span[1] and span[0] < number.end


def _printed(text: str, number: Quantity) -> str:
    """The measure as it is printed: 万元."""
    return _NUMBER.sub("", text[number.start : number.end], count=1)


def _scale(text: str, number: Quantity) -> Fraction:
    """What the printed number is multiplied by to be the amount: 10,000 for 3万元."""
    found = _NUMBER.search(text[number.start : number.end])
    printed = number_value(found.group()) if found else None
    return number.low / printed if printed else Fraction(1)


def _written(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6f}".rstrip("0").rstrip(".")
