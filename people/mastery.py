"""Where trainees stand: counted over the last answer to each question, hidden questions left out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Engine, Integer, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from people.answers import counts_right
from people.tables import AnswerRow, AppealRow, QuestionRow, TraineeRow

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Progress:
    """One trainee, one case, one kind of question."""

    document_id: str
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


def percent(part: int, whole: int) -> float:
    """A share as page and files show it, in percent to one decimal; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def by_case_and_kind(engine: Engine, trainee_id: int, without: Collection[str] = ()) -> tuple[Progress, ...]:
    """A trainee's progress, by case and kind, documents ``without`` left out; no row without an answer."""
    by = (QuestionRow.document_id, QuestionRow.case, QuestionRow.kind)
    query = _last_answers(select(*by, func.count(), _right()), *by).where(
        AnswerRow.trainee_id == trainee_id, QuestionRow.document_id.not_in(without)
    )
    with Session(engine) as session:
        rows = [Progress(*row) for row in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: (row.case, row.kind, row.document_id)))


def mastery(engine: Engine, without: Collection[str] = ()) -> tuple[Mastery, ...]:
    """Everyone's standing in every case they answered but of documents ``without``, by trainee and case."""
    by = (TraineeRow.id, TraineeRow.name, QuestionRow.case)
    query = _last_answers(select(*by, func.count(), _right()), *by)
    query = query.join(TraineeRow, TraineeRow.id == AnswerRow.trainee_id).where(
        QuestionRow.document_id.not_in(without)
    )
    with Session(engine) as session:
        rows = [Mastery(*row) for row in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: (row.trainee_id, row.case)))


def _right() -> ColumnElement[int]:
    return func.sum(cast(counts_right(), Integer))


def _last_answers(
    query: Select[*Columns], *by: InstrumentedAttribute[int] | InstrumentedAttribute[str]
) -> Select[*Columns]:
    """The query over everyone's last answer to each question, in groups."""
    last = select(func.max(AnswerRow.id)).group_by(AnswerRow.trainee_id, AnswerRow.question_id)
    return (
        query.select_from(AnswerRow)
        .join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
        .outerjoin(AppealRow, AppealRow.answer_id == AnswerRow.id)
        .where(AnswerRow.id.in_(last), QuestionRow.hidden.is_(False))
        .group_by(*by)
    )
