"""A round of questions as it stands. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

DAILY = 10  # questions a day

Kind = Literal["day", "practice", "wrong", "lesson", "test"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a round is for: of each a trainee has one round at a time."""

    kind: Kind
    about: str = ""  # the day, ISO 8601, or the number of the course's step

    @classmethod
    def day(cls, day: date) -> "Purpose":
        """今日十题 of a day."""
        return cls("day", day.isoformat())


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a round, and what was answered."""

    question_id: str
    answer_id: int | None = None  # None: not answered yet
    response: str = ""
    score: float = 0.0  # 0..1, as graded
    right: bool = False  # also by an upheld appeal
    appealed: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A trainee's round."""

    id: int
    trainee_id: int
    purpose: Purpose
    made: datetime  # UTC
    asked: tuple[Asked, ...]

    @property
    def at(self) -> int | None:
        """The place of the first question that is not answered; None when the round is done."""
        return next((place for place, one in enumerate(self.asked) if one.answer_id is None), None)

    @property
    def answered(self) -> int:
        """How many are answered."""
        return sum(one.answer_id is not None for one in self.asked)

    @property
    def right(self) -> int:
        """How many are answered right."""
        return sum(one.right for one in self.asked)

    @property
    def score(self) -> float:
        """0..1: mean over all questions, 0 where unanswered, 1 by an upheld appeal."""
        return sum(max(one.score, float(one.right)) for one in self.asked) / max(1, len(self.asked))

    def place(self, question_id: str) -> int | None:
        """Where a question stands; None where it is not in the round."""
        return next((n for n, one in enumerate(self.asked) if one.question_id == question_id), None)
