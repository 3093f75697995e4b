"""Fit the odds that a statement is supported, or spoken of at all, for rag/judge.py.

    python -m bench.fit_checking [--dev-store DIR]

Two logistic regressions on tests/quality/news_claims.jsonl, each class weighing the same: every
statement of the supported claims against the least covered one of each unverifiable claim; and the
statements with a mismatch of contradicted claims against those of unverifiable ones. Nothing of
../shared/gold.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from bench.corpora import DEV, NEWS
from bench.fit import minimised
from bench.quality import dev_store, read_lines
from rag.chatbot import Chatbot
from rag.claims import claims
from rag.fold import fold
from rag.grounds import grounds
from rag.judge import signals
from rag.proof import Proof, Rarity, proof
from rag.settings import Settings

WEIGHTS = ("coverage", "wider", "alike", "facts", "support", "spoken", "bias")
ALIGNED = 0.3  # what an aligned ground gains over another, on the scale of coverage
Row = list[float]


def main() -> None:
    """Fit both and print the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_checking", description=__doc__)
    parser.add_argument("--dev-store", type=Path, help="a store of the news of tests/quality")
    chosen = parser.parse_args()
    supported: list[Row] = []
    unsaid: list[Row] = []
    differing: dict[str, list[Row]] = {"contradicted": [], "unverifiable": []}
    with tempfile.TemporaryDirectory() as folder:
        news = chosen.dev_store or dev_store(Path(folder) / "news", NEWS)
        with Chatbot.open(Settings(store=news)) as bot:
            for item in read_lines(DEV / "news_claims.jsonl"):
                rows = features(bot, item["claim"])
                if not rows:
                    continue
                if item["label"] == "supported":
                    supported += [row for row, _ in rows]
                    continue
                if item["label"] == "unverifiable":
                    unsaid.append(min((row for row, _ in rows), key=lambda row: 2 * row[0] + 3 * row[2]))
                differing[item["label"]] += [row for row, differs in rows if differs]
    show("SUPPORT", supported, unsaid)
    show("SAME", differing["contradicted"], differing["unverifiable"])


def features(bot: Chatbot, claim: str) -> list[tuple[Row, bool]]:
    """Each checkable statement's signals in the ground that fits the claim best, and whether it differs."""
    settings = bot.settings.checking
    found = grounds(bot.store, bot.retriever.search(fold(claim), settings.passages), settings.texts)
    rarity = Rarity([ground.document.text[a:b] for ground in found for a, b in ground.sentences])
    statements = [claim[p.start : p.end] for c in claims(claim) for p in c.parts if p.checkable]
    looked = [[made for s in statements if (made := proof(s, ground, rarity))] for ground in found]
    looked = [proofs for proofs in looked if proofs]
    if not looked:
        return []
    best = max(looked, key=fitting)
    weighed = bot.reader.weigh([(s, made.text) for s, made in zip(statements, best, strict=True)])
    return [
        ([*signals(made, one), 1.0], bool(made.alignment.mismatches))
        for made, one in zip(best, weighed, strict=True)
    ]


def fitting(proofs: Sequence[Proof]) -> float:
    """How well a ground fits a claim."""
    return sum(made.coverage + ALIGNED * made.aligned for made in proofs) / len(proofs)


def show(name: str, yes: list[Row], no: list[Row]) -> None:
    """Fit one regression and print its weights."""
    rows = torch.tensor(yes + no)
    mean, spread = rows.mean(0), rows.std(0)
    mean[-1], spread[-1] = 0.0, 1.0  # the bias is the same in every row
    scaled = (rows - mean) / spread  # likeness varies little; the ridge should not mind
    labels = torch.tensor([1.0] * len(yes) + [0.0] * len(no))
    balance = torch.tensor([1 / len(yes)] * len(yes) + [1 / len(no)] * len(no)) * len(labels) / 2

    def loss(weights: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(scaled @ weights, labels, balance)

    weights = minimised(loss, len(WEIGHTS)) / spread
    weights[-1] -= (weights * mean).sum()
    right = ((rows @ weights > 0) == labels.bool()).float()
    print(f"{name}:", dict(zip(WEIGHTS, [round(float(w), 2) for w in weights], strict=True)))
    held, refused = (float(part.mean()) for part in (right[: len(yes)], right[len(yes) :]))
    print(f"  right: {held:.3f} of {len(yes)}, {refused:.3f} of {len(no)}")


if __name__ == "__main__":
    main()
