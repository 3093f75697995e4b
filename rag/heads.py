"""The model behind the reader: encoder, its copy adapted to claims, and linear heads, from one folder."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embed import VERDICT_FILE
from index.settings import Runtime

if TYPE_CHECKING:
    import torch

    from index.compiled import Run

Logits = NDArray[np.float32]
HEADS = ("qa_outputs", "relevance")  # each a weight and a bias beside the encoder's
ADAPTER_SCALE = 2.0  # training/adapters.py: what the product of an adapter's two matrices is multiplied by
ALIKE_LAYER = 8  # whose token vectors compare two wordings


class Heads:
    """The encoder with its linear heads, and its copy adapted to weighing claims with the head of that."""

    def __init__(self, encoder: "Run", verifier: "Run", weights: dict[str, "torch.Tensor"]) -> None:
        self._encoder = encoder
        self._verifier = verifier
        self._weights = weights

    def spans(self, encoded: Any) -> tuple[Logits, Logits]:
        """Start and end logits, (batch, tokens, 2), and relevance, (batch,)."""
        (hidden,) = self._encoder(encoded)
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
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    heads = {name: weights[name].float() for name in weights if name.split(".")[0] in HEADS}
    if len(heads) != 2 * len(HEADS):
        raise ValueError(f"model.safetensors 缺少 {'、'.join(HEADS)} 之一")
    adapter = load_file(folder / VERDICT_FILE)
    heads |= {name: adapter[name].float() for name in ("verdict.weight", "verdict.bias") if name in adapter}
    encoder, verifier = _encoder(folder), _encoder(folder)
    adapted = adapt(verifier, adapter)
    if not adapted or len(heads) != 2 * len(HEADS) + 2:
        raise ValueError(f"{VERDICT_FILE} 不是这个模型的")
    verifier.set_submodule("embeddings", encoder.get_submodule("embeddings"))  # not adapted: kept once
    run = partial(_runs, dtype=dtype, runtime=runtime)
    return Heads(run(encoder, [-1]), run(verifier, [ALIKE_LAYER, -1]), heads)


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
    from index.compiled import compiled, uncompiled, wanted

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
