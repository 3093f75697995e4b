"""The model behind the reader: its encoder adapted to answering and to weighing, with linear heads."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding import (
    PROPOSITIONS_FILE,
    READING_FILE,
    VERDICT_FILE,
    Arrays,
    Compute,
    Run,
    compiled,
    files_digest,
    quiet,
    wanted,
)
from index.settings import Runtime

if TYPE_CHECKING:
    import torch

Logits = NDArray[np.float32]
ANSWERING = ("qa_outputs", "relevance")  # heads, each a weight and a bias beside the adapters
WEIGHING = ("verdict",)
ADAPTER_SCALE = 2.0  # training/adapters.py: what the product of an adapter's two matrices is multiplied by
ALIKE_LAYER = 8  # whose token vectors compare two wordings


class SpanHeads:
    """The encoder adapted to answering, with its heads.

    Not for two threads at once: a compiled encoder keeps a single inference request.
    """

    def __init__(self, answerer: Run, weights: dict[str, Logits]) -> None:
        self._answerer = answerer
        self._weights = weights

    def spans(self, encoded: Arrays) -> tuple[Logits, Logits]:
        """Start and end logits, (batch, tokens, 2), and relevance, (batch,)."""
        (hidden,) = self._answerer(encoded)
        return self._linear("qa_outputs", hidden), self._linear("relevance", hidden[:, 0])[:, 0]

    def _linear(self, head: str, hidden: Logits) -> Logits:
        # Two or three columns: summed without BLAS, whose threads would spin beside the model's.
        summed: Logits = np.einsum("...d,hd->...h", hidden, self._weights[f"{head}.weight"])
        return summed + self._weights[f"{head}.bias"]


class Heads(SpanHeads):
    """The same with the encoder adapted to weighing claims and its head. Not for two threads at once."""

    def __init__(self, answerer: Run, verifier: Run, weights: dict[str, Logits]) -> None:
        super().__init__(answerer, weights)
        self._verifier = verifier

    def verdicts(self, encoded: Arrays) -> tuple[Logits, Logits]:
        """Logits of supported, contradicted, unverifiable, (batch, 3), and token vectors of one layer.

        The vectors, (batch, tokens, width), are those of layer 8 of the adapted encoder. Of every second
        layer from 0 to 12 of the unadapted one, it told supported claims from unverifiable ones best.
        """
        alike, hidden = self._verifier(encoded)
        return self._linear("verdict", hidden[:, 0]), alike


def load(folder: Path, compute: Compute, runtime: Runtime) -> Heads:
    """The model of a folder. Raises OSError or ValueError where that holds another."""
    heads = _heads(folder, READING_FILE, ANSWERING) | _heads(folder, VERDICT_FILE, WEIGHING)
    if wanted(runtime):
        run = partial(_compiled, folder, compute=compute)
        return Heads(run(READING_FILE, [-1]), run(VERDICT_FILE, [ALIKE_LAYER, -1]), heads)
    from index.embedding.conversion import uncompiled

    answerer, verifier = adapted_encoders(folder)
    return Heads(uncompiled(answerer, [-1], compute), uncompiled(verifier, [ALIKE_LAYER, -1], compute), heads)


def load_propositions(folder: Path, compute: Compute, runtime: Runtime) -> SpanHeads:
    """The model of a folder that reads propositions. Raises OSError or ValueError where that holds none."""
    heads = _heads(folder, PROPOSITIONS_FILE, ANSWERING)
    if wanted(runtime):
        return SpanHeads(_compiled(folder, PROPOSITIONS_FILE, [-1], compute=compute), heads)
    from index.embedding.conversion import uncompiled

    return SpanHeads(uncompiled(adapted_encoder(folder, PROPOSITIONS_FILE), [-1], compute), heads)


def adapted_encoders(folder: Path) -> "tuple[torch.nn.Module, torch.nn.Module]":
    """The encoders that answer and weigh; the embeddings, which are not adapted, are kept once."""
    answerer, verifier = adapted_encoder(folder, READING_FILE), adapted_encoder(folder, VERDICT_FILE)
    verifier.set_submodule("embeddings", answerer.get_submodule("embeddings"))
    return answerer, verifier


def _compiled(folder: Path, file: str, layers: Sequence[int], *, compute: Compute) -> Run:
    made_of = [folder / name for name in ("config.json", "model.safetensors", file)]
    encoder: Callable[[], torch.nn.Module] = partial(adapted_encoder, folder, file)
    return compiled(encoder, files_digest(made_of), layers, compute)


def _heads(folder: Path, file: str, heads: Sequence[str]) -> dict[str, Logits]:
    """The linear heads beside the adapters of a file. Raises ValueError where it holds none."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(folder / file, "np") as tensors:
            names = {f"{head}.{part}" for head in heads for part in ("weight", "bias")}
            held = set(tensors.keys())
            if names <= held and any(name.endswith(".A") for name in held):
                return {name: tensors.get_tensor(name).astype(np.float32) for name in names}
    except SafetensorError as error:
        raise ValueError(f"{file}：{error}") from error
    raise ValueError(f"{file} 不是这个模型的，或缺少 {'、'.join(heads)}")


def adapted_encoder(folder: Path, file: str) -> "torch.nn.Module":
    """The encoder with the adapters of a file, float32. Raises OSError or ValueError."""
    import torch
    from safetensors.torch import load_file
    from transformers import BertModel

    quiet()
    encoder: torch.nn.Module = BertModel.from_pretrained(
        folder, add_pooling_layer=False, dtype=torch.float32, local_files_only=True, use_safetensors=True
    ).train(False)
    if not adapt(encoder, load_file(folder / file)):
        raise ValueError(f"{file} 不是这个模型的")
    return encoder


def adapt(encoder: "torch.nn.Module", adapter: dict[str, "torch.Tensor"]) -> int:
    """Add each low-rank product B A (Hu et al. 2021, LoRA) to its linear layer; how many were added."""
    import torch

    named = [name.removesuffix(".A") for name in adapter if name.endswith(".A")]
    with torch.no_grad():
        for name in named:
            weight = encoder.get_parameter(f"{name}.weight")
            product = adapter[f"{name}.B"].float() @ adapter[f"{name}.A"].float()
            weight.copy_((weight.float() + ADAPTER_SCALE * product).to(weight.dtype))
    return len(named)
