"""Fit the ranking of evidence: rag/answering/evidence.py.

    python -m bench.fit [--store DIR]

A softmax over each question's sentences, on tests/quality/news_qa.jsonl. Which of the likeliest ones answers,
and whether any does, is learned by training/answers.py. Nothing of ../shared/gold.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from bench.quality import dev_store
from chinese.folding import bare
from chinese.overlap import Wording
from rag.answering import Chatbot
from rag.program import Program
from rag.settings import Settings
from training.corpora import DEV, NEWS, read_lines

RIDGE = 0.002
RANKING = ("lexical", "context", "span", "no type", "relevance", "fused")


def main() -> None:
    """Fit and print the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit", description=__doc__)
    parser.add_argument("--store", type=Path, help="a store of the news of tests/quality")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Program.open(Settings(store=chosen.store or dev_store(Path(folder), NEWS))) as program,
    ):
        tables = [ranking_table(program.chatbot, item) for item in read_lines(DEV / "news_qa.jsonl")]
    print_ranking([table for table in tables if table[1]])


def ranking_table(bot: Chatbot, item: dict[str, Any]) -> tuple[list[list[float]], list[int]]:
    """One row of features a sentence, and which rows hold the evidence."""
    (reading,) = bot.understood(item["question"], ())
    sight = bot.sight(reading)
    texts = [f"{e.hit.passage.context}\n{e.text}" for e in sight.ranked]
    wording = Wording(sight.asking.question.text, texts)
    rows, gold = [], []
    for number, e in enumerate(sight.ranked):
        typed = e.span is not None
        span = max(e.span.score if e.span else e.span_score, -20.0)
        shares = [wording.share(e.text), wording.share(f"{e.hit.passage.context}\n{e.text}")]
        rows.append([*shares, span, float(not typed), e.relevance, e.hit.score])
        if any(bare(proof) in bare(e.text) for proof in item["evidence"]):
            gold.append(number)
    return rows, gold


def print_ranking(tables: Sequence[tuple[list[list[float]], list[int]]]) -> None:
    """Fit and print the weights of the ranking."""
    rows = [(torch.tensor(features), gold) for features, gold in tables]

    def loss(weights: torch.Tensor) -> torch.Tensor:
        lost = [-torch.logsumexp((x @ weights).log_softmax(0)[gold], 0) for x, gold in rows]
        return torch.stack(lost).mean()

    weights = minimised(loss, len(RANKING))
    right = sum(int((x @ weights).argmax()) in gold for x, gold in rows)
    print("ranking:", dict(zip(RANKING, [round(float(w), 2) for w in weights], strict=True)))
    print(f"evidence first: {right / len(rows):.3f} of {len(rows)}")


def minimised(loss: Callable[[torch.Tensor], torch.Tensor], size: int) -> torch.Tensor:
    """The weights of least loss, with a little ridge: the loss is convex."""
    weights = torch.zeros(size, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss(weights) + RIDGE * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return weights.detach()


if __name__ == "__main__":
    main()
