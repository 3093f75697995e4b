"""Whether each value of a document stands in a proposition with all it is said of, and nothing it is not.

    python -m bench.binding [--data DIR] [--half dev|test] [--show] [--json FILE]

DIR (tests/quality/documents) holds folders with docs/ and values.jsonl, a line a value marked by hand:
"within" a piece of the document that holds it once, "said_of" the words that must be read with it, "never"
those of a neighbour it must not be read with. right: the core that holds it and its carried words hold all of
said_of and nothing of never; wrong: they hold something of never; missing: it stands in no core, or something
of said_of lacks. Values that are told by their row and column are those of tables. Documents with an even
number are the dev half, the others the test half: --show names what is not right, of the dev half only.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import report
from index.parse import ParsedFile, parse_file
from index.records import Proposition, Span
from index.segment import segment
from index.segment.propositions import propositions_of
from index.settings import ROOT
from training.corpora import read_lines

DATA = ROOT / "tests" / "quality" / "documents"


@dataclass(frozen=True, slots=True)
class Marked:
    """One value of one document, as the program bound it."""

    value: dict[str, Any]
    kind: str  # of document
    verdict: str  # right, wrong, lacking, outside
    bound: str  # the core and its carried words
    lacking: tuple[str, ...]
    role: str  # of the value in its proposition, "" outside


def main() -> None:
    """Print the totals, and on request what is not right."""
    chosen = arguments()
    marked = [
        one
        for folder in sorted(chosen.data.glob("*/values.jsonl"))
        for one in judged(folder.parent, chosen.half)
    ]
    for tables in (False, True):
        part = [one for one in marked if ("row" in one.value) == tables]
        if part:
            where = "tables" if tables else "prose, lists, articles, answers"
            report.show(f"Values of {where}, {chosen.half} half", totals(part), chosen.json)
    if chosen.show and chosen.half == "dev":
        for one in marked:
            if one.verdict != "right" and ("row" in one.value) == chosen.tables:
                print(told(one))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--show", action="store_true", help="print what is not right (dev half)")
    parser.add_argument("--tables", action="store_true", help="show those of tables instead")
    return parser.parse_args()


def judged(folder: Path, half: str) -> Iterator[Marked]:
    """The values of one folder's documents of one half."""
    kinds = {line["doc"]: line["kind"] for line in read_lines(folder / "structure.jsonl")}
    by_document: dict[str, list[dict[str, Any]]] = {}
    for value in read_lines(folder / "values.jsonl"):
        by_document.setdefault(value["doc"], []).append(value)
    for name, values in by_document.items():
        if half_of(name) != half or not (folder / "docs" / name).exists():
            continue
        parsed = parse_file(folder / "docs" / name)
        found = propositions_of(parsed.document, parsed.blocks, segment(parsed.document, parsed.blocks))
        for value in values:
            yield judge(parsed, found, value, kinds.get(name, ""))


def half_of(name: str) -> str:
    """Dev for an even number in the document's name, test for an odd one."""
    number = re.search(r"\d+", name)
    return "dev" if number and int(number.group()) % 2 == 0 else "test"


def judge(parsed: ParsedFile, found: Sequence[Proposition], value: dict[str, Any], kind: str) -> Marked:
    """Whether the value is bound as it was marked."""
    text = parsed.document.text
    places = list(occurrences(text, value))
    holding = [
        proposition
        for proposition in found
        if any(proposition.start <= start and end <= proposition.end for start, end in places)
    ]
    if not holding:
        return Marked(value, kind, "outside", "", tuple(value["said_of"]), "")
    tried = [_tried(text, proposition, places, value, kind) for proposition in holding]
    return min(tried, key=lambda one: ("right", "lacking", "wrong").index(one.verdict))


def _tried(
    text: str, proposition: Proposition, places: Sequence[Span], value: dict[str, Any], kind: str
) -> Marked:
    pieces = [text[proposition.start : proposition.end]]
    pieces += [text[part.start : part.end] for part in proposition.carried]
    verdict, lacking = verdict_of(pieces, value)
    roles = [
        v.role for v in proposition.values if any(v.start < end and start < v.end for start, end in places)
    ]
    names = ["core", *(part.role for part in proposition.carried)]
    bound = " | ".join(f"{name} {piece}" for name, piece in zip(names, pieces, strict=True) if name != "path")
    return Marked(value, kind, verdict, bound, lacking, roles[0] if roles else "")


def verdict_of(pieces: Sequence[str], value: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """right, wrong or lacking for a core with what it carries, and the words it lacks."""
    held = [squeezed(piece) for piece in pieces]
    said_of = [*value["said_of"], *([value["row"]] if value.get("row") else []), *value.get("column", [])]
    lacking = tuple(word for word in said_of if not any(squeezed(word) in piece for piece in held))
    wrong = any(squeezed(word) in piece for word in value.get("never", []) for piece in held)
    return "wrong" if wrong else "lacking" if lacking else "right", lacking


def occurrences(text: str, value: dict[str, Any]) -> Iterator[Span]:
    """Where the value stands: inside its ``within``; blanks and line breaks aside."""
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[at] for at in kept)
    within, surface = squeezed(value["within"]), squeezed(value["value"])
    at = bare.find(within)
    inside = within.find(surface)
    while at >= 0 and inside >= 0:
        first = at + inside
        yield kept[first], kept[first + len(surface) - 1] + 1
        at = bare.find(within, at + 1)


def squeezed(text: str) -> str:
    """Without blanks and line breaks."""
    return "".join(text.split())


def totals(marked: Sequence[Marked]) -> list[report.Row]:
    """One row a kind of document, and one for all."""
    kinds = sorted({one.kind for one in marked})
    rows = [_row(kind, [one for one in marked if one.kind == kind]) for kind in kinds]
    return [*rows, _row("all", marked)]


def _row(kind: str, marked: Sequence[Marked]) -> report.Row:
    counts = Counter(one.verdict for one in marked)
    missing = counts["lacking"] + counts["outside"]
    roles = sum(one.role == one.value.get("role", one.role) for one in marked)
    return {
        "kind": kind,
        "values": len(marked),
        "right": counts["right"],
        "wrong": counts["wrong"],
        "missing": missing,
        "in no core": counts["outside"],
        "wrong, share": counts["wrong"] / len(marked),
        "missing, share": missing / len(marked),
        "role right, share": roles / len(marked),
    }


def told(one: Marked) -> str:
    """One value that is not right, for a person."""
    value = one.value
    return "\n".join(
        [
            f"\n{one.verdict}: {value['doc']} {value['value']} in {value['within']!r}",
            f"  role {value.get('role')} / {one.role}; lacking {list(one.lacking)}",
            f"  said of {value['said_of']} never {value.get('never', [])}",
            f"  {one.bound}",
        ]
    )


if __name__ == "__main__":
    main()
