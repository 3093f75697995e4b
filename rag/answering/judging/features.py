"""Looks at sentences -> the features that a judgement is learned on. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chinese import fold, holds
from rag.answering.evidence import names_case, of_a_unit
from rag.answering.judging.look import NO_SPAN, Look
from rag.answering.question import Question

Features = NDArray[np.float32]
KINDS = (
    ("number", "date", "ordinal"),
    ("person", "name", "unit", "place", "honour"),
    ("list",),
    ("reason", "method"),
    ("yesno",),
    ("meaning", "other"),
)
LOGIT, SCORE, SPAN, LENGTH = 4.0, 8.0, 10.0, 5.0  # what values of a kind are divided by
UNTYPED = 6.0  # what the score of a short answer loses that has not the type asked for
COUNT = 32 + len(KINDS)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is judged."""

    question: Question
    read_as: str  # after the questions before it, as the second reader reads it
    near: tuple[str, int | None] | None = None  # (document id, case order) of the turn before
    follows: bool = False  # whether it is read after a question before it
    inside: bool = False  # whether only one case was looked at


def features(asking: Asking, looks: Sequence[Look]) -> Features:
    """(looks, COUNT): what speaks for each sentence, and how it stands to the others."""
    if not looks:
        return np.zeros((0, COUNT), dtype=np.float32)
    question, about = asking.question, _of_question(asking)
    named = [names_case(question, look.evidence.hit) for look in looks]
    rows = [
        [
            *_read(look, looks),
            *_found(look, looks, place),
            *_said(question, look),
            *_of_case(asking, look),
            float(named[place]),
            float(any(named)),
            *about,
        ]
        for place, look in enumerate(looks)
    ]
    return np.array(rows, dtype=np.float32)


def _read(look: Look, looks: Sequence[Look]) -> list[float]:
    """What the second reader says."""
    parts = sorted((part.relevance for part in look.parts), reverse=True)
    likeliest = max(look.best, look.whole)
    others = [max(one.best, one.whole) for one in looks if one is not look]
    return [
        look.whole / LOGIT,
        look.best / LOGIT,
        (parts[1] if len(parts) > 1 else look.best) / LOGIT,
        float(bool(parts)),
        sum(part >= 0 for part in parts) / max(1, len(parts)),
        (likeliest - max(others, default=likeliest)) / LOGIT,
        (look.whole - max(one.whole for one in looks)) / LOGIT,
        look.span / SPAN,
    ]


def _found(look: Look, looks: Sequence[Look], place: int) -> list[float]:
    """What retrieval and the first reader say."""
    evidence = look.evidence
    typed = evidence.span.score if evidence.span else evidence.span_score - UNTYPED
    return [
        evidence.relevance / LOGIT,
        (evidence.relevance - max(one.evidence.relevance for one in looks)) / LOGIT,
        evidence.score / SCORE,
        (evidence.score - looks[0].evidence.score) / SCORE,
        1 / (1 + place),
        max(typed, NO_SPAN) / SPAN,
        float(evidence.span is not None),
        evidence.hit.score,
        float(evidence.hit.rank == 1),
        float(of_a_unit(evidence.hit)),
    ]


def _said(question: Question, look: Look) -> list[float]:
    """Which of the question's words are there, and what the rules of refusal miss."""
    text = fold(look.evidence.text)
    context = f"{fold(look.evidence.hit.passage.context)}\n{text}"
    return [
        _share(question.words, text),
        _share(question.words, context),
        _share(question.words, look.scope.case),
        float(bool(look.names)),
        min(len(look.names), 3) / 3,
        float(bool(look.content)),
        math.log1p(len(text)) / LENGTH,
    ]


def _share(words: Sequence[str], text: str) -> float:
    return sum(holds(text, word) for word in words) / len(words) if words else 0.0


def _of_case(asking: Asking, look: Look) -> list[float]:
    """Whether a sentence stands in the document, and in the case, that the turn before was about."""
    passage = look.evidence.hit.passage
    document = asking.near is not None and passage.document_id == asking.near[0]
    return [float(document), float(document and (passage.document_id, passage.case_order) == asking.near)]


def _of_question(asking: Asking) -> list[float]:
    question = asking.question
    kinds = [float(question.asked in kind) for kind in KINDS]
    return [
        *kinds,
        float(asking.follows),
        float(asking.inside),
        math.log1p(len(question.text)) / LENGTH,
    ]
