"""Courses as a trainer arranges them, and the certificates that came of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from people import Learning
from people.courses import QUESTIONS, Course, StepPlan
from people.courses.records import Kind
from ui.desk import Act, Refused
from ui.training.courses import render as html
from ui.training.courses.cases import Cases
from ui.training.question_bank import QuestionBank
from ui.training.trainer_render import trainer_html
from ui.training.views import View

BETWEEN = "|"  # a document's id and the name of its case, in one choice


class Arranging:
    """The trainer's handlers of courses; each takes what was clicked and gives a view."""

    def __init__(self, bank: QuestionBank, learning: Learning, groups: Callable[[], Sequence[str]]) -> None:
        """``groups`` are those of accounts that there are."""
        self._learning = learning
        self._courses = learning.courses
        self._cases = Cases(bank.store)
        self._groups = groups
        self.views: Mapping[str, Callable[[Act], View]] = {
            "courses": lambda act: self._list(),
            "course-make": lambda act: self._edit(act, self._courses.make(act.text("title", 1000))),
            "course-edit": lambda act: self._edit(act, act.row),
            "course-rename": lambda act: self._changed(act, self._courses.rename, "title"),
            "course-assign": lambda act: self._changed(act, self._courses.assign, "groups"),
            "course-archive": lambda act: self._turned(self._courses.archive, act.row),
            "course-revive": lambda act: self._turned(self._courses.revive, act.row),
            "step-add": self._add_step,
            "step-up": lambda act: self._edit(act, self._courses.move_step(act.row, up=True)),
            "step-down": lambda act: self._edit(act, self._courses.move_step(act.row, up=False)),
            "step-rename": lambda act: self._edit(
                act, self._courses.retitle_step(act.row, act.text(f"step-{act.row}", 1000))
            ),
            "step-remove": lambda act: self._edit(act, self._courses.remove_step(act.row)),
            "certificates": self._certificates,
        }

    def _view(self, body: str) -> View:
        return View(trainer_html("courses", body, len(self._learning.answers.appeals())))

    def _list(self) -> View:
        return self._view(html.arranged_html(self._courses.list()))

    def _edit(self, act: Act, course_id: int) -> View:
        course = self._courses.get(course_id)
        standings = self._learning.certificates.standings(course)
        hidden = {step.id for step in course.steps if step.plan.document_id in act.closed}
        cases = [(f"{document}{BETWEEN}{name}", name) for document, name in self._cases.names(act.closed)]
        return self._view(html.arrange_html(course, hidden, cases, self._groups(), standings))

    def _changed(self, act: Act, change: Callable[[int, str], None], field: str) -> View:
        change(act.row, act.text(field, 2000))
        return self._edit(act, act.row)

    def _turned(self, change: Callable[[int], None], course_id: int) -> View:
        change(course_id)
        return self._list()

    def _add_step(self, act: Act) -> View:
        course = self._courses.get(act.row)
        self._courses.add_step(course.id, self._plan(act, course))
        return self._edit(act, course.id)

    def _plan(self, act: Act, course: Course) -> StepPlan:
        kind = next((known for known in get_args(Kind) if known == act.text("kind", 20)), None)
        if kind is None:
            raise Refused("没有选步骤的种类。请选读案例、练习或测验。")
        if kind == "read":
            document_id, _, case = act.text("case", 2000).partition(BETWEEN)
            if document_id in act.closed or (document_id, case) not in self._cases.names(act.closed):
                raise Refused("选的案例已不在资料库里，或者不对你的账号开放。请刷新后重新选择。")
            title = act.text("title", 1000).strip() or html.cut(f"读：{case}")
            return StepPlan("read", title, document_id, case)
        n = act.whole("n", 1, QUESTIONS, "题数")
        if kind == "practice":
            return StepPlan("practice", act.text("title", 1000).strip() or f"练习 {n} 题", questions=n)
        mark = act.whole("mark", 1, 100, "及格线")
        return StepPlan("test", act.text("title", 1000).strip() or f"测验（{n} 题）", "", "", n, mark)

    def _certificates(self, act: Act) -> View:
        words = act.text("serial", 100).strip()
        found = self._learning.certificates.search(words)
        return self._view(html.certificates_html(found, words))
