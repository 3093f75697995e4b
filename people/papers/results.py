"""What came of a paper's attempts, read from the database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Integer, Row, and_, cast, func, select
from sqlalchemy.orm import Session

from people.answers import counts_right
from people.papers.item_analysis import Sheet
from people.papers.records import Result
from people.tables import AnswerRow, AppealRow, AttemptRow, PaperQuestionRow, PaperRow, TraineeRow

ROUNDING = 1e-9  # of sums of points


def results_of(session: Session, paper: PaperRow, *only: ColumnElement[bool]) -> tuple[Result, ...]:
    """One row per attempt at the paper that meets `only`, in the order they began.

    ``counted`` is told among these rows: `only` must not part a trainee's attempts.
    """
    # An answer's score, or all of it by an upheld appeal.
    score = AnswerRow.score + cast(_upheld(), Integer) * (1 - AnswerRow.score)
    query = (
        select(
            AttemptRow,
            TraineeRow.name,
            func.sum(PaperQuestionRow.points * score),
            func.sum(cast(counts_right(), Integer)),
        )
        .join(TraineeRow, TraineeRow.id == AttemptRow.trainee_id)
        .outerjoin(AnswerRow, AnswerRow.paper_attempt == AttemptRow.id)
        .outerjoin(AppealRow, AppealRow.answer_id == AnswerRow.id)
        .outerjoin(
            PaperQuestionRow,
            and_(
                PaperQuestionRow.paper_id == AttemptRow.paper_id,
                PaperQuestionRow.question_id == AnswerRow.question_id,
            ),
        )
        .where(AttemptRow.paper_id == paper.id, *only)
        .group_by(AttemptRow.id, TraineeRow.name)
        .order_by(AttemptRow.id)
    )
    whole = select(func.count(), func.sum(PaperQuestionRow.points)).where(
        PaperQuestionRow.paper_id == paper.id
    )
    total, full = session.execute(whole).one()
    rows = [_result(paper, row, total, full or 0.0) for row in session.execute(query)]
    return _counted(rows, paper.counts)


def sheets_of(session: Session, attempt_ids: Sequence[int]) -> tuple[Sheet, ...]:
    """The answers of these attempts, for the analysis of items; one without any is an empty sheet."""
    score = AnswerRow.score + cast(_upheld(), Integer) * (1 - AnswerRow.score)
    query = (
        select(AnswerRow.paper_attempt, AnswerRow.question_id, score, AnswerRow.response)
        .outerjoin(AppealRow, AppealRow.answer_id == AnswerRow.id)
        .where(AnswerRow.paper_attempt.in_(attempt_ids))
    )
    sheets: dict[int, dict[str, tuple[float, str]]] = {attempt_id: {} for attempt_id in attempt_ids}
    for attempt_id, question_id, share, response in session.execute(query):
        if attempt_id is not None:
            sheets[attempt_id][question_id] = (share, response)
    return tuple(sheets.values())


def _upheld() -> ColumnElement[bool]:
    return func.coalesce(AppealRow.upheld, False)


def _result(paper: PaperRow, found: Row[AttemptRow, str, float, int], total: int, full: float) -> Result:
    row, name, points, right = found
    over, earned = row.submitted is not None, points or 0.0
    passed = None if paper.pass_mark is None or not over else earned >= paper.pass_mark - ROUNDING
    return Result(
        attempt_id=row.id,
        trainee_id=row.trainee_id,
        trainee=name,
        started=row.started,
        submitted=row.submitted,
        total=total,
        points=earned if over else None,
        full=full,
        right=(right or 0) if over else None,
        seconds=int((row.submitted - row.started).total_seconds()) if row.submitted else None,
        number=row.number,
        version=row.version,
        passed=passed,
    )


def _counted(results: Sequence[Result], counts: str) -> tuple[Result, ...]:
    """The same, each trainee's best or last attempt handed in marked; of equal ones the earlier."""
    by_trainee = defaultdict(list)
    for result in results:
        if result.points is not None:
            by_trainee[result.trainee_id].append(result)

    def rank(result: Result) -> tuple[float, int]:
        if counts == "last":
            return 0.0, result.number
        return round(result.points or 0.0, 6), -result.number

    chosen = {max(own, key=rank).attempt_id for own in by_trainee.values()}
    return tuple(replace(result, counted=result.attempt_id in chosen) for result in results)
