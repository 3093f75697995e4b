"""What a model is computed in: as the settings say, or what this processor multiplies in natively."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.settings import Precision

if TYPE_CHECKING:
    import torch

Compute = Literal["float32", "bfloat16"]


def compute_for(precision: Precision) -> Compute:
    """What "auto", "float32" or "bfloat16" computes in; auto is bfloat16 where the CPU multiplies in it."""
    if precision == "auto":
        return "bfloat16" if computes_bfloat16() else "float32"
    return precision


def dtype_for(precision: Precision) -> "torch.dtype":
    """The same as a torch dtype."""
    import torch

    dtype: torch.dtype = getattr(torch, compute_for(precision))
    return dtype


def computes_bfloat16() -> bool:
    """Whether this processor multiplies in bfloat16 natively; emulated, it is slower than float32."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:  # not Linux
        import torch

        return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
    flags = next((line for line in lines if line.startswith("flags")), "").split()
    return not {"avx512_bf16", "amx_tile"}.isdisjoint(flags)
