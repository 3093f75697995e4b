"""A value or a name that is looked up (1.8万是什么, 军门社区) -> the sentences that hold it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chinese import fold
from chinese.language_data import topic
from chinese.values import Mention, find_mentions
from chinese.words import Words
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.answering.short_answer import Span

SHOWN = 3  # sentences that hold a value
CASES = 5  # cases that hold a name, each with one sentence
MEASURE = 3  # code points of a measure: 34家成员单位是什么 asks who they are
SHORTEST, LONGEST = 2, 16  # code points of a name that is looked up
NOUNS = ("n", "j", "l", "i", "vn", "eng")  # tags of which a name has one
_DATA = topic("looked_up")
_LEAD, _IS_WHAT, _NUMBER, _ROUGH, _CERTAIN = (
    re.compile(_DATA.expression(group)) for group in ("lead", "what", "number", "rough", "certain")
)
_MARKS = "“”‘’《》「」\"' ?。!,"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that is looked up."""

    kind: str
    value: str  # canonical
    measure: str  # "" where the question names none: any will do


def value_asked(question: Question) -> Wanted | None:
    """The value that a question hands over and asks the meaning of; None where it does neither."""
    text = _LEAD.sub("", question.text, count=1)
    first = next((fact for fact in find_mentions(text) if fact.start == 0), None)
    if first is None or first.kind == "ordinal" or not _CERTAIN.search(text[: first.end]):
        return None
    number = _NUMBER.match(text)
    begin = number.end() if number and first.kind == "number" else first.end
    for at in range(begin, len(text)):
        if _IS_WHAT.search(text[at:]):
            unsure = _ROUGH.search(text[:at]) or at < first.end or at - begin > MEASURE
            return None if unsure else Wanted(first.kind, first.value, text[begin:at])
    return None


def holding_value(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The likeliest sentences that hold the value asked for, each with its place as short answer."""
    wanted = value_asked(question)
    if wanted is None:
        return []
    found = ((one, _place_of(wanted, fold(one.text))) for one in ranked)
    return [_at(one, place) for one, place in found if place][:SHOWN]


def _place_of(wanted: Wanted, text: str) -> tuple[int, int] | None:
    """Where a value stands in a folded text, of this measure if one is wanted."""
    for mention in find_mentions(text):
        if mention.kind == wanted.kind and _is_value(wanted, mention):
            number = _NUMBER.match(text[mention.start :]) if mention.kind == "number" else None
            end = mention.start + len(number.group()) if number else mention.end
            rough = _ROUGH.search(text[mention.start : mention.end + 1])
            if not rough and text.startswith(wanted.measure, end):
                return mention.start, mention.end
    return None


def _is_value(wanted: Wanted, mention: Mention) -> bool:
    """Whether it is the value; a month is of the year asked for."""
    same = mention.value == wanted.value
    return same or (wanted.kind == "date" and mention.value.startswith(f"{wanted.value}-"))


def holding_name(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Of each case the first sentence that holds a name that is all the question says; ranked by likelihood.

    The case of a unit that has the name is meant by it, whatever its sentences say.
    """
    name = question.text.strip(_MARKS)
    if question.asked != "other" or not SHORTEST <= len(name) <= LONGEST or not _is_noun(name):
        return []
    firsts: dict[tuple[str, int | None], Evidence] = {}
    for one in ranked:
        unit = fold(one.hit.case.unit) if one.hit.case else ""
        place = _whole_words(name, fold(one.text))
        if place or (unit and unit.endswith(name)):
            key = one.hit.passage.document_id, one.hit.passage.case_order
            known = firsts.get(key)
            found = _at(one, place) if place else replace(one, span=None)
            firsts[key] = found if known is None or one.start < known.start else known
    return list(firsts.values())[:CASES]


def _is_noun(name: str) -> bool:
    """Whether it names something: 帮助 and 没有 do not, and a number is looked up as a value."""
    if _CERTAIN.search(name) and not re.search(r"[\u4e00-\u9fffa-z]{2}", name):
        return False
    return any(tag.startswith(NOUNS) for tag in Words.of(name).tags)


def _whole_words(name: str, text: str) -> tuple[int, int] | None:
    """Where a name stands in a folded text and begins and ends where a word does."""
    edges = None
    for match in re.finditer(re.escape(name), text):
        edges = Words.of(text).edges if edges is None else edges
        if match.start() in edges and match.end() in edges:
            return match.span()
    return None


def _at(evidence: Evidence, place: tuple[int, int]) -> Evidence:
    whole = len(fold(evidence.text)) == len(evidence.text)  # else the offsets are of another text
    return replace(evidence, span=Span(*place, 0.0, typed=True) if whole else None)
