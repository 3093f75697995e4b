"""Which questions are worth asking: how likely a trainer would put each into a test."""

from rag.quiz.worth.model import SupportsJudging, WorthJudge
from rag.quiz.worth.sight import COUNT, FAULTS, Sight, features, sight, texts_of

__all__ = [
    # model
    "SupportsJudging",
    "WorthJudge",
    # sight
    "COUNT",
    "FAULTS",
    "Sight",
    "features",
    "sight",
    "texts_of",
]
