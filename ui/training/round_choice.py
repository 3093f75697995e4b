"""Which questions a round asks: what is due, what went wrong, what is new; never a running paper's."""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from people import DAILY, Learning, local_day
from rag.quiz import QuizQuestion, draw
from ui.desk import Act
from ui.scope import filter_of
from ui.training.question_bank import QuestionBank

HELD_BACK = "这道题在你正在作答的试卷或测验里，交卷后才能练。"


class RoundChoice:
    """Chooses questions for one trainee at a time. Safe to share between threads."""

    def __init__(self, bank: QuestionBank, learning: Learning) -> None:
        self._bank = bank
        self._learning = learning

    def today(self, trainee_id: int, act: Act, now: datetime) -> list[str]:
        """Up to ten: due ones, longest due first, then those of the wrong-answer book, then new ones."""
        known = self._askable(trainee_id, act, now)
        due = self._learning.answers.due(trainee_id, now, len(known) + DAILY)
        answered = self._learning.last_answered(trainee_id)
        wrong = [entry.question_id for entry in self._learning.answers.wrong_book(trainee_id)]
        before = [one for one in wrong if local_day(answered[one]) < local_day(now)]
        known_ids = [one for one in dict.fromkeys([*due, *reversed(before)]) if one in known][:DAILY]
        fresh = [question for question in known.values() if question.id not in answered]
        seed = int(f"{local_day(now):%Y%m%d}{trainee_id}")
        return [*known_ids, *(one.id for one in draw(fresh, DAILY - len(known_ids), seed))]

    def fitting(self, trainee_id: int, act: Act, n: int, now: datetime) -> list[str]:
        """At most ``n`` of the cases, kinds and documents that a form names."""
        held = self._learning.withheld(trainee_id, now)
        where = replace(filter_of(act), without=tuple(sorted(act.closed)))
        cases, kinds = act.chosen("cases"), act.chosen("kinds")
        drawn = self._bank.drawn(n + len(held), _seed(), cases, kinds, where)
        return [question.id for question in drawn if question.id not in held][:n]

    def of_cases(self, trainee_id: int, act: Act, cases: Sequence[str], n: int, now: datetime) -> list[str]:
        """At most ``n`` of these cases, of all where none are named, spread over cases and kinds."""
        known = self._askable(trainee_id, act, now, cases or None)
        return [question.id for question in draw(list(known.values()), n, _seed())]

    def wrong(self, trainee_id: int, act: Act, now: datetime) -> list[str]:
        """What stands in the wrong-answer book."""
        known = self._askable(trainee_id, act, now)
        book = self._learning.answers.wrong_book(trainee_id)
        return [entry.question_id for entry in book if entry.question_id in known]

    def is_there(self, question_id: str, act: Act) -> bool:
        """Whether a question is still asked, and of a document that is open to whoever clicked."""
        stored = self._bank.bank.get(question_id)
        return not (stored.hidden or stored.retired or stored.document_id in act.closed)

    def _askable(
        self, trainee_id: int, act: Act, now: datetime, cases: Collection[str] | None = None
    ) -> dict[str, QuizQuestion]:
        held = self._learning.withheld(trainee_id, now)
        questions = self._bank.questions(cases, without=act.closed)
        return {question.id: question for question in questions if question.id not in held}


def places(questions: Iterable[QuizQuestion]) -> list[tuple[str, int, int]]:
    """The words that prove the answers: document and offsets."""
    return [(cited.document_id, cited.start, cited.end) for one in questions for cited in one.citations]


def _seed() -> int:
    return random.SystemRandom().randrange(2**31)
