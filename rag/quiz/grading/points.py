"""简答, point by point: what of an answer speaks of each, and whether it makes it. Pure but for a reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chinese import AnalysedText
from rag.quiz.grading.signals import Signals, signals
from rag.quiz.grading.stretches import Grams, Stretch, stretches
from rag.quiz.grading.told_facts import spelt
from rag.quiz.grading.unselected import unselected
from rag.quiz.grading.vetoes import Otherwise, otherwise
from rag.quiz.grading.weights import CREDITED, probability
from rag.quiz.grading.wordings import wordings
from rag.quiz.records import Grade, QuizQuestion
from rag.reading import SupportsWeighing

LEAST = 0.08  # share of a point's wording below which no answer makes it
SPOKEN = 0.4  # share of a point's wording from which an answer speaks of it


@dataclass(frozen=True, slots=True)
class Made:
    """Whether an answer makes a point."""

    stretch: Stretch
    differs: Otherwise | None  # what it says otherwise, which no wording makes good
    signals: tuple[Signals, ...]  # of each wording of the point

    @property
    def credited(self) -> bool:
        """Whether a person would give the point."""
        return (
            self.differs is None
            and self.stretch.share >= LEAST
            and any(probability(one) >= CREDITED for one in self.signals)
        )


def short(question: QuizQuestion, response: str, reader: SupportsWeighing) -> Grade:
    """Which points the answer makes; none of one that selects nothing: see ``unselected``."""
    texts = [point.text for point in question.points]
    made = list(weighed(question.stem, texts, response, reader))
    fault = unselected(response, texts, [one.stretch for one in made if one.credited])
    met = () if fault else tuple(i for i, one in enumerate(made) if one.credited)
    missed = tuple(i for i in range(len(made)) if i not in met)
    message = fault or f"{len(made)} 个要点答出 {len(met)} 个。" + _wrong(made)
    return Grade(not missed, round(len(met) / len(made), 4), met, missed, message)


def weighed(asked: str, points: Sequence[str], response: str, reader: SupportsWeighing) -> Iterator[Made]:
    """Each point beside the words of the answer that speak of it most."""
    analysed = [AnalysedText(spelt(point)) for point in points]
    compared = Grams(asked, analysed)
    told = stretches(AnalysedText(spelt(response)), compared)
    differing = [otherwise(point, one.text, asked) for point, one in zip(analysed, told, strict=True)]
    versions = [
        [AnalysedText(words) for words in wordings(point.text, asked)] if one.spans and not differs else []
        for point, one, differs in zip(analysed, told, differing, strict=True)
    ]
    pairs = [
        pair
        for one, some in zip(told, versions, strict=True)
        for version in some
        for pair in ((version.text, one.text.text), (one.text.text, version.text))
    ]
    said = iter(reader.weigh(pairs))
    for i, (one, some) in enumerate(zip(told, versions, strict=True)):
        others = [j for j in range(len(points)) if j != i]
        of_each = [signals(version, one, compared, others, next(said), next(said)) for version in some]
        yield Made(one, differing[i], tuple(of_each))


def _wrong(made: Sequence[Made]) -> str:
    """Which words of the answer differ from the source."""
    for one in made:
        if one.differs and one.differs.said and one.stretch.share >= SPOKEN:
            return f"“{one.differs.said}”与原文“{one.differs.instead}”不一致。"
    return ""
