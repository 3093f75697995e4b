"""Where trainees stand: counted over the last answer to each question, hidden questions left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Integer, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from people.answers import counts_right
from people.tables import AnswerRow, AppealRow, QuestionRow, TraineeRow


@dataclass(frozen=True, slots=True)
class Progress:
    """One trainee, one case, one kind of question."""

    case: str
    kind: str
    answered: int  # questions answered at least once; retired ones count on
    right: int  # of these, whose last answer counts as right


@dataclass(frozen=True, slots=True)
class Mastery:
    """One trainee and one case."""

    trainee_id: int
    trainee: str  # name
    case: str
    answered: int
    right: int


def by_case_and_kind(engine: Engine, trainee_id: int) -> tuple[Progress, ...]:
    """A trainee's progress, by case and kind; no row where nothing was answered."""
    query = _last_answers([QuestionRow.case, QuestionRow.kind]).where(AnswerRow.trainee_id == trainee_id)
    with Session(engine) as session:
        rows = [Progress(*row) for row in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: (row.case, row.kind)))


def mastery(engine: Engine) -> tuple[Mastery, ...]:
    """Everyone's standing in every case they answered, by trainee and case."""
    query = _last_answers([TraineeRow.id, TraineeRow.name, QuestionRow.case]).join(
        TraineeRow, TraineeRow.id == AnswerRow.trainee_id
    )
    with Session(engine) as session:
        rows = [Mastery(*row) for row in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: (row.trainee_id, row.case)))


def _last_answers(columns: Sequence[InstrumentedAttribute[Any]]) -> Select[Any]:
    last = select(func.max(AnswerRow.id)).group_by(AnswerRow.trainee_id, AnswerRow.question_id)
    right: ColumnElement[int] = func.sum(cast(counts_right(), Integer))
    return (
        select(*columns, func.count(), right)
        .select_from(AnswerRow)
        .join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
        .outerjoin(AppealRow, AppealRow.answer_id == AnswerRow.id)
        .where(AnswerRow.id.in_(last), QuestionRow.hidden.is_(False))
        .group_by(*columns)
    )
