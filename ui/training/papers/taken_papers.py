"""Papers as a trainee takes them: looked at, begun, answered, handed in, looked at with what was right."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import chain

from people.papers import Attempt, Papers, Response, Standing
from rag.quiz import Grade, QuizQuestion, UnusableAnswer, grade
from rag.reading import SupportsWeighing
from rag.reports import PaperSheet, parts
from ui.desk import Act, Desk, Refused
from ui.training.papers import paper_render as html
from ui.training.papers.paper_versions import sheet_of
from ui.training.question_bank import QuestionBank
from ui.training.render import page_html

CLOSED = "这份试卷用到的资料只对部分账号开放，你的账号不能作答。需要的话请找培训员。"


class TakenPapers:
    """The handlers of 试卷; each takes the desk and what was clicked, and gives a view."""

    def __init__(self, bank: QuestionBank, reader: SupportsWeighing, papers: Papers) -> None:
        self._bank = bank
        self._reader = reader
        self._papers = papers
        self.views: Mapping[str, Callable[[Desk, Act], str]] = {
            "papers": self._list,
            "paper": self._open,
            "start": self._start,
            "hand": self._ask,
            "finish": self._hand_in,
            "marked": lambda desk, act: self._marked(
                desk, act, self._papers.attempt(act.row, desk.learner().id)
            ),
        }

    def keep(self, ticket: str, trainee_id: int | None, response: Response) -> tuple[Attempt, int]:
        """Keep one answer of the attempt with this ticket, and how many it has then.

        ``trainee_id`` is who is signed in, None where nobody signs in: the ticket is the proof then.

        Raises:
            NotFound: there is no such attempt, or it is another trainee's.
            AttemptOver: its time is over.
            NotAccepted: the answer is too long.

        """
        attempt = self._papers.ticketed(ticket)
        own = attempt.trainee_id if trainee_id is None else trainee_id
        return attempt, self._papers.save(attempt.id, own, response)

    def _list(self, desk: Desk, act: Act) -> str:
        standings = self._papers.standings(desk.learner().id, datetime.now(UTC))
        shown = [one for one in standings if not self._closed(one, act)]
        return _page(desk, html.papers_html(shown))

    def _open(self, desk: Desk, act: Act) -> str:
        """Go on with what is under way; else say what the paper is. Nothing begins."""
        standing = self._standing(desk, act, act.row)
        if standing.under_way:
            return self._taking(desk, standing.under_way)
        sheet = self._sheet(standing, 1)
        return _page(desk, html.notice_html(standing, parts(sheet)))

    def _start(self, desk: Desk, act: Act) -> str:
        standing = self._standing(desk, act, act.row)
        if not standing.under_way and not standing.can_begin and standing.results and not standing.left:
            raise Refused("这份试卷的作答次数已经用完。")
        attempt = self._papers.start(act.row, desk.learner().id, datetime.now(UTC))
        return self._marked(desk, act, attempt) if attempt.submitted else self._taking(desk, attempt)

    def _taking(self, desk: Desk, attempt: Attempt) -> str:
        now = datetime.now(UTC)
        standing = self._papers.standing(attempt.paper_id, attempt.trainee_id, now)
        sheet = self._sheet(standing, attempt.version)
        kept = {one.question_id: one.response for one in self._papers.saved(attempt.id, attempt.trainee_id)}
        return _page(desk, html.paper_html(standing.paper, attempt, sheet, kept, now))

    def _ask(self, desk: Desk, act: Act) -> str:
        """Before handing in: what is blank."""
        attempt = self._papers.attempt(act.row, desk.learner().id)
        if attempt.submitted:
            return self._marked(desk, act, attempt)
        now = datetime.now(UTC)
        standing = self._standing(desk, act, attempt.paper_id)
        if standing.under_way is None:  # its time was over
            return self._marked(desk, act, self._papers.attempt(attempt.id, attempt.trainee_id))
        kept = {one.question_id for one in self._papers.saved(attempt.id, attempt.trainee_id)}
        rows = chain.from_iterable(part.rows for part in parts(self._sheet(standing, attempt.version)))
        blank = [number for number, question, _ in rows if question.id not in kept]
        return _page(desk, html.hand_html(standing.paper, attempt, blank, now))

    def _hand_in(self, desk: Desk, act: Act) -> str:
        own = self._papers.attempt(act.row, desk.learner().id)
        return self._marked(desk, act, self._papers.submit(own.id, own.trainee_id, datetime.now(UTC)))

    def _marked(self, desk: Desk, act: Act, attempt: Attempt) -> str:
        """What came of an attempt; its answers only when nothing more of the paper can be answered."""
        standing = self._standing(desk, act, attempt.paper_id)
        result = next(one for one in standing.results if one.attempt_id == attempt.id)
        if attempt.submitted is None and result.points is None:
            return self._taking(desk, attempt)
        if not standing.closed:
            return _page(desk, html.scored_html(standing, result))
        saved = {one.question_id: one for one in self._papers.saved(attempt.id, attempt.trainee_id)}
        rows = []
        for part in parts(self._sheet(standing, attempt.version)):
            for number, question, worth in part.rows:
                answer = saved.get(question.id)
                graded = self._graded(question, answer.response) if answer else None
                rows.append((number, self._bank.marked(question), worth, answer, graded))
        # Another paper under way may ask the same; this one is over and holds nothing back itself.
        held = self._papers.withheld(attempt.trainee_id, datetime.now(UTC))
        return _page(desk, html.marked_html(standing, result, rows, held))

    def _graded(self, question: QuizQuestion, response: str) -> Grade:
        try:
            return grade(question, response, self._reader)
        except UnusableAnswer as error:
            return Grade(False, 0.0, message=str(error))

    def _standing(self, desk: Desk, act: Act, paper_id: int) -> Standing:
        standing = self._papers.standing(paper_id, desk.learner().id, datetime.now(UTC))
        if self._closed(standing, act):
            raise Refused(CLOSED)
        return standing

    def _closed(self, standing: Standing, act: Act) -> bool:
        """Whether a question of it is of a document that whoever asks may not read."""
        if not act.closed:
            return False
        documents = self._bank.documents_of(standing.paper.question_ids)
        return bool(documents & act.closed)

    def _sheet(self, standing: Standing, version: int) -> PaperSheet:
        paper = standing.paper
        questions = self._bank.stored_questions(paper.question_ids)
        return sheet_of(questions, paper.points, paper.id, version, paper.terms.versions)


def _page(desk: Desk, body: str) -> str:
    return page_html("papers", desk.trainee, body)
