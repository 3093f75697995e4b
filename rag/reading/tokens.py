"""Texts -> the rows of tokens that the reader's model takes, and where each token stands in its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import INPUTS, Arrays, load_tokenizer, pad_with

MAX_TOKENS = 448  # what the weights were trained with; the model's own limit is 512
MAX_QUESTION_TOKENS = 96
PAD = 16  # token counts are rounded up to this: oneDNN keeps one compiled kernel for every shape it met


@dataclass(frozen=True, slots=True, eq=False)
class TokenRows:
    """Pairs of texts as one padded batch."""

    inputs: Arrays  # input_ids, attention_mask, token_type_ids; int64, (rows, tokens)
    offsets: NDArray[np.int64]  # (rows, tokens, 2): start and end in the token's own text, code points
    sides: tuple[tuple[int | None, ...], ...]  # of each token: 0 first text, 1 second, None neither


class PairTokenizer:
    """The tokenizer of a model's folder.

    Shared between threads without a lock: it holds one tokenizer for pairs and one for single texts, each
    set up here once. Encoding only reads them, while transformers' own class sets truncation and padding
    anew whenever two calls differ in them. Raises OSError or ValueError for a folder without a tokenizer.
    """

    def __init__(self, folder: Path) -> None:
        self._singles, self._pairs = load_tokenizer(folder), load_tokenizer(folder)
        self._pairs.enable_truncation(MAX_TOKENS, strategy="only_second")
        pad_with(self._pairs, folder, PAD)

    def cut(self, question: str) -> str:
        """A question or claim as it is, or its beginning of 96 tokens."""
        offsets = self._singles.encode(question, add_special_tokens=False).offsets
        return (
            question if len(offsets) <= MAX_QUESTION_TOKENS else question[: offsets[MAX_QUESTION_TOKENS][0]]
        )

    def pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> TokenRows:
        """Encode pair by pair; of one longer than 448 tokens the second text is cut."""
        rows = self._pairs.encode_batch(list(zip(firsts, seconds, strict=True)))
        parts = ([r.ids for r in rows], [r.attention_mask for r in rows], [r.type_ids for r in rows])
        return TokenRows(
            {name: np.array(part, dtype=np.int64) for name, part in zip(INPUTS, parts, strict=True)},
            np.array([row.offsets for row in rows], dtype=np.int64),
            tuple(tuple(row.sequence_ids) for row in rows),
        )
