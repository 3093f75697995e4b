"""Papers as a trainee takes them: opened, answered, handed in, looked at with what was right."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from people import Attempt, Given, Learning, LearningError
from rag.quiz import Grade, QuizQuestion, grade
from rag.reading import SupportsWeighing
from ui.desk import Act, Desk
from ui.training.question_bank import QuestionBank
from ui.training.render import page_html
from ui.training.trainer_render import marked_html, paper_html, papers_html


class TakenPapers:
    """The handlers of 试卷; each takes the desk and what was clicked, and gives a view."""

    def __init__(self, bank: QuestionBank, reader: SupportsWeighing, learning: Learning) -> None:
        self._bank = bank
        self._reader = reader
        self._papers = learning.papers
        self.views: Mapping[str, Callable[[Desk, Act], str]] = {
            "papers": lambda desk, act: _page(desk, papers_html(self._papers.list(), trainer=False)),
            "paper": self._open,
            "hand": self._hand_in,
        }

    def keep(self, desk: Desk, act: Act, question_id: str) -> None:
        """Keep one answer of an attempt of this trainee's. Raises Refused, LearningError, UnusableAnswer."""
        attempt = self._papers.attempt(act.row, desk.learner().id)
        self._keep(attempt, question_id, act.text("response"))

    def _open(self, desk: Desk, act: Act) -> str:
        paper = self._papers.get(act.row)
        attempt = self._papers.start(paper.id, desk.learner().id, datetime.now(UTC))
        if attempt.submitted:
            return self._marked(desk, attempt)
        questions = [self._bank.question(question_id) for question_id in paper.question_ids]
        kept = self._papers.saved(attempt.id, attempt.trainee_id)
        return _page(desk, paper_html(paper, attempt, questions, kept))

    def _hand_in(self, desk: Desk, act: Act) -> str:
        now, late = datetime.now(UTC), ""
        attempt = self._papers.attempt(act.row, desk.learner().id)
        for question_id in self._papers.get(attempt.paper_id).question_ids:
            if response := act.text(question_id):
                try:
                    self._keep(attempt, question_id, response)
                except LearningError as error:
                    late = str(error)
                    break
        self._papers.submit(attempt.id, attempt.trainee_id, now)
        return self._marked(desk, attempt, late)

    def _keep(self, attempt: Attempt, question_id: str, response: str) -> None:
        graded = self._graded(self._bank.question(question_id), response)
        given = Given(question_id, response, graded.score, graded.correct, datetime.now(UTC))
        self._papers.save(attempt.id, attempt.trainee_id, given)

    def _marked(self, desk: Desk, attempt: Attempt, note: str = "") -> str:
        own = (attempt.id, attempt.trainee_id)
        paper, result = self._papers.get(attempt.paper_id), self._papers.result(*own)
        kept = {answer.question_id: answer for answer in self._papers.saved(*own)}
        rows = []
        for question in map(self._bank.question, paper.question_ids):
            answer = kept.get(question.id)
            rows.append((question, answer, self._graded(question, answer.response) if answer else None))
        return _page(desk, marked_html(paper, result, rows), note)

    def _graded(self, question: QuizQuestion, response: str) -> Grade:
        return grade(question, response, self._reader)


def _page(desk: Desk, body: str, note: str = "") -> str:
    return page_html("papers", desk.trainee, body, note)
