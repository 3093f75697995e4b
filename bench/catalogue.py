"""Whether honours, dates and writers of documents are read as people marked them.

    python -m bench.catalogue [--marks FILE] [--half dev|test] [--show] [--json FILE]

FILE (tests/quality/honours.jsonl) holds a line a document: its date, writers, source and issuing body, and
all honours that it says were given, each with words, level, giver, year and unit; null is said by nobody, a
list names what will do, "maybe" what counts neither way. An honour read is right where all four are right; a
field is wrong where another is read than marked, missing where none is. The documents lie in
tests/quality/documents and, where it is at hand, ../shared/dev; even numbers are the dev half, odd ones the
test half.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import report
from bench.binding import half_of, squeezed
from bench.structure import DEV
from index.catalogue import DocumentCatalogue, Honour, catalogue_of
from index.parse import parse_file
from index.records import Span
from index.segment import segment
from index.segment.propositions import propositions_of
from index.settings import ROOT
from training.corpora import read_lines

MARKS = ROOT / "tests" / "quality" / "honours.jsonl"
FOLDERS = (ROOT / "tests" / "quality" / "documents", DEV)
FIELDS = ("level", "giver", "year", "unit")
IMPRINT = ("date", "authors", "source", "issuer")


@dataclass
class Tally:
    """What was found of one half."""

    documents: int = 0
    marked: int = 0
    read: int = 0  # honours, those that count neither way left out
    matched: int = 0
    whole: int = 0  # with all four fields right
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)  # (field, verdict)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Print the figures of honours and of imprints, and on request what is not right."""
    chosen = arguments()
    tally = Tally()
    for marks in read_lines(chosen.marks):
        path = document_at(marks["doc"])
        if path and half_of(path.name) == chosen.half:
            judge(tally, marks, path)
    report.show(f"Honours, {chosen.half} half", [honours_row(tally)], chosen.json)
    report.show(f"Fields, {chosen.half} half", list(field_rows(tally)), chosen.json)
    if chosen.show and chosen.half == "dev":
        print("\n".join(tally.faults))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("--marks", type=Path, default=MARKS, metavar="FILE")
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--show", action="store_true", help="print what is not right (dev half)")
    return parser.parse_args()


def document_at(name: str) -> Path | None:
    """Where a document lies, by its folder and file name; None where it is not at hand."""
    folder, _, file = name.partition("/")
    paths = (root / folder / "docs" / file for root in FOLDERS)
    return next((path for path in paths if path.exists()), None)


def judge(tally: Tally, marks: dict[str, Any], path: Path) -> None:
    """Add one document to the tally."""
    parsed = parse_file(path)
    segmentation = segment(parsed.document, parsed.blocks)
    propositions = propositions_of(parsed.document, parsed.blocks, segmentation)
    entries = catalogue_of(parsed.document, parsed.blocks, segmentation, propositions)
    text = parsed.document.text
    tally.documents += 1
    judge_honours(tally, marks, text, list(entries.honours))
    for name, got in imprint_read(text, entries).items():
        _count(tally, name, marks[name], got, marks["doc"])


def judge_honours(tally: Tally, marks: dict[str, Any], text: str, read: list[Honour]) -> None:
    """Match the honours read with those marked, and compare their fields."""
    tally.marked += len(marks["honours"])
    left = read
    for wanted in marks["honours"]:
        found = [h for h in left if same(text, h, wanted["words"])]
        if not found:
            tally.faults.append(f"{marks['doc']}: not read: {wanted['words']}")
            continue
        best = max(found, key=lambda h: len(agreed(text, h, wanted)))
        left = [h for h in left if h is not best]
        tally.matched += 1
        tally.whole += len(agreed(text, best, wanted)) == len(FIELDS)
        for name, got in fields_of(text, best).items():
            _count(tally, name, wanted[name], got, f"{marks['doc']} {wanted['words']}")
    wrong = [h for h in left if not any(same(text, h, words) for words in marks["maybe"])]
    tally.read += len(read) - len(left) + len(wrong)
    tally.faults += [f"{marks['doc']}: none: {text[h.start : h.end]}" for h in wrong]


def same(text: str, honour: Honour, words: str) -> bool:
    """Whether an honour read is the one marked: one's words hold the other's, quotation marks aside."""
    read, marked = _bare(text[honour.start : honour.end]), _bare(words)
    return read in marked or marked in read


def fields_of(text: str, honour: Honour) -> dict[str, Any]:
    """The four fields as they are marked; None for what was left out."""
    giver = squeezed(text[slice(*honour.giver)]) if honour.giver else None
    return {"level": honour.level or None, "giver": giver, "year": honour.year, "unit": honour.unit or None}


def agreed(text: str, honour: Honour, wanted: dict[str, Any]) -> list[str]:
    """The fields that are right."""
    read = fields_of(text, honour)
    return [name for name in FIELDS if verdict(wanted[name], read[name]) == "right"]


def imprint_read(text: str, entries: DocumentCatalogue) -> dict[str, Any]:
    """Date, writers (those of its cases too), source and issuing body, as they are marked."""

    def words(span: Span | None) -> str | None:
        return squeezed(text[slice(*span)]) if span else None

    imprint = entries.imprint
    names = [*imprint.authors, *(name for case in entries.cases for name in case.authors)]
    return {
        "date": imprint.day or None,
        "authors": sorted({words(name) or "" for name in names}) or None,
        "source": words(imprint.source),
        "issuer": words(imprint.issuer),
    }


def verdict(wanted: Any, got: Any) -> str:
    """right, wrong, or missing; a list of what is wanted names what will do."""
    options = wanted if isinstance(wanted, list) else [wanted]
    if got in options:
        return "right"
    return "missing" if got is None else "wrong"


def _count(tally: Tally, name: str, wanted: Any, got: Any, where: str) -> None:
    if name == "authors":
        wanted = [sorted(map(squeezed, wanted)) or None]
    said = verdict(wanted, got)
    empty = said == "right" and got is None
    tally.fields[name, "none" if empty else said] += 1
    if said != "right":
        tally.faults.append(f"{where}: {name} {said}: {got!r}, wanted {wanted!r}")


def honours_row(tally: Tally) -> report.Row:
    """Precision and recall of honours, as such and with every field right."""
    return {
        "documents": tally.documents,
        "marked": tally.marked,
        "read": tally.read,
        "precision": tally.matched / tally.read if tally.read else None,
        "recall": tally.matched / tally.marked if tally.marked else None,
        "all fields right, precision": tally.whole / tally.read if tally.read else None,
        "recall with them": tally.whole / tally.marked if tally.marked else None,
    }


def field_rows(tally: Tally) -> Iterator[report.Row]:
    """One row a field: right, wrong, missing, and rightly left out."""
    for name in (*FIELDS, *IMPRINT):
        counts = {said: tally.fields[name, said] for said in ("right", "wrong", "missing", "none")}
        read, said = counts["right"] + counts["wrong"], counts["right"] + counts["missing"] + counts["wrong"]
        yield {
            "field": name,
            **counts,
            "precision": counts["right"] / read if read else None,
            "recall": counts["right"] / said if said else None,
        }


def _bare(words: str) -> str:
    return squeezed(words).replace("“", "").replace("”", "")


if __name__ == "__main__":
    main()
