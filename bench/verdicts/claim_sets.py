"""Claims over sets of documents: what true, altered and unsaid ones are called, as totals.

    python -m bench.verdicts.claim_sets STORES [--sets NAME,…] [--shared DIR] [--keep FILE]

STORES holds one store a set, under the set's name. A set is a folder of tests/quality/documents or of
../shared/dev with a claims.jsonl. --keep writes each verdict with its differences; without it nothing but
totals is shown, so that sets kept for testing stay unread.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.program import Program
from rag.records import Check
from rag.settings import Settings
from training.corpora import DEV, SHARED, read_lines

VERDICTS = ("supported", "contradicted", "unverifiable")


def main() -> None:
    """Check the claims of each set in its store and print the totals."""
    parser = argparse.ArgumentParser(prog="python -m bench.verdicts.claim_sets", description=__doc__)
    parser.add_argument("stores", type=Path)
    parser.add_argument(
        "--sets", default="", help="names, separated by commas; default: all that have a store"
    )
    parser.add_argument("--shared", type=Path, default=SHARED / "dev")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    names = chosen.sets.split(",") if chosen.sets else sorted(path.name for path in chosen.stores.iterdir())
    graded = [
        record | {"set": name}
        for name in names
        for record in check_set(chosen.stores / name, claims_file(name, chosen.shared))
    ]
    if chosen.keep:
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in graded)
        chosen.keep.write_text("".join(lines), encoding="utf8")
    print(*table(graded), sep="\n")


def claims_file(name: str, shared: Path) -> Path:
    """The claims of the set of that name. Raises FileNotFoundError when no set has it."""
    for folder in (DEV / "documents" / name, shared / name):
        if (folder / "claims.jsonl").exists():
            return folder / "claims.jsonl"
    raise FileNotFoundError(f"no claims.jsonl of a set {name} in {DEV / 'documents'} or {shared}")


def check_set(store: Path, claims: Path) -> Iterator[Mapping[str, Any]]:
    """Each claim with its verdict and its differences."""
    with Program.open(Settings(store=store)) as program:
        for claim in read_lines(claims):
            check = program.checker.check(claim["claim"])
            yield claim | {"verdict": whole(check), "differences": _differences(check)}


def whole(check: Check) -> str:
    """The verdict of a claim of several sentences: one wrong contradicts, support needs each."""
    verdicts = {sentence.verdict for sentence in check.sentences if sentence.checkable}
    if "contradicted" in verdicts:
        return "contradicted"
    return "supported" if verdicts == {"supported"} else "unverifiable"


def table(graded: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line a label: how many claims were called what."""
    called = Counter((record["label"], record["verdict"]) for record in graded)
    head = f"{'label':14}{'n':>5}" + "".join(f"{verdict:>14}" for verdict in VERDICTS)
    rows = [
        f"{label:14}{sum(called[label, v] for v in VERDICTS):5}"
        + "".join(f"{called[label, verdict]:14}" for verdict in VERDICTS)
        for label in VERDICTS
    ]
    return [head, *rows]


def _differences(check: Check) -> list[dict[str, str]]:
    return [
        {"kind": d.kind, "claimed": d.claimed, "source": d.source}
        for sentence in check.sentences
        for d in sentence.differences
    ]


if __name__ == "__main__":
    main()
