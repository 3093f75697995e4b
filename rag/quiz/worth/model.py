"""Questions -> how likely a trainer would put each into a test: two linear heads on the shipped encoder.

Trained by training/question_worth.py; the weights, models/case-reader/worth.safetensors, know the encoder
they were trained on. With another one the form of a question decides alone, by weights of its own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.embedding import WORTH_FILE, SupportsEncoding
from index.errors import ModelUnavailable
from rag.quiz.records import QuizQuestion
from rag.quiz.worth.sight import COUNT, FAULTS, Sight, features, sight, texts_of

NAMES = ("with_vector", "with_vector.bias", "alone", "alone.bias")
Matrix = NDArray[np.float32]


class SupportsJudging(Protocol):
    """What making questions needs of a judge."""

    def worth(self, questions: Sequence[QuizQuestion]) -> Sequence[float]:
        """The probability, 0..1, that each question has none of the faults, in order."""


class WorthJudge:
    """Says how likely each question is worth asking. Shared between threads as its embedder is."""

    def __init__(self, weights: dict[str, Matrix], embedder: SupportsEncoding, *, fits: bool) -> None:
        self._weights = weights
        self._embedder = embedder
        self._head = "with_vector" if fits else "alone"

    @classmethod
    def open(cls, folder: Path, embedder: SupportsEncoding) -> Self:
        """The weights of a folder. Raises ModelUnavailable where it holds none that fit."""
        from safetensors import SafetensorError, safe_open

        file = folder / WORTH_FILE
        try:
            with safe_open(file, "np") as tensors:
                weights = {name: tensors.get_tensor(name).astype(np.float32) for name in NAMES}
                known = tensors.metadata() or {}
        except (OSError, SafetensorError) as error:
            raise ModelUnavailable(
                f"题目评判模型打不开：{file}（{error}）。"
                f"请重新取得 {WORTH_FILE}，或运行 python -m training.question_worth --write。"
            ) from error
        if known.get("faults", "") != " ".join(FAULTS) or weights["alone"].shape != (len(FAULTS), COUNT):
            raise ModelUnavailable(
                f"{file} 是为 {known.get('faults', '?')} 训练的，"
                f"程序要的是 {' '.join(FAULTS)}、{COUNT} 个特征。"
                "请运行 python -m training.question_worth --write 重新训练。"
            )
        return cls(weights, embedder, fits=known.get("encoder") == embedder.fingerprint)

    def worth(self, questions: Sequence[QuizQuestion]) -> list[float]:
        """The probability, 0..1, that each question has none of the faults, in order. Raises Cancelled."""
        if not questions:
            return []
        given = inputs([sight(one) for one in questions], self._embedder)
        seen = given if self._head == "with_vector" else given[:, -COUNT:]
        # Two rows: summed without BLAS, whose threads would spin beside the encoder's.
        logits = np.einsum("nd,fd->nf", seen, self._weights[self._head])
        faulty = 1 / (1 + np.exp(-(logits + self._weights[f"{self._head}.bias"])))
        return [float(none) for none in np.prod(1 - faulty, axis=1)]


def inputs(some: Sequence[Sight], embedder: SupportsEncoding) -> Matrix:
    """(questions, dimension + COUNT): the vector of what is said or asked, then the features."""
    texts = list(dict.fromkeys(text for one in some for text in texts_of(one)))
    vectors = dict(zip(texts, embedder.encode_passages(texts), strict=True))
    return np.stack([np.concatenate([vectors[one.body], features(one, vectors)]) for one in some])
