"""Checking claims on graded sets: checks on the command line and hands the output to the grader.

    python -m bench.checking [--store DIR] [--gold DIR] [--dev] [--keep DIR] [--json FILE]

--dev grades tests/quality/news_claims.jsonl instead, on a store of the news documents it is about,
and says which kinds of claims go wrong.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import report
from bench.quality import dev_store, run, seed_article
from training.corpora import DEV, GOLD, GRADER, NEWS, ensure_docs_store, news, read_lines

VERDICTS = ("supported", "contradicted", "unverifiable")
FLOORS = {("claims", "accuracy"): 0.85, ("claims", "verbatim"): 1.0, ("drafts", "accuracy"): 0.80}
NEVER = "false_supported"
NOT_FIGURES = ("confusion", "wrong")


def main() -> None:
    """Grade the open sets, or the one of tests/quality."""
    parser = report.parser(__doc__)
    parser.add_argument("--store", type=Path, metavar="DIR", help="default: a temporary one")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the verdicts here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        out = chosen.keep or Path(temporary)
        out.mkdir(parents=True, exist_ok=True)
        if chosen.dev:
            sets = {"claims": DEV / "news_claims.jsonl"}
            store = chosen.store or dev_store(Path(temporary) / "store", chosen.news)
            source = one_file(sets["claims"], chosen.news, Path(temporary) / "documents.txt")
        else:
            sets = {kind: chosen.gold / f"{kind}.jsonl" for kind in ("claims", "drafts")}
            store = chosen.store or ensure_docs_store(Path(temporary) / "store")
            source = seed_article()
        about = "tests/quality" if chosen.dev else "open gold sets"
        title = f"Checking, {about}, store {chosen.store or 'built'}"
        graded = {kind: grade(kind, file, store, out, source) for kind, file in sets.items()}
        report.show(title, figures(graded), chosen.json)
        gold = read_lines(sets["claims"])
        given = {line["id"]: line.get("verdict") for line in read_lines(verdicts_of(sets["claims"], out))}
        for key in ("label", "mutated", "style", "by") if chosen.dev else ("label",):
            report.show(f"{title}, by {key}", tally(gold, given, key), chosen.json)
    print(f"claims wrong: {' '.join(graded['claims']['wrong'])}")
    wrongly = [g["id"] for g in gold if g["label"] != "supported" and given.get(g["id"]) == "supported"]
    print(f"claims falsely supported: {' '.join(wrongly)}")


def one_file(claims: Path, news_file: Path, file: Path) -> Path:
    """``file``, holding the texts of all documents of the claims: the grader looks quotes up in one file."""
    ids = {claim["doc"] for claim in read_lines(claims)}
    texts = [parsed.document.text for parsed in news(news_file, ids)]
    file.write_text("\n\n".join(texts), encoding="utf8")
    return file


def verdicts_of(questions: Path, out: Path) -> Path:
    """Where the verdicts on a set are written."""
    return out / f"{questions.stem}.out.jsonl"


def grade(kind: str, questions: Path, store: Path, out: Path, source: Path) -> dict[str, Any]:
    """The grader's figures for one set."""
    verdicts = verdicts_of(questions, out)
    run(["-m", "rag", "check", "--batch", questions, "--out", verdicts, "--store", store])
    grades: dict[str, Any] = json.loads(run([GRADER, kind, questions, verdicts, source]))
    return grades


def figures(graded: Mapping[str, Mapping[str, Any]]) -> list[report.Row]:
    """One line a figure, with what it must reach."""
    rows = []
    for kind, grades in graded.items():
        for name, value in grades.items():
            if name in NOT_FIGURES or value is None:
                continue
            floor = FLOORS.get((kind, name))
            aim = f">= {floor}" if floor else "0" if name == NEVER else None
            rows.append({"set": kind, "figure": name, "value": value, "aim": aim})
    return rows


def tally(gold: Sequence[Mapping[str, Any]], given: Mapping[str, str | None], key: str) -> list[report.Row]:
    """What the claims were called, one line for each value of ``key``, the most frequent first.

    ``right`` is a fraction; the other columns count claims, ``none`` those without a verdict.
    """
    values = Counter(claim.get(key) for claim in gold)
    rows = []
    for value, n in values.most_common():
        claims = [claim for claim in gold if claim.get(key) == value]
        called = Counter(given.get(claim["id"]) for claim in claims)
        right = sum(given.get(claim["id"]) == claim["label"] for claim in claims)
        false = sum(c["label"] != "supported" and given.get(c["id"]) == "supported" for c in claims)
        row = {key: value or "-", "claims": n, "right": right / n, NEVER: false}
        rows.append(row | {name: called[name] for name in VERDICTS} | {"none": called[None]})
    return rows


if __name__ == "__main__":
    main()
