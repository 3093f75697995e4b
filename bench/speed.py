"""How fast and how large the program is: answering, starting, memory, embedding.

    python -m bench.speed [--store DIR] [--questions 60] [--only answers start memory embedding]
                          [--json FILE]

Everything is timed in one run, and as a ratio to something timed in the same run, because the
seconds depend on what else the machine does.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from bench import report
from bench.runtime.clock import WARM_UP, measured, percentile
from bench.runtime.precision import Pairs
from bench.runtime.runtimes import Arrays, Runtime, torch_runtime
from bench.squad import read_squad, sample
from chinese.folding import fold
from index.embedding import Embedder, dtype_for
from index.settings import ROOT, IndexRoot
from rag.answering.chatbot import Chatbot
from rag.program import Program
from rag.settings import Settings
from training.corpora import NEWS, SQUAD, ensure_docs_store, news

OWN_QUESTIONS = Path(__file__).parent / "questions.txt"
SEED = 3
PARTS = ("answers", "start", "memory", "embedding")
PASSAGES = 400
CHUNK = 100  # both embedders take turns
CHARS = 200  # of a news text, the length of a usual passage


def main() -> None:
    """Measure the parts asked for."""
    parser = report.parser(__doc__)
    parser.add_argument("--store", type=Path, metavar="DIR", help="default: a temporary one of docs/")
    parser.add_argument("--squad", type=Path, default=SQUAD)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--questions", type=int, default=60, metavar="N")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    chosen = parser.parse_args()
    asked = questions(chosen.squad, chosen.questions)
    with tempfile.TemporaryDirectory() as temporary:
        store = chosen.store or ensure_docs_store(Path(temporary) / "store")
        rows: list[report.Row] = []
        if {"start", "memory"} & set(chosen.only):
            rows += fresh_process(store, asked)
        if "answers" in chosen.only:
            rows += answers(store, asked)
        if "embedding" in chosen.only:
            rows += embedding([p.document.text[:CHARS] for p in news(chosen.news, limit=PASSAGES)])
    report.show(f"Speed, {len(asked)} questions, store {chosen.store or 'of docs/'}", rows, chosen.json)


def questions(squad: Path, count: int) -> list[str]:
    """Half our own, half of CMRC 2018 dev, in a mixed order that is always the same."""
    own = OWN_QUESTIONS.read_text(encoding="utf8").split()[: count // 2]
    others = [a.question for a in sample(read_squad(squad)[1], count - len(own), SEED)]
    return [text for i in range(max(len(own), len(others))) for text in [*own[i : i + 1], *others[i : i + 1]]]


def answers(store: Path, asked: Sequence[str]) -> list[report.Row]:
    """Question to answer, warm, each as a ratio to one forward pass over the passages it read."""
    settings = Settings(store=store)
    folder = Path(settings.reading.model)
    pairs, forward = Pairs(folder), torch_runtime(folder, dtype=dtype_for(settings.reading.precision))
    taken, passes = [], []
    with Program.open(settings) as program:
        bot = program.chatbot
        for question in [*asked[:WARM_UP], *asked]:
            taken.append(measured(lambda q=question: bot.ask(q)).wall)
            batch = read_by(bot, pairs, question)
            passes.append(forward_seconds(forward, batch))
    taken, passes = taken[WARM_UP:], passes[WARM_UP:]
    ratios = [a / b for a, b in zip(taken, passes, strict=True)]
    return [
        figure("question to answer, median", statistics.median(taken) * 1e3, "ms", 500),
        figure("question to answer, 95th percentile", percentile(taken, 95) * 1e3, "ms", 1200),
        figure("one forward pass over the same tokens, median", statistics.median(passes) * 1e3, "ms"),
        figure("answer / forward pass, median", statistics.median(ratios), "times"),
        figure("answer / forward pass, 95th percentile", percentile(ratios, 95), "times"),
    ]


def read_by(bot: Chatbot, pairs: Pairs, question: str) -> Arrays:
    """The passages that the program reads for a question, as one batch."""
    hits = bot.search(question, bot.settings.reading.passages)
    return pairs.arrays(pairs.encode([fold(question)] * len(hits), [hit.passage.text for hit in hits]))


def forward_seconds(forward: Runtime, batch: Arrays) -> float:
    """Seconds of one pass of the reader; the first, which compiles kernels for a new shape, is left out."""
    forward(batch)
    return measured(lambda: forward(batch)).wall


def fresh_process(store: Path, asked: Sequence[str]) -> list[report.Row]:
    """Start to first answer and peak memory of a process that asks every question once."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bench.stores.probe", "--store", str(store)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write("".join(f"{json.dumps(q)}\n" for q in asked))
        child.stdin.close()
        child.stdout.readline()
        first = time.perf_counter() - began
        peak = json.loads(child.stdout.readlines()[-1])["peak_mb"]
    if child.returncode:
        raise SystemExit(f"bench.stores.probe ended with {child.returncode}")
    return [
        figure("start of a process to its first answer", first, "s", 15),
        figure(f"peak memory after {len(asked)} questions", peak, "MB", 1500),
    ]


def embedding(texts: Sequence[str]) -> list[report.Row]:
    """Passages embedded per second, against SentenceTransformer in float32 with its defaults."""
    from sentence_transformers import SentenceTransformer

    settings = IndexRoot().index
    ours = Embedder(settings)
    plain = SentenceTransformer(
        settings.model, device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32}
    )
    prefixed = [settings.passage_prefix + text for text in texts]
    ours.encode_passages(texts[:WARM_UP])
    plain.encode(prefixed[:WARM_UP], show_progress_bar=False)
    turns = []
    for at in range(0, len(texts), CHUNK):
        mine, theirs = texts[at : at + CHUNK], prefixed[at : at + CHUNK]
        turns.append(
            (
                measured(lambda m=mine: ours.encode_passages(m)),
                measured(lambda t=theirs: plain.encode(t, show_progress_bar=False)),
            )
        )
    rates = [len(texts) / sum(turn[i].wall for turn in turns) for i in (0, 1)]
    ratio = statistics.median(other.wall / own.wall for own, other in turns)
    worked = statistics.median(other.cpu / own.cpu for own, other in turns)
    return [
        figure("passages embedded, index.embedding.embedder", rates[0], "1/s"),
        figure("passages embedded, plain SentenceTransformer float32", rates[1], "1/s"),
        figure("index.embedding.embedder / plain", ratio, "times", 2),
        figure("the same by CPU time", worked, "times"),
    ]


def figure(name: str, value: float, unit: str, aim: float | None = None) -> report.Row:
    """One line of the table; the aim is a ceiling for times and sizes, a floor for speed-ups."""
    return {"figure": name, "value": round(value, 2 if value < 100 else 0), "unit": unit, "aim": aim}


if __name__ == "__main__":
    main()
