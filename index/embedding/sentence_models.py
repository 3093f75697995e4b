"""The models behind the embedder: a plain folder run by OpenVINO, or whatever sentence-transformers loads."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.batches import batches
from index.embedding.encoder import Arrays, Layers
from index.embedding.mean_pooling import PASS, PlainFolder, encode
from index.embedding.openvino import compiled, files_digest, wanted
from index.embedding.precision import Compute, compute_for
from index.errors import ModelUnavailable
from index.settings import IndexSettings, Runtime

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Turn = Callable[[], AbstractContextManager[None]]  # to be had for each pass of the model


def quiet() -> None:
    """Let the libraries that load models report errors only, not every unused head and opened file."""
    from transformers.utils import logging as transformers_logging

    for name in ("transformers", "sentence_transformers"):
        logging.getLogger(name).setLevel(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]


class SentenceModel(Protocol):
    """Texts -> vectors, by whatever runs the model."""

    @property
    def width(self) -> int:
        """Length of one vector."""

    def vectors(self, texts: list[str], batch_size: int, turn: Turn) -> Vectors:
        """Float32, (len(texts), width), of any length."""


class _Plain:
    """A plain folder, run by OpenVINO."""

    def __init__(self, plain: PlainFolder, settings: IndexSettings) -> None:
        digest = files_digest(plain.files)
        self.width = plain.width
        self._tokenizer = plain.tokenizer()
        self._run = compiled(lambda: _torch_encoder(settings), digest, [-1], compute_for(settings.precision))

    def vectors(self, texts: list[str], batch_size: int, turn: Turn) -> Vectors:
        def run(inputs: Arrays) -> Layers:
            with turn():
                return self._run(inputs)

        return encode(run, self._tokenizer, texts, batch_size, self.width)


class _SentenceTransformer:
    """Any model that sentence-transformers loads."""

    def __init__(self, settings: IndexSettings) -> None:
        fast = _device() == "cpu" and wanted(settings.runtime)
        self._model = _sentence_transformer(settings, "float32" if fast else compute_for(settings.precision))
        if fast:
            _compile(self._model, settings.runtime, compute_for(settings.precision))
        self.width = int(self._model.get_embedding_dimension() or 0)

    def vectors(self, texts: list[str], batch_size: int, turn: Turn) -> Vectors:
        out = np.empty((len(texts), self.width), dtype=np.float32)
        for chosen in batches([len(text) for text in texts], batch_size, PASS):
            with turn():
                out[chosen] = self._model.encode([texts[at] for at in chosen], show_progress_bar=False)
        return out


def open_model(settings: IndexSettings) -> SentenceModel:
    """A local folder, or a hub name that the user put into the settings. Raises ModelUnavailable."""
    plain = PlainFolder.of(Path(settings.model))
    if plain is not None and not _may_have_gpu() and wanted(settings.runtime, plain.architecture):
        return _Plain(plain, settings)
    return _SentenceTransformer(settings)


def _sentence_transformer(settings: IndexSettings, compute: Compute) -> "SentenceTransformer":
    import torch
    from sentence_transformers import SentenceTransformer

    quiet()
    try:
        return SentenceTransformer(
            settings.model,
            device=_device(),
            local_files_only=Path(settings.model).is_dir(),
            trust_remote_code=False,
            model_kwargs={"dtype": getattr(torch, compute), "use_safetensors": True},
        )
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"嵌入模型打不开：{settings.model}（{error}）。"
            "请检查 settings.toml 的 [index] model：应为本机文件夹，或能联网取得的模型名。"
        ) from error


def _torch_encoder(settings: IndexSettings) -> "torch.nn.Module":
    """The encoder inside a sentence-transformers model, its weights in float32."""
    encoder: torch.nn.Module = _bare_encoder(_sentence_transformer(settings, "float32"))
    return encoder


def _bare_encoder(model: "SentenceTransformer") -> Any:
    encoder: Any = model[0].model
    encoder.pooler = None  # unused, and drawn at random where the weights lack one: never twice the same
    return encoder


def _compile(model: "SentenceTransformer", runtime: Runtime, compute: Compute) -> None:
    """Have OpenVINO run the encoder of a model, where it can."""
    import torch

    from index.embedding.conversion import CompiledEncoder, weights_digest

    encoder: Any = model[0].model
    if wanted(runtime, encoder.config.model_type):
        bare = _bare_encoder(model)
        run = compiled(lambda: bare, weights_digest(bare), [-1], compute)
        model[0].model = CompiledEncoder(run, encoder.config)
    else:
        encoder.to(getattr(torch, compute))


def _device() -> str:
    """Where to embed: on a GPU when there is one."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _may_have_gpu() -> bool:
    """False only where nothing speaks for a GPU: asking PyTorch takes its import."""
    return any(Path(device).exists() for device in ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd"))
