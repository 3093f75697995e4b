"""The tables of courses: their steps, whom they are for, what trainees finished, and certificates."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from people.database import Base
from people.tables import KEPT_IDS, TraineeRow, Utc


class CourseRow(Base):
    """A course; archived, never deleted, so that certificates keep their meaning."""

    __tablename__ = "courses"
    __table_args__ = (UniqueConstraint("origin", name="uq_courses_origin"), KEPT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    origin: Mapped[str | None] = mapped_column(String(10))  # "default": the program's own; None: arranged
    created: Mapped[datetime] = mapped_column(Utc)
    archived: Mapped[datetime | None] = mapped_column(Utc)


class CourseGroupRow(Base):
    """A group of accounts that a course is for; a course of no group is for everybody."""

    __tablename__ = "course_groups"

    course_id: Mapped[int] = mapped_column(ForeignKey(CourseRow.id), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


class StepRow(Base):
    """A step of a course; taken out, it is kept for those who went it."""

    __tablename__ = "course_steps"
    __table_args__ = KEPT_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey(CourseRow.id), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str] = mapped_column(Text)  # of what is read, else ""
    case: Mapped[str] = mapped_column(Text)
    questions: Mapped[int]  # of practice or a test, else 0
    pass_percent: Mapped[int]  # of a test, else 0
    removed: Mapped[bool]


class StepResultRow(Base):
    """A step that a trainee went through once, a test passed or not."""

    __tablename__ = "step_results"
    __table_args__ = KEPT_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey(TraineeRow.id), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey(StepRow.id), index=True)
    round_id: Mapped[int | None]  # of its questions, which may be forgotten by now; None of what was read
    at: Mapped[datetime] = mapped_column(Utc)
    score: Mapped[float | None] = mapped_column(Float)  # 0..1, None of what was read
    passed: Mapped[bool]


class CertificateRow(Base):
    """That a trainee passed a course, in the words of that day."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("serial", name="uq_certificates_serial"),
        UniqueConstraint("trainee_id", "course_id", name="uq_certificates_trainee_course"),
        KEPT_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(40))
    trainee_id: Mapped[int] = mapped_column(ForeignKey(TraineeRow.id))
    course_id: Mapped[int] = mapped_column(ForeignKey(CourseRow.id), index=True)
    name: Mapped[str] = mapped_column(String(40))
    course: Mapped[str] = mapped_column(Text)
    score: Mapped[float | None] = mapped_column(Float)  # 0..1: mean of the tests, None without any
    issued: Mapped[datetime] = mapped_column(Utc)
