"""培训: practising, the wrong-answer book, learning cards, progress and papers; for Gradio."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self

import gradio as gr

from index.errors import IndexFailure
from people import Learning, LearningError, Trainee
from people.accounts import Account, Role
from people.audit import Action
from rag.answering import Chatbot
from rag.quiz import UnusableAnswer, card, list_topics
from rag.reading import SupportsWeighing
from ui.access import Auditor, Limits, caller_of
from ui.desk import Act, Desk, Refused
from ui.elements import note_html
from ui.events import clicked, sent
from ui.scope import offered, scope_fields
from ui.training import render as html
from ui.training.question_bank import QuestionBank
from ui.training.rounds import TEN, Rounds
from ui.training.taken_papers import TakenPapers
from ui.training.trainer import CHART, Bar, Trainer

log = logging.getLogger(__name__)

FAILED = "操作时程序出了错，没有完成。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"

AUDITED = {
    **dict.fromkeys(("hide", "show", "save", "insert"), Action.QUESTION_BANK),
    **dict.fromkeys(("uphold", "reject"), Action.APPEAL),
    "make": Action.PAPER,
}
CHOOSING = ("choose", "add", "leave")  # who is learning, where there are no accounts
OWN_DESK = "登录的账号就是学员，不能换成别人。请退出后用另一个账号登录。"

TraineeOf = Callable[[Account], Trainee]
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
        self._trainer = Trainer(bank, learning)
        self._rounds = Rounds(bank, reader, learning)
        self._papers = TakenPapers(bank, reader, learning)
        self._views: Mapping[str, Callable[[Desk, Act], tuple[Desk, str]]] = {
            "choose": self._choose,
            "add": self._add,
            "leave": self._leave,
            "home": self._home,
            "wrong": self._wrong,
            "cards": self._cards,
            "card": self._cards,
            "progress": self._progress,
            **self._rounds.views,
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
        bank = QuestionBank(learning.bank, chatbot.store, chatbot.reader, limited)
        return cls(bank, chatbot.reader, learning, trainee_of, limits, auditor)

    def close(self) -> None:
        """Stop making questions."""
        self._bank.close()

    @property
    def actions(self) -> dict[str, Role]:
        """Everything that ``act`` can be asked to do, and who may ask it."""
        return dict.fromkeys(self._views, Role.USER) | dict.fromkeys(self._trainer.views, Role.TRAINER)

    def start(self, request: gr.Request | None = None) -> tuple[str, Desk]:
        """The tab as a new page shows it: an account is at its own desk, else somebody chooses."""
        caller = caller_of(request)
        if caller is not None and self._trainee_of is not None:
            coming = Act("home", "", {}, self._limits.closed(request))
            desk, shown = self._home(Desk(self._trainee_of(caller.account)), coming)
            return shown, desk
        return html.page_html("", None, html.entry_html(self._learning.trainees.list())), Desk()

    def act(self, desk: Desk, event: gr.EventData, request: gr.Request | None = None) -> Updates:
        """A click: (region, note, desk, saved file, chart); a refusal leaves all but the note."""
        act = replace(clicked(event), closed=self._limits.closed(request))
        try:
            if act.do in self._trainer.views:
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
        except (Refused, IndexFailure, LearningError, UnusableAnswer) as error:
            return KEEP, note_html(str(error)), desk, KEEP, KEEP
        except Exception:
            log.exception("%s failed", act.do)
            return KEEP, note_html(FAILED), desk, KEEP, KEEP
        return shown, "", desk, KEEP, NO_CHART

    def keep(self, desk: Desk, event: gr.EventData) -> Updates:
        """An answer on a paper was given or changed: kept, so that a closed page loses nothing."""
        act = clicked(event)
        try:
            self._papers.keep(desk, act, sent(event, "question", ""))
        except (Refused, LearningError, UnusableAnswer) as error:
            return KEEP, note_html(str(error)), desk, KEEP, KEEP
        except Exception:
            log.exception("an answer could not be kept")
            return KEEP, note_html(FAILED), desk, KEEP, KEEP
        return KEEP, "", desk, KEEP, KEEP

    def _managed(self, desk: Desk, act: Act, request: gr.Request | None) -> Updates:
        if self._trainee_of is not None and act.do in ("uphold", "reject"):
            self._check_others(desk, act.row)
        view = self._trainer.views[act.do](act)
        if self._auditor and act.do in AUDITED:
            on = act.text("title", 200) if act.do == "make" else act.id
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
                return self._home(Desk(trainee), act)
        raise Refused("没有这个学员。请重新选择，或新建一个。")

    def _add(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        return self._home(Desk(self._learning.trainees.add(act.text("name"))), act)

    def _leave(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        shown, empty = self.start()
        return empty, shown

    def _home(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        self._bank.refresh()
        due = self._learning.answers.due(desk.learner().id, datetime.now(UTC), TEN)
        known = offered(self._bank.store, act.closed)
        body = html.home_html(self._cases(act), self._bank.making, len(due), scope_fields(known))
        return Desk(desk.trainee), self._page("home", desk, body)

    def _cases(self, act: Act) -> dict[str, int]:
        return dict(Counter(question.case for question in self._bank.questions(without=act.closed)))

    def _wrong(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        entries = self._learning.answers.wrong_book(desk.learner().id)
        rows = [(entry, self._bank.question(entry.question_id)) for entry in entries]
        rows = [row for row in rows if row[1].document_id not in act.closed]
        return desk, self._page("wrong", desk, html.wrong_html(rows))

    def _cards(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        with self._bank.store.snapshot() as store:
            known = [entry.id for entry in store.documents() if entry.id not in act.closed]
            ids = known[: 2 * html.MOST]
            topics = [topic for topic in list_topics(store, ids) if topic.case]
        names = [topic.name for topic in topics]
        chosen = act.text("case") if act.do == "card" else ""
        topic = next((t for t in topics if t.name == chosen), topics[0] if topics else None)
        lines = card(topic) if topic else []
        return desk, self._page("cards", desk, html.cards_html(names, topic.name if topic else "", lines))

    def _progress(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        rows = self._learning.progress(desk.learner().id, act.closed)
        return desk, self._page("progress", desk, html.progress_html(rows))


def _staying(view: Callable[[Desk, Act], str]) -> Callable[[Desk, Act], tuple[Desk, str]]:
    """A view that leaves the round of questions as it is."""
    return lambda desk, act: (desk, view(desk, act))


def _chart(bars: Sequence[Bar]) -> dict[str, object]:
    import pandas

    shown: dict[str, object] = gr.update(value=pandas.DataFrame(bars, columns=CHART), visible=True)
    return shown
