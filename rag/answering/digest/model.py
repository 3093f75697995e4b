"""Sentences -> the probability of each role: a linear head on their vectors, headings, place and words.

Trained by training/role_heads.py; the weights, models/case-reader/roles.safetensors, know the encoder they
were trained on. With another one the words and headings decide alone, by weights of their own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.embedding import ROLES_FILE, SupportsEncoding
from index.errors import ModelUnavailable
from index.records import Document, Span
from rag.answering.digest.features import COUNT, features
from rag.answering.digest.outline import Sentence
from rag.answering.digest.roles import ROLES

Probabilities = NDArray[np.float32]
MOST = 160  # sentences of one text whose vectors are computed; beyond, headings and words decide
_NAMES = ("with_vector", "with_vector.bias", "alone", "alone.bias")


class RoleModel:
    """Says what each sentence of a text tells."""

    def __init__(self, weights: dict[str, NDArray[np.float32]], embedder: SupportsEncoding | None) -> None:
        self._weights = weights
        self._embedder = embedder  # None where the weights are of another encoder

    @classmethod
    def open(cls, folder: Path, embedder: SupportsEncoding) -> Self:
        """The weights of a folder. Raises ModelUnavailable where it holds none that fit."""
        from safetensors import SafetensorError, safe_open

        file = folder / ROLES_FILE
        try:
            with safe_open(file, "np") as tensors:
                weights = {name: tensors.get_tensor(name).astype(np.float32) for name in _NAMES}
                known = tensors.metadata() or {}
        except (OSError, SafetensorError) as error:
            raise ModelUnavailable(
                f"角色模型打不开：{file}（{error}）。"
                f"请重新取得 {ROLES_FILE}，或运行 python -m training.role_heads --write。"
            ) from error
        if known.get("roles", "") != " ".join(ROLES) or weights["alone"].shape != (len(ROLES), COUNT):
            raise ModelUnavailable(
                f"{file} 是为 {known.get('roles', '?')} 训练的，程序要的是 {' '.join(ROLES)}。"
                "请运行 python -m training.role_heads --write 重新训练。"
            )
        fits = known.get("encoder") == embedder.fingerprint
        return cls(weights, embedder if fits else None)

    def roles(self, document: Document, sentences: Sequence[Sentence], span: Span) -> Probabilities:
        """(sentences, 7), each row the probabilities of ROLES; ``span`` is the text they stand in."""
        given = features(document.text, sentences, span)
        if not sentences:
            return np.zeros((0, len(ROLES)), dtype=np.float32)
        if self._embedder is None or len(sentences) > MOST:
            return softmax(given @ self._weights["alone"].T + self._weights["alone.bias"])
        vectors = self._embedder.encode_passages([document.text[s.start : s.end] for s in sentences])
        both = np.hstack([vectors, given])
        # Seven rows: summed without BLAS, whose threads would spin beside the encoder's.
        logits = np.einsum("nd,rd->nr", both, self._weights["with_vector"])
        return softmax(logits + self._weights["with_vector.bias"])


def softmax(logits: NDArray[np.float32]) -> Probabilities:
    """Probabilities of each row's logits."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
