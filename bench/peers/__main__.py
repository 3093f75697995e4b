"""Indexing and searching beside LangChain + FAISS + sentence-transformers, on the same texts and model.

    python -m bench.peers [--documents 300] [--rounds 3] [--quick] [--dtype float32]
                          [--venv DIR] [--json FILE]

Both sides take turns, each turn a fresh process; a ratio is the median of those of the rounds. The
first run installs the other side's packages into --venv (about 1.5 GB).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from bench import report
from bench.peers.environment import python_of
from bench.peers.turn import Figures, Task
from bench.runtime.clock import percentile
from bench.speed import questions
from index.settings import ROOT, IndexSettings
from training.corpora import NEWS, SQUAD, news

QUESTIONS = 60
OVERLAP = 40  # code points, about the one sentence that our passages share
NEIGHBOURS = 10
QUICK = (40, 2)  # documents, rounds
DTYPES = ("float32", "bfloat16", "float16")
# No network, no reports of unused heads.
QUIET = {"HF_HUB_OFFLINE": "1", "LANGSMITH_TRACING": "false", "TRANSFORMERS_VERBOSITY": "error"}

Measure = Callable[[Figures], float]


def main() -> None:
    """Play all turns, print both sides and their ratios."""
    parser = report.parser(__doc__)
    parser.add_argument("--documents", type=int, default=300, metavar="N", help="the first N of the news")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--quick", action="store_true", help="{} documents, {} rounds".format(*QUICK))
    parser.add_argument("--dtype", choices=DTYPES, default=DTYPES[0], help="precision of the other side")
    parser.add_argument("--venv", type=Path, metavar="DIR", default=ROOT / "var" / "peers-venv")
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    chosen = parser.parse_args()
    documents, rounds = QUICK if chosen.quick else (chosen.documents, chosen.rounds)
    texts = list(dict.fromkeys(p.document.text for p in news(chosen.news, limit=documents)))
    task = task_of(texts, questions(chosen.squad, QUESTIONS), chosen.dtype)
    python = python_of(chosen.venv)
    ours, theirs = [], []
    for number in range(1, rounds + 1):
        ours.append(turn(Path(sys.executable), "bench.peers.ours", task))
        theirs.append(turn(python, "bench.peers.langchain_faiss", task))
        print(f"round {number}: {told(ours[-1])} | {told(theirs[-1])}", file=sys.stderr, flush=True)
    chars = sum(map(len, task.texts))
    title = (
        f"Beside LangChain + FAISS, {task.dtype}, {documents} documents, {chars} characters, {rounds} rounds"
    )
    report.show(title, compared(ours, theirs, chars), chosen.json)
    for side, played in (("ours", ours[-1]), ("LangChain", theirs[-1])):
        print(f"{side}: " + ", ".join(f"{name} {number}" for name, number in played.versions.items()))


def task_of(texts: Sequence[str], asked: Sequence[str], dtype: str) -> Task:
    """The task for both sides, with our settings where both have one; its folder is still to be named."""
    settings = IndexSettings()
    return Task(
        texts=texts,
        questions=asked,
        folder="",
        model=settings.model,
        passage_prefix=settings.passage_prefix,
        query_prefix=settings.query_prefix,
        passage_chars=settings.passage_chars,
        overlap_chars=OVERLAP,
        neighbours=NEIGHBOURS,
        dtype=dtype,
    )


def turn(python: Path, module: str, task: Task) -> Figures:
    """One side's figures, from a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        command = [str(python), "-m", module]
        now = replace(task, folder=str(Path(temporary) / "index"), began=time.time())
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | QUIET,
            input=json.dumps(asdict(now)),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: see above")
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def told(played: Figures) -> str:
    """One turn in a few words."""
    return f"{played.passages} passages in {played.build_s:.1f} s, {played.build_cpu_s:.1f} s of CPU"


def compared(ours: Sequence[Figures], theirs: Sequence[Figures], chars: int) -> list[report.Row]:
    """The table; ``chars`` is the length of all texts, code points."""

    def line(name: str, mine: Measure, other: Measure, aim: str = "") -> report.Row:
        ratios = [mine(a) / other(b) for a, b in zip(ours, theirs, strict=True)]
        return {
            "figure": name,
            "ours": statistics.median(map(mine, ours)),
            "LangChain": statistics.median(map(other, theirs)),
            "ours / theirs": round(statistics.median(ratios), 3),
            "rounds": f"{min(ratios):.2f} to {max(ratios):.2f}",
            "aim": aim,
        }

    def same(name: str, measure: Measure, aim: str = "") -> report.Row:
        return line(name, measure, measure, aim)

    return [
        same("characters of text indexed per second", lambda f: chars / f.build_s, ">= 2"),
        same("the same per second of CPU", lambda f: chars / f.build_cpu_s),
        same("passages indexed per second", lambda f: f.passages / f.build_s),
        same("passages", lambda f: f.passages),
        same("characters embedded per character of text", lambda f: f.embedded_chars / chars),
        same("search, dense, median ms", median_ms("dense")),
        same("search, dense, 95th percentile ms", late_ms("dense")),
        line("search, our hybrid beside their dense, median ms", median_ms("hybrid"), median_ms("dense")),
        line("the same, 95th percentile ms", late_ms("hybrid"), late_ms("dense")),
        same("start of a process to the model warm, s", lambda f: f.start_s),
        same("peak memory, MB", lambda f: f.peak_mb),
    ]


def median_ms(way: str) -> Measure:
    """Milliseconds of a usual question."""
    return lambda figures: statistics.median(figures.search_s[way]) * 1e3


def late_ms(way: str) -> Measure:
    """Milliseconds that 95 % of the questions stay within."""
    return lambda figures: percentile(figures.search_s[way], 95) * 1e3


if __name__ == "__main__":
    main()
