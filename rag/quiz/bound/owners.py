"""归类, and 判断 by unit: which unit's case a passage comes from. Pure."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from chinese import core, fold, names_unit, terms
from rag.quiz.bound.parties import is_office
from rag.quiz.bound.statements import Span
from rag.quiz.candidates import Candidate, Shown, question
from rag.quiz.records import FALSE, TRUE
from rag.quiz.topics import Topic

OPTIONS = 4
DEED = (24, 130)  # code points of a passage
NAMED = 4  # code points of a unit's name that tell it
SHARED = 0.5  # share of a passage's terms in another case's text from which it could be that one's too
MOST = 6  # passages of a case that are asked about


def owners(
    topic: Topic, others: Sequence[Topic], facts: Sequence[Shown], chance: random.Random
) -> Iterator[Candidate]:
    """Of passages that hold a fact and name no unit; ``others`` are the document's cases."""
    units = Counter(other.unit for other in [topic, *others])
    rivals = [other for other in others if units[other.unit] == 1 and not _alike(other.unit, topic.unit)]
    rivals = [other for other in rivals if _is_one(other.unit)]
    if not _is_one(topic.unit) or units[topic.unit] > 1 or len(rivals) < OPTIONS - 1:
        return
    spans = [one.span for one in facts if not one.stem]
    deeds = [span for span in dict.fromkeys(spans) if _fit(topic, span, [topic, *rivals])]
    for number, span in enumerate(deeds[:MOST]):
        words = topic.document.text[slice(*span)]
        chosen = chance.sample(rivals, OPTIONS - 1)
        options = [topic.unit, *(other.unit for other in chosen)]
        chance.shuffle(options)
        stem = f"下面这段话出自介绍哪个单位的材料？{words}"
        made = question("match", topic, stem, [span], answer=[topic.unit], options=options)
        yield Candidate(made, words, bound=True)
        if number % 2:
            continue
        sound = chance.random() < 0.5
        unit = topic.unit if sound else chosen[0].unit
        made = question(
            "judge",
            topic,
            f"下面这段话出自介绍{unit}的材料：{words}",
            [span],
            answer=[TRUE if sound else FALSE],
            options=[TRUE, FALSE],
            correction="" if sound else f"{unit} → {topic.unit}",
        )
        yield Candidate(made, words, bound=True)


def _is_one(unit: str) -> bool:
    """Whether it is one office: 市直机关 is all of them."""
    return is_office(unit) and not unit.endswith("直机关")


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or core(fold(one)) == core(fold(other))


def _fit(topic: Topic, span: Span, topics: Sequence[Topic]) -> bool:
    """Whether a passage is neither too short nor too long, tells no unit, and is nowhere else."""
    words = topic.document.text[slice(*span)]
    if not DEED[0] <= len(words) <= DEED[1] or any(tells_unit(words, other.unit) for other in topics):
        return False
    if hints_at(words, topic.unit, [other.unit for other in topics if other is not topic]):
        return False
    wanted = set(terms(words))
    rest = (set(terms(other.text)) for other in topics if other is not topic)
    return all(len(wanted & held) <= SHARED * len(wanted) for held in rest)


def tells_unit(words: str, unit: str) -> bool:
    """Whether words name a unit, in full or by a part of its name as long as NAMED."""
    folded, name = fold(words), fold(unit)
    parts = (name[at : at + NAMED] for at in range(max(1, len(name) - NAMED + 1)))
    return names_unit(folded, unit) or core(name) in folded or any(part in folded for part in parts)


def hints_at(words: str, unit: str, others: Sequence[str]) -> bool:
    """Whether words share with a unit's name what no other name has: 档案 of 市档案馆, 塔 twice."""
    own = set(terms(unit)) - set(terms("\n".join(others)))
    rare = set(unit) - set("".join(others))
    return bool(own & set(terms(words))) or sum(char in rare for char in words) > 1
