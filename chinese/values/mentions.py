"""Facts of a Chinese text that can be compared exactly: amounts, dates, ordinals, ranks. Pure.

``mentions`` gives them as canonical strings to look up, ``facts`` with their bounds to compare.

Every function takes folded text (chinese.folding) or plain text alike: digits may be full-width,
Chinese (一二三, 〇, 两) or mixed with 万 and 亿.  Offsets are code points into the text given.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from chinese.digits import NUMERAL_CHARS
from chinese.language_data import any_of, topic
from chinese.values import dates as dates_
from chinese.values import quantities as quantities_
from chinese.values import ranks as ranks_
from chinese.values.dates import DateSpan, find_dates
from chinese.values.intervals import Relation
from chinese.values.numerals import number_value
from chinese.values.quantities import Quantity, find_quantities
from chinese.values.ranks import Rank, find_ranks

__all__ = [
    "Fact",
    "Kind",
    "Mention",
    "date_value",
    "fact_relation",
    "facts",
    "find_mentions",
    "number_value",
    "years",
]

Kind = Literal["number", "date", "ordinal", "percent"]

Fact = Quantity | DateSpan | Rank

# 十/百/千 beside Arabic digits only as in 3千; Chinese numerals carry their own.
_ARABIC = r"[0-9０-９]+(?:[,，][0-9]{3})*(?:[.．][0-9０-９]+)?"
_NUMERAL = rf"(?:{_ARABIC}|[{NUMERAL_CHARS}]+)[十百千]?[万亿]*(?:[{NUMERAL_CHARS}]+[万亿]?)*"
_BEFORE = r"(?:超过|不少于|不低于|不足|将近|大约|接近|约|近|逾|超)?"
_MORE = r"(?:余|多|来)?"
# Measures and units are a closed class; this is the common part of the standard lists of 量词.
_MEASURE = any_of(topic("measures").words["mentioned"])

_TIMES = topic("times")
_YEAR, _MONTH, _DAY, _PART = (
    _TIMES.expression(f"mentioned_{part}") for part in ("year", "month", "day", "part")
)
_DATE = re.compile(
    rf"{_YEAR}(?:\s*{_MONTH}(?:\s*{_DAY}|[上中下]旬|初|底|末)?|{_PART})?"
    rf"|{_MONTH}\s*{_DAY}|(?<![0-9０-９.{NUMERAL_CHARS}]){_MONTH}(?:[上中下]旬|初|底|末)?"
    rf"|{_TIMES.expression('mentioned')}"
)
_ORDINAL = re.compile(rf"第(?:[0-9０-９]+|[{NUMERAL_CHARS}]+)(?:{_MEASURE})?")
_PERCENT = re.compile(rf"{_BEFORE}(?:{_ARABIC}\s*[%％‰]|百分之(?:{_ARABIC}|百|[{NUMERAL_CHARS}点]+))")
_NUMBER = re.compile(rf"{_BEFORE}(?!百分[之点]){_NUMERAL}{_MORE}(?:{_MEASURE})?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, date, ordinal or percentage as it stands in a text."""

    kind: Kind
    start: int
    end: int
    value: str  # canonical: "21450", "2023-11", "第9", "5%"


def find_mentions(text: str) -> list[Mention]:
    """Every mention in ``text``, in order, longest reading first, none overlapping another."""
    taken = bytearray(len(text))
    mentions: list[Mention] = []
    scans: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("date", _DATE),
        ("percent", _PERCENT),
        ("ordinal", _ORDINAL),
        ("number", _NUMBER),
    )
    for kind, pattern in scans:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            value = _value(kind, match.group())
            if value is None:
                continue
            taken[start:end] = b"\1" * (end - start)
            mentions.append(Mention(kind, start, end, value))
    return sorted(mentions, key=lambda m: m.start)


def facts(text: str, year: int | None = None) -> list[Fact]:
    """The amounts, dates and ranks of ``text`` in order, longest first, none overlapping another.

    ``year`` is the year of writing, from which 去年 is counted (chinese.values.dates).
    """
    values: list[Fact] = [*find_dates(text, year), *find_quantities(text), *find_ranks(text)]
    taken = bytearray(len(text))
    kept: list[Fact] = []
    for fact in sorted(values, key=lambda f: f.start - f.end):  # stable: a date before an amount
        if not any(taken[fact.start : fact.end]):
            taken[fact.start : fact.end] = b"\1" * (fact.end - fact.start)
            kept.append(fact)
    return sorted(kept, key=lambda f: f.start)


def fact_relation(claimed: Fact, source: Fact) -> Relation | None:
    """equal, entailed, compatible or conflict; None for facts of different kinds, things or scales."""
    match claimed, source:
        case Quantity(), Quantity() if quantities_.same_measure(claimed, source):
            return quantities_.quantity_relation(claimed, source)
        case DateSpan(), DateSpan():
            return dates_.date_relation(claimed, source)
        case Rank(), Rank() if ranks_.same_scale(claimed, source):
            return ranks_.rank_relation(claimed, source)
    return None


def _value(kind: Kind, surface: str) -> str | None:
    if kind == "date":
        return date_value(surface)
    digits = re.search(_NUMERAL, surface)
    if kind == "percent":
        tail = surface.split("百分之")[-1].strip("%％‰ ")
        number = number_value("100" if tail == "百" else tail.lstrip("超过不少于低足将近大约接逾"))
        if number is None:
            return None
        return f"{_plain(number / 10 if surface.endswith('‰') else number)}%"
    number = number_value(digits.group()) if digits else None
    if number is None:
        return None
    return f"第{_plain(number)}" if kind == "ordinal" else _plain(number)


def date_value(surface: str) -> str:
    """Canonical date: "2023年11月" -> "2023-11", "二〇二三年" -> "2023"; the words as they are otherwise."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", surface))
    parts = []
    for unit in ("年", "月", "[日号]"):
        match = re.search(rf"([0-9]+|[{NUMERAL_CHARS}]+){unit}", folded)
        number = number_value(match.group(1)) if match else None
        parts.append("" if number is None else _plain(number))
    if not parts[0] and re.fullmatch(r"[0-9]{4}[-./][0-9-./]+", folded):
        parts = [p.lstrip("0") for p in re.split(r"[-./]", folded)]
    return "-".join(parts).rstrip("-") if any(parts) else folded


def years(text: str) -> list[str]:
    """The four-digit years named in ``text``, canonical, in order."""
    values = [m.value.split("-")[0] for m in find_mentions(text) if m.kind == "date"]
    return [v for v in values if re.fullmatch(r"[12][0-9]{3}", v)]


def _plain(number: Fraction) -> str:
    """21450 for a whole number, 2.5 for a finite decimal."""
    return str(number.numerator) if number.denominator == 1 else str(float(number))
