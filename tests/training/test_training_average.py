"""Weights between two sets of adapters."""

import sys

import pytest
import torch
from safetensors.torch import load_file, save_file

from training.average import between, main

EARLIER = {"layer.A": torch.tensor([[0.0, 1.0]]).half(), "verdict.bias": torch.tensor([2.0]).half()}
LATER = {"layer.A": torch.tensor([[4.0, 1.0]]).half(), "verdict.bias": torch.tensor([-2.0]).half()}


@pytest.mark.parametrize(
    ("share", "a", "bias"), [(0.0, [0.0, 1.0], 2.0), (0.25, [1.0, 1.0], 1.0), (1.0, [4.0, 1.0], -2.0)]
)
def test_a_share_of_the_later_one_is_taken(share, a, bias):
    mean = between(EARLIER, LATER, share)
    assert mean["layer.A"].tolist() == [a]
    assert mean["verdict.bias"].tolist() == [bias]
    assert {tensor.dtype for tensor in mean.values()} == {torch.float16}


def test_others_are_refused_by_name():
    with pytest.raises(ValueError, match=r"1\.5"):
        between(EARLIER, LATER, 1.5)
    with pytest.raises(ValueError, match=r"layer\.B"):
        between(EARLIER, LATER | {"layer.B": torch.zeros(1)}, 0.5)
    with pytest.raises(ValueError, match=r"layer\.B"):
        between(EARLIER | {"layer.B": torch.zeros(1)}, LATER, 0.5)
    with pytest.raises(ValueError, match=r"verdict\.bias"):
        between(EARLIER, LATER | {"verdict.bias": torch.zeros(2)}, 0.5)


def test_the_command_writes_what_can_be_loaded(tmp_path, monkeypatch):
    save_file(EARLIER, tmp_path / "earlier.safetensors")
    save_file(LATER, tmp_path / "later.safetensors")
    files = [str(tmp_path / name) for name in ("earlier.safetensors", "later.safetensors", "out.safetensors")]
    monkeypatch.setattr(sys, "argv", ["average", *files[:2], "--out", files[2]])
    main()
    assert load_file(files[2])["layer.A"].tolist() == [[2.0, 1.0]]
