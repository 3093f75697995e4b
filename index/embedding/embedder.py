"""Embedder: texts -> unit vectors, through sentence-transformers."""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailable
from index.settings import IndexSettings, Precision, Runtime

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
FINGERPRINT_FILES = ("*.json", "*.safetensors", "*.txt", "*.model")
VERDICT_FILE = "verdict.safetensors"  # adapters that change verdicts on claims, never a vector
READING_FILE = "reading.safetensors"  # and those that change answers
CALIBRATION_FILE = "calibration.json"  # thresholds of both
NO_VECTOR = (VERDICT_FILE, READING_FILE, CALIBRATION_FILE)  # files of the model that change no vector
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
    """A sentence-transformers model with its prefixes; safe to share between threads.

    Raises ModelUnavailable when the folder or hub name cannot be loaded from what is on this machine.
    """

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._model = _load(settings)
        self._lock = threading.Lock()
        self.fingerprint = fingerprint(settings)
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed passages: float32, shape (n, dimension), rows of length 1.

        ``progress`` is called with the number of texts just finished.
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
        with self._lock:
            vectors = self._model.encode(
                prefixed, batch_size=self._settings.batch_size, show_progress_bar=False
            )
        # bfloat16 rounds a length of 1 by up to 0.4 %; scores are cosines, so mend it here.
        unit: Vectors = np.array(vectors, dtype=np.float32)
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        return unit


def dtype_for(precision: Precision) -> "torch.dtype":
    """Torch dtype for "auto", "float32" or "bfloat16"; auto takes bfloat16 where the CPU computes in it."""
    import torch

    if precision == "auto":
        return torch.bfloat16 if computes_bfloat16() else torch.float32
    return torch.bfloat16 if precision == "bfloat16" else torch.float32


def computes_bfloat16() -> bool:
    """Whether this processor multiplies in bfloat16 natively; emulated, it is slower than float32."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def fingerprint(settings: IndexSettings) -> str:
    """Name the embedding by its model files and prefixes: 16 hex digits, preceded by the model's name.

    Precision is left out on purpose: float32 and bfloat16 vectors of one model are interchangeable.
    """
    digest = hashlib.sha256()
    for part in (settings.query_prefix, settings.passage_prefix):
        digest.update(part.encode() + b"\0")
    folder = Path(settings.model)
    if folder.is_dir():
        found = {f for pattern in FINGERPRINT_FILES for f in folder.rglob(pattern)}
        files = sorted(f for f in found if f.name not in NO_VECTOR)
        for file in files:
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    else:
        digest.update(settings.model.encode())
    return f"{folder.name}@{digest.hexdigest()[:16]}"


def quiet() -> None:
    """Let the libraries that load models report errors only, not every unused head and opened file."""
    from transformers.utils import logging as transformers_logging

    for name in ("transformers", "sentence_transformers"):
        logging.getLogger(name).setLevel(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _load(settings: IndexSettings) -> "SentenceTransformer":
    """Load a local folder, or a hub name that the user put into the settings."""
    import torch
    from sentence_transformers import SentenceTransformer

    from index.embedding.openvino import wanted

    local = Path(settings.model).is_dir()
    quiet()
    device, dtype = _device(), dtype_for(settings.precision)
    fast = device == "cpu" and wanted(settings.runtime)
    try:
        model = SentenceTransformer(
            settings.model,
            device=device,
            local_files_only=local,
            trust_remote_code=False,
            model_kwargs={"dtype": torch.float32 if fast else dtype, "use_safetensors": True},
        )
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"嵌入模型打不开：{settings.model}（{error}）。"
            "请检查 settings.toml 的 [index] model：应为本机文件夹，或能联网取得的模型名。"
        ) from error
    if fast:
        _compile(model, settings.runtime, dtype)
    return model


def _compile(model: "SentenceTransformer", runtime: Runtime, dtype: "torch.dtype") -> None:
    """Have OpenVINO run the encoder of a model, where it can."""
    from index.embedding.openvino import Running, compiled, wanted

    encoder: Any = model[0].model
    if wanted(runtime, encoder.config.model_type):
        encoder.pooler = None  # unused, and drawn at random where the weights lack one: never twice the same
        model[0].model = Running(compiled(encoder, [-1], dtype), encoder.config)
    else:
        encoder.to(dtype)


def _device() -> str:
    """Where to embed: on a GPU when there is one."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
