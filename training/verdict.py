"""Adapt the reader to weighing claims: claims on news documents -> models/case-reader/verdict.safetensors.

    python -m training.verdict [--news FILE] [--epochs 2] [--begin FILE] [--out FILE]

Low-rank adapters (Hu et al. 2021, LoRA) on every linear layer of the encoder and a new head, so that
embedding and reading stay as they are. Some documents are held out (training/pairs.py) and graded after
each epoch, and so is tests/quality/news_claims.jsonl, whose documents are not among those trained on.
--begin goes on from adapters trained on the first round of claims: on the second round, and a part of the
first so that it is not forgotten. --office goes on from both: on claims of tests/quality/documents, each with
what the program itself would weigh it against, and a part of both rounds.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch

from index.embedding.embedder import VERDICT_FILE
from index.settings import CASE_READER
from training.adapters import BATCH, AdaptedEncoder, batches, train
from training.bound_claims import bound_pairs
from training.corpora import DEV, NEWS, read_lines
from training.pairs import LABELS, Claim, Pair, documents, held_out, pairs, plain_pair

CLAIMS = Path(__file__).parent / "claims" / "news.jsonl"
SECOND = CLAIMS.with_name("second.jsonl")
RATE = 7e-4
GO_ON = 4e-4  # the rate from adapters that are trained already
AGAIN = 0.25  # share of the first round's claims that come again then
BESIDE = 0.1  # share of both rounds' claims beside those on office documents
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
    chosen = _arguments()
    torch.manual_seed(0)
    shuffle = random.Random(0)
    dev = read_lines(DEV / "news_claims.jsonl")
    (first, held_first), (second, held_second) = rounds(shuffle)
    graded = {"held out": held_first, "held out, second round": held_second, "tests/quality": dev}
    texts = documents(chosen.news, {c["doc"] for some in (first, second, *graded.values()) for c in some})
    again = shuffle.sample(first, round(AGAIN * len(first))) if chosen.begin else first
    if chosen.office:
        again, second = (shuffle.sample(some, round(BESIDE * len(some))) for some in (first, second))
    samples = pairs([*again, *second], texts, random.Random(1))
    grading = {name: [plain_pair(claim, texts) for claim in some] for name, some in graded.items()}
    if chosen.office:
        samples += offices(chosen.office, chosen.hands)
        if chosen.held:
            grading["hands held out"] = offices(chosen.office, chosen.held)
    print(f"{len(again)} + {len(second)} claims on news, {len(samples)} pairs to train on", flush=True)
    model = Verifier(CASE_READER)
    if chosen.begin:
        model.load(chosen.begin)
    epochs = [batches(samples, lambda pair: len(pair.text), MIXED, shuffle) for _ in range(chosen.epochs)]
    train(
        model,
        GO_ON if chosen.begin else RATE,
        epochs,
        model.loss,
        lambda: "\n".join(f"{name}: {grade(model, some)}" for name, some in grading.items()),
        chosen.out,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.verdict", description=__doc__)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--begin", type=Path, metavar="FILE")
    parser.add_argument("--office", type=Path, metavar="STORES", help="one store a hand, under its name")
    parser.add_argument("--hands", default="", help="of tests/quality/documents, separated by commas")
    parser.add_argument("--held", default="", help="hands that are graded and not trained on")
    parser.add_argument("--out", type=Path, default=CASE_READER / VERDICT_FILE)
    return parser.parse_args()


def offices(stores: Path, hands: str) -> list[Pair]:
    """What the claims of these hands are weighed against by the program."""
    return [
        pair
        for hand in hands.split(",")
        for pair in bound_pairs(stores / hand, read_lines(DEV / "documents" / hand / "claims.jsonl"))
    ]


def rounds(shuffle: random.Random) -> list[tuple[list[Claim], list[Claim]]]:
    """Of the first round and of the second the claims to train on, and those held out.

    The same for the same state of ``shuffle``; training starts from ``random.Random(0)``.
    """
    return [parted(file, shuffle) for file in (CLAIMS, SECOND)]


def parted(file: Path, shuffle: random.Random) -> tuple[list[Claim], list[Claim]]:
    """The claims of a file to train on, and those of the documents held out."""
    claims = read_lines(file)
    held = held_out(claims, shuffle)
    return [c for c in claims if c["doc"] not in held], [c for c in claims if c["doc"] in held]


def grade(model: Verifier, some: Sequence[Pair]) -> str:
    """Accuracy, and per label what the pairs were called."""
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
