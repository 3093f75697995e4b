"""An encoder run by OpenVINO: token ids -> the layers asked for, as PyTorch would give them.

What was converted is kept in a folder, under the digest of everything it was made of; opening it needs
neither PyTorch nor transformers, whose import and loading took most of the time to a first answer. What
nobody opened for a month, such as the model of weights that were replaced, is removed when another is kept.
"""

import hashlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.embedding.encoder import INPUTS, Arrays, Layers, Run
from index.embedding.precision import Compute
from index.errors import ModelUnavailable
from index.permissions import make_private_folder
from index.settings import ROOT, Runtime

if TYPE_CHECKING:
    import torch

KEPT = ROOT / "var" / "openvino"
ARCHITECTURES = ("bert",)  # what the conversion is tested with; others run in PyTorch
MODEL = "encoder.xml"
UNUSED = 30 * 24 * 3600  # seconds
CONVERSION = "2"  # counted up when the same weights would be converted to something else
_HINT = {"float32": "f32", "bfloat16": "bf16"}
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
            "运行 python -m pip install --no-deps --require-hashes -r requirements-fast.lock，"
            "或把设置里的 runtime 改为 auto。"
        )
    return able and runtime != "torch"


def compiled(
    load: "Callable[[], torch.nn.Module]",
    digest: str,
    layers: Sequence[int],
    compute: Compute,
    kept: Path | None = None,
) -> Run:
    """Have OpenVINO run the encoder that ``digest`` names, in ``compute``, on the cores it finds.

    ``load`` gives the encoder, with weights in float32, and is called only where no converted one is kept.
    Layer 0 is the embeddings, -1 the last. Not for two threads at once. ``kept`` is KEPT unless given.
    """
    import openvino

    folder = (KEPT if kept is None else kept) / _name(digest, layers)
    core = openvino.Core()
    model = _kept(core, folder) or _keep(core, _converted(load, layers), folder)
    options = {"INFERENCE_PRECISION_HINT": _HINT[compute], "PERFORMANCE_HINT": "LATENCY"}
    if threads := os.environ.get("OMP_NUM_THREADS"):
        options["INFERENCE_NUM_THREADS"] = threads
    return partial(_run, core.compile_model(model, "CPU", options))


def files_digest(files: Iterable[Path]) -> str:
    """Name what files hold, in their order: 32 hex digits. Raises OSError."""
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _run(model: Any, inputs: Arrays) -> Layers:
    outputs = model({name: inputs[name] for name in INPUTS})
    return tuple(outputs[at] for at in range(len(model.outputs)))


def _converted(load: "Callable[[], torch.nn.Module]", layers: Sequence[int]) -> Any:
    from index.embedding.conversion import converted

    return converted(load(), layers)


def _name(digest: str, layers: Sequence[int]) -> str:
    """Of the versions, the layers and the encoder: 32 hex digits."""
    named = hashlib.blake2b(digest_size=16)
    for part in (CONVERSION, version("openvino"), version("transformers"), repr(list(layers)), digest):
        named.update(part.encode() + b"\0")
    return named.hexdigest()


def _kept(core: Any, folder: Path) -> Any | None:
    """The model that was converted before; None when there is none, or a damaged one, which is removed."""
    if not (folder / MODEL).is_file():
        return None
    try:
        model = core.read_model(folder / MODEL)
        with suppress(OSError):  # on a disk that cannot be written nothing is removed either
            folder.touch()
        return model
    except RuntimeError as error:
        _log.warning("转换好的模型 %s 读不出来（%s），重新转换。", folder, error)
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _keep(core: Any, model: Any, folder: Path) -> Any:
    """Save a model whole or not at all, and read it again: what is saved is rounded to float16."""
    import openvino

    try:
        make_private_folder(folder.parent)
        with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
            openvino.save_model(model, Path(temporary) / "new" / MODEL)
            if not folder.exists():  # another process may have been first
                (Path(temporary) / "new").rename(folder)
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
