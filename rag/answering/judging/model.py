"""Features of sentences -> the probability of each that it answers, and that none does.

One hidden layer scores each sentence; the score of none is zero, and a softmax over all of them gives the
probabilities (as Kwiatkowski et al. 2019, Natural Questions, give a null answer a score of its own).
Trained by training/answers.py; the weights, models/case-reader/answers.safetensors, are read by NumPy alone.
"""

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.embedding import ANSWERS_FILE
from index.errors import ModelUnavailable
from rag.answering.judging.features import COUNT, Features

Scores = NDArray[np.float32]
NAMES = ("mean", "scale", "hidden", "hidden.bias", "out", "out.bias")


class AnswerModel:
    """Scores sentences as answers. Shared between threads: never changed after it was made."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """``hidden`` is (units, COUNT), ``out`` (units,); ``mean`` and ``scale``, (COUNT,), standardise."""
        self._weights = weights

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The weights of a folder. Raises ModelUnavailable where it holds none that fit."""
        from safetensors import SafetensorError, safe_open

        file = folder / ANSWERS_FILE
        try:
            with safe_open(file, "np") as tensors:
                weights = {name: tensors.get_tensor(name).astype(np.float32) for name in NAMES}
        except (OSError, SafetensorError) as error:
            raise ModelUnavailable(
                f"判断能否回答的模型打不开：{file}（{error}）。"
                f"请重新取得 {ANSWERS_FILE}，或运行 python -m training.answers --write。"
            ) from error
        if weights["hidden"].shape[1:] != (COUNT,):
            raise ModelUnavailable(
                f"{file} 是为 {weights['hidden'].shape[-1]} 个特征训练的，程序有 {COUNT} 个。"
                "请运行 python -m training.answers --write 重新训练。"
            )
        return cls(weights)

    def scores(self, features: Features) -> Scores:
        """(sentences,), logits against that none answers, from features of (sentences, COUNT)."""
        weights = self._weights
        given = (features - weights["mean"]) / weights["scale"]
        # Eight rows: summed without BLAS, whose threads would spin beside the readers'.
        hidden = np.tanh(np.einsum("nd,hd->nh", given, weights["hidden"]) + weights["hidden.bias"])
        return np.asarray(
            np.einsum("nh,h->n", hidden, weights["out"]) + weights["out.bias"], dtype=np.float32
        )


def probabilities(scores: Scores) -> Scores:
    """(sentences,), that each answers; what is left to 1 is that none does."""
    top = max(float(scores.max(initial=0.0)), 0.0)
    powers = np.exp(scores - top)
    return np.asarray(powers / (powers.sum() + np.exp(-top)), dtype=np.float32)
