"""Texts -> the rows of tokens that the reader's model takes, and where each token stands in its text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 448  # what the weights were trained with; the model's own limit is 512
MAX_QUESTION_TOKENS = 96
PAD = 16  # token counts are rounded up to this: oneDNN keeps one compiled kernel for every shape it met


@dataclass(frozen=True, slots=True, eq=False)
class TokenRows:
    """Pairs of texts as one padded batch."""

    inputs: "Mapping[str, torch.Tensor]"  # input_ids, attention_mask, token_type_ids; int64, (rows, tokens)
    offsets: NDArray[np.int64]  # (rows, tokens, 2): start and end in the token's own text, code points
    sides: tuple[tuple[int | None, ...], ...]  # of each token: 0 first text, 1 second, None neither


class PairTokenizer:
    """The tokenizer of a model's folder.

    Shared between threads without a lock: it holds one tokenizer for pairs and one for single texts, each
    set up here once. Encoding only reads them, while transformers' own class sets truncation and padding
    anew whenever two calls differ in them. Raises OSError or ValueError for a folder without a tokenizer.
    """

    def __init__(self, folder: Path) -> None:
        pad = str(json.loads((folder / "tokenizer_config.json").read_text("utf-8"))["pad_token"])
        self._singles, self._pairs = _loaded(folder), _loaded(folder)
        self._singles.no_truncation()
        self._singles.no_padding()
        self._pairs.enable_truncation(MAX_TOKENS, strategy="only_second")
        self._pairs.enable_padding(pad_id=self._pairs.token_to_id(pad), pad_token=pad, pad_to_multiple_of=PAD)

    def cut(self, question: str) -> str:
        """A question or claim as it is, or its beginning of 96 tokens."""
        offsets = self._singles.encode(question, add_special_tokens=False).offsets
        return (
            question if len(offsets) <= MAX_QUESTION_TOKENS else question[: offsets[MAX_QUESTION_TOKENS][0]]
        )

    def pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> TokenRows:
        """Encode pair by pair; of one longer than 448 tokens the second text is cut."""
        import torch

        rows = self._pairs.encode_batch(list(zip(firsts, seconds, strict=True)))
        inputs = {
            "input_ids": [row.ids for row in rows],
            "attention_mask": [row.attention_mask for row in rows],
            "token_type_ids": [row.type_ids for row in rows],
        }
        return TokenRows(
            {name: torch.tensor(values, dtype=torch.int64) for name, values in inputs.items()},
            np.array([row.offsets for row in rows], dtype=np.int64),
            tuple(tuple(row.sequence_ids) for row in rows),
        )


def _loaded(folder: Path) -> Tokenizer:
    words = (folder / "tokenizer.json").read_text("utf-8")
    try:
        return Tokenizer.from_str(words)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError(f"tokenizer.json: {error}") from error
