"""培训: practising, the wrong-answer book, learning cards, progress and papers; for Gradio."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self

import gradio as gr

from index.errors import IndexFailure
from people import Attempt, Given, Learning, LearningError
from rag.answering import Chatbot
from rag.quiz import Grade, QuizQuestion, UnusableAnswer, card, draw, grade, list_topics
from rag.reading import SupportsWeighing
from ui.desk import Act, Desk, Refused, Told
from ui.elements import note_html
from ui.events import clicked, sent
from ui.scope import filter_of, offered, scope_fields
from ui.training import render as html
from ui.training.question_bank import QuestionBank
from ui.training.trainer import CHART, Bar, Trainer
from ui.training.trainer_render import marked_html, paper_html, papers_html

log = logging.getLogger(__name__)

FAILED = "操作时程序出了错，没有完成。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"
TEN = 10
ALL_ANSWERS = 1_000_000  # of one trainee

Updates = tuple[object, ...]  # (region, note, desk, saved file, chart)
KEEP = gr.skip()
NO_CHART = gr.update(visible=False)


class Training:
    """The tab's event handlers; a page's round of questions comes in as an argument, nothing is held."""

    def __init__(self, bank: QuestionBank, reader: SupportsWeighing, learning: Learning) -> None:
        self._bank = bank
        self._reader = reader
        self._learning = learning
        self._trainer = Trainer(bank, learning)
        self._views: Mapping[str, Callable[[Desk, Act], tuple[Desk, str]]] = {
            "choose": self._choose,
            "add": self._add,
            "leave": self._leave,
            "home": self._home,
            "ten": self._ten,
            "practise": self._practise,
            "answer": self._answer,
            "appeal": self._appeal,
            "next": self._next,
            "wrong": self._wrong,
            "again": self._again,
            "cards": self._cards,
            "card": self._cards,
            "progress": self._progress,
            "papers": self._paper_list,
            "paper": self._paper,
            "hand": self._hand,
        }

    @classmethod
    def of(cls, chatbot: Chatbot, learning: Learning) -> Self:
        """Training over a chatbot's store and reader."""
        return cls(QuestionBank(learning.bank, chatbot.store, chatbot.reader), chatbot.reader, learning)

    def close(self) -> None:
        """Stop making questions."""
        self._bank.close()

    @property
    def actions(self) -> frozenset[str]:
        """Everything that ``act`` can be asked to do."""
        return frozenset(self._views) | frozenset(self._trainer.views)

    def start(self) -> str:
        """The tab as a new page shows it."""
        return html.page_html("", None, html.entry_html(self._learning.trainees.list()))

    def act(self, desk: Desk, event: gr.EventData) -> Updates:
        """A click: (region, note, desk, saved file, chart); a refusal leaves all but the note."""
        act = clicked(event)
        try:
            if act.do in self._trainer.views:
                desk.learner()
                return self._managed(desk, act)
            view = self._views.get(act.do)
            if view is None:
                raise Refused("没有这个操作。请刷新页面后再试。")
            if act.do not in ("choose", "add", "leave"):
                desk.learner()
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
            attempt = self._learning.papers.attempt(act.row, desk.learner().id)
            self._keep(attempt, sent(event, "question", ""), act.text("response"))
        except (Refused, LearningError, UnusableAnswer) as error:
            return KEEP, note_html(str(error)), desk, KEEP, KEEP
        except Exception:
            log.exception("an answer could not be kept")
            return KEEP, note_html(FAILED), desk, KEEP, KEEP
        return KEEP, "", desk, KEEP, KEEP

    def _managed(self, desk: Desk, act: Act) -> Updates:
        view = self._trainer.views[act.do](act)
        region = html.page_html("bank", desk.trainee, view.html) if view.html else KEEP
        saved = view.file or KEEP
        chart = _chart(view.chart) if view.chart else NO_CHART
        return region, "", desk, saved, chart if view.html else KEEP

    def _page(self, tab: str, desk: Desk, body: str, note: str = "") -> str:
        return html.page_html(tab, desk.trainee, body, note)

    def _choose(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        for trainee in self._learning.trainees.list():
            if trainee.id == act.row:
                return self._home(Desk(trainee), act)
        raise Refused("没有这个学员。请重新选择，或新建一个。")

    def _add(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        return self._home(Desk(self._learning.trainees.add(act.text("name"))), act)

    def _leave(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        return Desk(), self.start()

    def _home(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        self._bank.refresh()
        due = self._learning.answers.due(desk.learner().id, datetime.now(UTC), TEN)
        known = offered(self._bank.store)
        body = html.home_html(self._cases(), self._bank.making, len(due), scope_fields(known))
        return Desk(desk.trainee), self._page("home", desk, body)

    def _cases(self) -> dict[str, int]:
        return dict(Counter(question.case for question in self._bank.questions()))

    def _ten(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        trainee = desk.learner().id
        known = {question.id: question for question in self._bank.questions()}
        due = [known[i] for i in self._learning.answers.due(trainee, datetime.now(UTC), TEN) if i in known]
        seen = {answer.question_id for answer in self._learning.answers.history(trainee, ALL_ANSWERS)}
        fresh = [question for question in known.values() if question.id not in seen]
        seed = int(f"{datetime.now().astimezone():%Y%m%d}{trainee}")
        chosen = [*due, *draw(fresh, TEN - len(due), seed)]
        if not chosen:
            raise Refused("今天没有该复习的题，题也都做过了。可以用自选练习再做一遍。")
        return self._asked(Desk(desk.trainee, tuple(map(self._bank.marked, chosen))))

    def _practise(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        n = act.whole("n", 1, html.MOST, "题数")
        seed = random.SystemRandom().randrange(2**31)
        chosen = self._bank.drawn(n, seed, act.chosen("cases"), act.chosen("kinds"), filter_of(act))
        if not chosen:
            raise Refused("选的案例、题型和范围里没有题目。请换一个题型或案例，或放宽范围。")
        return self._asked(Desk(desk.trainee, tuple(chosen)))

    def _asked(self, desk: Desk) -> tuple[Desk, str]:
        return desk, self._page("home", desk, html.ask_html(desk))

    def _answer(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        if desk.at >= len(desk.questions) or desk.question.id != act.id:
            raise Refused("这道题已经不在本轮练习里。请回到练习页重新开始。")
        if desk.told is not None:  # pressed twice: counted once
            return desk, self._page("home", desk, html.told_html(desk, desk.told))
        response = act.text("response")
        graded = grade(desk.question, response, self._reader)
        answer = self._learning.answers.record(
            desk.learner().id, desk.question.id, response, graded.score, graded.correct
        )
        desk = replace(desk, told=Told(response, graded, answer), right=desk.right + graded.correct)
        return desk, self._page("home", desk, html.told_html(desk, Told(response, graded, answer)))

    def _appeal(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        if desk.told is None:
            raise Refused("没有可以申诉的作答。请先答题。")
        self._learning.answers.appeal(desk.told.answer_id, desk.learner().id, act.text("words"))
        told = replace(desk.told, appealed=True)
        return replace(desk, told=told), self._page("home", desk, html.told_html(desk, told))

    def _next(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        if desk.told is None:
            raise Refused("这道题还没有作答。")
        if desk.at + 1 < len(desk.questions):
            return self._asked(replace(desk, at=desk.at + 1, told=None))
        return Desk(desk.trainee), self._page("home", desk, html.done_html(desk))

    def _wrong(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        entries = self._learning.answers.wrong_book(desk.learner().id)
        rows = [(entry, self._bank.question(entry.question_id)) for entry in entries]
        return desk, self._page("wrong", desk, html.wrong_html(rows))

    def _again(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        entries = self._learning.answers.wrong_book(desk.learner().id)[: html.MOST]
        if not entries:
            raise Refused("错题本里没有题。")
        questions = tuple(self._bank.question(entry.question_id) for entry in entries)
        return self._asked(Desk(desk.trainee, questions))

    def _cards(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        with self._bank.store.snapshot() as store:
            ids = [entry.id for entry in store.documents()][: 2 * html.MOST]
            found = [topic for topic in list_topics(store, ids) if topic.case]
        names = [topic.name for topic in found]
        chosen = act.text("case") if act.do == "card" else ""
        topic = next((t for t in found if t.name == chosen), found[0] if found else None)
        lines = card(topic) if topic else []
        return desk, self._page("cards", desk, html.cards_html(names, topic.name if topic else "", lines))

    def _progress(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        rows = self._learning.progress(desk.learner().id)
        return desk, self._page("progress", desk, html.progress_html(rows))

    def _paper_list(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        return desk, self._page("papers", desk, papers_html(self._learning.papers.list(), trainer=False))

    def _paper(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        paper = self._learning.papers.get(act.row)
        attempt = self._learning.papers.start(paper.id, desk.learner().id, datetime.now(UTC))
        if attempt.submitted:
            return self._marked(desk, attempt)
        questions = [self._bank.question(question_id) for question_id in paper.question_ids]
        body = paper_html(
            paper, attempt, questions, self._learning.papers.saved(attempt.id, attempt.trainee_id)
        )
        return desk, self._page("papers", desk, body)

    def _hand(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        now, late = datetime.now(UTC), ""
        attempt = self._learning.papers.attempt(act.row, desk.learner().id)
        paper = self._learning.papers.get(attempt.paper_id)
        for question_id in paper.question_ids:
            if response := act.text(question_id):
                try:
                    self._keep(attempt, question_id, response)
                except LearningError as error:
                    late = str(error)
                    break
        self._learning.papers.submit(attempt.id, attempt.trainee_id, now)
        return self._marked(desk, attempt, late)

    def _keep(self, attempt: Attempt, question_id: str, response: str) -> None:
        graded = grade(self._bank.question(question_id), response, self._reader)
        given = Given(question_id, response, graded.score, graded.correct, datetime.now(UTC))
        self._learning.papers.save(attempt.id, attempt.trainee_id, given)

    def _marked(self, desk: Desk, attempt: Attempt, note: str = "") -> tuple[Desk, str]:
        papers, own = self._learning.papers, (attempt.id, attempt.trainee_id)
        paper, result = papers.get(attempt.paper_id), papers.result(*own)
        saved = {one.question_id: one for one in papers.saved(*own)}
        rows = []
        for question in map(self._bank.question, paper.question_ids):
            one = saved.get(question.id)
            rows.append((question, one, self._regraded(question, one.response) if one else None))
        return desk, self._page("papers", desk, marked_html(paper, result, rows), note)

    def _regraded(self, question: QuizQuestion, response: str) -> Grade:
        return grade(question, response, self._reader)


def _chart(bars: Sequence[Bar]) -> dict[str, object]:
    import pandas

    shown: dict[str, object] = gr.update(value=pandas.DataFrame(bars, columns=CHART), visible=True)
    return shown
