"""Courses as the trainer arranges them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from people.accounts import named
from people.courses.offered import is_for
from people.courses.records import (
    DEFAULT_TITLE,
    STEPS,
    TITLE_CHARS,
    Course,
    Kind,
    Step,
    StepPlan,
)
from people.courses.tables import CourseGroupRow, CourseRow, StepResultRow, StepRow
from people.database import writing
from people.entries import NotAccepted, NotFound, one_line
from people.rounds import RoundRow, drop

DEFAULT = "default"


class Courses:
    """All courses. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def make(self, title: str, steps: Sequence[StepPlan] = ()) -> int:
        """Make a course for everybody. Returns its id.

        Raises:
            NotAccepted: its title or a step is outside its limits.

        """
        title = one_line(title, "课程名称", TITLE_CHARS)
        plans = [step.checked() for step in steps]
        with Session(self._writing) as session, session.begin():
            row = CourseRow(title=title, origin=None, created=datetime.now(UTC), archived=None)
            session.add(row)
            session.flush()
            _put(session, row.id, plans)
            return row.id

    def list(self) -> tuple[Course, ...]:
        """All courses, newest first, archived ones last."""
        with Session(self._engine) as session:
            rows = session.scalars(select(CourseRow).order_by(CourseRow.id.desc())).all()
            return tuple(
                course_of(session, row) for row in sorted(rows, key=lambda r: r.archived is not None)
            )

    def get(self, course_id: int) -> Course:
        """One course. Raises NotFound."""
        with Session(self._engine) as session:
            return course_of(session, course_row(session, course_id))

    def of_step(self, step_id: int) -> Course:
        """The course that a step is in. Raises NotFound."""
        with Session(self._engine) as session:
            row = session.get(StepRow, step_id)
            if row is None or row.removed:
                raise NotFound(f"课程里没有第 {step_id} 号步骤；请刷新课程后重新选择。")
            return course_of(session, course_row(session, row.course_id))

    def rename(self, course_id: int, title: str) -> None:
        """Give a course another title; certificates keep theirs. Raises NotFound, NotAccepted."""
        title = one_line(title, "课程名称", TITLE_CHARS)
        with Session(self._writing) as session, session.begin():
            _changed(session, course_id).title = title

    def assign(self, course_id: int, groups: str) -> None:
        """Say which groups of accounts a course is for, with 、 between them; "" is everybody.

        Raises NotFound, NotAccepted.
        """
        names = named(groups)
        with Session(self._writing) as session, session.begin():
            row = _changed(session, course_id)
            session.execute(delete(CourseGroupRow).where(CourseGroupRow.course_id == row.id))
            session.add_all(CourseGroupRow(course_id=row.id, name=name) for name in names)
            session.flush()
            _forget_rounds(
                session,
                [step.id for step in _steps(session, row.id)],
                lambda trainee_id: not is_for(session, row, trainee_id),
            )

    def archive(self, course_id: int) -> None:
        """Offer a course no longer; its certificates stay. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            row = _changed(session, course_id)
            row.archived = row.archived or datetime.now(UTC)
            _forget_rounds(session, [step.id for step in _steps(session, course_id)])

    def revive(self, course_id: int) -> None:
        """Offer an archived course again. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            _changed(session, course_id).archived = None

    def add_step(self, course_id: int, plan: StepPlan) -> None:
        """Put a step at the end. Raises NotFound; NotAccepted also where there are STEPS already."""
        plan = plan.checked()
        with Session(self._writing) as session, session.begin():
            row = _changed(session, course_id)
            if len(_steps(session, row.id)) >= STEPS:
                raise NotAccepted(f"课程已有 {STEPS} 步，不能再加；请先去掉不要的步骤，或另建一门课程。")
            _put(session, row.id, [plan])

    def retitle_step(self, step_id: int, title: str) -> int:
        """Give a step another title; returns its course's id. Raises NotFound, NotAccepted."""
        title = one_line(title, "步骤名称", TITLE_CHARS)
        with Session(self._writing) as session, session.begin():
            row = _step_row(session, step_id)
            row.title = title
            return row.course_id

    def move_step(self, step_id: int, up: bool) -> int:
        """Change places with the step before or after it; returns its course's id. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            row = _step_row(session, step_id)
            rows = _steps(session, row.course_id)
            place = rows.index(row)
            other = place - 1 if up else place + 1
            if 0 <= other < len(rows):
                row.position, rows[other].position = rows[other].position, row.position
            return row.course_id

    def remove_step(self, step_id: int) -> int:
        """Take a step out of its course; returns the course's id. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            row = _step_row(session, step_id)
            row.removed = True
            _forget_rounds(session, [row.id])
            return row.course_id

    def provide_default(self, plans: Sequence[StepPlan]) -> None:
        """Have the program's own course, of these steps as long as nobody finished one and it is offered."""
        plans = [plan.checked() for plan in plans]
        with Session(self._writing) as session, session.begin():
            row = _default_row(session)
            steps = _steps(session, row.id)
            if row.archived is not None or [_plan(step) for step in steps] == list(plans):
                return
            every = select(StepRow.id).where(StepRow.course_id == row.id)
            if session.scalar(select(func.count()).where(StepResultRow.step_id.in_(every))):
                return
            _forget_rounds(session, [step.id for step in steps])
            for step in steps:
                step.removed = True
            _put(session, row.id, plans)


