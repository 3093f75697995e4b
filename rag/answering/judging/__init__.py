"""Sentences that may answer -> which to answer from, and whether any does."""

from rag.answering.judging.features import Asking
from rag.answering.judging.judge import EMPTY, OUTSIDE, Judge, Judgement

__all__ = [
    # features
    "Asking",
    # judge
    "EMPTY",
    "OUTSIDE",
    "Judge",
    "Judgement",
]
