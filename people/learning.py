"""Everything about learning in one database, as the page uses it."""

from collections.abc import Collection

from sqlalchemy import Engine

from people.answers import Answers
from people.bank import Bank
from people.mastery import Mastery, Progress, by_case_and_kind, mastery
from people.papers import Papers
from people.trainees import Trainees


class Learning:
    """The parts that share one database. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.trainees = Trainees(engine)
        self.bank = Bank(engine)
        self.answers = Answers(engine)
        self.papers = Papers(engine)

    def progress(self, trainee_id: int, without: Collection[str] = ()) -> tuple[Progress, ...]:
        """One trainee's progress by case and kind, but in documents ``without``."""
        return by_case_and_kind(self._engine, trainee_id, without)

    def mastery(self, without: Collection[str] = ()) -> tuple[Mastery, ...]:
        """Every trainee's progress by case, but in documents ``without``."""
        return mastery(self._engine, without)