def course_row(session: Session, course_id: int) -> CourseRow:
    """The row of a course. Raises NotFound."""
    row = session.get(CourseRow, course_id)
    if row is None:
        raise NotFound(f"没有第 {course_id} 号课程；请刷新课程列表后重新选择。")
    return row


def course_of(session: Session, row: CourseRow) -> Course:
    """The record of a row."""
    groups = select(CourseGroupRow.name).where(CourseGroupRow.course_id == row.id)
    return Course(
        row.id,
        row.title,
        row.origin == DEFAULT,
        row.archived,
        tuple(sorted(session.scalars(groups))),
        tuple(Step(step.id, _plan(step)) for step in _steps(session, row.id)),
    )


def _default_row(session: Session) -> CourseRow:
    locked = select(CourseRow).where(CourseRow.origin == DEFAULT).with_for_update()
    row = session.scalars(locked).one_or_none()
    if row is not None:
        return row
    try:
        with session.begin_nested():
            row = CourseRow(title=DEFAULT_TITLE, origin=DEFAULT, created=datetime.now(UTC), archived=None)
            session.add(row)
        return row
    except IntegrityError:  # PostgreSQL: another process made it just now
        return session.scalars(locked).one()


def _changed(session: Session, course_id: int) -> CourseRow:
    row = session.get(CourseRow, course_id, with_for_update=True)
    if row is None:
        return course_row(session, course_id)  # tells that there is none
    return row


def _step_row(session: Session, step_id: int) -> StepRow:
    """A step that is in its course, which is held until the transaction ends. Raises NotFound."""
    row = session.get(StepRow, step_id)
    if row is not None:
        _changed(session, row.course_id)
        session.refresh(row)  # another process may have taken it out until the course was ours
    if row is None or row.removed:
        raise NotFound(f"课程里没有第 {step_id} 号步骤；请刷新课程后重新选择。")
    return row


def _steps(session: Session, course_id: int) -> Sequence[StepRow]:
    query = select(StepRow).where(StepRow.course_id == course_id, StepRow.removed.is_(False))
    return session.scalars(query.order_by(StepRow.position, StepRow.id)).all()


def _put(session: Session, course_id: int, plans: Sequence[StepPlan]) -> None:
    last = select(func.max(StepRow.position)).where(StepRow.course_id == course_id)
    first = (session.scalar(last) or 0) + 1
    for position, plan in enumerate(plans, start=first):
        session.add(
            StepRow(
                course_id=course_id,
                position=position,
                kind=plan.kind,
                title=plan.title,
                document_id=plan.document_id,
                case=plan.case,
                questions=plan.questions,
                pass_percent=plan.pass_percent,
                removed=False,
            )
        )
    session.flush()


def _plan(row: StepRow) -> StepPlan:
    kind: Kind = row.kind  # type: ignore[assignment]  # written from a StepPlan
    return StepPlan(kind, row.title, row.document_id, row.case, row.questions, row.pass_percent)


def _forget_rounds(
    session: Session, step_ids: Sequence[int], whose: Callable[[int], bool] = lambda trainee_id: True
) -> None:
    """No test stays open, holding its questions back, where its step is gone or not for the trainee."""
    query = select(RoundRow.id, RoundRow.trainee_id).where(
        RoundRow.purpose.in_(("lesson", "test")), RoundRow.about.in_([str(step) for step in step_ids])
    )
    drop(session, [one for one, trainee_id in session.execute(query).all() if whose(trainee_id)])
