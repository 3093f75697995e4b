"""Fit the ranking of evidence and the odds of an answer: rag/answering/evidence.py and answerability.py.

    python -m bench.fit [--store DIR] [--dev-store DIR]

Ranking: a softmax over each question's sentences, on tests/quality/news_qa.jsonl. Odds: a logistic
regression of tests/quality's answerable questions against its near misses that no rule of
rag/answering/refusal_rules.py catches and against questions of CMRC 2018 dev asked of docs/. Nothing
of ../shared/gold.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from bench.quality import dev_store
from bench.squad import read_squad, sample
from chinese.folding import bare
from chinese.overlap import Wording
from rag.answering.answerability import signals
from rag.answering.chatbot import Chatbot, Judgement
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.settings import Settings
from training.corpora import DEV, NEWS, SQUAD, ensure_docs_store, read_lines

FAR, FAR_SEED = 100, 11
RIDGE = 0.002
RANKING = ("lexical", "context", "span", "no type", "relevance", "fused")
ODDS = ("relevance", "span", "words", "bias")
FALSE_REFUSALS = 0.01  # share of the answerable set that the threshold may cost


class Seeing(Chatbot):
    """The chatbot at threshold 0; what it ranked last can be looked at."""

    ranked: Sequence[Evidence]
    question: Question
    judgement: Judgement

    def judge(self, question: Question, ranked: Sequence[Evidence]) -> Judgement:
        """As the chatbot does, kept."""
        self.question, self.ranked = question, ranked
        self.judgement = super().judge(question, ranked)
        return self.judgement

    def odds(self, question: str) -> list[float] | None:
        """The signals of the evidence it would answer from; None when a rule refuses."""
        self.ask(question)
        if not self.judgement.chosen:
            return None
        features = signals(self.question, self.judgement.chosen[0], self._scope(self.judgement.chosen[0]))
        return [features.relevance, features.span, features.words, 1.0]


def main() -> None:
    """Fit both and print the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit", description=__doc__)
    parser.add_argument("--store", type=Path, help="a store of docs/")
    parser.add_argument("--dev-store", type=Path, help="a store of the news of tests/quality")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        docs = ensure_docs_store(chosen.store or Path(folder) / "docs")
        news = chosen.dev_store or dev_store(Path(folder) / "news", NEWS)
        answerable = read_lines(DEV / "news_qa.jsonl")
        missed = [item["question"] for item in read_lines(DEV / "news_unanswerable.jsonl")]
        far = [asked.question for asked in sample(read_squad(SQUAD)[1], FAR, FAR_SEED)]
        with Seeing.open(at_zero(news)) as bot:
            tables = [ranking_table(bot, item) for item in answerable]
            yes = [odds for item in answerable if (odds := bot.odds(item["question"]))]
            no = [odds for question in missed if (odds := bot.odds(question))]
        with Seeing.open(at_zero(docs)) as bot:
            other = [odds for question in far if (odds := bot.odds(question))]
    print_ranking([table for table in tables if table[1]])
    print_odds(yes, no, other)


def at_zero(store: Path) -> Settings:
    """The user's settings, with nothing refused for its odds."""
    kept = Settings(store=store)
    return kept.model_copy(update={"reading": kept.reading.model_copy(update={"threshold": 0.0})})


def ranking_table(bot: Seeing, item: dict[str, Any]) -> tuple[list[list[float]], list[int]]:
    """One row of features a sentence, and which rows hold the evidence."""
    bot.ask(item["question"])
    wording = Wording(bot.question.text, [f"{e.hit.passage.context}\n{e.text}" for e in bot.ranked])
    rows, gold = [], []
    for number, e in enumerate(bot.ranked):
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


def print_odds(yes: list[list[float]], no: list[list[float]], other: list[list[float]]) -> None:
    """Fit and print the odds and the threshold that costs few answers."""
    features = torch.tensor(yes + no + other)
    labels = torch.tensor([1.0] * len(yes) + [0.0] * (len(no) + len(other)))
    # The few near misses left are the hard ones; the far ones are many and easy.
    weight = torch.tensor([1.0] * len(yes) + [1.5] * len(no) + [0.6] * len(other))

    def loss(weights: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(features @ weights, labels, weight)

    weights = minimised(loss, len(ODDS))
    sure = torch.sigmoid(features @ weights)
    threshold = float(sure[: len(yes)].quantile(FALSE_REFUSALS))
    print("odds:", dict(zip(ODDS, [round(float(w), 2) for w in weights], strict=True)))
    print(f"threshold {threshold:.2f} costs {FALSE_REFUSALS:.0%} of {len(yes)} answers; refused below it:")
    near, far = sure[len(yes) : len(yes) + len(no)], sure[len(yes) + len(no) :]
    print(f"  near misses {float((near < threshold).float().mean()):.2f} of {len(no)} that no rule caught")
    print(
        f"  far questions {float((far < threshold).float().mean()):.2f} of {len(other)} that no rule caught"
    )


def minimised(loss: Callable[[torch.Tensor], torch.Tensor], size: int) -> torch.Tensor:
    """The weights of least loss, with a little ridge: both losses are convex."""
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
