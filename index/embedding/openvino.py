"""An encoder converted for OpenVINO: token ids -> the layers asked for, as PyTorch would give them.

Converting the shipped encoder took 1.7 s, finding and reading what was kept 0.16 s: it is kept in a
folder, under the digest of everything it was made of. What nobody opened for a month, such as the model
of weights that were replaced, is removed when another one is kept.
"""

import hashlib
import logging
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch

from index.errors import ModelUnavailable
from index.settings import ROOT, Runtime

# Token ids, mask and kinds, each (batch, tokens) -> each layer, float32, (batch, tokens, width).
Run = Callable[[Mapping[str, torch.Tensor]], tuple[torch.Tensor, ...]]
KEPT = ROOT / "var" / "openvino"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
ARCHITECTURES = ("bert",)  # what the conversion is tested with; others run in PyTorch
MODEL = "encoder.xml"
UNUSED = 30 * 24 * 3600  # seconds
_HINT = {torch.float32: "f32", torch.bfloat16: "bf16"}
_log = logging.getLogger(__name__)


def wanted(runtime: Runtime, architecture: str = ARCHITECTURES[0]) -> bool:
    """Whether OpenVINO is to run an encoder: where it is installed, unless the settings say otherwise.

    Raises ModelUnavailable where they ask for it and it is not, or cannot run this one.
    """
    able = architecture in ARCHITECTURES and find_spec("openvino") is not None
    able = able and find_spec("openvino_telemetry") is None  # or converting a model would report it
    if runtime == "openvino" and not able:
        raise ModelUnavailable(
            f"设置要求用 OpenVINO 计算，但本机没有安装它，或者装了会上报使用情况的 openvino-telemetry，"
            f"或者它不能运行“{architecture}”这种模型。可以卸载 openvino-telemetry，"
            "运行 pip install --no-deps -r requirements-fast.txt，或把设置里的 runtime 改为 auto。"
        )
    return able and runtime != "torch"


def compiled(
    encoder: torch.nn.Module, layers: Sequence[int], dtype: torch.dtype, kept: Path | None = None
) -> Run:
    """Have OpenVINO run ``encoder``, whose weights are float32, in ``dtype`` on as many threads as PyTorch.

    Layer 0 is the embeddings, -1 the last. Not for two threads at once. ``kept`` is KEPT unless given.
    """
    import openvino

    folder = (KEPT if kept is None else kept) / _digest(encoder, layers)
    core = openvino.Core()
    model = _kept(core, folder) or _keep(core, _converted(encoder, layers), folder)
    options = {
        "INFERENCE_PRECISION_HINT": _HINT[dtype],
        "INFERENCE_NUM_THREADS": torch.get_num_threads(),
        "PERFORMANCE_HINT": "LATENCY",
    }
    return partial(_run, core.compile_model(model, "CPU", options))


def uncompiled(encoder: torch.nn.Module, layers: Sequence[int], dtype: torch.dtype) -> Run:
    """The same by PyTorch."""
    module = _Layers(encoder.to(dtype), layers).train(False)

    def run(inputs: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
        with torch.inference_mode():
            return tuple(layer.float() for layer in module(*(inputs[name] for name in INPUTS)))

    return run


class Running(torch.nn.Module):
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
        (last,) = self._run(dict(zip(INPUTS, (input_ids, attention_mask, kinds), strict=True)))
        return BaseModelOutput(last_hidden_state=last)


def _run(model: Any, inputs: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
    found = model({name: inputs[name].numpy() for name in INPUTS})
    return tuple(torch.from_numpy(found[at]) for at in range(len(model.outputs)))


class _Layers(torch.nn.Module):
    """What is converted: the encoder, giving some of its layers."""

    def __init__(self, encoder: torch.nn.Module, layers: Sequence[int]) -> None:
        super().__init__()
        self._encoder, self._layers = encoder, tuple(layers)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        states = self._encoder(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
            output_hidden_states=True,
        ).hidden_states
        return tuple(states[layer] for layer in self._layers)


def _converted(encoder: torch.nn.Module, layers: Sequence[int]) -> Any:
    import openvino

    ids = torch.full((2, 16), 7)
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0  # a padded row, so that tracing keeps the mask
    example = dict(zip(INPUTS, (ids, mask, torch.zeros_like(ids)), strict=True))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # every branch that tracing turns into a constant
        return openvino.convert_model(_Layers(encoder, layers).train(False), example_input=example)


def _kept(core: Any, folder: Path) -> Any | None:
    """The model that was converted before; None when there is none, or a damaged one, which is removed."""
    if not (folder / MODEL).is_file():
        return None
    try:
        found = core.read_model(folder / MODEL)
        with suppress(OSError):  # on a disk that cannot be written nothing is removed either
            folder.touch()
        return found
    except RuntimeError as error:
        _log.warning("转换好的模型 %s 读不出来（%s），重新转换。", folder, error)
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _keep(core: Any, model: Any, folder: Path) -> Any:
    """Save a model whole or not at all, and read it again: what is saved is rounded to float16."""
    import openvino

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as made:
            openvino.save_model(model, Path(made) / "new" / MODEL)
            if not folder.exists():  # another process may have been first
                (Path(made) / "new").rename(folder)
        _forget_unused(folder.parent)
        return core.read_model(folder / MODEL)
    except (OSError, RuntimeError) as error:
        _log.warning("转换好的模型没能存到 %s（%s），下次启动要重新转换。", folder, error)
        return model


def _forget_unused(kept: Path) -> None:
    """Remove what was last opened too long ago, and what a killed process left half written then."""
    for folder in kept.iterdir():
        with suppress(FileNotFoundError):  # another process removed it first
            if folder.is_dir() and time.time() - folder.stat().st_mtime > UNUSED:
                shutil.rmtree(folder, ignore_errors=True)


def _digest(encoder: torch.nn.Module, layers: Sequence[int]) -> str:
    """Of the versions, the layers asked for, the modules and all weights: 32 hex digits."""
    modules = [(name, type(module).__name__, module.extra_repr()) for name, module in encoder.named_modules()]
    config: Any = encoder.config
    heads = str(config.num_attention_heads)  # what no module's weights tell
    digest = hashlib.blake2b(digest_size=16)
    for part in (version("openvino"), version("transformers"), heads, repr(list(layers)), repr(modules)):
        digest.update(part.encode() + b"\0")
    for name, parameter in encoder.named_parameters():
        digest.update(name.encode() + b"\0")
        digest.update(parameter.detach().contiguous().numpy().data)
    return digest.hexdigest()
