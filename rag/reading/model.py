"""The model behind the reader: its encoder adapted to answering and to weighing, with linear heads."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import READING_FILE, VERDICT_FILE
from index.settings import Runtime

if TYPE_CHECKING:
    import torch

    from index.embedding import Run

Logits = NDArray[np.float32]
ANSWERING = ("qa_outputs", "relevance")  # heads, each a weight and a bias beside the adapters
WEIGHING = ("verdict",)
ADAPTER_SCALE = 2.0  # training/adapters.py: what the product of an adapter's two matrices is multiplied by
ALIKE_LAYER = 8  # whose token vectors compare two wordings


class Heads:
    """The encoder adapted to answering and the encoder adapted to weighing claims, with their heads."""

    def __init__(self, answerer: "Run", verifier: "Run", weights: dict[str, "torch.Tensor"]) -> None:
        self._answerer = answerer
        self._verifier = verifier
        self._weights = weights

    def spans(self, encoded: Any) -> tuple[Logits, Logits]:
        """Start and end logits, (batch, tokens, 2), and relevance, (batch,)."""
        (hidden,) = self._answerer(encoded)
        return self._linear("qa_outputs", hidden), self._linear("relevance", hidden[:, 0])[:, 0]

    def verdicts(self, encoded: Any) -> "tuple[Logits, torch.Tensor]":
        """Logits of supported, contradicted, unverifiable, (batch, 3), and token vectors of one layer.

        The vectors, (batch, tokens, width), are those of layer 8 of the adapted encoder. Of every second
        layer from 0 to 12 of the unadapted one, it told supported claims from unverifiable ones best.
        """
        alike, hidden = self._verifier(encoded)
        return self._linear("verdict", hidden[:, 0]), alike

    def _linear(self, head: str, hidden: "torch.Tensor") -> Logits:
        import torch
        from torch.nn.functional import linear

        with torch.inference_mode():
            out: Logits = linear(
                hidden, self._weights[f"{head}.weight"], self._weights[f"{head}.bias"]
            ).numpy()
        return out


def load(folder: Path, dtype: "torch.dtype", runtime: Runtime) -> Heads:
    """The model of a folder. Raises OSError or ValueError where that holds another."""
    answerer, answering = _adapted(folder, READING_FILE, ANSWERING)
    verifier, weighing = _adapted(folder, VERDICT_FILE, WEIGHING)
    verifier.set_submodule("embeddings", answerer.get_submodule("embeddings"))  # not adapted: kept once
    run = partial(_runs, dtype=dtype, runtime=runtime)
    return Heads(run(answerer, [-1]), run(verifier, [ALIKE_LAYER, -1]), answering | weighing)


def _adapted(
    folder: Path, file: str, heads: Sequence[str]
) -> tuple["torch.nn.Module", dict[str, "torch.Tensor"]]:
    """The encoder with the adapters of a file, and the heads that are in it."""
    from safetensors.torch import load_file

    tensors = load_file(folder / file)
    encoder = _encoder(folder)
    names = {f"{head}.{part}" for head in heads for part in ("weight", "bias")}
    if not adapt(encoder, tensors) or not names <= tensors.keys():
        raise ValueError(f"{file} 不是这个模型的，或缺少 {'、'.join(heads)}")
    return encoder, {name: tensors[name].float() for name in names}


def _encoder(folder: Path) -> "torch.nn.Module":
    import torch
    from transformers import BertModel

    encoder: torch.nn.Module = BertModel.from_pretrained(
        folder, add_pooling_layer=False, dtype=torch.float32, local_files_only=True, use_safetensors=True
    ).train(False)
    return encoder


def _runs(
    encoder: "torch.nn.Module", layers: Sequence[int], *, dtype: "torch.dtype", runtime: Runtime
) -> "Run":
    """These layers of an encoder, by OpenVINO where it is installed."""
    from index.embedding import compiled, uncompiled, wanted

    return compiled(encoder, layers, dtype) if wanted(runtime) else uncompiled(encoder, layers, dtype)


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
