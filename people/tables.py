"""The tables of learning: trainees, the question bank, answers, cards, appeals and papers."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from people.database import Base

KEPT_IDS = {"sqlite_autoincrement": True}  # an id seen by a stale page never means another row


class Utc(TypeDecorator[datetime]):
    """A time zone aware time, stored as naive UTC in either engine; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From what the caller gave to what is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; give an aware time")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From what is stored to what the caller gets."""
        return None if value is None else value.replace(tzinfo=UTC)


class TraineeRow(Base):
    """A trainee; how the page or a login chooses one is not this table's matter."""

    __tablename__ = "trainees"
    __table_args__ = (UniqueConstraint("name", name="uq_trainees_name"), KEPT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    created: Mapped[datetime] = mapped_column(Utc)


class QuestionRow(Base):
    """A question of the bank; never deleted, so that history keeps its meaning."""

    __tablename__ = "questions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    document_id: Mapped[str] = mapped_column(Text, index=True)
    document: Mapped[str] = mapped_column(Text)
    case: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    generation: Mapped[int]
    origin: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    hidden: Mapped[bool]
    retired: Mapped[bool]


class AnswerRow(Base):
    """One answer as it was graded; an upheld appeal is joined to it, never written into it."""

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_trainee_question", "trainee_id", "question_id"), KEPT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainees.id"))
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"), index=True)
    response: Mapped[str] = mapped_column(Text)
    score: Mapped[float] = mapped_column(Float)
    correct: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Utc)
    paper_attempt: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"), index=True)


class CardRow(Base):
    """Where a trainee stands with a question on the spaced schedule."""

    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_trainee_due", "trainee_id", "due"),)

    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainees.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    card: Mapped[dict[str, object]] = mapped_column(JSON)
    due: Mapped[datetime] = mapped_column(Utc)


class AppealRow(Base):
    """What a trainee says against a grade, and what the trainer decided."""

    __tablename__ = "appeals"
    __table_args__ = (UniqueConstraint("answer_id", name="uq_appeals_answer"), KEPT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    words: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Utc)
    settled: Mapped[datetime | None] = mapped_column(Utc)
    upheld: Mapped[bool | None]
    note: Mapped[str] = mapped_column(Text)


class PaperRow(Base):
    """A paper; its questions are in paper_questions."""

    __tablename__ = "papers"
    __table_args__ = KEPT_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int | None]
    created: Mapped[datetime] = mapped_column(Utc)
    created_by: Mapped[str | None] = mapped_column(Text)
    pass_mark: Mapped[float | None] = mapped_column(Float)
    versions: Mapped[int] = mapped_column(server_default="1")
    attempts: Mapped[int] = mapped_column(server_default="1")
    counts: Mapped[str] = mapped_column(String(4), server_default="best")
    opens: Mapped[datetime | None] = mapped_column(Utc)
    closes: Mapped[datetime | None] = mapped_column(Utc)


class PaperQuestionRow(Base):
    """A question's place in a paper, from 0."""

    __tablename__ = "paper_questions"
    __table_args__ = (UniqueConstraint("paper_id", "question_id", name="uq_paper_questions_question"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"))
    points: Mapped[float] = mapped_column(Float, server_default="1")


class AttemptRow(Base):
    """One attempt of a trainee's at a paper."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("paper_id", "trainee_id", "number", name="uq_attempts_paper_trainee_number"),
        KEPT_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainees.id"), index=True)
    started: Mapped[datetime] = mapped_column(Utc)
    deadline: Mapped[datetime | None] = mapped_column(Utc)
    submitted: Mapped[datetime | None] = mapped_column(Utc)
    number: Mapped[int] = mapped_column(server_default="1")
    version: Mapped[int] = mapped_column(server_default="1")
    ticket: Mapped[str] = mapped_column(String(43), server_default="", index=True)


class DraftRow(Base):
    """An answer on a paper not yet handed in; handing in moves it to answers."""

    __tablename__ = "drafts"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    response: Mapped[str] = mapped_column(Text)
    score: Mapped[float] = mapped_column(Float)
    correct: Mapped[bool]
    saved: Mapped[datetime] = mapped_column(Utc)
    graded: Mapped[bool] = mapped_column(server_default=true())  # score and correct are of this response
