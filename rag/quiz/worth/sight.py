"""A question -> what its judgement sees of it: numbers of its form, and how like its words are. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from chinese import is_organisation, split_sentences
from rag.quiz.records import FALSE, KINDS, QuizQuestion

# Not worth knowing; told by its own words or by common sense; broken, unclear, or its points are others.
FAULTS = ("trivial", "guess", "form")
BODY, ANSWER = 300, 200  # code points that a vector is made of
NEAR, SPREAD = 5.0, 3.0  # what likenesses are multiplied by: they lie close together
_ARTICLE = re.compile("第.{1,4}条")
_DIGITS = re.compile(r"\d+")
_TITLE = re.compile("《(.*?)》")
_SPACE = re.compile(r"\s")
_ORNAMENT = re.compile("[*◇【】]")
BEGINS = 6  # code points: a text that begins as its title is news whose first words were taken for one
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a question."""

    kind: str
    stem: str
    options: tuple[str, ...]
    answer: tuple[str, ...]  # the right options or wordings, else the points
    evidence: int  # citations
    points: int

    @property
    def about(self) -> str:
        """What names the text, before the first colon."""
        return self.stem.split("：", 1)[0]

    @property
    def body(self) -> str:
        """What is said or asked, without what names the text."""
        return self.stem.split("：", 1)[-1][:BODY]

    @property
    def told(self) -> str:
        """The answer's words."""
        return (self.answer[0] if self.options or not self.points else " ".join(self.answer))[:ANSWER]


def sight(question: QuizQuestion) -> Sight:
    """What is seen of a question."""
    answer = question.answer or tuple(point.text for point in question.points)
    cited, points = len(question.citations), len(question.points)
    return Sight(question.kind, question.stem, question.options, answer, cited, points)


def texts_of(one: Sight) -> Iterator[str]:
    """The texts whose vectors ``features`` needs."""
    yield from (one.body, one.told, *one.options)


def features(one: Sight, vectors: Mapping[str, Vector]) -> Vector:
    """(COUNT,) float32: kind, form and likenesses; ``vectors`` hold unit vectors of ``texts_of``."""
    body, told = vectors[one.body], vectors[one.told]
    right = [option for option in one.options if option in one.answer]
    wrong = [option for option in one.options if option not in one.answer]
    chosen = one.kind in ("match", "choice", "multi") and bool(right) and bool(wrong)
    near = [float(vectors[option] @ body) for option in (right[0], *wrong)] if chosen else [0.0, 0.0]
    named = one.kind in ("match", "multi") and chosen
    apart = min(float(vectors[a] @ vectors[b]) for a, b in combinations(one.options, 2)) if named else 0.0
    return np.array(
        [
            *(one.kind == kind for kind in KINDS),
            one.kind == "judge" and one.answer == (FALSE,),
            NEAR * (near[0] - max(near[1:])),  # of all options the right one fits best: it can be guessed
            SPREAD * apart,
            len(one.body) / 100,
            len(_DIGITS.findall(one.body)) / 5,
            one.evidence / 3,
            one.points / 3,
            "表格中" in one.about,
            "的回答" in one.about,
            bool(_ARTICLE.search(one.about)),
            float(body @ told),
            bool(_DIGITS.search(one.told)),
            "%" in one.told,
            "年" in one.told,
            "月" in one.told,
            "万" in one.told or "亿" in one.told,
            min(len(one.told), 60) / 20,
            *_named(one),
        ],
        dtype=np.float32,
    )


def _named(one: Sight) -> list[float]:
    """How the question names its text, and whether that looks like a title."""
    found, body = _TITLE.search(one.about), one.body.lstrip()
    title, rest = (found[1], one.about[found.end() :]) if found else ("", one.about)
    return [
        float(not found),
        float(bool(_SPACE.search(title))),
        float(is_organisation(title)),
        float(bool(title) and body.startswith(title[:BEGINS])),
        float(bool(_ORNAMENT.search(one.stem))),
        float("（" in rest),
        float("部分" in rest),
        len(split_sentences(body)) / 3,
    ]


COUNT = len(KINDS) + 25  # what ``features`` gives
