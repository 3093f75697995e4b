"""Quality on graded sets: asks on the command line and hands the output to the grader.

    python -m bench.quality [--store DIR] [--gold DIR] [--dev] [--keep DIR] [--json FILE]

--dev grades the sets of tests/quality instead, on a store of the news documents they ask about.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import report
from index.embedding.embedder import Embedder
from index.settings import ROOT, IndexRoot, location
from training.corpora import DEV, DOCS, GOLD, GRADER, NEWS, ensure_docs_store, fill, news, read_lines

FLOORS = {
    "correct": 0.88,
    "evidence_cited": 0.94,
    "span_correct": 0.65,
    "verbatim": 1.0,
    "grounded_with_marker": 1.0,
    "refused": 0.60,
}
CEILINGS = {"false_refusal": 0.10}


def main() -> None:
    """Grade the open sets, or those of tests/quality."""
    parser = report.parser(__doc__)
    parser.add_argument("--store", type=location, metavar="DIR", help="default: a temporary one")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the answers here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        out = chosen.keep or Path(temporary)
        out.mkdir(parents=True, exist_ok=True)
        if chosen.dev:
            sets = {"qa": DEV / "news_qa.jsonl", "unanswerable": DEV / "news_unanswerable.jsonl"}
            store = chosen.store or dev_store(Path(temporary) / "store", chosen.news)
            article = None
        else:
            sets = {kind: chosen.gold / f"{kind}.jsonl" for kind in ("qa", "unanswerable")}
            store = chosen.store or ensure_docs_store(Path(temporary) / "store")
            article = seed_article()
        graded = {kind: grade(kind, file, store, out, article) for kind, file in sets.items()}
    title = f"Quality, {'tests/quality' if chosen.dev else 'open gold sets'}, store {chosen.store or 'built'}"
    report.show(title, figures(graded), chosen.json)
    for kind, grades in graded.items():
        print(f"{kind} wrong: {' '.join(grades['wrong'])}")


def seed_article() -> Path:
    """The one article in docs/, which the open sets ask about."""
    return next(DOCS.glob("*.txt"))


def dev_store(folder: Path, news_file: Path) -> Path:
    """A store of the news documents that tests/quality/news_qa.jsonl asks about, and no others."""
    settings = IndexRoot().index
    ids = {item["doc"] for item in read_lines(DEV / "news_qa.jsonl")}
    fill(folder, news(news_file, ids), Embedder(settings), settings).close()
    return folder


def grade(kind: str, questions: Path, store: Path, out: Path, article: Path | None) -> dict[str, Any]:
    """The grader's figures for one set."""
    answers = out / f"{questions.stem}.out.jsonl"
    ask = ["-m", "rag", "ask", "--batch", questions, "--out", answers, "--store", store]
    run(ask)
    printed = run([GRADER, kind, questions, answers, *([article] if article else [])])
    grades: dict[str, Any] = json.loads(printed)
    return grades


def run(arguments: Sequence[str | Path]) -> str:
    """What a Python command prints; its error messages pass through. Ends the benchmark if it fails."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))} ended with {done.returncode}")
    return done.stdout


def figures(graded: dict[str, dict[str, Any]]) -> list[report.Row]:
    """One line a figure, with what it must reach."""
    rows = []
    for kind, grades in graded.items():
        for name, value in grades.items():
            if name == "wrong" or value is None:
                continue
            floor, ceiling = FLOORS.get(name), CEILINGS.get(name)
            aim = f">= {floor}" if floor else f"<= {ceiling}" if ceiling else None
            rows.append({"set": f"{kind}", "figure": name, "value": value, "aim": aim})
    return rows


if __name__ == "__main__":
    main()
