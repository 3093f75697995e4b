"""Adapt the reader to weighing claims: claims on news documents -> models/case-reader/verdict.safetensors.

    python -m training.verdict [--news FILE] [--epochs 2] [--out FILE]

Low-rank adapters (Hu et al. 2021, LoRA) on every linear layer of the encoder and a new head, so that
embedding and reading stay as they are. Some documents are held out (training/pairs.py) and graded after
each epoch, and so is tests/quality/news_claims.jsonl, whose documents are not among those trained on.
"""

import argparse
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from bench.corpora import DEV, NEWS
from bench.quality import read_lines
from index.embed import VERDICT_FILE
from training.adapters import AdaptedEncoder, Descent
from training.pairs import LABELS, Pair, documents, held_out, pairs, plain_pair

FOLDER = Path(__file__).resolve().parent.parent / "models" / "case-reader"
CLAIMS = Path(__file__).parent / "claims" / "news.jsonl"
RATE = 7e-4
BATCH = 16
MAX_TOKENS = 320
SMOOTHING = 0.05
SHUFFLE = 40  # characters by which batches of like length are mixed


class Verifier(AdaptedEncoder):
    """The encoder with adapters, and the verdict head on its first token."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ["verdict"], MAX_TOKENS)

    def forward(self, batch: Sequence[Pair]) -> torch.Tensor:
        """Logits, float32, (pairs, 3)."""
        encoded = self.encode([pair.claim for pair in batch], [pair.text for pair in batch])
        logits: torch.Tensor = self.heads["verdict"](self.hidden(encoded)[:, 0])
        return logits


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
    descent = Descent(model, RATE, steps)
    began = time.monotonic()
    for epoch in range(chosen.epochs):
        loss = one_epoch(model, train, descent, shuffle)
        print(f"epoch {epoch}: loss {loss:.3f}, {time.monotonic() - began:.0f} s", flush=True)
        for name, some in graded.items():
            print(f"  {name}: {grade(model, some)}", flush=True)
        model.save(chosen.out)


def one_epoch(model: Verifier, train: Sequence[Pair], descent: Descent, shuffle: random.Random) -> float:
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
        total += descent.step((each * weights).sum() / weights.sum())
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
