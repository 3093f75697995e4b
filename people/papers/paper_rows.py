"""Papers as rows of the database; the functions work within the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from people.answers import asked
from people.entries import NotAccepted, NotFound
from people.papers.attempts import attempt_of, attempts_at
from people.papers.records import Counts, Paper, PaperQuestion, Standing, Terms
from people.papers.results import results_of
from people.tables import AttemptRow, PaperQuestionRow, PaperRow, QuestionRow


def check_asked(session: Session, question_ids: Sequence[str]) -> None:
    """Raises NotAccepted for questions that are unknown, hidden or retired."""
    known = set(session.scalars(select(QuestionRow.id).where(QuestionRow.id.in_(question_ids), *asked())))
    lost = [question_id for question_id in question_ids if question_id not in known]
    if lost:
        raise NotAccepted(
            f"有 {len(lost)} 道题不在题库里、已隐藏或已停用（如 {lost[0]}）；请去掉后重新组卷。"
        )


def add_questions(
    session: Session, paper_id: int, question_ids: Sequence[str], points: Sequence[float]
) -> None:
    """Give a paper its questions, in this order."""
    session.add_all(
        PaperQuestionRow(paper_id=paper_id, position=place, question_id=question_id, points=worth)
        for place, (question_id, worth) in enumerate(zip(question_ids, points, strict=True))
    )


def set_terms(row: PaperRow, terms: Terms) -> None:
    """Write the terms into a paper's row."""
    row.minutes, row.pass_mark, row.versions = terms.minutes, terms.pass_mark, terms.versions
    row.attempts, row.counts = terms.attempts, terms.counts
    row.opens, row.closes = terms.opens, terms.closes


def paper_row(session: Session, paper_id: int, *, lock: bool = False) -> PaperRow:
    """The row of a paper, held until the transaction ends where ``lock``. Raises NotFound."""
    row = session.get(PaperRow, paper_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(f"没有第 {paper_id} 号试卷；请刷新试卷列表后重新选择。")
    return row


def paper_of(session: Session, row: PaperRow) -> Paper:
    """The record of a paper's row."""
    questions = (
        select(PaperQuestionRow.question_id, PaperQuestionRow.points)
        .where(PaperQuestionRow.paper_id == row.id)
        .order_by(PaperQuestionRow.position)
    )
    counts: Counts = "last" if row.counts == "last" else "best"
    return Paper(
        id=row.id,
        title=row.title,
        terms=Terms(row.minutes, row.pass_mark, row.versions, row.attempts, counts, row.opens, row.closes),
        created=row.created,
        created_by=row.created_by,
        questions=tuple(
            PaperQuestion(question_id, worth) for question_id, worth in session.execute(questions)
        ),
        begun=bool(session.scalar(select(exists().where(AttemptRow.paper_id == row.id)))),
    )


def standing_of(session: Session, row: PaperRow, trainee_id: int, now: datetime) -> Standing:
    """How a trainee stands with a paper; nothing is handed in."""
    attempts = attempts_at(session, row.id, trainee_id)
    under_way = next((attempt_of(attempt) for attempt in attempts if attempt.submitted is None), None)
    return Standing(
        paper=paper_of(session, row),
        results=results_of(session, row, AttemptRow.trainee_id == trainee_id),
        under_way=under_way,
        left=max(0, row.attempts - len(attempts)),
        waiting=row.opens is not None and now < row.opens,
        over=row.closes is not None and now >= row.closes,
    )
