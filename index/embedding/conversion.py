"""What of a torch encoder only its first opening needs: conversion for OpenVINO, or running it as it is.

It imports PyTorch, which takes seconds: imported only where no converted model is kept.
"""

import hashlib
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from index.embedding.encoder import INPUTS, Arrays, Layers, Run
from index.embedding.precision import Compute


def uncompiled(encoder: torch.nn.Module, layers: Sequence[int], compute: Compute) -> Run:
    """Have PyTorch run ``encoder`` in ``compute``; as ``openvino.compiled``."""
    module = EncoderLayers(encoder.to(getattr(torch, compute)), layers).train(False)

    def run(inputs: Arrays) -> Layers:
        with torch.inference_mode():
            outputs = module(*(torch.from_numpy(inputs[name]) for name in INPUTS))
            return tuple(layer.float().numpy() for layer in outputs)

    return run


class CompiledEncoder(torch.nn.Module):
    """A compiled encoder in the place of a transformers model: its last layer, and its ``config``."""

    def __init__(self, run: Run, config: Any) -> None:
        super().__init__()
        self._run, self.config = run, config

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
        **_: object,  # how the result is wrapped
    ) -> Any:
        """As the model's own, (batch, tokens, width) float32."""
        from transformers.modeling_outputs import BaseModelOutput

        kinds = torch.zeros_like(input_ids) if token_type_ids is None else token_type_ids
        given = (input_ids, attention_mask, kinds)
        (last,) = self._run({name: part.numpy() for name, part in zip(INPUTS, given, strict=True)})
        return BaseModelOutput(last_hidden_state=torch.from_numpy(last))


class EncoderLayers(torch.nn.Module):
    """What is converted: an encoder, giving some of its layers; 0 is the embeddings, -1 the last."""

    def __init__(self, encoder: torch.nn.Module, layers: Sequence[int]) -> None:
        super().__init__()
        self._encoder, self._layers = encoder, tuple(layers)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Each layer, (batch, tokens, width)."""
        states = self._encoder(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
            output_hidden_states=True,
        ).hidden_states
        return tuple(states[layer] for layer in self._layers)


def converted(encoder: torch.nn.Module, layers: Sequence[int]) -> Any:
    """The encoder as an OpenVINO model; its weights must be float32."""
    import openvino

    ids = torch.full((2, 16), 7)
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0  # a padded row, so that tracing keeps the mask
    example = dict(zip(INPUTS, (ids, mask, torch.zeros_like(ids)), strict=True))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # every branch that tracing turns into a constant
        return openvino.convert_model(EncoderLayers(encoder, layers).train(False), example_input=example)


def weights_digest(encoder: torch.nn.Module) -> str:
    """Name an encoder by its modules and all its weights, where no file tells them: 32 hex digits."""
    modules = [(name, type(module).__name__, module.extra_repr()) for name, module in encoder.named_modules()]
    config: Any = encoder.config
    heads = str(config.num_attention_heads)  # what no module's weights tell
    digest = hashlib.blake2b(digest_size=16)
    for part in (heads, repr(modules)):
        digest.update(part.encode() + b"\0")
    for name, parameter in encoder.named_parameters():
        digest.update(name.encode() + b"\0")
        digest.update(np.ascontiguousarray(parameter.detach().numpy()).data)
    return digest.hexdigest()
