"""A paper's versions: the same questions in another order, their options too; keys follow by words. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from people.papers import version_name
from rag.quiz import FALSE, KINDS, TRUE, QuizQuestion
from rag.reports import PaperSheet


def sheet_of(
    questions: Sequence[QuizQuestion], points: Mapping[str, float], paper_id: int, version: int, versions: int
) -> PaperSheet:
    """The version of this number, from 1: the first is in the paper's own order, others are shuffled.

    The order follows from the paper's and the version's number by SHA-256: an attempt that keeps both
    shows the same order always, and editing one option leaves the order of the others.
    """
    order = list(KINDS)
    arranged = sorted(questions, key=lambda question: order.index(question.kind))
    if version > 1:
        seed = f"{paper_id}/{version}"
        arranged.sort(key=lambda question: (order.index(question.kind), _digest(seed, question.id)))
        arranged = [_shuffled(question, seed) for question in arranged]
    worth = tuple(points[question.id] for question in arranged)
    return PaperSheet(version_name(version) if versions > 1 else "", tuple(arranged), worth)


def _shuffled(question: QuizQuestion, seed: str) -> QuizQuestion:
    """Its options in another order, where the answer is told by the options' words."""
    options = question.options
    if set(options) == {TRUE, FALSE} or not set(question.answer) <= set(options):
        return question
    return replace(
        question, options=tuple(sorted(options, key=lambda option: _digest(seed, question.id, option)))
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
