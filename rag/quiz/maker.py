"""Questions from a store: made of its facts, each verified by the reader, the same for the same seed."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from index.records import EVERYTHING, Filter
from index.store import Entry, PassageStore, StoreReader
from rag.quiz.bound import bound_candidates
from rag.quiz.candidates import Candidate, shown
from rag.quiz.items import Names, Seen, blanks, choices, judgements, plain, quoted_names, reworded
from rag.quiz.matching import attributions, matches
from rag.quiz.records import KINDS, Kind, Made, QuizQuestion
from rag.quiz.short_answers import shorts
from rag.quiz.statements import CHAIN, chains, statements
from rag.quiz.topics import Topic, list_topics
from rag.quiz.verify import Verdict, verify
from rag.quiz.worth import SupportsJudging
from rag.reading import SupportsReader
from rag.search import holds

DOCUMENTS = 200  # questions are made of at most that many, drawn by the seed, unless cases are named
NAMED = 20  # cases listed where one is not known
ENOUGH = 4  # questions of a topic: with as many kept of its clear statements, others are left alone
PLAIN = 4  # statements without a fact to ask for, of one topic
LEAST = 0.1  # merit below which no question is kept
BANDS = (0.85, 0.75, 0.6)  # of merit: what lies above is drawn before what lies below
NEIGHBOURS = 40  # other topics whose names and units serve as wrong options


def make(  # noqa: PLR0913 all but two by keyword
    store: PassageStore,
    reader: SupportsReader,
    *,
    document_ids: Sequence[str] | None = None,
    cases: Collection[str] | None = None,
    where: Filter = EVERYTHING,
    kinds: Collection[Kind] = tuple(KINDS),
    seed: int = 0,
    judge: SupportsJudging | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Made:
    """Every question that can be made of these documents, or of all, and verified.

    ``cases`` are names or units of topics, ``where`` narrows them down. The same store, seed and kinds
    give the same questions with the same ids. With a ``judge`` each has its merit, and those without stay
    out.
    ``progress(done, total)`` counts topics. What was made is returned when ``cancelled()``.

    Raises:
        UnknownCase: no topic has one of the names.

    """
    with store.snapshot() as reading:
        generation = reading.generation
        entries = {entry.id: entry for entry in reading.documents()}
        if document_ids is None and cases is None:
            document_ids = _drawn([i for i, entry in entries.items() if _may(reading, entry, where)], seed)
        # What is closed to who asks is not named either: as a rival, or among the cases there are.
        everything = [t for t in list_topics(reading, document_ids) if t.document.id not in where.without]
    chosen = [one for one in _chosen(everything, cases) if holds(where, entries[one.document.id], one.unit)]
    kept: dict[str, QuizQuestion] = {}
    seen: Seen = {}
    thrown: Counter[str] = Counter()
    for done, topic in enumerate(chosen):
        progress(done, len(chosen))
        if cancelled():
            break
        chance = random.Random(f"{seed}/{topic.document.id}/{topic.name}")
        around = _around(topic, everything, chance)
        groups = _groups(topic, around, quoted_names(around, seen), chance)
        check = partial(verify, topic=topic, rivals=around, reader=reader)
        for candidate, reason in _verified(groups, frozenset(kinds), check):
            if reason:
                thrown[reason] += 1
            else:
                kept[candidate.question.id] = replace(candidate.question, generation=generation)
    made = list(kept.values())
    if judge is not None:
        judged = [replace(one, merit=merit) for one, merit in zip(made, judge.worth(made), strict=True)]
        made = [one for one in judged if one.merit >= LEAST]
        thrown["不值得考"] = len(judged) - len(made)
    progress(len(chosen), len(chosen))
    return Made(tuple(made), thrown)


class UnknownCase(ValueError):
    """A case that is not in the store; the message tells the user which are, in Chinese."""


def _may(reading: StoreReader, entry: Entry, where: Filter) -> bool:
    """Whether any case of a document is left by a filter."""
    if where == EVERYTHING:
        return True
    return any(holds(where, entry, unit) for unit in {"", *(case.unit for case in reading.cases(entry.id))})


def _drawn(ids: Sequence[str], seed: int) -> Sequence[str]:
    return ids if len(ids) <= DOCUMENTS else random.Random(seed).sample(ids, DOCUMENTS)


def _chosen(everything: Sequence[Topic], cases: Collection[str] | None) -> list[Topic]:
    if cases is None:
        return list(everything)
    known = {name for topic in everything for name in (topic.name, topic.unit) if name}
    unknown = [case for case in cases if case not in known]
    if unknown:
        some = "、".join(f"“{topic.name}”" for topic in everything[:NAMED])
        more = "" if len(everything) <= NAMED else f"等 {len(everything)} 个"
        raise UnknownCase(f"资料里没有案例“{unknown[0]}”。可以写案例名称或单位，现有案例：{some}{more}。")
    return [topic for topic in everything if topic.name in cases or topic.unit in cases]


def draw(questions: Sequence[QuizQuestion], n: int, seed: int = 0) -> list[QuizQuestion]:
    """At most ``n`` questions, those of most merit first, spread over sentences, kinds and cases.

    Another question on a sentence comes a band later each time: on one paper they answer one another.
    """
    chance = random.Random(seed)
    pool = sorted(questions, key=lambda q: q.id)
    chance.shuffle(pool)
    used: dict[str, Counter[object]] = defaultdict(Counter)
    drawn: list[QuizQuestion] = []
    while pool and len(drawn) < n:
        best = min(pool, key=lambda q: _turn(q, used))
        pool.remove(best)
        drawn.append(best)
        for name, key in _told_by(best):
            used[name][key] += 1
    return drawn


def _turn(question: QuizQuestion, used: Mapping[str, Counter[object]]) -> tuple[int, ...]:
    """Where a question comes among others, after what ``used`` counts of those drawn."""
    first, *rest = (used[name][key] for name, key in _told_by(question))
    return (_band(question) + first, first, *rest)


def _band(question: QuizQuestion) -> int:
    """How many of BANDS lie above its merit."""
    return sum(question.merit < band for band in BANDS)


def _told_by(question: QuizQuestion) -> list[tuple[str, object]]:
    """What a question should not share with others drawn, what matters most first."""
    places = tuple((c.document_id, c.start) for c in question.citations[:1])
    truth = question.answer if question.kind == "judge" else question.id
    return [("sentence", places), ("kind", question.kind), ("truth", truth), ("case", question.case)]


def _around(topic: Topic, everything: Sequence[Topic], chance: random.Random) -> list[Topic]:
    """Other topics, those of the same document first."""
    others = [other for other in everything if other is not topic]
    if len(others) > NEIGHBOURS:
        others = [o for o in others if o.document.id == topic.document.id] + chance.sample(others, NEIGHBOURS)
    return list({(o.document.id, o.name): o for o in others}.values())


def _groups(
    topic: Topic, around: Sequence[Topic], names: Names, chance: random.Random
) -> Iterator[list[Candidate]]:
    """The candidates of each group of a topic's statements, and with the first those that need none."""
    # Of its own for each kind: asking for fewer kinds does not change the questions of the others.
    chances = {kind: random.Random(chance.random()) for kind in KINDS}
    if topic.propositions:
        yield list(bound_candidates(topic, around, names, chances))
        return
    whole = [
        *attributions(topic, around, chances["judge"]),
        *matches(topic, around, chances["match"]),
        *shorts(topic),
    ]
    for spans in statements(topic):
        facts = list(shown(topic, spans))
        found = [
            *judgements(topic, facts, names, chances["judge"]),
            *reworded(topic, spans),
            *choices(facts, names, chances["choice"]),
            *blanks(facts),
        ]
        more = PLAIN if topic.unit else max(0, ENOUGH - len(found))
        yield [*found, *islice(plain(topic, spans, facts), more), *whole]
        whole = []
    for span, last in () if topic.unit else chains(topic):
        facts = list(shown(topic, [span], since=last, whole=CHAIN))
        yield [
            *judgements(topic, facts, names, chances["judge"]),
            *choices(facts, names, chances["choice"]),
            *blanks(facts),
        ]


def _verified(
    groups: Iterable[list[Candidate]],
    kinds: frozenset[Kind],
    check: Callable[[list[Candidate]], Iterable[Verdict]],
) -> Iterator[Verdict]:
    """The candidates of these kinds and why they are thrown, group by group until enough are kept."""
    enough = 0
    for group in groups:
        wanted = [candidate for candidate in group if candidate.question.kind in kinds]
        enough += len(group) - len(wanted)
        for candidate, reason in check(wanted):
            enough += not reason
            yield candidate, reason
        if enough >= ENOUGH:
            return
