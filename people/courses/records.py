"""What a course is, and how far somebody is in it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from people.entries import NotAccepted, one_line

Kind = Literal["read", "practice", "test"]

TITLE_CHARS = 80  # code points of a course's or a step's title
STEPS = 60  # of a course, at most
QUESTIONS = 50  # of one step, at most
PASS = 80  # percent that a test of the program's own course asks for
PER_CASE, FINAL = 5, 10  # questions of practice after a case and of the test in such a course
CASES = 6  # that such a course has, at most
DEFAULT_TITLE = "入门：从案例开始"


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step as it is arranged."""

    kind: Kind
    title: str
    document_id: str = ""  # of what is read
    case: str = ""  # the name of the topic that is read
    questions: int = 0  # of practice or a test
    pass_percent: int = 0  # of a test: the score from which it is passed

    def checked(self) -> "StepPlan":
        """The step, its title without blanks at its ends. Raises NotAccepted."""
        asks = self.kind != "read"
        if asks and not 1 <= self.questions <= QUESTIONS:
            raise NotAccepted(f"题数 {self.questions} 超出范围，应为 1 到 {QUESTIONS}；请重新填写。")
        if self.kind == "test" and not 1 <= self.pass_percent <= 100:
            raise NotAccepted(f"及格线 {self.pass_percent} 分超出范围，应为 1 到 100；请重新填写。")
        if not asks and not (self.document_id and self.case):
            raise NotAccepted("没有选要读的案例；请从列表里选一个。")
        title = one_line(self.title, "步骤名称", TITLE_CHARS)
        return StepPlan(
            self.kind,
            title,
            "" if asks else self.document_id,
            "" if asks else self.case,
            self.questions if asks else 0,
            self.pass_percent if self.kind == "test" else 0,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a course."""

    id: int
    plan: StepPlan


@dataclass(frozen=True, slots=True)
class Course:
    """A course."""

    id: int
    title: str
    ours: bool  # made by the program, not arranged
    archived: datetime | None  # UTC
    groups: tuple[str, ...]  # of accounts; none: for everybody
    steps: tuple[Step, ...]  # in order

    def cases_before(self, step: Step) -> tuple[str, ...]:
        """The cases that a step's questions are of; none: all there are.

        A test asks about everything read before it, practice about what was read since the last questions.
        """
        place = self.steps.index(step)
        read: list[str] = []
        for number, other in enumerate(self.steps[:place]):
            follows = number and self.steps[number - 1].plan.kind != "read"
            if other.plan.kind == "read":
                if step.plan.kind == "practice" and follows:
                    read = []
                read.append(other.plan.case)
        return tuple(dict.fromkeys(read))


@dataclass(frozen=True, slots=True)
class Certificate:
    """That somebody passed a course, in the words of that day."""

    serial: str
    trainee_id: int
    course_id: int
    name: str
    course: str
    score: float | None  # 0..1: mean of the tests; None for a course without any
    issued: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Went:
    """A step as one trainee stands with it."""

    step: Step
    done: bool
    open: bool  # every step before it is done
    tries: int  # how often it was gone through
    best: float | None  # 0..1: the best score; None where there is none


@dataclass(frozen=True, slots=True)
class Walk:
    """A trainee on their way through a course, without the steps that are closed to them."""

    course: Course
    steps: tuple[Went, ...]
    certificate: Certificate | None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(went.done for went in self.steps)

    @property
    def next(self) -> Went | None:
        """The step that is to be done now."""
        return next((went for went in self.steps if not went.done), None)

    def of(self, step_id: int) -> Went | None:
        """One step; None where it is not in the course, or closed."""
        return next((went for went in self.steps if went.step.id == step_id), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """A trainee's standing in a course, as the trainer sees it."""

    trainee: str  # name
    done: int  # steps
    of: int
    score: float | None  # 0..1: mean of the best scores of its tests
    last: datetime  # UTC: when a step was finished last
    serial: str  # of the certificate, "" without one


def closed_steps(steps: Sequence[Step], gone: Iterable[str]) -> frozenset[int]:
    """Steps that cannot be gone: reading of documents ``gone``, and questions on nothing but those."""
    missing, read, closed = set(gone), set[str](), set[int]()
    for step in steps:
        if step.plan.kind == "read":
            read.add(step.plan.document_id)
            if step.plan.document_id in missing:
                closed.add(step.id)
        elif read and read <= missing:
            closed.add(step.id)
    return frozenset(closed)


def default_steps(cases: Sequence[tuple[str, str]]) -> tuple[StepPlan, ...]:
    """The program's own course over cases (document id, name): read each, practise it, then a test."""
    steps: list[StepPlan] = []
    for document_id, case in cases[:CASES]:
        steps.append(StepPlan("read", _cut(f"读：{case}"), document_id, case))
        steps.append(StepPlan("practice", f"练习 {PER_CASE} 题", questions=PER_CASE))
    if steps:
        steps.append(StepPlan("test", f"结业测验（{FINAL} 题）", questions=FINAL, pass_percent=PASS))
    return tuple(steps)


def _cut(title: str) -> str:
    return title if len(title) <= TITLE_CHARS else title[: TITLE_CHARS - 1] + "…"
