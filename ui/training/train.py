"""培训: practising, the wrong-answer book, learning cards, progress and papers; for Gradio."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self

import gradio as gr
from fastapi import APIRouter

from index.errors import IndexFailure
from index.settings import CASE_READER
from people import Learning, LearningError, NameTaken, Trainee
from people.accounts import Account, Role
from people.audit import Action
from rag.answering import Chatbot
from rag.quiz import UnusableAnswer, WorthJudge
from rag.reading import SupportsWeighing
from ui.access import Auditor, Limits, caller_of
from ui.desk import Act, Desk, Refused
from ui.elements import note_html
from ui.events import clicked
from ui.files import Taken
from ui.scope import offered, scope_fields
from ui.serving import Download
from ui.training import render as html
from ui.training.courses import Arranging, Studying
from ui.training.looking_back import LookingBack
from ui.training.papers.answer_route import answer_router
from ui.training.papers.closer import Closer, grader_of
from ui.training.papers.taken_papers import TakenPapers
from ui.training.question_bank import QuestionBank
from ui.training.rounds import Rounds
from ui.training.trainer import CHART, Trainer
from ui.training.views import Bar

log = logging.getLogger(__name__)

FAILED = "操作时程序出了错，没有完成。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"

AUDITED = {
    **dict.fromkeys(("hide", "show", "save", "insert", "take"), Action.QUESTION_BANK),
    **dict.fromkeys(("uphold", "reject"), Action.APPEAL),
    **dict.fromkeys(("make", "set"), Action.PAPER),
    **dict.fromkeys(
        ("course-make", "course-rename", "course-assign", "course-archive", "course-revive"), Action.COURSE
    ),
    **dict.fromkeys(("step-add", "step-up", "step-down", "step-rename", "step-remove"), Action.COURSE),
}
TITLED = ("make", "set", "course-make")  # new things, which the audit calls by their title
DUE = 100  # questions to be repeated that are counted
CHOOSING = ("choose", "add", "leave")  # who is learning, where there are no accounts
OWN_DESK = "登录的账号就是学员，不能换成别人。请退出后用另一个账号登录。"

TraineeOf = Callable[[Account], Trainee]
Viewed = tuple[Desk, str | Download]  # a view, or a file to save
Updates = tuple[object, ...]  # (region, note, desk, saved file, chart)
KEEP = gr.skip()
NO_CHART = gr.update(visible=False)


class Training:
    """The tab's event handlers; a page's round of questions comes in as an argument, nothing is held."""

    def __init__(
        self,
        bank: QuestionBank,
        reader: SupportsWeighing,
        learning: Learning,
        trainee_of: TraineeOf | None = None,
        limits: Limits | None = None,
        auditor: Auditor | None = None,
    ) -> None:
        """``trainee_of`` says who an account is in training; None where there are no accounts."""
        self._limits = limits or Limits()
        self._auditor = auditor
        self._trainee_of = trainee_of
        self._bank = bank
        self._learning = learning
        papers = learning.papers.graded_by(grader_of(bank, reader))
        self._trainer = Trainer(bank, learning, papers)
        self._arranging = Arranging(bank, learning, self._limits.names)
        self._managing = {**self._trainer.views, **self._arranging.views}
        self._rounds = Rounds(bank, reader, learning)
        self._studying = Studying(bank, learning, self._rounds, self._limits.limited)
        self._papers = TakenPapers(bank, reader, papers)
        self._closer = Closer(papers)
        self._views: Mapping[str, Callable[[Desk, Act], Viewed]] = {
            "choose": self._choose,
            "add": self._add,
            "leave": self._leave,
            "home": self._home,
            **LookingBack(bank, learning).views,
            **self._rounds.views,
            **self._studying.views,
            **{do: _staying(view) for do, view in self._papers.views.items()},
        }

    @classmethod
    def of(
        cls,
        chatbot: Chatbot,
        learning: Learning,
        trainee_of: TraineeOf | None = None,
        limits: Limits | None = None,
        auditor: Auditor | None = None,
    ) -> Self:
        """Training over a chatbot's store and reader."""
        limited = (limits or Limits()).limited
        judge = WorthJudge.open(CASE_READER, chatbot.embedder)
        bank = QuestionBank(learning.bank, chatbot.store, chatbot.reader, limited, judge)
        return cls(bank, chatbot.reader, learning, trainee_of, limits, auditor)

    def close(self) -> None:
        """Stop making questions and handing in papers."""
        self._closer.close()
        self._bank.close()

    @property
    def router(self) -> APIRouter:
        """What is served beside the page: where answers on papers are kept."""
        return answer_router(self._papers, self._trainee_of)

    @property
    def actions(self) -> dict[str, Role]:
        """Everything that ``act`` can be asked to do, and who may ask it."""
        return dict.fromkeys(self._views, Role.USER) | dict.fromkeys(self._managing, Role.TRAINER)

    def start(self, request: gr.Request | None = None) -> tuple[str, Desk]:
        """The tab as a new page shows it: an account is at its own desk, else somebody chooses."""
        caller = caller_of(request)
        if caller is not None and self._trainee_of is not None:
            coming = Act("home", "", {}, self._limits.closed(request))
            desk, shown = self._arrived(Desk(self._trainee_of(caller.account)), coming)
            return shown, desk
        return html.page_html("", None, html.entry_html(self._learning.trainees.list())), Desk()

    def act(self, desk: Desk, event: gr.EventData, request: gr.Request | None = None) -> Updates:
        """A click: (region, note, desk, saved file, chart); a refusal leaves all but the note."""
        act = replace(clicked(event), closed=self._limits.closed(request))
        try:
            if act.do in self._managing:
                desk.learner()
                return self._managed(desk, act, request)
            view = self._views.get(act.do)
            if view is None:
                raise Refused("没有这个操作。请刷新页面后再试。")
            if act.do not in CHOOSING:
                desk.learner()
            elif self._trainee_of is not None:
                raise Refused(OWN_DESK)
            desk, shown = view(desk, act)
        except NameTaken as taken:
            entry = html.entry_html(self._learning.trainees.list(), taken.trainee)
            return html.page_html("", None, entry), "", Desk(), KEEP, NO_CHART
        except (Refused, IndexFailure, LearningError, UnusableAnswer) as error:
            return KEEP, note_html(str(error)), desk, KEEP, KEEP
        except Exception:
            log.exception("%s failed", act.do)
            return KEEP, note_html(FAILED), desk, KEEP, KEEP
        if isinstance(shown, Download):
            return KEEP, "", desk, shown, KEEP
        return shown, "", desk, KEEP, NO_CHART

    def bring(self, desk: Desk, taken: Taken, request: gr.Request) -> Updates:
        """A file of questions was chosen: what it holds, to be confirmed."""
        try:
            desk.learner()
            name, data = taken()
            view = self._trainer.importing.look(name, data, self._limits.closed(request))
        except (Refused, IndexFailure, LearningError) as error:
            return KEEP, note_html(str(error)), desk, KEEP, KEEP
        except Exception:
            log.exception("a file of questions could not be read")
            return KEEP, note_html(FAILED), desk, KEEP, KEEP
        return html.page_html("bank", desk.trainee, view.html), "", desk, KEEP, NO_CHART

    def _managed(self, desk: Desk, act: Act, request: gr.Request | None) -> Updates:
        if self._trainee_of is not None and act.do in ("uphold", "reject"):
            self._check_others(desk, act.row)
        view = self._managing[act.do](act)
        if self._auditor and act.do in AUDITED:
            on = act.text("title", 1000)[:200] if act.do in TITLED else "" if act.do == "take" else act.id
            self._auditor.did(caller_of(request), AUDITED[act.do], on, change=act.do)
        region = html.page_html("bank", desk.trainee, view.html) if view.html else KEEP
        saved = view.file or KEEP
        chart = _chart(view.chart) if view.chart else NO_CHART
        return region, "", desk, saved, chart if view.html else KEEP

    def _check_others(self, desk: Desk, appeal_id: int) -> None:
        """Refuse a trainer to decide an appeal of their own."""
        appeals, trainee = self._learning.answers.appeals(open_only=False), desk.learner().id
        if any(appeal.id == appeal_id and appeal.trainee_id == trainee for appeal in appeals):
            raise Refused("这是你自己的申诉，不能由你处理。请让另一位培训员处理。")

    def _page(self, tab: str, desk: Desk, body: str) -> str:
        return html.page_html(tab, desk.trainee, body)

    def _choose(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        for trainee in self._learning.trainees.list():
            if trainee.id == act.row:
                return self._arrived(Desk(trainee), act)
        raise Refused("没有这个学员。请重新选择，或新建一个。")

    def _add(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        return self._home(Desk(self._learning.trainees.add(act.text("name"))), act)

    def _leave(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        shown, empty = self.start()
        return empty, shown

    def _arrived(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        """Where a trainee is when the page is opened: in today's ten where those are under way."""
        ten = self._rounds.today(desk)
        if ten is not None and ten.at is not None:
            return self._rounds.go_on(desk, act, ten)
        return self._home(desk, act)

    def _home(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        self._bank.refresh()
        trainee, now, ten = desk.learner().id, datetime.now(UTC), self._rounds.today(desk)
        under_way = self._learning.rounds.under_way(trainee, "")
        due = len(self._learning.answers.due(trainee, now, DUE))
        today = html.Today(ten, due, self._learning.habit(trainee, now), under_way)
        known = offered(self._bank.store, act.closed)
        body = html.home_html(self._cases(act), self._bank.making, today, scope_fields(known))
        return Desk(desk.trainee), self._page("home", desk, body)

    def _cases(self, act: Act) -> dict[str, int]:
        return dict(Counter(question.case for question in self._bank.questions(without=act.closed)))


def _staying(view: Callable[[Desk, Act], str]) -> Callable[[Desk, Act], tuple[Desk, str]]:
    """A view that leaves the round of questions as it is."""
    return lambda desk, act: (desk, view(desk, act))


def _chart(bars: Sequence[Bar]) -> dict[str, object]:
    import pandas

    shown: dict[str, object] = gr.update(value=pandas.DataFrame(bars, columns=CHART), visible=True)
    return shown
