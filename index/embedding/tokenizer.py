"""The tokenizer of a model's folder, by the library transformers runs it with."""

import json
from pathlib import Path

from tokenizers import Tokenizer


def load_tokenizer(folder: Path) -> Tokenizer:
    """Neither truncating nor padding. Raises OSError or ValueError for a folder without a tokenizer."""
    words = (folder / "tokenizer.json").read_text("utf-8")
    try:
        tokenizer = Tokenizer.from_str(words)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError(f"tokenizer.json: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pad_with(tokenizer: Tokenizer, folder: Path, multiple: int = 1) -> None:
    """Pad batches from now on to their longest row, rounded up. Raises OSError, ValueError or KeyError."""
    token = str(json.loads((folder / "tokenizer_config.json").read_text("utf-8"))["pad_token"])
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"tokenizer.json: no token {token!r} to pad with")
    tokenizer.enable_padding(pad_id=number, pad_token=token, pad_to_multiple_of=multiple)
