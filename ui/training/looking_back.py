"""What a trainee looks back at: the wrong-answer book, learning cards and progress."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from people import Learning, as_csv
from rag.quiz import card, list_topics
from ui.desk import Act, Desk, Refused
from ui.serving import Download
from ui.training import render as html
from ui.training.progress import PROGRESS, Share, progress_rows, shares
from ui.training.question_bank import QuestionBank
from ui.training.round_choice import places
from ui.training.views import CSV


class LookingBack:
    """The handlers of 错题本, 学习卡 and 我的进度; each takes the desk and what was clicked."""

    def __init__(self, bank: QuestionBank, learning: Learning) -> None:
        self._bank = bank
        self._learning = learning
        self.views: Mapping[str, Callable[[Desk, Act], tuple[Desk, str | Download]]] = {
            "wrong": self._wrong,
            "cards": self._cards,
            "card": self._cards,
            "progress": self._progress,
            "progress-csv": self._progress_file,
        }

    def _wrong(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        entries = self._learning.answers.wrong_book(desk.learner().id)
        rows = [(entry, self._bank.question(entry.question_id)) for entry in entries]
        rows = [row for row in rows if row[1].document_id not in act.closed]
        held = self._learning.withheld(desk.learner().id, datetime.now(UTC))
        shown = [row for row in rows if row[1].id not in held]
        if act.id and act.id not in [question.id for _, question in shown]:
            raise Refused("你的错题本里没有这道题，可能已经连续答对、移出了。请打开错题本查看。")
        return desk, _page("wrong", desk, html.wrong_html(shown, len(rows) - len(shown), act.id))

    def _cards(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        with self._bank.store.snapshot() as store:
            known = [entry.id for entry in store.documents() if entry.id not in act.closed]
            ids = known[: 2 * html.MOST]
            topics = [topic for topic in list_topics(store, ids) if topic.case]
        names = [topic.name for topic in topics]
        chosen = act.text("case") if act.do == "card" else ""
        topic = next((t for t in topics if t.name == chosen), topics[0] if topics else None)
        held = self._learning.withheld(desk.learner().id, datetime.now(UTC))
        proofs = places(self._bank.question(question_id) for question_id in held)
        lines, left_out = html.without_proofs(card(topic) if topic else [], proofs)
        body = html.cards_html(names, topic.name if topic else "", lines, left_out)
        return desk, _page("cards", desk, body)

    def _progress(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        habit = self._learning.habit(desk.learner().id, datetime.now(UTC))
        return desk, _page("progress", desk, html.progress_html(self._shares(desk, act), habit))

    def _progress_file(self, desk: Desk, act: Act) -> tuple[Desk, Download]:
        data = as_csv(PROGRESS, progress_rows(self._shares(desk, act)))
        return desk, Download("我的进度.csv", CSV, data)

    def _shares(self, desk: Desk, act: Act) -> list[Share]:
        asked = self._bank.bank.list(hidden=False, retired=False)
        topics = {
            entry.id: entry.metadata.tags or (entry.title or entry.name,)
            for entry in self._bank.store.documents()
        }
        return shares(
            self._learning.progress(desk.learner().id, act.closed),
            [question for question in asked if question.document_id not in act.closed],
            topics,
        )


def _page(tab: str, desk: Desk, body: str) -> str:
    return html.page_html(tab, desk.trainee, body)
