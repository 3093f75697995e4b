"""Rounds of questions kept on the server: a page that is closed, or opened twice, changes nothing.

A round is looked up together with the trainee it must belong to: its number alone opens nothing. The
trainee's row is the lock of all their rounds.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from people.answers import Given, add_answer, counts_right, valid_answer
from people.database import writing
from people.entries import NotFound
from people.rounds.records import Asked, Purpose, Round
from people.rounds.tables import RoundQuestionRow, RoundRow
from people.tables import AnswerRow, AppealRow
from people.trainees import locked_trainee

Anew = Literal["never", "done", "always"]

RESUMED = ("day", "practice", "wrong")  # kinds that a trainee goes on with from the page of 练习


class Rounds:
    """Every trainee's rounds; times are aware. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def begin(
        self,
        trainee_id: int,
        purpose: Purpose,
        question_ids: Sequence[str],
        now: datetime,
        *,
        anew: Anew = "never",
    ) -> Round:
        """The round of this purpose, begun with these questions where there is none or, if ``anew``, another.

        ``anew`` says which round is put away for it: none, one that is done, or any.

        Raises:
            NotFound: there is no such trainee.

        """
        with Session(self._writing) as session, session.begin():
            locked_trainee(session, trainee_id)
            row = _of_purpose(session, trainee_id, purpose)
            if row is not None and (
                anew == "always" or (anew == "done" and round_of(session, row).at is None)
            ):
                drop(session, [row.id])
                row = None
            return round_of(session, row or _made(session, trainee_id, purpose, question_ids, now))

    def find(self, trainee_id: int, purpose: Purpose) -> Round | None:
        """The trainee's round of this purpose."""
        with Session(self._engine) as session:
            row = _of_purpose(session, trainee_id, purpose)
            return None if row is None else round_of(session, row)

    def get(self, round_id: int, trainee_id: int) -> Round:
        """The trainee's round. Raises NotFound, also for another trainee's."""
        with Session(self._engine) as session:
            return round_of(session, round_row(session, round_id, trainee_id))

    def under_way(self, trainee_id: int, today: str) -> tuple[Round, ...]:
        """Rounds to go on with, begun last first: those of ``today`` (ISO 8601) and of practice."""
        query = (
            select(RoundRow)
            .where(RoundRow.trainee_id == trainee_id, RoundRow.purpose.in_(RESUMED))
            .where((RoundRow.purpose != "day") | (RoundRow.about == today))
            .order_by(RoundRow.id.desc())
        )
        with Session(self._engine) as session:
            rounds = [round_of(session, row) for row in session.scalars(query).all()]
        return tuple(one for one in rounds if one.at is not None)

    def refill(self, round_id: int, trainee_id: int, askable: Collection[str], spare: Iterable[str]) -> Round:
        """Put spare questions in the place of unanswered ones that may not be asked, as far as they reach.

        A place that none is left for is given up. Raises NotFound.
        """
        with Session(self._writing) as session, session.begin():
            locked_trainee(session, trainee_id)
            row = round_row(session, round_id, trainee_id)
            rows = _questions(session, row.id)
            held = {one.question_id for one in rows}
            fresh = iter([one for one in dict.fromkeys(spare) if one not in held])
            for one in rows:
                if one.answer_id is None and one.question_id not in askable:
                    instead = next(fresh, None)
                    if instead is None:
                        session.delete(one)
                    else:
                        one.question_id = instead
            session.flush()
            return round_of(session, row)

    def answer(self, round_id: int, trainee_id: int, given: Given) -> Round:
        """Keep the answer to a question of the round; one that is answered already stays as it is.

        Raises:
            NotFound: the trainee has no such round, or the question is not in it.
            NotAccepted: the response is too long, or the score not in 0..1.

        """
        valid_answer(given)
        with Session(self._writing) as session, session.begin():
            return answered(session, round_id, trainee_id, given)


def answered(session: Session, round_id: int, trainee_id: int, given: Given) -> Round:
    """The same as ``Rounds.answer``, within the caller's transaction."""
    locked_trainee(session, trainee_id)
    row = round_row(session, round_id, trainee_id)
    query = select(RoundQuestionRow).where(
        RoundQuestionRow.round_id == row.id, RoundQuestionRow.question_id == given.question_id
    )
    place = session.scalars(query).one_or_none()
    if place is None:
        raise NotFound("这道题已经不在这一轮练习里。请回到练习页继续。")
    if place.answer_id is None:
        place.answer_id = add_answer(session, trainee_id, replace(given, paper_attempt=None))
        session.flush()
    return round_of(session, row)


def round_row(session: Session, round_id: int, trainee_id: int) -> RoundRow:
    """The trainee's round of this id. Raises NotFound."""
    own = select(RoundRow).where(RoundRow.id == round_id, RoundRow.trainee_id == trainee_id)
    row = session.scalars(own).one_or_none()
    if row is None:
        raise NotFound("这一轮练习已经结束，或换成了新的一轮。请回到练习页继续。")
    return row


def round_of(session: Session, row: RoundRow) -> Round:
    """The record of a row."""
    query = (
        select(RoundQuestionRow, AnswerRow, AppealRow.id, counts_right())
        .outerjoin(AnswerRow, AnswerRow.id == RoundQuestionRow.answer_id)
        .outerjoin(AppealRow, AppealRow.answer_id == AnswerRow.id)
        .where(RoundQuestionRow.round_id == row.id)
        .order_by(RoundQuestionRow.position)
    )
    asked = tuple(
        Asked(place.question_id, answer.id, answer.response, answer.score, bool(right), appeal is not None)
        if answer is not None
        else Asked(place.question_id)
        for place, answer, appeal, right in session.execute(query)
    )
    purpose = Purpose(row.purpose, row.about)  # type: ignore[arg-type]  # written from a Purpose
    return Round(row.id, row.trainee_id, purpose, row.made, asked)


def drop(session: Session, round_ids: Sequence[int]) -> None:
    """Forget rounds; the answers given in them stay."""
    session.execute(delete(RoundQuestionRow).where(RoundQuestionRow.round_id.in_(round_ids)))
    session.execute(delete(RoundRow).where(RoundRow.id.in_(round_ids)))


def _questions(session: Session, round_id: int) -> Sequence[RoundQuestionRow]:
    query = select(RoundQuestionRow).where(RoundQuestionRow.round_id == round_id)
    return session.scalars(query.order_by(RoundQuestionRow.position)).all()


def _of_purpose(session: Session, trainee_id: int, purpose: Purpose) -> RoundRow | None:
    query = select(RoundRow).where(
        RoundRow.trainee_id == trainee_id,
        RoundRow.purpose == purpose.kind,
        RoundRow.about == purpose.about,
    )
    return session.scalars(query).one_or_none()


def _made(
    session: Session, trainee_id: int, purpose: Purpose, question_ids: Sequence[str], now: datetime
) -> RoundRow:
    row = RoundRow(trainee_id=trainee_id, purpose=purpose.kind, about=purpose.about, made=now.astimezone(UTC))
    session.add(row)
    session.flush()
    session.add_all(
        RoundQuestionRow(round_id=row.id, position=place, question_id=question_id, answer_id=None)
        for place, question_id in enumerate(question_ids)
    )
    session.flush()
    return row
