"""Embedder: texts -> unit vectors."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.sentence_models import open_model
from index.settings import LINES_FILE, UNITS_FILE, IndexSettings
from index.turns import Turns

Vectors = NDArray[np.float32]
FINGERPRINT_FILES = ("*.json", "*.safetensors", "*.txt", "*.model")
VERDICT_FILE = "verdict.safetensors"  # adapters that change verdicts on claims, never a vector
READING_FILE = "reading.safetensors"  # and those that change answers
PROPOSITIONS_FILE = "propositions.safetensors"  # and those that read one proposition at a time
CALIBRATION_FILE = "calibration.json"  # thresholds of both
ROLES_FILE = "roles.safetensors"  # a head on the vectors of sentences, for digests
ANSWERS_FILE = "answers.safetensors"  # what judges which sentence answers
WORTH_FILE = "worth.safetensors"  # what judges which questions are worth asking
# Files of the model that change no vector.
NO_VECTOR = (
    VERDICT_FILE, READING_FILE, PROPOSITIONS_FILE, CALIBRATION_FILE, ROLES_FILE, LINES_FILE, UNITS_FILE,
    ANSWERS_FILE, WORTH_FILE,
)  # fmt: skip
CHUNK = 512  # texts between two reports of progress


class SupportsEncoding(Protocol):
    """What ingest and retrieval need of an embedder."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text could get another vector."""

    @property
    def dimension(self) -> int:
        """Length of one vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages: float32, shape (n, dimension), rows of length 1."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: float32, shape (n, dimension), rows of length 1."""


class Embedder:
    """A model of sentences with its prefixes.

    Shared between threads: they take turns, pass by pass. Raises ModelUnavailable when the folder or hub
    name cannot be loaded from what is on this machine.
    """

    def __init__(self, settings: IndexSettings, turns: Turns | None = None) -> None:
        """``turns`` are those of all models of this machine; its own where none are given."""
        self._settings = settings
        self._model = open_model(settings)
        self._turns = turns or Turns()
        self.fingerprint = fingerprint(settings)
        self.dimension = self._model.width

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed passages: float32, shape (n, dimension), rows of length 1.

        ``progress`` is called with the number of texts just finished. Raises Cancelled.
        """
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for at in range(0, len(texts), CHUNK):
            chunk = texts[at : at + CHUNK]
            out[at : at + len(chunk)] = self._encode(self._settings.passage_prefix, chunk)
            if progress:
                progress(len(chunk))
        return out

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: float32, shape (n, dimension), rows of length 1."""
        return self._encode(self._settings.query_prefix, texts)

    def _encode(self, prefix: str, texts: Iterable[str]) -> Vectors:
        prefixed = [prefix + text for text in texts]
        if not prefixed:
            return np.empty((0, self.dimension), dtype=np.float32)
        unit = self._model.vectors(prefixed, self._settings.batch_size, self._turns.turn)
        # bfloat16 rounds a length of 1 by up to 0.4 %; scores are cosines, so mend it here.
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        return unit


def fingerprint(settings: IndexSettings) -> str:
    """Name the embedding by its model files and prefixes: 16 hex digits, preceded by the model's name.

    Precision is left out on purpose: float32 and bfloat16 vectors of one model are interchangeable.
    """
    digest = hashlib.sha256()
    for part in (settings.query_prefix, settings.passage_prefix):
        digest.update(part.encode() + b"\0")
    folder = Path(settings.model)
    if folder.is_dir():
        matches = {f for pattern in FINGERPRINT_FILES for f in folder.rglob(pattern)}
        files = sorted(f for f in matches if f.name not in NO_VECTOR)
        for file in files:
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    else:
        digest.update(settings.model.encode())
    return f"{folder.name}@{digest.hexdigest()[:16]}"
