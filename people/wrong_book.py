"""The wrong-answer book: what a trainee still gets wrong. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

RIGHT_RUNNING = 2  # right answers in a row after the last wrong one that take a question out of the book


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question."""

    id: int
    question_id: str
    response: str
    score: float  # 0..1
    correct: bool  # as graded
    right: bool  # correct, or an appeal against the grade was upheld
    at: datetime  # UTC
    paper_attempt: int | None
    appeal: int | None  # id of the appeal against it
    upheld: bool | None  # None: no appeal, or an open one


@dataclass(frozen=True, slots=True)
class WrongEntry:
    """A question in the book."""

    question_id: str
    times_wrong: int  # 1 or more
    last_wrong: Answer
    right_since: int  # right answers after it, 0 up to RIGHT_RUNNING - 1


def wrong_entries(answers: Iterable[Answer]) -> tuple[WrongEntry, ...]:
    """The book from one trainee's answers, oldest first; entries by their last wrong answer, newest first."""
    book: dict[str, WrongEntry] = {}
    for answer in answers:
        known = book.get(answer.question_id)
        if not answer.right:
            times = known.times_wrong if known else 0
            book[answer.question_id] = WrongEntry(answer.question_id, times + 1, answer, 0)
        elif known:
            book[answer.question_id] = WrongEntry(
                known.question_id, known.times_wrong, known.last_wrong, known.right_since + 1
            )
    kept = [entry for entry in book.values() if entry.right_since < RIGHT_RUNNING]
    return tuple(sorted(kept, key=lambda entry: -entry.last_wrong.id))
