"""The words of a question that ask, and for what. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chinese.language_data import any_of, topic
from index.records import Span
from rag.answering.collection.nouns import BETWEEN, KIND, MEASURE, NOUN, NUMERAL, Noun, given_numbers
from rag.answering.collection.records import Form

_DATA = topic("counted")
_ASKS = rf"(?P<word>几|多少|哪(?:些|几|{NUMERAL})?)(?P<measure>{MEASURE})?"
_ASKED = re.compile(rf"{_ASKS}{BETWEEN}(?P<noun>{NOUN})")
_ALONE = re.compile(rf"{_ASKS}(?=[,。?;的是都得获拿评受有]|被|$)")
_WHO = re.compile(r"谁(?!给|授|颁|发|评)|哪些人|哪位")
_WHAT = re.compile(
    rf"(?P<word>什么|啥|哪一?)(?P<measure>{MEASURE})?(?P<noun>{any_of(_DATA.tables['nouns']['honour'])})"
)
_OF_MEASURE: dict[str, Noun] = {"家": "unit", "户": "unit", "篇": "piece", "则": "piece", "项": "honour"}
# 荣誉有哪些, 案例一共有几个: what stands before is what is asked for.
_BEFORE = re.compile(rf"(?P<noun>{NOUN})(?:里|中)?(?:一共|总共|都|分别|共)?(?:有|是|为)?$")
_WHETHER = re.compile(
    rf"(?P<word>有没有|有无|是否有|列出|列举|盘点)[^,。?]{{0,12}}?(?P<noun>谁|{NOUN})"
    r"(?=[^,。?]{0,2}(?:[获得拿受,。?的]|$))"
)
_AND_NOUN = re.compile(rf"(?:或者?|和|、|与|及){NOUN}")
_ANY = re.compile("有没有|有无|是否|吗[?]?$")
_HOW_MANY = ("几", "多少")
GIVING = re.compile(any_of(word for word in _DATA.words["giving"] if len(word) > 1 or word == "获"))
HONOUR = re.compile(any_of(_DATA.tables["nouns"]["honour"]))


@dataclass(frozen=True, slots=True)
class Asking:
    """The words that ask."""

    noun: Noun
    word: str  # the noun that is asked with; "" where it is left out
    asked_with: str  # 几, 哪些, 哪四, 谁, 有没有
    spans: tuple[Span, ...]  # of the words that ask, in their order

    @property
    def of_one(self) -> bool:
        """Whether one is asked for: 谁, 哪个."""
        return self.asked_with in ("谁", "哪")

    def form(self, text: str) -> Form:
        """How many, which, or whether any."""
        if self.asked_with in _HOW_MANY:
            return "count"
        return "any" if _ANY.search(text) or self.asked_with.startswith(("有", "是否")) else "which"


def asking_of(text: str) -> Asking | None:
    """What a folded question asks for first; None where it counts nothing."""
    found = [*_with_noun(text), *_without_noun(text), *_any_or_all(text)]
    return min(found, key=lambda asking: asking.spans[0], default=None)


def _with_noun(text: str) -> Iterator[Asking]:
    """哪些单位, 几个案例, 什么荣誉; 哪个拿过荣誉 asks for who has it, 哪些支部或党员 for anybody."""
    for match in (*_ASKED.finditer(text), *_WHAT.finditer(text)):
        spans = [match.span(name) for name in ("word", "measure") if match[name]]
        if GIVING.search(match.groupdict().get("between") or ""):
            noun, word = _before(text, match.start()) or ("unit", "")
            yield Asking(noun, word, match["word"], tuple(spans))
        elif _AND_NOUN.match(text, match.end()):
            yield Asking("person", "", match["word"], (*spans, match.span("noun")))
        else:
            yield Asking(KIND[match["noun"]], match["noun"], match["word"], (*spans, match.span("noun")))


def _without_noun(text: str) -> Iterator[Asking]:
    """哪几家, 荣誉有哪些, 谁."""
    for match in _ALONE.finditer(text):
        if match["word"] in _HOW_MANY and not match["measure"] and not text[: match.start()].endswith("有"):
            continue  # 奖多少 asks how much
        noun = _OF_MEASURE.get(match["measure"] or "")
        before = _before(text, match.start())
        if noun or before or HONOUR.search(text) or GIVING.search(text):
            kind, word = (noun, "") if noun else before or ("unit", "")
            yield Asking(kind, word, match["word"], (match.span(),))
    for match in _WHO.finditer(text):
        yield Asking("person", "", "谁", (match.span(),))


def _any_or_all(text: str) -> Iterator[Asking]:
    """有没有单位…, 列出所有获奖单位."""
    for match in _WHETHER.finditer(text):
        known = match["noun"] in KIND
        noun: Noun = KIND[match["noun"]] if known else "person"
        spans = (match.span("word"), match.span("noun"))
        yield Asking(noun, match["noun"] if known else "", match["word"], spans)


def _before(text: str, at: int) -> tuple[Noun, str] | None:
    """What 哪些 or 哪个 is one of: 荣誉有哪些; 四个支部里，哪个…."""
    if before := _BEFORE.search(text[:at]):
        return KIND[before["noun"]], before["noun"]
    given = given_numbers(text[:at])
    return (given[-1][0], "") if given else None
