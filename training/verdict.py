"""Adapt the reader to weighing claims: claims on news documents -> models/case-reader/verdict.safetensors.

    python -m training.verdict [--news FILE] [--epochs 2] [--out FILE]

Low-rank adapters (Hu et al. 2021, LoRA) on every linear layer of the encoder and a new head, so that
embedding and reading stay as they are. Some documents are held out (training/pairs.py) and graded after
each epoch, and so is tests/quality/news_claims.jsonl, whose documents are not among those trained on.

The frozen weights are kept in bfloat16, there is no dropout in the encoder, and attention is computed
step by step: PyTorch's fused attention is slow backwards on a CPU (one step of 16 pairs of 98 tokens took
0.65 s instead of 1.45 s on two cores).
"""

import argparse
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, BertModel

from bench.corpora import DEV, NEWS
from bench.quality import read_lines
from index.embed import VERDICT_FILE
from rag.reader import ADAPTER_SCALE
from training.pairs import LABELS, Pair, documents, held_out, pairs, plain_pair

FOLDER = Path(__file__).resolve().parent.parent / "models" / "case-reader"
CLAIMS = Path(__file__).parent / "claims" / "news.jsonl"
RANK = 32
RATE = 7e-4
BATCH = 16
MAX_TOKENS = 320
DROPOUT = 0.1  # before the head
SMOOTHING = 0.05
WARMUP = 40  # steps
LEAST_RATE = 0.05  # of RATE, at the end
SHUFFLE = 40  # characters by which batches of like length are mixed


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


class Verifier(torch.nn.Module):
    """The encoder with adapters, and the verdict head on its first token."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
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
        self.head = torch.nn.Linear(weights["verdict.weight"].shape[1], len(LABELS))
        self.head.weight.data = weights["verdict.weight"].float()
        self.head.bias.data = weights["verdict.bias"].float()
        linears = [(n, m) for n, m in self.encoder.named_modules() if isinstance(m, torch.nn.Linear)]
        self.adapters = {name: Adapted(linear) for name, linear in linears}
        for name, adapter in self.adapters.items():
            self.encoder.set_submodule(name, adapter)

    def forward(self, batch: Sequence[Pair]) -> torch.Tensor:
        """Logits, float32, (pairs, 3)."""
        encoded = self._tokenizer(
            [pair.claim for pair in batch],
            [pair.text for pair in batch],
            truncation="only_second",
            max_length=MAX_TOKENS,
            padding=True,
            pad_to_multiple_of=8,
            return_tensors="pt",
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(**encoded).last_hidden_state[:, 0]
        return self.head(torch.nn.functional.dropout(hidden.float(), DROPOUT, self.training))

    def trained(self) -> list[torch.nn.Parameter]:
        """What training changes."""
        return [p for p in self.parameters() if p.requires_grad]

    def save(self, file: Path) -> None:
        """Write the adapters and the head in float16."""
        tensors = {f"{name}.{side}": getattr(a, side) for name, a in self.adapters.items() for side in "AB"}
        tensors |= {"verdict.weight": self.head.weight, "verdict.bias": self.head.bias}
        save_file({name: t.detach().half().contiguous() for name, t in tensors.items()}, file)


def main() -> None:
    """Train, grade after every epoch, save after every epoch."""
    parser = argparse.ArgumentParser(prog="python -m training.verdict", description=__doc__)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=FOLDER / VERDICT_FILE)
    chosen = parser.parse_args()
    torch.manual_seed(0)
    shuffle = random.Random(0)
    claims, dev = read_lines(CLAIMS), read_lines(DEV / "news_claims.jsonl")
    texts = documents(chosen.news, {claim["doc"] for claim in [*claims, *dev]})
    held = held_out(claims, shuffle)
    train = pairs([claim for claim in claims if claim["doc"] not in held], texts, random.Random(1))
    graded = {
        "held out": [plain_pair(claim, texts) for claim in claims if claim["doc"] in held],
        "tests/quality": [plain_pair(claim, texts) for claim in dev],
    }
    print(f"{len(claims)} claims, {len(train)} pairs to train on", flush=True)
    model = Verifier(FOLDER)
    steps = chosen.epochs * math.ceil(len(train) / BATCH)
    optimizer = torch.optim.AdamW(model.trained(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARMUP) * max(LEAST_RATE, 1 - step / steps)
    )
    began = time.monotonic()
    for epoch in range(chosen.epochs):
        loss = one_epoch(model, train, optimizer, schedule, shuffle)
        print(f"epoch {epoch}: loss {loss:.3f}, {time.monotonic() - began:.0f} s", flush=True)
        for name, some in graded.items():
            print(f"  {name}: {grade(model, some)}", flush=True)
        model.save(chosen.out)


def one_epoch(
    model: Verifier,
    train: Sequence[Pair],
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    shuffle: random.Random,
) -> float:
    """Go once through the pairs; the mean loss."""
    model.train()
    order = sorted(train, key=lambda pair: len(pair.text) + shuffle.random() * SHUFFLE)
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    shuffle.shuffle(batches)
    total = 0.0
    for batch in batches:
        weights = torch.tensor([pair.weight for pair in batch])
        labels = torch.tensor([pair.label for pair in batch])
        each = torch.nn.functional.cross_entropy(
            model(batch), labels, reduction="none", label_smoothing=SMOOTHING
        )
        loss = (each * weights).sum() / weights.sum()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.trained(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        total += loss.item()
    return total / len(batches)


def grade(model: Verifier, some: Sequence[Pair]) -> str:
    """Accuracy, and per label what its pairs were called."""
    model.eval()
    with torch.inference_mode():
        rows = [model(some[at : at + BATCH]).argmax(1) for at in range(0, len(some), BATCH)]
    called = torch.cat(rows).tolist()
    table = torch.zeros(len(LABELS), len(LABELS), dtype=torch.int64)
    for pair, given in zip(some, called, strict=True):
        table[pair.label, given] += 1
    return f"accuracy {table.trace().item() / len(some):.3f} {dict(zip(LABELS, table.tolist(), strict=True))}"


if __name__ == "__main__":
    main()
