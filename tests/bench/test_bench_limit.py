"""What the benchmark counts as needed is what a pass of the shipped model takes."""

from pathlib import Path

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import BertModel

from bench.runtime.precision import Pairs
from bench.stores.limit import Work, flops
from index.settings import IndexSettings

FOLDER = Path(IndexSettings().model)


@pytest.mark.parametrize("tokens", [7, 200])
def test_operations_are_those_of_the_model(tokens):
    model = BertModel.from_pretrained(FOLDER, add_pooling_layer=False, attn_implementation="eager")
    counter = FlopCounterMode(display=False)
    with torch.inference_mode(), counter:
        model(input_ids=torch.full((1, tokens), 9), attention_mask=torch.ones(1, tokens))
    assert flops(tokens) == pytest.approx(counter.get_total_flops(), rel=1e-3)


def test_padding_is_not_counted():
    work = Work(Pairs(FOLDER))
    short, long = "夜校。", "云川市税务局在文化馆开办夜校，招收学员32名。" * 3
    work.add([short, long])
    together = work.taken()
    for text in (short, long):
        work.add([text])
    assert work.taken() == together
    work.add([short], [long])
    assert work.taken() > together
    assert work.taken() == 0
