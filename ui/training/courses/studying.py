"""A trainee's courses: read, practised, tested, passed."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from people import Learning, Purpose
from people.courses import Course, Step, Walk, default_steps
from rag.quiz import card
from rag.reports import certificate_word
from ui.checking import WORD
from ui.desk import Act, Desk, Refused
from ui.serving import Download
from ui.training.courses import render as html
from ui.training.courses.cases import Cases
from ui.training.question_bank import QuestionBank
from ui.training.render import page_html, without_proofs
from ui.training.round_choice import places
from ui.training.rounds import Rounds

NO_QUESTIONS = "这一步的案例还没有能用的题目：题目可能还在出，或者正在你作答的试卷里。请稍后再来。"
GONE = "这一步的案例现在不能读：资料已移除，或者只对部分账号开放。请回到课程页继续。"


class Studying:
    """The handlers of 课程; each takes the desk and what was clicked."""

    def __init__(
        self,
        bank: QuestionBank,
        learning: Learning,
        rounds: Rounds,
        limited: Callable[[], frozenset[str]],
    ) -> None:
        """``limited`` says which documents are not for everybody: the program's own course has none."""
        self._bank = bank
        self._learning = learning
        self._rounds = rounds
        self._limited = limited
        self._cases = Cases(bank.store)
        self.views: Mapping[str, Callable[[Desk, Act], tuple[Desk, str | Download]]] = {
            "study": self._list,
            "course": lambda desk, act: self._walked(desk, act, act.row),
            "step": self._step,
            "retry": self._retry,
            "read": self._read,
            "certificate": self._certificate,
        }

    def _list(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        trainee, now = desk.learner().id, datetime.now(UTC)
        if not any(not course.ours and course.archived is None for course in self._learning.courses.list()):
            limited = self._limited()
            self._learning.courses.provide_default(default_steps(self._cases.names(limited)))
        walks = [
            self._learning.walks.walk(course.id, trainee, self._cases.closed(course, act.closed), now)
            for course in self._learning.walks.courses(trainee)
        ]
        return desk, _page(desk, html.courses_html([walk for walk in walks if walk.steps]))

    def _walk(self, desk: Desk, act: Act, course_id: int) -> Walk:
        course = self._learning.courses.get(course_id)
        closed = self._cases.closed(course, act.closed)
        return self._learning.walks.walk(course_id, desk.learner().id, closed, datetime.now(UTC))

    def _walked(self, desk: Desk, act: Act, course_id: int) -> tuple[Desk, str]:
        return desk, _page(desk, html.course_html(self._walk(desk, act, course_id)))

    def _open(self, desk: Desk, act: Act) -> tuple[Course, Step]:
        """The step that was clicked, where the trainee may do it. Raises LearningError."""
        course = self._learning.courses.of_step(act.row)
        closed = self._cases.closed(course, act.closed)
        course, went = self._learning.walks.step(act.row, desk.learner().id, closed)
        return course, went.step

    def _step(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        course, step = self._open(desk, act)
        if step.plan.kind == "read":
            return self._reading(desk, act, course, step)
        known = self._learning.rounds.find(desk.learner().id, _purpose(step))
        return self._rounds.go_on(desk, act, known) if known else self._begun(desk, act, course, step)

    def _retry(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        course, step = self._open(desk, act)
        if step.plan.kind == "read":
            return self._reading(desk, act, course, step)
        known = self._learning.rounds.find(desk.learner().id, _purpose(step))
        if known and known.at is not None:  # nobody swaps the questions of a test that goes on
            return self._rounds.go_on(desk, act, known)
        return self._begun(desk, act, course, step)

    def _begun(self, desk: Desk, act: Act, course: Course, step: Step) -> tuple[Desk, str]:
        trainee, now = desk.learner().id, datetime.now(UTC)
        cases, n = course.cases_before(step), step.plan.questions
        chosen = self._rounds.choice.of_cases(trainee, act, cases, n, now)
        if not chosen:
            raise Refused(NO_QUESTIONS)
        begun = self._learning.rounds.begin(trainee, _purpose(step), chosen, now, anew="done")
        return self._rounds.go_on(desk, act, begun)

    def _reading(self, desk: Desk, act: Act, course: Course, step: Step) -> tuple[Desk, str]:
        topic = self._cases.find(step.plan.document_id, step.plan.case, act.closed)
        if topic is None:
            raise Refused(GONE)
        held = self._learning.withheld(desk.learner().id, datetime.now(UTC))
        proofs = places(self._bank.question(question_id) for question_id in held)
        lines, left_out = without_proofs(card(topic), proofs)
        return desk, _page(desk, html.reading_html(course, step, topic, lines, left_out))

    def _read(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        course = self._learning.courses.of_step(act.row)
        closed = self._cases.closed(course, act.closed)
        self._learning.walks.read(act.row, desk.learner().id, closed, datetime.now(UTC))
        return self._walked(desk, act, course.id)

    def _certificate(self, desk: Desk, act: Act) -> tuple[Desk, Download]:
        made = self._learning.certificates.of(act.row, desk.learner().id)
        data = certificate_word(made.name, made.course, made.issued, made.score, made.serial)
        return desk, Download(f"结业证书 {made.serial}.docx", WORD, data)


def _purpose(step: Step) -> Purpose:
    return Purpose("test" if step.plan.kind == "test" else "lesson", str(step.id))


def _page(desk: Desk, body: str) -> str:
    return page_html("study", desk.trainee, body)
