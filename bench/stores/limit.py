"""How near embedding, searching, reading, answering and checking come to the processor's limit.

    python -m bench.stores.limit [--store DIR] [--questions 30] [--json FILE]

The limit is the time in which the passes of the model that were needed could be multiplied: their
floating-point operations, padding left out, at the rate of matrix products of the model's own shapes
that was measured on this machine in the same run. What is needed is counted while it runs.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

import torch

from bench import report
from bench.runtime.clock import WARM_UP, measured, percentile
from bench.runtime.precision import Pairs
from bench.speed import questions
from chinese.folding import fold
from index.embedding import SupportsEncoding, Vectors, dtype_for
from index.settings import IndexSettings
from rag.answering.chatbot import Chatbot
from rag.answering.replies import POOL
from rag.checking.checker import Checker
from rag.program import Program
from rag.reading.reader import SupportsReader, SupportsReading, Weighing
from rag.reading.spans import Reading
from rag.search.retriever import Retriever
from rag.settings import Settings
from training.corpora import NEWS, SQUAD, ensure_docs_store, news

T = TypeVar("T")
LAYERS, WIDTH, INNER = 12, 384, 1536  # of the shipped model
TOKENS = 4096  # rows of the products that are timed
TIMED = 12
PASSAGES, CHARS = 16, 200  # embedded at a time, code points of each
DRAFT = 300  # code points of a news text that is checked
DRAFTS = 8


@dataclass(slots=True)
class Work:
    """The FLOPs of the passes since it was last taken."""

    pairs: Pairs
    flops: float = 0.0

    def add(self, first: Sequence[str], second: Sequence[str] | None = None) -> None:
        """Count one pass over these texts or pairs."""
        mask = self.pairs.encode(first, second, multiple=1)["attention_mask"]
        self.flops += sum(flops(int(tokens)) for tokens in mask.sum(axis=1))

    def taken(self) -> float:
        """What was counted; begins anew."""
        counted, self.flops = self.flops, 0.0
        return counted


class CountingEmbedder:
    """An embedder whose passes are counted."""

    def __init__(self, embedder: SupportsEncoding, settings: IndexSettings, work: Work) -> None:
        self._embedder, self._settings, self._work = embedder, settings, work
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As the embedder does."""
        self._work.add([self._settings.passage_prefix + text for text in texts])
        return self._embedder.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the embedder does."""
        if texts:
            self._work.add([self._settings.query_prefix + text for text in texts])
        return self._embedder.encode_queries(texts)


class CountingReading:
    """What reads, with its passes counted."""

    def __init__(self, reader: SupportsReading, work: Work) -> None:
        self._reading, self._work = reader, work

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """As the reader does."""
        if passages:
            self._work.add([question] * len(passages), passages)
        return self._reading.read(question, passages)


class CountingReader(CountingReading):
    """The same of a reader that weighs claims too."""

    def __init__(self, reader: SupportsReader, work: Work) -> None:
        super().__init__(reader, work)
        self._reader = reader

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> list[Weighing]:
        """As the reader does."""
        if pairs:
            self._work.add([first for first, _ in pairs], [second for _, second in pairs])
        return self._reader.weigh(pairs)


def main() -> None:
    """Time every use in turn and print it beside its limit."""
    parser = report.parser(__doc__)
    parser.add_argument("--store", type=Path, metavar="DIR", help="default: a temporary one of docs/")
    parser.add_argument("--questions", type=int, default=30, metavar="N")
    parser.add_argument("--squad", type=Path, default=SQUAD)
    parser.add_argument("--news", type=Path, default=NEWS)
    chosen = parser.parse_args()
    asked = questions(chosen.squad, chosen.questions)
    texts = [parsed.document.text for parsed in news(chosen.news, limit=PASSAGES * 8)]
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(store=chosen.store or ensure_docs_store(Path(temporary) / "store"))
        work = Work(Pairs(Path(settings.reading.model)))
        with Program.open(settings) as program:
            opened = program.chatbot
            embedder = CountingEmbedder(opened.embedder, settings.index, work)
            retriever = Retriever(opened.store, embedder, settings.retrieval)
            reader = CountingReader(opened.reader, work)
            propositions = CountingReading(opened.propositions, work)
            bot = Chatbot(opened.store, retriever, reader, propositions, settings)
            rate = product_rate(dtype_for(settings.reading.precision))
            rows = uses(bot, work, rate, asked, texts)
    report.show(f"Beside the limit, products at {rate / 1e9:.0f} GFLOP/s", rows, chosen.json)


def uses(
    bot: Chatbot, work: Work, rate: float, asked: Sequence[str], texts: Sequence[str]
) -> list[report.Row]:
    """One line for each use."""
    settings, checker = bot.settings, Checker(bot.store, bot.retriever, bot.reader, bot.settings.checking)
    groups = [[text[:CHARS] for text in texts[at : at + PASSAGES]] for at in range(0, len(texts), PASSAGES)]

    def read(question: str) -> None:
        hits = opened[question]
        bot.reader.read(fold(question), [hit.passage.text for hit in hits])

    opened = {question: bot.search(question, settings.reading.passages) for question in asked}
    drafts = [text[:DRAFT] for text in texts[:DRAFTS]]
    return [
        line(f"{PASSAGES} passages embedded", groups, bot.embedder.encode_passages, work, rate),
        line("question to passages", asked, lambda q: bot.search(q, POOL), work, rate),
        line(f"{settings.reading.passages} passages read", asked, read, work, rate),
        line("question to answer", asked, bot.ask, work, rate),
        line(f"{DRAFT} characters checked", drafts, checker.check, work, rate),
    ]


def line(name: str, given: Sequence[T], use: Callable[[T], object], work: Work, rate: float) -> report.Row:
    """Median and 95th percentile of a use, and how many times its limit it takes."""
    for argument in given[:WARM_UP]:
        use(argument)
    work.taken()
    taken, limits = [], []
    for argument in given:
        taken.append(measured(lambda o=argument: use(o)).wall)
        limits.append(work.taken() / rate)
    ratios = [a / b for a, b in zip(taken, limits, strict=True) if b]
    return {
        "use": name,
        "n": len(given),
        "median ms": median(taken) * 1e3,
        "p95 ms": percentile(taken, 95) * 1e3,
        "limit ms": median(limits) * 1e3,
        "taken / limit": round(median(ratios), 2) if ratios else None,
    }


def flops(tokens: int) -> float:
    """Operations of one pass over one text: projections and feed-forward, scores and their sums."""
    return LAYERS * (2.0 * tokens * (4 * WIDTH**2 + 2 * WIDTH * INNER) + 4.0 * tokens**2 * WIDTH)


def product_rate(dtype: torch.dtype) -> float:
    """FLOP a second of the feed-forward products by themselves, the best of some, on PyTorch's threads."""
    tokens = torch.randn(TOKENS, WIDTH).to(dtype)
    layer = torch.nn.Linear(WIDTH, INNER, bias=False).to(dtype)
    best = 0.0
    with torch.inference_mode():
        for _ in range(TIMED):
            began = time.perf_counter()
            layer(tokens)
            best = max(best, 2.0 * TOKENS * WIDTH * INNER / (time.perf_counter() - began))
    return best


if __name__ == "__main__":
    main()
