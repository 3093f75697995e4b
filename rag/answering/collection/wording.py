"""A question -> what it wants counted and what it says of it. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chinese import find_organisations, find_persons
from chinese.language_data import any_of, topic
from index.records import Span
from rag.answering.collection.asking import GIVING, HONOUR, Asking, asking_of
from rag.answering.collection.filters import Sought, sought
from rag.answering.collection.nouns import GENERIC, Noun, given_numbers, numeral_value, ordinal
from rag.answering.collection.records import Form
from rag.answering.question import Question

_DATA = topic("counted")
_CLAUSE = re.compile(r"[^,。?;:!]+")
_DENYING = re.compile(any_of(_DATA.words["denying"]))
_ATTRIBUTES = re.compile(any_of(_DATA.words["attributes"]))
_GRADED = re.compile(rf"评[为了上]?[“\"]?(?:{any_of(_DATA.words['grades'])})[”\"]?(?=的|[,。?]|$)")
_SUPERLATIVE = re.compile("最(?![美佳近新后初终])")
_APART = any_of(word for name in ("giving", "holding", "containing", "apart") for word in _DATA.words[name])
_NO_NAME = re.compile(_APART)  # stands in no name of a body: 得过|省水利厅|的荣誉
_GAP = re.compile(r"[\s“”‘’「」『』《》\"'()、·\-—]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question wants counted. Words are folded."""

    noun: Noun
    word: str  # the noun it asks with: 支部; "" where it has none: 哪几家
    form: Form
    of_one: bool  # whether one is asked for: 一等奖是谁; not 谁得过荣誉
    honours: bool  # whether honours are asked for, or who has one
    given: bool  # whether it says that they were given: 得过, 获评
    numbers: tuple[tuple[Noun, int], ...]  # how many of each it takes for granted: 四个案例里
    things: tuple[str, ...]  # what the numbers are of, where that is no unit in general: 支部, 乡镇
    place: int | None  # which one of a collection is meant: 3 in 第三个案例
    sought: Sought  # of honours
    organisations: tuple[str, ...]
    persons: tuple[str, ...]
    runs: tuple[str, ...]  # the other words up to the end of the asking clause
    later: tuple[str, ...]  # the clauses after it


def wish_of(question: Question) -> Wish | None:
    """What is to be counted; None where nothing is, or where more is asked than a count says."""
    text = question.text
    if any(pattern.search(text) for pattern in (_SUPERLATIVE, _DENYING, _GRADED)):
        return None
    asking = asking_of(text)
    if asking is None:
        return None
    head, later = _parted(text, asking.spans[0][0])
    honours = _of_honours(head, asking.noun)
    said = sought(head) if honours else Sought()
    if said is None or (honours and _ATTRIBUTES.search(text)):
        return None
    given = [
        one
        for one in given_numbers(head)
        if not any(start < e and s < end for s, e in asking.spans for start, end in one[2])
    ]
    place = ordinal(head)
    masked = [*asking.spans, *said.spans, *(s for _, _, two in given for s in two)]
    masked += [place[1]] if place else []
    things = [head[slice(*two[1])] for _, _, two in given] + ([asking.word] if asking.word else [])
    return Wish(
        noun=asking.noun,
        word=asking.word,
        form=asking.form(text),
        of_one=asking.of_one and "过" not in head,
        honours=honours,
        given=bool(GIVING.search(head)),
        numbers=(*((noun, number) for noun, number, _ in given), *_asked_number(asking)),
        things=tuple(word for word in things if word not in GENERIC),
        place=place[0] if place else None,
        sought=said,
        organisations=tuple(find_organisations(_NO_NAME.sub(",", head))),
        persons=tuple(head[slice(*span)] for span in find_persons(head)),
        runs=tuple(runs_of(head, masked)),
        later=later,
    )


def _parted(text: str, asks: int) -> tuple[str, tuple[str, ...]]:
    """A question up to the end of the clause that asks at ``asks``, and the clauses after it."""
    clauses = list(_CLAUSE.finditer(text))
    last = next(n for n, clause in enumerate(clauses) if asks < clause.end())
    return text[: clauses[last].end()], tuple(c.group().strip() for c in clauses[last + 1 :])


def _asked_number(asking: Asking) -> Iterator[tuple[Noun, int]]:
    """Four branches in 哪四个支部."""
    number = numeral_value(asking.asked_with[1:]) if asking.asked_with.startswith("哪") else None
    if number:
        yield asking.noun, number


def _of_honours(head: str, noun: Noun) -> bool:
    """Whether honours are asked for, or who has one: 哪些单位获评…, not which cases a compilation holds."""
    if noun == "honour" or HONOUR.search(head):
        return True
    return noun in ("unit", "branch", "person") and bool(GIVING.search(head))


def runs_of(text: str, masked: Sequence[Span] = ()) -> Iterator[str]:
    """What is left of a text outside some spans, in runs without marks."""
    kept = ["\0" if any(s <= i < e for s, e in masked) else c for i, c in enumerate(text)]
    for run in re.split(r"[\0,。?;:!]+", "".join(kept)):
        yield from (piece for piece in _GAP.split(run) if piece)
