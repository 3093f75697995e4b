"""What a question wants of a table: an extreme, a bound, a rank, or the number of rows. Pure."""

import re
from dataclasses import dataclass

from chinese import NUMERAL_CHARS
from chinese.language_data import any_of, topic
from chinese.values import find_quantities, number_value
from index.records import Span
from rag.answering.tables.operations import Bound, Operation

_DATA = topic("counted")
_MOST, _LEAST = (any_of(_DATA.words[name]) for name in ("most", "least"))
_EXTREME = re.compile(rf"最(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))")
_NUMERAL = f"[{NUMERAL_CHARS}0-9]+"
_AMOUNT = rf"[{NUMERAL_CHARS}0-9][{NUMERAL_CHARS}0-9.,万亿]*(?:%|个百分点|[\u4e00-\u9fff]{{1,2}})?"
_BOUND = re.compile(
    rf"(?P<word>{any_of([*_DATA.words['above'], *_DATA.words['below']])})了?(?P<amount>{_AMOUNT})"
    rf"|(?P<before>{_AMOUNT}?)(?P<side>以上|以下|以内)"
)
_BELOW = frozenset([*_DATA.words["below"], "以下", "以内"])
_INCLUSIVE = frozenset([*_DATA.words["inclusive"], "以上", "以下", "以内"])
_RANK = re.compile(rf"(?:排名?)?第(?P<rank>{_NUMERAL})名?(?=[的是,。?]|$)")
_HOW_MANY = re.compile(rf"(?<!哪)(?:几|多少)(?:{any_of(_DATA.words['measures'])})")
IN_TABLE = re.compile("(?:表|名单|台账|清单)(?:格)?(?:里|中|上|内|共|一共|总共|收|登)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An operation, with the words of the question that say it."""

    operation: Operation
    span: Span
    bound: Bound | None = None
    rank: int | None = None  # of 排名第三


def wanted(text: str) -> Wanted | None:
    """What is wanted of a folded question; None where it compares nothing."""
    if extreme := _EXTREME.search(text):
        return Wanted("max" if extreme["most"] else "min", extreme.span())
    if (bound := _BOUND.search(text)) and (read := _bound(text, bound)):
        return read
    rank = _RANK.search(text)
    if rank and (place := number_value(rank["rank"])) is not None:
        return Wanted("equal", rank.span(), rank=int(place))
    many = _HOW_MANY.search(text)
    return Wanted("count", many.span()) if many and IN_TABLE.search(text) else None


def _bound(text: str, match: re.Match[str]) -> Wanted | None:
    quantities = find_quantities(match["amount"] or match["before"])
    if not quantities:
        return None
    word = match["word"] or match["side"]
    end = match.start("amount") + quantities[0].end if match["amount"] else match.end()
    limit = Bound(quantities[0].low, quantities[0].measure, word in _INCLUSIVE, text[match.start() : end])
    return Wanted("under" if word in _BELOW else "over", (match.start(), end), limit)
