"""Weights between two sets of adapters, the later trained on from the earlier -> one safetensors file.

    python -m training.average EARLIER LATER [--share 0.5] --out FILE

Each tensor is share * later + (1 - share) * earlier (Wortsman et al. 2022, Robust fine-tuning of zero-shot
models). What is trained on a second round of data forgets some of the first; halfway it keeps both better.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

SHARE = 0.5


def main() -> None:
    """Read both files and write what lies between them."""
    parser = argparse.ArgumentParser(prog="python -m training.average", description=__doc__)
    parser.add_argument("earlier", type=Path)
    parser.add_argument("later", type=Path)
    parser.add_argument("--share", type=float, default=SHARE, help="of the later one, 0..1")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    save_file(between(load_file(chosen.earlier), load_file(chosen.later), chosen.share), chosen.out)


def between(
    earlier: Mapping[str, torch.Tensor], later: Mapping[str, torch.Tensor], share: float
) -> dict[str, torch.Tensor]:
    """The mean of two sets of tensors, computed in float32, in the types of the earlier one.

    Raises:
        ValueError: ``share`` is not within 0..1, or the tensors' names or shapes differ.

    """
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}, must be 0..1")
    first, second = ({name: tensor.shape for name, tensor in tensors.items()} for tensors in (earlier, later))
    if odd := sorted(name for name in first | second if first.get(name) != second.get(name)):
        raise ValueError(f"not adapters of one model, they differ in {', '.join(odd)}")
    return {
        name: torch.lerp(tensor.float(), later[name].float(), share).to(tensor.dtype)
        for name, tensor in earlier.items()
    }


if __name__ == "__main__":
    main()
