"""Questions whose keys a trainee must not see now: those of a course's test that they are taking."""

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from people.rounds.tables import RoundQuestionRow, RoundRow


def withheld(engine: Engine, trainee_id: int) -> frozenset[str]:
    """Ids of the questions of the trainee's course tests that are under way."""
    open_tests = (
        select(RoundRow.id)
        .join(RoundQuestionRow, RoundQuestionRow.round_id == RoundRow.id)
        .where(
            RoundRow.trainee_id == trainee_id,
            RoundRow.purpose == "test",
            RoundQuestionRow.answer_id.is_(None),
        )
    )
    tests = select(RoundQuestionRow.question_id).where(RoundQuestionRow.round_id.in_(open_tests))
    with Session(engine) as session:
        return frozenset(session.scalars(tests))
