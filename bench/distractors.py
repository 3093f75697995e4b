"""What 20,000 news documents in the same store cost: the open gold sets with and without them.

    python -m bench.distractors [--store DIR] [--plain-store DIR] [--json FILE]

--store is filled as far as it is not yet: 20 to 40 minutes on two cores, and run again it goes on
where it stopped. A store that already holds docs/ and the news is taken as it is.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import report
from bench.quality import grade, seed_article
from index.cli.command import progress_bar
from index.embedding.embedder import Embedder
from index.parse import parse_file
from index.settings import ROOT, IndexRoot
from index.store.opening import open_store
from training.corpora import DOCS, GOLD, NEWS, ensure_docs_store, fill, news

SHOWN = ("correct", "evidence_cited", "span_correct", "false_refusal", "verbatim", "refused")
MOST_LOST = 0.03  # of qa correct


def main() -> None:
    """Fill the store if need be, grade both, print them side by side."""
    parser = report.parser(__doc__)
    parser.add_argument("--store", type=Path, metavar="DIR", default=ROOT / "var" / "distractors")
    parser.add_argument("--plain-store", type=Path, metavar="DIR", help="of docs/; default: a temporary one")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--news", type=Path, default=NEWS)
    chosen = parser.parse_args()
    documents, passages = complete(chosen.store, chosen.news)
    with TemporaryDirectory() as temporary:
        out = Path(temporary)
        plain = chosen.plain_store or ensure_docs_store(out / "store")
        alone = graded(plain, chosen.gold, out / "plain")
        among = graded(chosen.store, chosen.gold, out / "among")
    rows = [compared(name, alone, among) for name in alone]
    title = f"docs/ alone and among {documents} documents, {passages} passages"
    report.show(title, rows, chosen.json)


def complete(store: Path, news_file: Path) -> tuple[int, int]:
    """Fill ``store`` with docs/ and the news; returns its numbers of documents and passages."""
    settings = IndexRoot().index
    own = [parse_file(path) for path in sorted(DOCS.glob("*.txt"))]
    wanted = {parsed.document.id: parsed for parsed in [*own, *news(news_file)]}
    if (store / "store.db").exists():
        with open_store(store, settings=settings) as there:
            held = {entry.id for entry in there.documents()}
    else:
        held = set()
    missing = [parsed for key, parsed in wanted.items() if key not in held]
    if missing:
        with progress_bar("news") as progress:
            fill(store, missing, Embedder(settings), settings, progress).close()
    with open_store(store, settings=settings) as there:
        entries = there.documents()
    return len(entries), sum(entry.passages for entry in entries)


def graded(store: Path, gold: Path, out: Path) -> dict[str, Any]:
    """The grader's figures of both open sets on one store."""
    out.mkdir()
    grades = grade("qa", gold / "qa.jsonl", store, out, seed_article())
    grades |= {"refused": grade("unanswerable", gold / "unanswerable.jsonl", store, out, None)["refused"]}
    return {name: grades[name] for name in SHOWN}


def compared(name: str, alone: dict[str, Any], among: dict[str, Any]) -> report.Row:
    """One line: a figure on both stores."""
    return {
        "figure": name,
        "docs/ alone": alone[name],
        "among the news": among[name],
        "change": round(among[name] - alone[name], 4),
        "aim": f">= -{MOST_LOST}" if name == "correct" else None,
    }


if __name__ == "__main__":
    main()
