"""Which share of the evidence of a question its digest quotes, and how many of its lines touch it.

    python -m bench.answering.digests FOLDER... [--every] [--show]

A folder holds docs/ and questions.jsonl as those of tests/quality/documents do, or is two joined by a colon:
DOCS:QUESTIONS. Asked are the questions of kind summary and how that name a role or a summary by their words
(做法, 成效, 介绍), with --every all of these kinds. The case is the one the evidence stands in: measured is
the digest, not the search. A piece counts as quoted when four fifths of it stand in the lines.
"""

import argparse
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.embedding import Embedder
from index.library import read_folder
from index.records import Span
from index.segment import segment
from index.segment.propositions import propositions_of
from index.settings import CASE_READER, IndexRoot
from index.store import Source
from rag.answering.digest import CaseText, Line, RoleModel, asked_roles, asks_digest, digest_asked
from training.corpora import read_lines

KINDS = ("summary", "how")
QUOTED = 0.8  # share of a piece of evidence that must stand in the lines
TOUCHED = 4  # code points of evidence in a line that belongs to the answer


def main() -> None:
    """Tell the figures of each folder and of all."""
    parser = argparse.ArgumentParser(prog="python -m bench.answering.digests", description=__doc__)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--every", action="store_true", help="all questions of these kinds")
    parser.add_argument("--show", action="store_true", help="each question with its digest")
    chosen = parser.parse_args()
    model = RoleModel.open(CASE_READER, Embedder(IndexRoot().index))
    total: Counter[str] = Counter()
    for folder in chosen.folders:
        docs, _, questions = folder.partition(":")
        sources = {
            source.document.name: source
            for source in read_folder(Path(docs, "" if questions else "docs")).readable
        }
        counts: Counter[str] = Counter()
        for question in read_lines(Path(questions or f"{docs}/questions.jsonl")):
            source = sources.get(question["doc"])
            if source and _asked(question, chosen.every):
                counts += measured(question, source, model, chosen.show)
        print(f"{folder}: {told(counts)}", flush=True)
        total += counts
    print(f"all: {told(total)}")


def _asked(question: Mapping[str, Any], every: bool) -> bool:
    words = question["question"]
    digest = bool(asked_roles(words)) or asks_digest(words)
    return question["kind"] in KINDS and question.get("answerable", True) and (every or digest)


def measured(question: Mapping[str, Any], source: Source, model: RoleModel, show: bool) -> Counter[str]:
    """One question's pieces and lines, all and those that are right."""
    text = source.document.text
    pieces = [span for piece in question["evidence"] if (span := place_of(text, piece))]
    if not pieces:
        return Counter()
    lines = digest_asked(question["question"], _case_of(source, pieces[0]), model)
    quoted = [_shared(piece, lines) >= QUOTED * (piece[1] - piece[0]) for piece in pieces]
    touching = [any(_overlap(piece, line) >= TOUCHED for piece in pieces) for line in lines]
    if show:
        print(f"{question['question']}: {sum(quoted)} of {len(pieces)}")
        print("".join(f"    {line.role} {text[line.start : line.end]}\n" for line in lines), end="")
    return Counter(
        questions=1,
        pieces=len(pieces),
        quoted=sum(quoted),
        lines=len(lines),
        touching=sum(touching),
        whole=all(quoted),
    )


def place_of(text: str, words: str) -> Span | None:
    """Where words stand in a text, line breaks aside."""
    found = re.search(r"\s*".join(map(re.escape, re.sub(r"\s", "", words))), text)
    return found.span() if found else None


def _case_of(source: Source, piece: Span) -> CaseText:
    document, found = source.document, segment(source.document, source.blocks)
    inside = [case for case in found.cases if case.start <= piece[0] < case.end]
    span = (inside[0].start, inside[0].end) if inside else (0, len(document.text))
    heading = document.text[inside[0].heading_start : inside[0].heading_end] if inside else ""
    about = f"{document.title} {heading} {inside[0].unit if inside else ''}"
    said = [p for p in propositions_of(document, source.blocks, found) if span[0] <= p.start < span[1]]
    return CaseText(document, source.blocks, span, said, about)


def _overlap(piece: Span, line: Line) -> int:
    return max(0, min(piece[1], line.end) - max(piece[0], line.start))


def _shared(piece: Span, lines: list[Line]) -> int:
    return sum(_overlap(piece, line) for line in lines)


def told(counts: Counter[str]) -> str:
    """The figures of some questions."""
    recall = counts["quoted"] / max(1, counts["pieces"])
    precision = counts["touching"] / max(1, counts["lines"])
    return (
        f"{counts['questions']} questions, {counts['whole']} answered whole; "
        f"{counts['quoted']} of {counts['pieces']} pieces quoted ({recall:.3f}); "
        f"{counts['touching']} of {counts['lines']} lines touch one ({precision:.3f})"
    )


if __name__ == "__main__":
    main()
