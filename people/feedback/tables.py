"""The tables of feedback: what was judged, questions that found nothing, and approved answers."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from people.accounts.tables import AccountRow
from people.database import Base
from people.tables import KEPT_IDS, Utc


class FeedbackRow(Base):
    """What one owner said of one answer or verdict."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("owner", "subject", name="uq_feedback_owner_subject"),
        Index("ix_feedback_useful_created", "useful", "created"),
        KEPT_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(36))
    account_id: Mapped[int | None] = mapped_column(ForeignKey(AccountRow.id))  # None: accounts were off
    subject: Mapped[str] = mapped_column(String(64))  # digest of what was judged
    kind: Mapped[str] = mapped_column(String(10))  # answer or verdict
    asked: Mapped[str] = mapped_column(Text)  # the question or the claim
    judged: Mapped[dict[str, object]] = mapped_column(JSON)  # the answer or verdict itself
    useful: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    generation: Mapped[int]  # of the store that gave it
    created: Mapped[datetime] = mapped_column(Utc)
    settled: Mapped[datetime | None] = mapped_column(Utc)
    note: Mapped[str] = mapped_column(Text)


class MissedRow(Base):
    """A question that found nothing, and how often one owner asked it."""

    __tablename__ = "missed_questions"

    question_key: Mapped[str] = mapped_column(String(64), primary_key=True)  # digest of its key
    owner: Mapped[str] = mapped_column(String(36), primary_key=True)
    question: Mapped[str] = mapped_column(Text)  # as it was worded last
    times: Mapped[int]
    first: Mapped[datetime] = mapped_column(Utc)
    last: Mapped[datetime] = mapped_column(Utc)
    generation: Mapped[int]  # of the store that was asked last


class ApprovedRow(Base):
    """An answer that a person wrote or chose for a question; one a question."""

    __tablename__ = "approved_answers"
    __table_args__ = (UniqueConstraint("question_key", name="uq_approved_answers_question"), KEPT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_key: Mapped[str] = mapped_column(String(64))  # digest of its key
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, object]] = mapped_column(JSON)
    documents: Mapped[list[str]] = mapped_column(JSON)  # ids of all it cites, each a hash of a text
    approved_by: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int | None] = mapped_column(ForeignKey(AccountRow.id))  # None: accounts were off
    approved: Mapped[datetime] = mapped_column(Utc)
    retired: Mapped[datetime | None] = mapped_column(Utc)  # since when a source is gone
    withdrawn: Mapped[datetime | None] = mapped_column(Utc)
