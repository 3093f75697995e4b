"""The tables of rounds: which questions a trainee was given to practise, and which are answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from people.database import Base
from people.tables import KEPT_IDS, AnswerRow, QuestionRow, TraineeRow, Utc


class RoundRow(Base):
    """A round of questions; a trainee has one at a time for each purpose."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("trainee_id", "purpose", "about", name="uq_rounds_trainee_purpose_about"),
        KEPT_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey(TraineeRow.id))
    purpose: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(20))  # the day or the course's step; "" for other purposes
    made: Mapped[datetime] = mapped_column(Utc)


class RoundQuestionRow(Base):
    """A question's place in a round, from 0."""

    __tablename__ = "round_questions"
    __table_args__ = (UniqueConstraint("round_id", "question_id", name="uq_round_questions_question"),)

    round_id: Mapped[int] = mapped_column(ForeignKey(RoundRow.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey(QuestionRow.id))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey(AnswerRow.id))  # None: not answered yet
