"""The nouns that a question counts, and the numbers of them that a text gives. Pure."""

import re
from typing import Literal, cast

from chinese import NUMERAL_CHARS
from chinese.language_data import any_of, topic
from chinese.values import number_value
from index.records import Span

Noun = Literal["case", "piece", "question", "unit", "branch", "person", "honour", "document"]

_DATA = topic("counted")
KIND = {word: cast("Noun", kind) for kind, words in _DATA.tables["nouns"].items() for word in words}
GENERIC = frozenset(word for word, kind in KIND.items() if kind != "branch")  # 水利局 names, 单位 does not
NOUN = any_of(KIND)
NUMERAL = f"[{NUMERAL_CHARS}{''.join(_DATA.words['numerals'])}0-9]+"
MEASURE = any_of(_DATA.words["measures"])
BETWEEN = r"(?P<between>[^,。?;:、的]{0,8}?)"  # 几个改革案例
_GIVEN = re.compile(
    rf"(?<![第哪0-9{NUMERAL_CHARS}])(?P<number>{NUMERAL})(?P<measure>{MEASURE})"
    rf"[^,。?;:、的里中哪几]{{0,8}}?(?P<noun>{NOUN})"
)


_ORDINAL = re.compile(rf"第(?P<number>{NUMERAL})(?:{MEASURE}(?P<noun>{NOUN})|(?P<case>案例))")


def ordinal(text: str) -> tuple[int, Span] | None:
    """Which one of a collection a folded text speaks of, and its words: 第三个案例; None where of none."""
    match = _ORDINAL.search(text)
    number = numeral_value(match["number"]) if match else None
    if match is None or number is None:
        return None
    counts_cases = KIND[match["noun"] or match["case"]] in ("case", "piece", "unit", "branch")
    return (number, match.span()) if counts_cases else None


def given_numbers(text: str) -> list[tuple[Noun, int, tuple[Span, Span]]]:
    """How many of what a folded text says there are: 四个机关支部.

    Each with the words of its number and measure, and of its noun.
    """
    found = (
        (KIND[m["noun"]], numeral_value(m["number"]), ((m.start(), m.end("measure")), m.span("noun")))
        for m in _GIVEN.finditer(text)
    )
    return [(noun, number, spans) for noun, number, spans in found if number is not None]


def numeral_value(numeral: str) -> int | None:
    """The whole number that a numeral is; None for "" and where it is none."""
    value = number_value(numeral) if numeral else None
    return int(value) if value is not None and value.denominator == 1 else None
