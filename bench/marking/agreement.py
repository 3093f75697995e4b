"""How far the program's marks of short answers agree with a person's, point by point.

    python -m bench.marking.agreement [--data FILE …] [--show] [--json FILE]

FILE (tests/quality/marked_answers.jsonl, then marked_answers_fresh.jsonl) holds a question a line: the
points verbatim from a document of tests/quality/documents, and answers with the points that a fair marker
gave them. Thresholds come from the part ``fit``, what rules are made of from ``fit`` and ``dev``; ``fresh``
was written and marked before the grader was seen on it. ``--show`` prints every mark that differs.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import report
from rag.quiz import Point, QuizQuestion, grade, question_id
from rag.reading import CaseReader, SupportsWeighing
from rag.records import Citation
from rag.settings import Settings
from training.corpora import read_lines

QUALITY = Path("tests/quality")
FILES = (QUALITY / "marked_answers.jsonl", QUALITY / "marked_answers_fresh.jsonl")
CREDITED, REFUSED, AGREED = "credited wrongly", "refused wrongly", "agreed"


@dataclass(frozen=True, slots=True)
class Marked:
    """One point of one answer as both marked it."""

    split: str
    style: str
    person: bool
    program: bool

    @property
    def outcome(self) -> str:
        """Whether the two agree, and if not, who gave more."""
        if self.person == self.program:
            return AGREED
        return CREDITED if self.program else REFUSED


def main() -> None:
    """Print a row a part and a row a style, and how long one answer takes."""
    parser = report.parser(__doc__)
    parser.add_argument("--data", type=Path, nargs="+", default=FILES, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="print every mark that differs")
    chosen = parser.parse_args()
    reader = CaseReader.of(Settings().reading)
    asked = [record for file in chosen.data for record in read_lines(file)]
    began, marks = time.perf_counter(), []
    for record in asked:
        marks += list(marks_of(record, reader, show=chosen.show))
    answers = sum(len(record["answers"]) for record in asked)
    spent = (time.perf_counter() - began) / answers
    report.show("Marks of short answers, by part", _rows(marks, "split"), chosen.json)
    report.show("Marks of short answers, by style", _rows(marks, "style"), chosen.json)
    report.show("Time of one short answer", [{"answers": answers, "ms": spent * 1000}], chosen.json)


def marks_of(record: dict[str, Any], reader: SupportsWeighing, *, show: bool = False) -> Iterator[Marked]:
    """The marks of every answer to one question."""
    question = question_of(record)
    for answer in record["answers"]:
        graded = grade(question, answer["answer"], reader)
        for i, point in enumerate(question.points):
            mark = Marked(record["split"], answer["style"], i in answer["met"], i in graded.met)
            if show and mark.outcome != AGREED:
                print(f"{mark.split} {mark.style} {mark.outcome}\n  {point.text}\n  {answer['answer'][:200]}")
            yield mark


def question_of(record: dict[str, Any]) -> QuizQuestion:
    """The question of a line; its citations have no place, which grading does not need."""
    points = tuple(
        Point(text, Citation(n, record["document"], "", record["question"], "", text, 0, len(text), 1))
        for n, text in enumerate(record["points"], start=1)
    )
    return QuizQuestion(
        id=question_id(record["document"], "short", record["question"], record["points"]),
        kind="short",
        stem=record["question"],
        options=(),
        answer=(),
        points=points,
        citations=tuple(point.citation for point in points),
        document=record["document"],
        document_id="",
        case="",
        generation=0,
    )


def _rows(marks: list[Marked], by: str) -> list[report.Row]:
    groups = dict.fromkeys(getattr(mark, by) for mark in marks)
    rows = [_row(name, [mark for mark in marks if getattr(mark, by) == name]) for name in groups]
    return [*rows, _row("all", marks)]


def _row(name: str, marks: list[Marked]) -> report.Row:
    counted = Counter(mark.outcome for mark in marks)
    return {
        "": name,
        "points": len(marks),
        "given by the person": sum(mark.person for mark in marks),
        "agreed": counted[AGREED] / len(marks),
        CREDITED: counted[CREDITED],
        REFUSED: counted[REFUSED],
    }


if __name__ == "__main__":
    main()
