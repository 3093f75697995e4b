"""Everything about learning in one database, as the page uses it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine

from people.answers import Answers
from people.bank import Bank
from people.courses import Certificates, Courses, Walks
from people.mastery import Mastery, Progress, by_case_and_kind, mastery
from people.papers import Papers
from people.rounds import Habit, Rounds, habit, last_answered, withheld
from people.trainees import Trainees


class Learning:
    """The parts that share one database. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.trainees = Trainees(engine)
        self.bank = Bank(engine)
        self.answers = Answers(engine)
        self.papers = Papers(engine)
        self.rounds = Rounds(engine)
        self.courses = Courses(engine)
        self.walks = Walks(engine)
        self.certificates = Certificates(engine)

    def progress(self, trainee_id: int, without: Collection[str] = ()) -> tuple[Progress, ...]:
        """One trainee's progress by case and kind, but in documents ``without``."""
        return by_case_and_kind(self._engine, trainee_id, without)

    def mastery(self, without: Collection[str] = ()) -> tuple[Mastery, ...]:
        """Every trainee's progress by case, but in documents ``without``."""
        return mastery(self._engine, without)

    def habit(self, trainee_id: int, now: datetime) -> Habit:
        """How regularly a trainee practises, up to the local day of ``now`` (aware)."""
        return habit(self._engine, trainee_id, now)

    def last_answered(self, trainee_id: int) -> dict[str, datetime]:
        """When each question that a trainee answered was answered last, UTC."""
        return last_answered(self._engine, trainee_id)

    def withheld(self, trainee_id: int, now: datetime) -> frozenset[str]:
        """Questions whose keys a trainee must not see at ``now``: of papers and tests they are taking.

        Of a paper too that they have handed in and may take again.
        """
        return withheld(self._engine, trainee_id) | self.papers.withheld(trainee_id, now)
