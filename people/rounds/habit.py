"""How regularly a trainee practises: answers a day, and days in a row."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from people.rounds.records import DAILY
from people.rounds.tables import RoundQuestionRow, RoundRow
from people.schedule import local_day
from people.tables import AnswerRow

SHOWN = 30  # days


@dataclass(frozen=True, slots=True)
class Habit:
    """A trainee's practice up to a day."""

    streak: int  # days in a row up to today, or up to yesterday while today is not done
    days: tuple[tuple[date, int], ...]  # the last SHOWN days with their answers, today last

    @property
    def today(self) -> int:
        """Answers given today."""
        return self.days[-1][1]


def habit(engine: Engine, trainee_id: int, now: datetime) -> Habit:
    """A day counts when its ten were finished, or when as many questions were answered otherwise."""
    with Session(engine) as session:
        times = session.scalars(select(AnswerRow.at).where(AnswerRow.trainee_id == trainee_id))
        answers = Counter(map(local_day, times))
        finished = (
            select(RoundRow.about)
            .join(RoundQuestionRow, RoundQuestionRow.round_id == RoundRow.id)
            .where(RoundRow.trainee_id == trainee_id, RoundRow.purpose == "day")
            .group_by(RoundRow.about)
            .having(func.count() == func.count(RoundQuestionRow.answer_id))
        )
        done = {date.fromisoformat(day) for day in session.scalars(finished)}
    done |= {day for day, given in answers.items() if given >= DAILY}
    today = local_day(now)
    shown = [today - timedelta(days=back) for back in reversed(range(SHOWN))]
    return Habit(days_in_a_row(done, today), tuple((day, answers[day]) for day in shown))


def days_in_a_row(done: Collection[date], today: date) -> int:
    """How many days up to ``today`` were done without a gap; today itself may still be to come."""
    day = today if today in done else today - timedelta(days=1)
    count = 0
    while day in done:
        count, day = count + 1, day - timedelta(days=1)
    return count


def last_answered(engine: Engine, trainee_id: int) -> dict[str, datetime]:
    """When each question that the trainee answered was answered last, UTC."""
    query = (
        select(AnswerRow.question_id, func.max(AnswerRow.at))
        .where(AnswerRow.trainee_id == trainee_id)
        .group_by(AnswerRow.question_id)
    )
    with Session(engine) as session:
        return dict(session.execute(query).all())
