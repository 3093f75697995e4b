"""One trainee's attempt at a paper: drafts while it goes on, answers once it is handed in.

The functions work within the caller's transaction; the trainee's row is its lock. An attempt is looked
up together with the trainee it must belong to: its number alone opens nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Integer, cast, delete, func, select
from sqlalchemy.orm import Session

from people.answers import Given, add_answer, counts_right
from people.entries import LearningError, NotFound
from people.tables import AnswerRow, AppealRow, AttemptRow, DraftRow, PaperQuestionRow, PaperRow, TraineeRow
from people.trainees import locked_trainee

GRACE = timedelta(seconds=30)  # for what was on its way when the time was up


class AttemptOver(LearningError):
    """The paper was handed in, or its time is up; the answer was not saved."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A trainee's one attempt at a paper."""

    id: int
    paper_id: int
    trainee_id: int
    started: datetime  # UTC
    deadline: datetime | None  # UTC; None: no limit
    submitted: datetime | None  # UTC; None while it goes on


@dataclass(frozen=True, slots=True)
class Saved:
    """What an attempt holds for one question."""

    question_id: str
    response: str
    score: float  # 0..1, as graded
    right: bool  # also by an upheld appeal
    answer_id: int | None  # to appeal; None while the attempt goes on


@dataclass(frozen=True, slots=True)
class Result:
    """An attempt's outcome; score, right and seconds are None while it goes on."""

    attempt_id: int
    trainee_id: int
    trainee: str  # name
    started: datetime  # UTC
    submitted: datetime | None  # UTC
    total: int  # questions in the paper
    score: float | None  # 0..1: mean over all questions, 0 where unanswered, 1 by an upheld appeal
    right: int | None
    seconds: int | None  # from start to handing in


def attempt_of(row: AttemptRow) -> Attempt:
    """The record of a row."""
    return Attempt(row.id, row.paper_id, row.trainee_id, row.started, row.deadline, row.submitted)


def begun(session: Session, paper: PaperRow, trainee_id: int, now: datetime) -> AttemptRow:
    """The trainee's attempt at the paper, begun now where there is none."""
    locked_trainee(session, trainee_id)
    mine = (AttemptRow.paper_id == paper.id, AttemptRow.trainee_id == trainee_id)
    row = session.scalars(select(AttemptRow).where(*mine)).one_or_none()
    if row is None:
        row = AttemptRow(
            paper_id=paper.id,
            trainee_id=trainee_id,
            started=now.astimezone(UTC),
            deadline=paper.minutes and now.astimezone(UTC) + timedelta(minutes=paper.minutes),
            submitted=None,
        )
        session.add(row)
        session.flush()
    close_if_late(session, row, now)
    return row


def attempt_row(session: Session, attempt_id: int, trainee_id: int, *, lock: bool) -> AttemptRow:
    """The trainee's attempt of this id, its trainee held until the transaction ends where `lock`.

    Raises:
        NotFound: there is no such attempt, or it is another trainee's; the message is the same.

    """
    if lock:  # first: another process may close the attempt until the lock is ours
        locked_trainee(session, trainee_id)
    own = select(AttemptRow).where(AttemptRow.id == attempt_id, AttemptRow.trainee_id == trainee_id)
    row = session.scalars(own).one_or_none()
    if row is None:
        raise NotFound(f"没有找到你的第 {attempt_id} 号答卷；请回到试卷页重新打开。")
    return row


def close_if_late(session: Session, row: AttemptRow, now: datetime) -> None:
    """Hand in at its deadline an attempt that is more than GRACE past it."""
    if row.submitted is None and row.deadline is not None and now > row.deadline + GRACE:
        close(session, row, row.deadline)


def close(session: Session, row: AttemptRow, at: datetime) -> None:
    """Hand the attempt in: what was saved becomes answers."""
    drafts = (
        select(DraftRow).where(DraftRow.attempt_id == row.id).order_by(DraftRow.saved, DraftRow.question_id)
    )
    for draft in session.scalars(drafts).all():
        given = Given(draft.question_id, draft.response, draft.score, draft.correct, draft.saved, row.id)
        add_answer(session, row.trainee_id, given)
    session.execute(delete(DraftRow).where(DraftRow.attempt_id == row.id))
    row.submitted = at.astimezone(UTC)


def keep(session: Session, row: AttemptRow, given: Given) -> None:
    """Save one answer in place of an earlier one; raises NotFound where the paper has no such question."""
    asked = select(PaperQuestionRow.position).where(
        PaperQuestionRow.paper_id == row.paper_id, PaperQuestionRow.question_id == given.question_id
    )
    if session.scalar(asked) is None:
        raise NotFound(f"这份试卷里没有编号为 {given.question_id} 的题目；请刷新页面后继续作答。")
    session.merge(
        DraftRow(
            attempt_id=row.id,
            question_id=given.question_id,
            response=given.response,
            score=given.score,
            correct=given.correct,
            saved=given.at,
        )
    )


def held(session: Session, row: AttemptRow) -> tuple[Saved, ...]:
    """What the attempt holds, in the paper's order."""
    drafts = session.scalars(select(DraftRow).where(DraftRow.attempt_id == row.id))
    answers = session.execute(
        select(AnswerRow, counts_right())
        .outerjoin(AppealRow, AppealRow.answer_id == AnswerRow.id)
        .where(AnswerRow.paper_attempt == row.id)
    )
    saved = {d.question_id: Saved(d.question_id, d.response, d.score, d.correct, None) for d in drafts}
    saved |= {a.question_id: Saved(a.question_id, a.response, a.score, right, a.id) for a, right in answers}
    order = (
        select(PaperQuestionRow.question_id)
        .where(PaperQuestionRow.paper_id == row.paper_id)
        .order_by(PaperQuestionRow.position)
    )
    return tuple(saved[question] for question in session.scalars(order) if question in saved)


def results_of(session: Session, paper_id: int, *only: ColumnElement[bool]) -> tuple[Result, ...]:
    """One row per attempt at the paper that meets `only`, in the order they began."""
    upheld = func.coalesce(AppealRow.upheld, False)
    # An answer's score, or all of it by an upheld appeal.
    score = AnswerRow.score + cast(upheld, Integer) * (1 - AnswerRow.score)
    query = (
        select(AttemptRow, TraineeRow.name, func.sum(score), func.sum(cast(counts_right(), Integer)))
        .join(TraineeRow, TraineeRow.id == AttemptRow.trainee_id)
        .outerjoin(AnswerRow, AnswerRow.paper_attempt == AttemptRow.id)
        .outerjoin(AppealRow, AppealRow.answer_id == AnswerRow.id)
        .where(AttemptRow.paper_id == paper_id, *only)
        .group_by(AttemptRow.id, TraineeRow.name)
        .order_by(AttemptRow.id)
    )
    total = session.scalar(
        select(func.count()).select_from(PaperQuestionRow).where(PaperQuestionRow.paper_id == paper_id)
    )
    return tuple(
        _result(row, name, total or 0, scored or 0.0, right or 0)
        for row, name, scored, right in session.execute(query)
    )


def _result(row: AttemptRow, name: str, total: int, scored: float, right: int) -> Result:
    over = row.submitted is not None
    return Result(
        attempt_id=row.id,
        trainee_id=row.trainee_id,
        trainee=name,
        started=row.started,
        submitted=row.submitted,
        total=total,
        score=scored / total if over else None,
        right=right if over else None,
        seconds=int((row.submitted - row.started).total_seconds()) if row.submitted else None,
    )
