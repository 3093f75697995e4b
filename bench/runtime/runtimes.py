"""The shipped reader under other runtimes, all behind one call: token ids -> hidden states and heads.

OpenVINO, ONNX and ONNX Runtime are needed by this benchmark alone: bench/requirements.txt.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
Arrays = dict[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """What one forward pass gives, float32."""

    spans: NDArray[np.float32]  # (rows, tokens, 2) start and end logits
    relevance: NDArray[np.float32]  # (rows,)
    sentence: NDArray[np.float32]  # (rows, 384) mean over the tokens, length 1


Runtime = Callable[[Arrays], Output]


class Whole(torch.nn.Module):
    """Encoder, pooling and both heads as one module, so that every runtime computes the same."""

    def __init__(self, folder: Path, *, dtype: torch.dtype, attention: str) -> None:
        super().__init__()
        from safetensors.torch import load_file
        from transformers import BertModel
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        self.encoder = BertModel.from_pretrained(
            folder, add_pooling_layer=False, dtype=dtype, attn_implementation=attention, local_files_only=True
        )
        weights = load_file(folder / "model.safetensors")
        for name in ("qa_outputs", "relevance"):
            for part in ("weight", "bias"):
                self.register_buffer(f"{name}_{part}", weights[f"{name}.{part}"].float())
        # On the whole: the exporter puts a module back into the mode its outermost part was in.
        self.train(False)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits and sentence vectors, as in Output."""
        encoded = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=kinds)
        hidden = encoded.last_hidden_state.float()
        spans = torch.nn.functional.linear(hidden, self.qa_outputs_weight, self.qa_outputs_bias)
        first = torch.nn.functional.linear(hidden[:, 0], self.relevance_weight, self.relevance_bias)
        kept = mask.unsqueeze(-1).float()
        mean = (hidden * kept).sum(1) / kept.sum(1)
        return spans, first[:, 0], mean / mean.norm(dim=1, keepdim=True)


def torch_runtime(folder: Path, *, dtype: torch.dtype = torch.float32, attention: str = "sdpa") -> Runtime:
    """PyTorch in one precision."""
    module = Whole(folder, dtype=dtype, attention=attention)

    def run(arrays: Arrays) -> Output:
        with torch.inference_mode():
            parts = module(*(torch.from_numpy(arrays[name]) for name in INPUTS))
        return Output(*(part.numpy() for part in parts))

    return run


def switched(run: Runtime, switch: Callable[[Any], object], inside: Any, outside: Any) -> Runtime:
    """``run`` with a process-wide switch of PyTorch thrown for each call only."""

    def inner(arrays: Arrays) -> Output:
        switch(inside)
        try:
            return run(arrays)
        finally:
            switch(outside)

    return inner


def torch_int8_runtime(folder: Path) -> Runtime:
    """PyTorch with its own dynamic int8 quantization of the linear layers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # announces another package as the successor
        module = torch.ao.quantization.quantize_dynamic(
            Whole(folder, dtype=torch.float32, attention="sdpa"), {torch.nn.Linear}, dtype=torch.qint8
        )

    def run(arrays: Arrays) -> Output:
        with torch.inference_mode():
            parts = module(*(torch.from_numpy(arrays[name]) for name in INPUTS))
        return Output(*(part.numpy() for part in parts))

    return run


def export_onnx(folder: Path, to: Path) -> Path:
    """Write the model as ONNX, rows and tokens left open; returns ``to``."""
    axes = {name: {0: "rows", 1: "tokens"} for name in (*INPUTS, "spans")}
    ids = torch.full((2, 16), 7)
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0  # a padded row, so that tracing keeps the mask
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # every shape that tracing turns into a constant
        torch.onnx.export(
            Whole(folder, dtype=torch.float32, attention="sdpa"),
            (ids, mask, torch.zeros_like(ids)),
            to,
            dynamo=False,
            opset_version=18,
            input_names=list(INPUTS),
            output_names=["spans", "relevance", "sentence"],
            dynamic_axes={**axes, "relevance": {0: "rows"}, "sentence": {0: "rows"}},
        )
    return to


def onnx_runtime(model: Path, threads: int) -> Runtime:
    """ONNX Runtime on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda arrays: Output(*session.run(None, {name: arrays[name] for name in INPUTS}))


def onnx_int8(model: Path, to: Path) -> Path:
    """Quantize dynamically: int8 weights, activations scaled on the fly; returns ``to``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(model, to, weight_type=QuantType.QInt8, per_channel=True)
    return to


def openvino_runtime(model: Any, precision: str, threads: int) -> Runtime:
    """OpenVINO on the CPU; ``model`` is a path or a model, ``precision`` "f32" or "bf16"."""
    import openvino

    core = openvino.Core()
    loaded = core.read_model(model) if isinstance(model, Path) else model
    options = {
        "INFERENCE_PRECISION_HINT": precision,
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
    }
    compiled = core.compile_model(loaded, "CPU", options)

    def run(arrays: Arrays) -> Output:
        outputs = compiled({name: arrays[name] for name in INPUTS})
        return Output(*(outputs[name] for name in ("spans", "relevance", "sentence")))

    return run


def openvino_int8(model: Path, calibration: list[Arrays]) -> Any:
    """Quantize weights and activations with NNCF, ranges taken from ``calibration``."""
    import nncf
    import openvino

    return nncf.quantize(
        openvino.Core().read_model(model),
        nncf.Dataset(calibration),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(calibration),
    )
