"""One attempt at a paper: drafts while it goes on, answers once it is handed in.

The functions work within the caller's transaction; the trainee's row is its lock. An attempt is looked
up together with the trainee it must belong to: its number alone opens nothing.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from people.answers import Given, add_answer, counts_right
from people.entries import LearningError, NotAccepted, NotFound
from people.papers.records import Attempt, Response, Saved
from people.tables import AnswerRow, AppealRow, AttemptRow, DraftRow, PaperQuestionRow, PaperRow
from people.trainees import locked_trainee

GRACE = timedelta(seconds=10)  # for what was on its way when the time was up

Grader = Callable[[str, str], tuple[float, bool]]  # question id, response -> score 0..1, right


class AttemptOver(LearningError):
    """The paper was handed in, or its time is up; the answer was not saved."""


def attempt_of(row: AttemptRow) -> Attempt:
    """The record of a row."""
    return Attempt(
        id=row.id,
        paper_id=row.paper_id,
        trainee_id=row.trainee_id,
        started=row.started,
        deadline=row.deadline,
        submitted=row.submitted,
        number=row.number,
        version=row.version,
        ticket=row.ticket,
    )


def attempts_at(session: Session, paper_id: int, trainee_id: int) -> list[AttemptRow]:
    """The trainee's attempts at a paper, in order."""
    mine = (AttemptRow.paper_id == paper_id, AttemptRow.trainee_id == trainee_id)
    return list(session.scalars(select(AttemptRow).where(*mine).order_by(AttemptRow.number)))


def begun(session: Session, paper: PaperRow, trainee_id: int, now: datetime) -> AttemptRow:
    """The attempt under way; else the trainee's next one, begun now; else, with none left, the last.

    Raises:
        NotAccepted: a new one would have to begin, and the paper is not open now.

    """
    locked_trainee(session, trainee_id)
    rows = attempts_at(session, paper.id, trainee_id)
    if rows and (rows[-1].submitted is None or len(rows) >= paper.attempts):
        rows[-1].ticket = rows[-1].ticket or secrets.token_urlsafe(32)
        return rows[-1]
    _check_open(paper, now)
    started = now.astimezone(UTC)
    ends = [started + timedelta(minutes=paper.minutes)] if paper.minutes else []
    ends += [paper.closes] if paper.closes else []
    row = AttemptRow(
        paper_id=paper.id,
        trainee_id=trainee_id,
        started=started,
        deadline=min(ends, default=None),
        submitted=None,
        number=len(rows) + 1,
        # Neighbours in a list of names sit different versions, and the same trainee another next time.
        version=(trainee_id + len(rows)) % paper.versions + 1,
        ticket=secrets.token_urlsafe(32),
    )
    session.add(row)
    session.flush()
    return row


def _check_open(paper: PaperRow, now: datetime) -> None:
    if paper.opens and now < paper.opens:
        raise NotAccepted(f"这份试卷 {_local(paper.opens)} 才开放。请到时再来。")
    if paper.closes and now >= paper.closes:
        raise NotAccepted(f"这份试卷已在 {_local(paper.closes)} 截止，不能再开始作答。")


def _local(time: datetime) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}"


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


def is_late(row: AttemptRow, now: datetime) -> bool:
    """Whether an attempt under way is more than GRACE past its deadline."""
    return row.submitted is None and row.deadline is not None and now > row.deadline + GRACE


def keep(session: Session, row: AttemptRow, response: Response) -> None:
    """Save one answer in place of an earlier one; raises NotFound where the paper has no such question."""
    asked = select(PaperQuestionRow.position).where(
        PaperQuestionRow.paper_id == row.paper_id, PaperQuestionRow.question_id == response.question_id
    )
    if session.scalar(asked) is None:
        raise NotFound(f"这份试卷里没有编号为 {response.question_id} 的题目；请刷新页面后继续作答。")
    draft = session.get(DraftRow, (row.id, response.question_id))
    if not response.words.strip():
        if draft is not None:
            session.delete(draft)
        return
    if draft is None:
        draft = DraftRow(attempt_id=row.id, question_id=response.question_id)
        session.add(draft)
    draft.response, draft.saved = response.words, response.at
    draft.score, draft.correct, draft.graded = 0.0, False, False


def ungraded(session: Session, attempt_id: int) -> list[tuple[str, str]]:
    """Questions and responses of an attempt that are still to be graded."""
    query = select(DraftRow.question_id, DraftRow.response).where(
        DraftRow.attempt_id == attempt_id, DraftRow.graded.is_(False)
    )
    return [(question_id, response) for question_id, response in session.execute(query)]


def mark(session: Session, attempt_id: int, answer: tuple[str, str], given: tuple[float, bool]) -> None:
    """Write the grade of a response, unless another response has taken its place."""
    (question_id, response), (score, right) = answer, given
    session.execute(
        update(DraftRow)
        .where(
            DraftRow.attempt_id == attempt_id,
            DraftRow.question_id == question_id,
            DraftRow.response == response,
        )
        .values(score=score, correct=right, graded=True)
    )


def close(session: Session, row: AttemptRow, at: datetime) -> None:
    """Hand the attempt in: what was saved, all of it graded, becomes answers."""
    drafts = (
        select(DraftRow).where(DraftRow.attempt_id == row.id).order_by(DraftRow.saved, DraftRow.question_id)
    )
    for draft in session.scalars(drafts.execution_options(populate_existing=True)).all():
        given = Given(draft.question_id, draft.response, draft.score, draft.correct, draft.saved, row.id)
        add_answer(session, row.trainee_id, given)
    session.execute(delete(DraftRow).where(DraftRow.attempt_id == row.id))
    at = at.astimezone(UTC)
    row.submitted = at if row.deadline is None else min(at, row.deadline)


def answered(session: Session, attempt_id: int) -> int:
    """How many questions of an attempt under way have an answer."""
    count = select(func.count()).select_from(DraftRow).where(DraftRow.attempt_id == attempt_id)
    return session.scalar(count) or 0


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
