"""Adapt the reader to weighing claims: claims on news documents -> models/case-reader/verdict.safetensors.

    python -m training.verdict [--news FILE] [--epochs 2] [--out FILE]

Low-rank adapters (Hu et al. 2021, LoRA) on every linear layer of the encoder and a new head, so that
embedding and reading stay as they are. Some documents are held out (training/pairs.py) and graded after
each epoch, and so is tests/quality/news_claims.jsonl, whose documents are not among those trained on.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch

from bench.corpora import DEV, NEWS
from bench.quality import read_lines
from index.embed import VERDICT_FILE
from training.adapters import BATCH, AdaptedEncoder, batches, train
from training.pairs import LABELS, Pair, documents, held_out, pairs, plain_pair

FOLDER = Path(__file__).resolve().parent.parent / "models" / "case-reader"
CLAIMS = Path(__file__).parent / "claims" / "news.jsonl"
RATE = 7e-4
MAX_TOKENS = 320
SMOOTHING = 0.05
MIXED = 40  # characters by which the lengths of a batch may differ


class Verifier(AdaptedEncoder):
    """The encoder with adapters, and the verdict head on its first token."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ["verdict"], MAX_TOKENS)

    def forward(self, batch: Sequence[Pair]) -> torch.Tensor:
        """Logits, float32, (pairs, 3)."""
        encoded = self.encode([pair.claim for pair in batch], [pair.text for pair in batch])
        logits: torch.Tensor = self.heads["verdict"](self.hidden(encoded)[:, 0])
        return logits

    def loss(self, batch: Sequence[Pair]) -> torch.Tensor:
        """Weighted cross entropy, smoothed."""
        weights = torch.tensor([pair.weight for pair in batch])
        labels = torch.tensor([pair.label for pair in batch])
        each = torch.nn.functional.cross_entropy(
            self(batch), labels, reduction="none", label_smoothing=SMOOTHING
        )
        return (each * weights).sum() / weights.sum()


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
    made = pairs([claim for claim in claims if claim["doc"] not in held], texts, random.Random(1))
    graded = {
        "held out": [plain_pair(claim, texts) for claim in claims if claim["doc"] in held],
        "tests/quality": [plain_pair(claim, texts) for claim in dev],
    }
    print(f"{len(claims)} claims, {len(made)} pairs to train on", flush=True)
    model = Verifier(FOLDER)
    epochs = [batches(made, lambda pair: len(pair.text), MIXED, shuffle) for _ in range(chosen.epochs)]
    train(
        model,
        RATE,
        epochs,
        model.loss,
        lambda: "\n".join(f"{name}: {grade(model, some)}" for name, some in graded.items()),
        chosen.out,
    )


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
