"""All candidates of one case. Pure."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from chinese import names_short_news, question_mark
from rag.quiz.bound.booklets import answers
from rag.quiz.bound.cells import look_ups
from rag.quiz.bound.exchanges import swapped
from rag.quiz.bound.facts import facts_in
from rag.quiz.bound.lists import belongings, honour_belongings, lists_of, named_points
from rag.quiz.bound.owners import owners
from rag.quiz.bound.passages import passages
from rag.quiz.bound.sequences import events, steps
from rag.quiz.bound.statements import Statement, statements_of
from rag.quiz.candidates import Candidate, Shown
from rag.quiz.items import Names, blanks, choices, judgements, plain, reworded
from rag.quiz.naming import asks
from rag.quiz.records import Kind
from rag.quiz.short_answers import shorts
from rag.quiz.topics import Topic

_GOES_ON = re.compile(r"呢[?？]\s*$")  # 离退休的呢？ leans on the question before it
PLAIN = 2  # statements of a case without a fact to ask for
Chances = Mapping[Kind, random.Random]


def bound_candidates(
    topic: Topic, around: Sequence[Topic], names: Names, chances: Chances
) -> Iterator[Candidate]:
    """What can be asked of a case whose propositions are known."""
    unnamed = not (topic.alone or topic.unit or topic.document.title) and question_mark(topic.name) >= 0
    goes_on = _GOES_ON.search(topic.name) is not None
    if names_short_news(topic.name) or unnamed or goes_on:  # 都管哪些事？ does not tell whose
        return
    own = [other for other in around if other.document.id == topic.document.id]
    statements = statements_of(topic)
    facts = list(facts_in(statements))
    names = {**names, **_parties(facts)}
    told = [one for found in facts for one in found]
    yield from judgements(topic, told, names, chances["judge"])
    yield from swapped(facts, chances["judge"])
    yield from reworded(topic, [(one.start, one.end) for one in statements if one.stem is None])
    yield from choices(told, names, chances["choice"])
    yield from blanks(told)
    yield from look_ups(topic, own, chances["choice"])
    lists = lists_of(topic)
    yield from belongings(topic, lists, chances["multi"])
    yield from named_points(topic, lists)
    yield from steps(topic, chances["order"])
    yield from events(statements, chances["order"])
    yield from answers(topic, statements)
    yield from _of_cases(topic, own, statements, facts, chances)


def _of_cases(
    topic: Topic,
    others: Sequence[Topic],
    statements: Sequence[Statement],
    facts: Sequence[Sequence[Shown]],
    chances: Chances,
) -> Iterator[Candidate]:
    """What only one of several cases can be asked: whose a deed is, what it did, a passage of it."""
    own = [other for other in others if other.unit]
    yield from passages(topic, statements, facts, [other.unit for other in own])
    if not topic.alone and topic.unit and not asks(topic):
        silent = [(one.start, one.end) for one, found in zip(statements, facts, strict=True) if not found]
        yield from islice(plain(topic, silent, []), PLAIN)
        yield from owners(topic, own, [one for found in facts for one in found], chances["match"])
        yield from honour_belongings(topic, own, chances["multi"])
        yield from shorts(replace(topic, sentences=tuple(_apart(statements))))


def _apart(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Their sentences, without those that are shown again after the one they lean on."""
    end = 0
    for one in statements:
        if one.start >= end and one.stem is None:
            end = one.end
            yield one.start, one.end


def _parties(facts: Iterable[Sequence[Shown]]) -> Names:
    """Those whom the case's rules name, by what they may be mistaken for."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in (shown for some in facts for shown in some):
        if one.fact.kind in ("party", "body"):
            found["party" + (one.fact.measure if one.fact.kind == "party" else "office")][one.answer] = None
    return {kind: list(names) for kind, names in found.items()}
