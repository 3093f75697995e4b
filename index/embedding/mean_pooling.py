"""A plain BERT folder as a sentence encoder, without PyTorch: what sentence-transformers makes of one.

Without a modules.json it takes the mean over all tokens; the shipped model is such a folder. Loading
sentence-transformers, transformers and PyTorch for that took two thirds of the time to a first answer.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embedding.batches import batches
from index.embedding.encoder import INPUTS, Run
from index.embedding.tokenizer import load_tokenizer, pad_with

PASS = 2048  # code points that a pass holds, padding included: as many texts at once take no longer each


@dataclass(frozen=True, slots=True)
class PlainFolder:
    """A model folder that says nothing of pooling; its tokenizer is set up once and only read afterwards."""

    folder: Path
    architecture: str
    width: int  # of a vector
    max_tokens: int  # of a text; what is longer is cut

    @classmethod
    def of(cls, folder: Path) -> "PlainFolder | None":
        """None for a folder that is another kind of sentence encoder, or no model at all."""
        needed = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")
        if (folder / "modules.json").exists() or not all((folder / name).is_file() for name in needed):
            return None
        config, tokens = (json.loads((folder / name).read_text("utf-8")) for name in (needed[0], needed[3]))
        longest = min(int(config["max_position_embeddings"]), int(tokens["model_max_length"]))
        return cls(folder, str(config["model_type"]), int(config["hidden_size"]), longest)

    @property
    def files(self) -> tuple[Path, ...]:
        """What the encoder is made of."""
        return self.folder / "config.json", self.folder / "model.safetensors"

    def tokenizer(self) -> Tokenizer:
        """Cuts texts that are too long and pads a batch to its longest row."""
        tokenizer = load_tokenizer(self.folder)
        tokenizer.enable_truncation(self.max_tokens)
        pad_with(tokenizer, self.folder)
        return tokenizer


def encode(
    run: Run, tokenizer: Tokenizer, texts: Sequence[str], batch_size: int, width: int
) -> NDArray[np.float32]:
    """The mean of each text's token vectors, float32, (len(texts), width); not of length 1."""
    out = np.empty((len(texts), width), dtype=np.float32)
    for chosen in batches([len(text) for text in texts], batch_size, PASS):
        rows = tokenizer.encode_batch([texts[at] for at in chosen])
        parts = ([r.ids for r in rows], [r.attention_mask for r in rows], [r.type_ids for r in rows])
        inputs = {name: np.array(part, dtype=np.int64) for name, part in zip(INPUTS, parts, strict=True)}
        (last,) = run(inputs)
        mask = inputs["attention_mask"][:, :, None].astype(np.float32)
        out[chosen] = (last * mask).sum(axis=1) / mask.sum(axis=1)
    return out
