"""What a paper, an attempt at it and its outcome are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Counts = Literal["best", "last"]  # which of several attempts counts


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms a paper is taken under."""

    minutes: int | None = None  # None: no limit
    pass_mark: float | None = None  # points that pass; None: nobody passes or fails
    versions: int = 1  # how many orders of questions and options there are
    attempts: int = 1  # how many a trainee has
    counts: Counts = "best"
    opens: datetime | None = None  # aware; attempts begin from here on; None: at once
    closes: datetime | None = None  # aware; when every attempt is over; None: never


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question of a paper."""

    question_id: str
    points: float  # above 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper."""

    id: int
    title: str
    terms: Terms
    created: datetime  # UTC
    created_by: str | None
    questions: tuple[PaperQuestion, ...]  # in the paper's order
    begun: bool = False  # whether anybody has begun it: its points stay as they are then

    @property
    def question_ids(self) -> tuple[str, ...]:
        """Its questions in order."""
        return tuple(question.question_id for question in self.questions)

    @property
    def points(self) -> Mapping[str, float]:
        """Points by question."""
        return {question.question_id: question.points for question in self.questions}

    @property
    def total(self) -> float:
        """All points together."""
        return sum(question.points for question in self.questions)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a trainee's at a paper."""

    id: int
    paper_id: int
    trainee_id: int
    started: datetime  # UTC
    deadline: datetime | None  # UTC; None: no limit
    submitted: datetime | None  # UTC; None while it goes on
    number: int = 1  # of the trainee's attempts at the paper, from 1
    version: int = 1  # which of the paper's orders, from 1
    ticket: str = field(default="", repr=False)  # a secret: whoever has it may write answers


@dataclass(frozen=True, slots=True)
class Response:
    """What a trainee answers to one question of a paper; "" takes an answer back."""

    question_id: str
    words: str
    at: datetime  # aware, by the clock of the server


@dataclass(frozen=True, slots=True)
class Saved:
    """What an attempt holds for one question."""

    question_id: str
    response: str
    score: float  # 0..1, as graded; 0 before that
    right: bool  # also by an upheld appeal
    answer_id: int | None  # to appeal; None while the attempt goes on


@dataclass(frozen=True, slots=True)
class Result:
    """An attempt's outcome; points, right and seconds are None while it goes on."""

    attempt_id: int
    trainee_id: int
    trainee: str  # name
    started: datetime  # UTC
    submitted: datetime | None  # UTC
    total: int  # questions in the paper
    points: float | None  # earned: 0 where unanswered, all of a question's by an upheld appeal
    full: float  # points of the whole paper
    right: int | None
    seconds: int | None  # from start to handing in
    number: int = 1
    version: int = 1
    passed: bool | None = None  # None without a pass mark, or while it goes on
    counted: bool = False  # whether it is the one of the trainee's attempts that counts

    @property
    def score(self) -> float | None:
        """The share of points, 0..1."""
        return None if self.points is None else self.points / self.full if self.full else 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a trainee stands with a paper."""

    paper: Paper
    results: tuple[Result, ...]  # one an attempt, in order
    under_way: Attempt | None
    left: int  # attempts that may still be begun, were the paper open
    waiting: bool  # it does not open before a later time
    over: bool  # its window has closed

    @property
    def can_begin(self) -> bool:
        """Whether an attempt may be begun now."""
        return self.under_way is None and self.left > 0 and not self.waiting and not self.over

    @property
    def closed(self) -> bool:
        """Whether nothing more of it can be answered: only then are its answers shown."""
        return bool(self.results) and self.under_way is None and (self.left == 0 or self.over)


def shown_points(points: float) -> str:
    """Points as people write them: 2, 2.5, 8.33."""
    return f"{round(points, 2):g}"


def version_name(version: int) -> str:
    """A for the first, B for the second."""
    return chr(ord("A") + version - 1)
