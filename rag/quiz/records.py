"""What a question of the training is, how an answer to it was graded, and both as JSON. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rag.records import Citation, Leaning

Kind = Literal["judge", "choice", "multi", "blank", "match", "order", "short", "passage"]

KINDS: dict[Kind, str] = {
    "judge": "判断",
    "choice": "单选",
    "multi": "多选",
    "blank": "填空",
    "match": "归类",
    "order": "排序",
    "short": "简答",
    "passage": "材料题",
}
CHOSEN: frozenset[Kind] = frozenset({"choice", "multi", "match", "order"})  # answered by options
WRITTEN: frozenset[Kind] = frozenset({"short", "passage"})  # answered in words, graded point by point
TRUE, FALSE = "正确", "错误"
BLANK = "____"
GAP = "（　　）"
LETTERS = "ABCDEFGH"


class UnknownKind(ValueError):
    """A kind of question that there is not; the message tells the user which there are, in Chinese."""


def kinds_of(words: Iterable[str]) -> list[Kind]:
    """The kinds of these names, English or Chinese, each once; all for none. Raises UnknownKind."""
    known: dict[str, Kind] = {name: kind for kind, chinese in KINDS.items() for name in (kind, chinese)}
    names = [word.strip() for word in words if word.strip()]
    for name in names:
        if name not in known:
            raise UnknownKind(f"没有题型“{name[:20]}”，可用的是：{'、'.join(KINDS.values())}")
    return list(dict.fromkeys(known[name] for name in names)) or list(KINDS)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a full answer says; ``text`` is verbatim inside its citation, if it has one."""

    text: str
    citation: Citation | None  # None in a question of a trainer's own, without a source


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question with everything that grading it and proving its answer takes."""

    id: str  # of document, kind, stem and answer: the same question has the same id in every run
    kind: Kind
    stem: str
    options: tuple[str, ...]  # empty for 填空, 简答 and 材料题
    # Accepted answers, the one to show first; of 多选 all that are right; empty for 简答 and 材料题.
    answer: tuple[str, ...]
    points: tuple[Point, ...]  # of 简答, and what each gap or question of a 材料题 asks for; else empty
    citations: tuple[Citation, ...]  # the words that prove the answer
    document: str  # the source file's name
    document_id: str
    case: str  # the case's title, else the document's or its opening words
    generation: int  # of the store it was made from
    correction: str = ""  # of a false statement: the source's words in place of the altered ones
    explanation: str = ""  # a trainer's own, shown with the answer
    worth: float | None = None  # points that a trainer gave it; papers have the last word
    merit: float = 1.0  # 0..1, how likely it is worth asking, as judged when it was made

    @property
    def right(self) -> str:
        """The answer to show, of 多选 all that are right; "" where points are asked for."""
        return "；".join(self.answer) if self.kind == "multi" else next(iter(self.answer), "")


@dataclass(frozen=True, slots=True)
class Grade:
    """How an answer was graded."""

    correct: bool
    score: float  # 0..1; between them only for a 简答 or 材料题 in part
    met: tuple[int, ...] = ()  # indexes of points
    missed: tuple[int, ...] = ()
    message: str = ""  # in Chinese, "" when there is nothing to add
    blank: bool = False  # nothing was said: no answer to be counted as wrong


@dataclass(frozen=True, slots=True)
class Made:
    """The questions kept, and how many candidates were thrown away for which reason."""

    questions: tuple[QuizQuestion, ...]
    thrown: Counter[str]


def question_id(document_id: str, kind: str, stem: str, answer: Sequence[str]) -> str:
    """16 hex digits of the SHA-256 of what makes a question."""
    return hashlib.sha256("\x1f".join([document_id, kind, stem, *answer]).encode()).hexdigest()[:16]


def to_json(question: QuizQuestion) -> dict[str, Any]:
    """The question as JSON takes it; ``from_json`` gives it back."""
    return asdict(question)


def from_json(record: dict[str, Any]) -> QuizQuestion:
    """A question from what ``to_json`` made. Raises KeyError, TypeError or ValueError for anything else."""
    fields = dict(record)
    if fields["kind"] not in KINDS:
        raise ValueError(f"unknown kind {fields['kind']!r}, one of {', '.join(KINDS)}")
    for name in ("options", "answer"):
        fields[name] = tuple(map(str, fields[name]))
    fields["citations"] = tuple(_citation(c) for c in fields["citations"])
    fields["points"] = tuple(
        Point(p["text"], _citation(p["citation"]) if p["citation"] else None) for p in fields["points"]
    )
    return QuizQuestion(**fields)


def _point(record: dict[str, Any]) -> Point:
    citation = record["citation"]
    return Point(record["text"], _citation(citation) if citation else None)


def _citation(record: dict[str, Any]) -> Citation:
    """A citation as ``to_json`` writes it; those of before it told what it leans on have no ``carried``."""
    carried = tuple(Leaning(**one) for one in record.get("carried", ()))
    return Citation(**{**record, "carried": carried})
