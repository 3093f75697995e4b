"""A trainee on the way through a course: what they may see, do next and have finished.

The trainee's row is the lock. What a course is not for is refused like what is not there.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from people.answers import Given, valid_answer
from people.courses.certificates import certificate_of, certificate_row, issued
from people.courses.courses import course_of, course_row
from people.courses.offered import is_for
from people.courses.records import Course, Walk, Went
from people.courses.tables import CourseRow, StepResultRow, StepRow
from people.database import writing
from people.entries import NotAccepted, NotFound
from people.rounds import Round, answered, round_of, round_row
from people.trainees import locked_trainee

IN_TURN = "前面的步骤还没有做完，请按顺序来。"


class Walks:
    """Everybody's ways through courses; times are aware. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def courses(self, trainee_id: int) -> tuple[Course, ...]:
        """The courses for a trainee, newest first; the program's own while no other is offered."""
        with Session(self._engine) as session:
            rows = session.scalars(select(CourseRow).order_by(CourseRow.id.desc())).all()
            known = [course_of(session, row) for row in rows if is_for(session, row, trainee_id)]
        arranged = [course for course in known if not course.ours and course.archived is None]
        with Session(self._engine) as session:
            return tuple(
                course
                for course in known
                if not course.ours or not arranged or _begun(session, course, trainee_id)
            )

    def walk(self, course_id: int, trainee_id: int, closed: Collection[int], now: datetime) -> Walk:
        """How far the trainee is, without steps ``closed`` to them; the last one done, a certificate is made.

        Raises:
            NotFound: there is no such trainee, or no such course for them.

        """
        with Session(self._writing) as session, session.begin():
            trainee = locked_trainee(session, trainee_id)
            course = _for_them(session, course_id, trainee_id)
            steps = _went(session, course, trainee_id, closed)
            certificate = certificate_row(session, course_id, trainee_id)
            if certificate is None and steps and all(went.done for went in steps):
                certificate = issued(session, course, trainee, steps, now)
            return Walk(course, steps, None if certificate is None else certificate_of(certificate))

    def read(self, step_id: int, trainee_id: int, closed: Collection[int], now: datetime) -> int:
        """A case was read; read again, nothing changes. Returns the course's id.

        Raises:
            NotFound: there is no such step for them.
            NotAccepted: a step before it is not done, or it is none that is read.

        """
        with Session(self._writing) as session, session.begin():
            locked_trainee(session, trainee_id)
            course, went = open_step(session, step_id, trainee_id, closed)
            if went.step.plan.kind != "read":
                raise NotAccepted("这一步要答题，不是读一遍就算完成；请回到课程页打开它。")
            if not went.done:
                result = StepResultRow(
                    trainee_id=trainee_id, step_id=step_id, at=now.astimezone(UTC), score=None, passed=True
                )
                session.add(result)
            return course.id

    def answer(self, round_id: int, trainee_id: int, given: Given) -> Round:
        """Keep an answer of a step's round as ``Rounds.answer`` does; the last one finishes the step."""
        valid_answer(given)
        with Session(self._writing) as session, session.begin():
            locked_trainee(session, trainee_id)
            after = answered(session, round_id, trainee_id, given)
            _settled(session, after, given.at)
            return after

    def settle(self, round_id: int, trainee_id: int, now: datetime) -> None:
        """Finish the step of a round that is done; done before, nothing changes. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            locked_trainee(session, trainee_id)
            _settled(session, round_of(session, round_row(session, round_id, trainee_id)), now)

    def step(self, step_id: int, trainee_id: int, closed: Collection[int]) -> tuple[Course, Went]:
        """A step that the trainee may do now or did before, with its course.

        Raises:
            NotFound: there is no such step for them.
            NotAccepted: a step before it is not done.

        """
        with Session(self._engine) as session:
            return open_step(session, step_id, trainee_id, closed)


def open_step(
    session: Session, step_id: int, trainee_id: int, closed: Collection[int]
) -> tuple[Course, Went]:
    """The same as ``Walks.step``, within the caller's transaction."""
    row = session.get(StepRow, step_id)
    if row is None or row.removed or step_id in closed:
        raise NotFound("没有找到这一步，课程可能刚刚改过。请回到课程页重新打开。")
    course = _for_them(session, row.course_id, trainee_id)
    went = next(one for one in _went(session, course, trainee_id, closed) if one.step.id == step_id)
    if not went.open:
        raise NotAccepted(IN_TURN)
    return course, went


def _for_them(session: Session, course_id: int, trainee_id: int) -> Course:
    row = course_row(session, course_id)
    if not is_for(session, row, trainee_id):
        raise NotFound(f"没有第 {course_id} 号课程；请刷新课程列表后重新选择。")
    return course_of(session, row)


def _begun(session: Session, course: Course, trainee_id: int) -> bool:
    results = _results(session, trainee_id, [step.id for step in course.steps])
    return bool(results) or certificate_row(session, course.id, trainee_id) is not None


def _went(session: Session, course: Course, trainee_id: int, closed: Collection[int]) -> tuple[Went, ...]:
    results = _results(session, trainee_id, [step.id for step in course.steps])
    walked: list[Went] = []
    for step in course.steps:
        if step.id in closed:
            continue
        own = [result for result in results if result.step_id == step.id]
        scores = [result.score for result in own if result.score is not None]
        done = any(result.passed for result in own)
        in_turn = all(went.done for went in walked)
        walked.append(Went(step, done, done or in_turn, len(own), max(scores, default=None)))
    return tuple(walked)


def _results(session: Session, trainee_id: int, step_ids: Iterable[int]) -> list[StepResultRow]:
    query = select(StepResultRow).where(
        StepResultRow.trainee_id == trainee_id, StepResultRow.step_id.in_(list(step_ids))
    )
    return list(session.scalars(query))


def _settled(session: Session, done: Round, now: datetime) -> None:
    """What a finished round of a step means for its trainee, written once."""
    known = select(StepResultRow.id).where(StepResultRow.round_id == done.id)
    if not done.asked or done.at is not None or session.scalar(known) is not None:
        return
    row = session.get(StepRow, int(done.purpose.about))
    if row is None or row.removed:
        return
    passed = row.kind != "test" or round(100 * done.score, 6) >= row.pass_percent
    result = StepResultRow(
        trainee_id=done.trainee_id,
        step_id=row.id,
        round_id=done.id,
        at=now.astimezone(UTC),
        score=done.score,
        passed=passed,
    )
    session.add(result)
    session.flush()
