"""Low-rank adapters on every linear layer of the shipped encoder (Hu et al. 2021, LoRA).

The frozen weights are kept in bfloat16, there is no dropout in the encoder, and attention is computed
step by step: PyTorch's fused attention is slow backwards on a CPU (one step of 16 pairs of 98 tokens took
0.65 s instead of 1.45 s on two cores).
"""

import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, BertModel

from rag.reading.model import ADAPTER_SCALE

T = TypeVar("T")
RANK = 32
DROPOUT = 0.1  # before the heads
PAD = 8  # token counts are rounded up to this
BATCH = 16  # pairs a step
SAID = 200  # batches between two lines of progress


class Adapted(torch.nn.Module):
    """A frozen linear layer plus a trained product of two thin matrices."""

    def __init__(self, frozen: torch.nn.Linear) -> None:
        super().__init__()
        self.frozen = frozen.to(torch.bfloat16)
        self.A = torch.nn.Parameter(torch.randn(RANK, frozen.in_features) / math.sqrt(frozen.in_features))
        self.B = torch.nn.Parameter(torch.zeros(frozen.out_features, RANK))

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        """(…, in) -> (…, out)."""
        return self.frozen(given) + ADAPTER_SCALE * (given @ self.A.T) @ self.B.T


class AdaptedEncoder(torch.nn.Module):
    """The shipped encoder with adapters, and copies of its linear heads of these names."""

    def __init__(self, folder: Path, heads: Sequence[str], max_tokens: int) -> None:
        super().__init__()
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self._max_tokens = max_tokens
        self.encoder = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            dtype=torch.float32,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.encoder.requires_grad_(False)
        weights = load_file(folder / "model.safetensors")
        self.heads = torch.nn.ModuleDict({name: _head(weights, name) for name in heads})
        linears = [(n, m) for n, m in self.encoder.named_modules() if isinstance(m, torch.nn.Linear)]
        self.adapters = {name: Adapted(linear) for name, linear in linears}
        for name, adapter in self.adapters.items():
            self.encoder.set_submodule(name, adapter)

    def encode(self, firsts: Sequence[str], seconds: Sequence[str], **options: bool) -> Any:
        """A padded batch of pairs; the second text is cut where both are too long."""
        return self._tokenizer(
            list(firsts),
            list(seconds),
            truncation="only_second",
            max_length=self._max_tokens,
            padding=True,
            pad_to_multiple_of=PAD,
            return_tensors="pt",
            **options,
        )

    def hidden(self, encoded: Any) -> torch.Tensor:
        """The last layer's vectors, float32, (pairs, tokens, width), with dropout while training."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(**encoded).last_hidden_state
        return self.dropped(hidden)

    def dropped(self, hidden: torch.Tensor) -> torch.Tensor:
        """Vectors as the heads take them: float32, with dropout while training."""
        return torch.nn.functional.dropout(hidden.float(), DROPOUT, self.training)

    def trained(self) -> list[torch.nn.Parameter]:
        """What training changes."""
        return [p for p in self.parameters() if p.requires_grad]

    def load(self, file: Path) -> None:
        """Take the adapters and the heads that were saved."""
        tensors = load_file(file)
        with torch.no_grad():
            for name, parameter in self._saved().items():
                parameter.copy_(tensors[name])

    def save(self, file: Path) -> None:
        """Write the adapters and the heads in float16."""
        save_file({name: t.detach().half().contiguous() for name, t in self._saved().items()}, file)

    def _saved(self) -> dict[str, torch.nn.Parameter]:
        named = {f"{name}.{side}": getattr(a, side) for name, a in self.adapters.items() for side in "AB"}
        for name, head in self.heads.items():
            named |= {f"{name}.{part}": tensor for part, tensor in head.named_parameters()}
        return named


def _head(weights: Mapping[str, torch.Tensor], name: str) -> torch.nn.Linear:
    weight, bias = weights[f"{name}.weight"].float(), weights[f"{name}.bias"].float()
    head = torch.nn.Linear(weight.shape[1], weight.shape[0])
    head.weight.data, head.bias.data = weight, bias
    return head


class Descent:
    """AdamW with a warm-up and a rate that falls in a straight line to a twentieth."""

    WARMUP = 40  # steps
    LEAST = 0.05  # of the rate, at the end

    def __init__(self, model: AdaptedEncoder, rate: float, steps: int) -> None:
        self._model = model
        self._optimizer = torch.optim.AdamW(model.trained(), lr=rate, weight_decay=0.01)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer,
            lambda step: min(1, (step + 1) / self.WARMUP) * max(self.LEAST, 1 - step / steps),
        )

    def step(self, loss: torch.Tensor) -> float:
        """Follow the gradient of ``loss``; its value."""
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.trained(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._schedule.step()
        return loss.item()


def batches(
    some: Sequence[T], length: Callable[[T], int], mixed: int, shuffle: random.Random
) -> list[list[T]]:
    """All of them in batches of like length, in any order; ``mixed`` is how far lengths may be apart."""
    order = sorted(some, key=lambda item: length(item) + shuffle.random() * mixed)
    groups = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    shuffle.shuffle(groups)
    return groups


def train(
    model: AdaptedEncoder,
    rate: float,
    epochs: Sequence[Sequence[list[T]]],
    loss: Callable[[list[T]], torch.Tensor],
    graded: Callable[[], str],
    out: Path,
) -> None:
    """Follow ``loss`` through the batches of each epoch; grade and save after each."""
    descent = Descent(model, rate, sum(map(len, epochs)))
    began = time.monotonic()
    print(f"before: {graded()}", flush=True)
    for number, epoch in enumerate(epochs):
        model.train()
        total = 0.0
        for done, batch in enumerate(epoch, 1):
            total += descent.step(loss(batch))
            if not done % SAID or done == len(epoch):
                seconds = time.monotonic() - began
                print(
                    f"epoch {number}, {done} of {len(epoch)}: loss {total / done:.3f}, {seconds:.0f} s",
                    flush=True,
                )
        print(graded(), flush=True)
        model.save(out)
