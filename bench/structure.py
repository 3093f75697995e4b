"""Whether documents become the cases that people marked: ``python -m bench.structure [FOLDER …]``.

A folder holds docs/ and structure.jsonl, as ../shared/dev/README.md describes them.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.report import parser, show
from chinese import closes_a_text, foot_kind, is_byline, ornament
from index.parse import parse_file
from index.records import Case
from index.segment import segment
from index.segment.units import same_office
from training.line_marks import bare

DEV = Path(__file__).parents[2] / "shared" / "dev"
_SENTENCE = re.compile(r"[。！？]")
_DATELINE = re.compile(r"\**本[报刊网台]讯\s*[（(][^（）()]{2,30}[）)][*\s]*")
_CREDIT = re.compile(r"(?<=[。！？”…》])\s*[（(][^（）()。！？；]{2,30}[）)][*\s]*\Z")
_MARGIN = 4  # lines without a sentence that may stand around a body: date, masthead, signature


@dataclass(frozen=True)
class Judged:
    """One document: whether its cases are those wanted, and if not, why."""

    name: str
    kind: str
    fault: str = ""  # "" when right
    same_offices: bool = False  # whether it is right when a committee counts as its office


def main(argv: Sequence[str] | None = None) -> int:
    """Print how many documents of each kind are right."""
    arguments_parser = parser(__doc__)
    add = arguments_parser.add_argument
    add("folders", nargs="*", type=Path, metavar="FOLDER", help="default: all of shared/dev")
    add("--half", choices=("dev", "test"), help="documents with even numbers, or with odd ones")
    add("--totals", action="store_true", help="name no document")
    arguments = arguments_parser.parse_args(argv)
    folders = arguments.folders or sorted(path.parent for path in DEV.glob("*/structure.jsonl"))
    judged = [one for folder in folders for one in _judged(folder, arguments.half)]
    kinds = Counter(j.kind for j in judged)
    right = Counter(j.kind for j in judged if not j.fault)
    offices = Counter(j.kind for j in judged if j.same_offices)
    rows = [
        {"kind": kind, "documents": kinds[kind], "right": right[kind], "same office": offices[kind]}
        for kind in sorted(kinds)
    ]
    totals = {"right": right.total(), "same office": offices.total()}
    rows.append({"kind": "all", "documents": len(judged), **totals})
    show("Cases, boundaries and units", rows, arguments.json)
    if not arguments.totals:
        for wrong in (j for j in judged if j.fault):
            print(f"{wrong.name} ({wrong.kind}): {wrong.fault}")
    return 0


def _judged(folder: Path, half: str | None) -> Iterator[Judged]:
    for line in (folder / "structure.jsonl").read_text("utf8").splitlines():
        wanted = json.loads(line)
        digits = re.findall(r"[0-9]+", wanted["doc"])
        if half and (int(digits[0]) % 2 == 0) != (half == "dev"):
            continue
        parsed = parse_file(folder / "docs" / wanted["doc"])
        cases = segment(parsed.document, parsed.blocks).cases
        text = parsed.document.text
        fault = _fault(text, cases, wanted["cases"], str.__eq__)
        same_offices = not fault or not _fault(text, cases, wanted["cases"], same_office)
        yield Judged(f"{folder.name}/{wanted['doc']}", wanted["kind"], fault, same_offices)


def _fault(
    text: str,
    cases: Sequence[Case],
    wanted: Sequence[dict[str, str | None]],
    alike: Callable[[str, str], bool],
) -> str:
    if len(cases) != len(wanted):
        titles = "; ".join(f"{c.unit}|{c.title[:16]}" for c in cases[:8])
        return f"{len(cases)} cases, wanted {len(wanted)}: {titles}"
    for case, one in zip(cases, wanted, strict=True):
        if not alike(bare(case.unit), bare(one["unit"] or "")):
            return f"case {case.order}: unit {case.unit!r}, wanted {one['unit']!r}"
        if not any(_begins(text, each, one["first"] or "") for each in (case, _uncredited(text, case))):
            return f"case {case.order} begins {text[case.start : case.start + 20]!r}, wanted {one['first']!r}"
        if not any(_ends(text, each, one["last"] or "") for each in (case, _uncredited(text, case))):
            return f"case {case.order} ends {text[case.end - 20 : case.end]!r}, wanted {one['last']!r}"
    return ""


def _uncredited(text: str, case: Case) -> Case:
    """The case without who wrote it in its first and its last line, which some hands leave out of a body."""
    dateline = _DATELINE.match(text, case.start, case.end)
    credit = _CREDIT.search(text, case.start, case.end)
    start = dateline.end() if dateline else case.start
    return replace(case, start=start, end=credit.start() if credit else case.end)


def _begins(text: str, case: Case, first: str) -> bool:
    """Whether the body, or the heading with it, opens with these words, lines of the masthead aside."""
    for start in (case.start, case.heading_start):
        lines = [bare(line) for line in text[start : case.end].splitlines() if line.strip()]
        for skipped in range(min(_MARGIN, len(lines))):
            words = "".join(lines[skipped:])
            if any(bare(first) in _values(words[marks:], first) for marks in (0, ornament(words))):
                return True
            if _SENTENCE.search(lines[skipped]) and not is_byline(lines[skipped]):
                break
    return False


def _values(words: str, first: str) -> str:
    """The beginning of the words; of a table's row, past the header before its first cell."""
    return words[: len(bare(first)) + 30] if "：" in words[:30] else words[: len(bare(first))]


def _ends(text: str, case: Case, last: str) -> bool:
    """Whether the body ends with these words, lines of a signature after either aside."""
    lines = [bare(line) for line in text[case.start : case.end].splitlines() if line.strip()]
    for left_out in range(min(_MARGIN, len(lines)) + 1):
        words = "".join(lines[: len(lines) - left_out])
        if words.endswith(bare(last)):
            return True
        under = lines[-1 - left_out] if left_out < len(lines) else ""
        if _SENTENCE.search(under) and foot_kind(under) != "caption":
            break
    words = bare(text[case.start : case.end])
    under = [line for line in text[case.end :].splitlines() if line.strip()]
    for line in under[: _MARGIN + 1]:
        words += bare(line)
        says_something = any(char.isalnum() for char in line)
        if says_something and not is_byline(line.replace("。", "")) and not closes_a_text(line):
            return False
        if words.endswith(bare(last)):
            return True
    return False


if __name__ == "__main__":
    raise SystemExit(main())
