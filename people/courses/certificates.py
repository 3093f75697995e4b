"""Certificates of passed courses, and how everybody stands in a course."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from people.courses.records import Certificate, Course, Standing, Went
from people.courses.tables import CertificateRow, StepResultRow
from people.entries import NotFound
from people.schedule import local_day
from people.tables import TraineeRow

SHOWN = 100  # certificates at most


class Certificates:
    """All certificates. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, course_id: int, trainee_id: int) -> Certificate:
        """The trainee's own certificate of a course. Raises NotFound."""
        with Session(self._engine) as session:
            row = certificate_row(session, course_id, trainee_id)
            if row is None:
                raise NotFound("你还没有这门课程的结业证书；请先学完课程的每一步。")
            return certificate_of(row)

    def search(self, words: str) -> tuple[Certificate, ...]:
        """Certificates of this serial number or this name, newest first; "" finds the newest ones."""
        words = words.strip()
        query = select(CertificateRow).order_by(CertificateRow.id.desc()).limit(SHOWN)
        if words:
            query = query.where(or_(CertificateRow.serial == words.upper(), CertificateRow.name == words))
        with Session(self._engine) as session:
            return tuple(certificate_of(row) for row in session.scalars(query))

    def standings(self, course: Course) -> tuple[Standing, ...]:
        """Everybody who finished a step of the course, whoever worked at it last first."""
        steps = {step.id: step.plan.kind for step in course.steps}
        results = (
            select(StepResultRow, TraineeRow.name)
            .join(TraineeRow, TraineeRow.id == StepResultRow.trainee_id)
            .where(StepResultRow.step_id.in_(list(steps)))
            .order_by(StepResultRow.id)
        )
        serials = select(CertificateRow.trainee_id, CertificateRow.serial).where(
            CertificateRow.course_id == course.id
        )
        with Session(self._engine) as session:
            serial_of = dict(session.execute(serials).all())
            own: dict[tuple[int, str], list[StepResultRow]] = {}
            for row, name in session.execute(results):
                own.setdefault((row.trainee_id, name), []).append(row)
            standings = [
                _standing(name, rows, steps, serial_of.get(trainee, ""))
                for (trainee, name), rows in own.items()
            ]
        return tuple(sorted(standings, key=lambda one: one.last, reverse=True))


def certificate_row(session: Session, course_id: int, trainee_id: int) -> CertificateRow | None:
    """The row of a trainee's certificate of a course; None where there is none."""
    query = select(CertificateRow).where(
        CertificateRow.course_id == course_id, CertificateRow.trainee_id == trainee_id
    )
    return session.scalars(query).one_or_none()


def issued(
    session: Session, course: Course, trainee: TraineeRow, steps: Sequence[Went], now: datetime
) -> CertificateRow:
    """Write a certificate. Its serial number counts up, and ends in what nobody can guess."""
    tests = [went.best for went in steps if went.step.plan.kind == "test" and went.best is not None]
    row = CertificateRow(
        serial=secrets.token_hex(16),
        trainee_id=trainee.id,
        course_id=course.id,
        name=trainee.name,
        course=course.title,
        score=sum(tests) / len(tests) if tests else None,
        issued=now.astimezone(UTC),
    )
    session.add(row)
    session.flush()
    row.serial = f"{local_day(now):%Y}-{row.id:06d}-{secrets.token_hex(2).upper()}"
    session.flush()
    return row


def certificate_of(row: CertificateRow) -> Certificate:
    """The record of a row."""
    return Certificate(row.serial, row.trainee_id, row.course_id, row.name, row.course, row.score, row.issued)


def _standing(name: str, rows: Sequence[StepResultRow], steps: Mapping[int, str], serial: str) -> Standing:
    done = {row.step_id for row in rows if row.passed}
    best: dict[int, float] = {}
    for row in rows:
        if steps[row.step_id] == "test" and row.score is not None:
            best[row.step_id] = max(row.score, best.get(row.step_id, 0.0))
    score = sum(best.values()) / len(best) if best else None
    return Standing(name, len(done), len(steps), score, rows[-1].at, serial)
