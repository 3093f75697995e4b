"""Sentences that may be lines of a digest, each with its role and weight. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chinese import Wording, fold
from chinese.language_data import topic
from chinese.values import AWARDED
from index.records import Document, Proposition
from rag.answering.digest.features import role_above
from rag.answering.digest.model import Probabilities
from rag.answering.digest.outline import Sentence
from rag.answering.digest.roles import ROLES, Role

MARKERS = 6  # code points that a line's marker and its break take
LEAST = 0.4  # probability of the wanted roles that a sentence must have
FRAME = 0.9  # probability of 其他 from which a line under a heading of a wanted role is no part of it
PLANNED = 0.6  # probability of 打算 from which it is none either: 打算再建两座, below 存在的不足
HONOURED = 0.1  # probability of 荣誉 from which 被评为 and the like decide
VALUES = 4  # more of them tell no more
OPENING = 1.3  # what a section's first sentence weighs more: it says what the others go into
LEANING = 0.6  # what is left of the weight of a sentence that says nothing without the one before
SCRAP = 6  # letters and digits below which a line is none
LONGEST_ROW = 110  # code points of a table's line
POINTS_BACK = re.compile(topic("roles").expression("back_refers"))
_ASIDE = re.compile(topic("roles").expression("table_aside"))
_HONOURS, _PLANS = ROLES.index("荣誉"), ROLES.index("打算")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with what it is worth."""

    sentence: Sentence
    role: Role
    weight: float
    end: int  # where it is cut, or its end
    level: int = 2  # 0 for the best of its section, 1 of its paragraph or item, 2 for others

    @property
    def cost(self) -> int:
        """Code points it takes, its marker included."""
        return self.end - self.sentence.start + MARKERS

    @property
    def is_cut(self) -> bool:
        """Whether the sentence goes on."""
        return self.end < self.sentence.end


def units(
    document: Document,
    sentences: Sequence[Sentence],
    probabilities: Probabilities,
    roles: Sequence[Role],
    propositions: Sequence[Proposition],
    focus: str,
) -> list[Unit]:
    """The sentences that tell one of ``roles``, the heaviest first.

    One weighs more the surer its role, the more values it holds, and the more of the words of ``focus``.
    """
    text = document.text
    values = sorted({value.start for one in propositions for value in one.values})
    wording = Wording(focus, [fold(text[s.start : s.end]) for s in sentences]) if focus else None
    columns = [ROLES.index(role) for role in roles]
    made: list[Unit] = []
    opened: set[object] = set()
    for sentence, row in zip(sentences, probabilities, strict=True):
        likely = _likely(text, sentence, row.tolist(), roles)
        if likely < LEAST or not _tells(text, sentence):
            continue
        words = text[sentence.start : sentence.end]
        count = sum(sentence.start <= at < sentence.end for at in values)
        weight = likely * (1 + min(count, VALUES) / VALUES)
        weight *= LEANING if POINTS_BACK.search(words) else 1
        weight *= OPENING if sentence.path not in opened else 1
        weight *= 1 + wording.share(fold(words)) if wording else 1
        opened.add(sentence.path)
        role = "荣誉" if sentence.row else roles[max(range(len(columns)), key=lambda i: row[columns[i]])]
        made.append(Unit(sentence, role, weight, sentence.end))
    return _levelled(made)


def _likely(text: str, sentence: Sentence, row: Sequence[float], roles: Sequence[Role]) -> float:
    """How likely it tells what is wanted; what stands under 存在的不足 is what was asked for."""
    likely = sum(row[ROLES.index(role)] for role in roles)
    above = role_above(text, sentence)
    if "荣誉" in roles and (sentence.row or row[_HONOURS] >= HONOURED):
        given = sentence.row or AWARDED.search(fold(text[sentence.start : sentence.end]))
        likely = max(likely, LEAST) if given else likely
    if above in roles and above != "荣誉" and row[-1] < FRAME and row[_PLANS] < PLANNED:
        likely = max(likely, LEAST, 1 - row[-1])
    return likely


def _tells(text: str, sentence: Sentence) -> bool:
    """Whether a sentence says something by itself; of tables only the lines of one of honours do."""
    words = text[sentence.start : sentence.end]
    if sentence.row:
        return SCRAP <= len(words) <= LONGEST_ROW and role_above(text, sentence) == "荣誉"
    return not sentence.heads and sum(map(str.isalnum, words)) >= SCRAP and not _ASIDE.search(words)


def _levelled(some: Sequence[Unit]) -> list[Unit]:
    """The best of each section and of each paragraph or item told apart; all honours are best."""
    sections: set[object] = set()
    points: set[object] = set()
    levelled = []
    for unit in sorted(some, key=lambda unit: (-unit.weight, unit.sentence.start)):
        section, point = (unit.role, unit.sentence.path), (unit.role, unit.sentence.point)
        level = 0 if section not in sections or unit.role == "荣誉" else 1 if point not in points else 2
        sections.add(section)
        points.add(point)
        levelled.append(replace(unit, level=level))
    return levelled
