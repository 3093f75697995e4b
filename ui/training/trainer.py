"""培训 for the trainer: the bank, mastery and appeals; papers are in paper_desk.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from people import MASTERY, Learning, as_csv, as_xlsx, mastery_rows
from people.papers import Papers
from rag.quiz import KINDS, QuizQuestion, to_json
from ui.desk import Act, Refused
from ui.training import trainer_render as html
from ui.training.import_desk import ImportDesk
from ui.training.own_questions import changed, written
from ui.training.papers.paper_desk import PaperDesk
from ui.training.question_bank import QuestionBank, stored
from ui.training.views import CSV, XLSX, Bar, View, file_view

CHART = ("案例", "学员", "掌握率")  # what a bar's values are called
CLOSED = "这道题的资料只对部分账号开放，你的账号不能操作。需要的话请找资料员。"
NAME = 14  # code points of a case's name on the chart


class Trainer:
    """The trainer's handlers; each takes what was clicked and gives a view."""

    def __init__(self, bank: QuestionBank, learning: Learning, papers: Papers) -> None:
        self._bank = bank
        self.importing = ImportDesk(bank, self._view)
        self._learning = learning
        self.views: Mapping[str, Callable[[Act], View]] = {
            "bank": self._list,
            "hide": lambda act: self._turn(act, hidden=True),
            "show": lambda act: self._turn(act, hidden=False),
            "edit": lambda act: self._view("bank", html.edit_html(self._question(act))),
            "save": self._save,
            "new": self._new,
            "insert": self._insert,
            "mastery": self._mastery,
            "mastery-csv": lambda act: self._standing(act, as_csv, CSV, "csv"),
            "mastery-xlsx": lambda act: file_view(
                "掌握情况", "xlsx", XLSX, as_xlsx(MASTERY, self._mastered(act))
            ),
            "appeals": self._appeals,
            "uphold": lambda act: self._settle(act, upheld=True),
            "reject": lambda act: self._settle(act, upheld=False),
            **PaperDesk(bank, papers, self._view).views,
            **self.importing.views,
        }

    def _view(self, tab: str, body: str, chart: Sequence[Bar] = ()) -> View:
        return View(html.trainer_html(tab, body, len(self._learning.answers.appeals())), chart=chart)

    def _question(self, act: Act) -> QuizQuestion:
        """The question that was clicked. Raises Refused where its document is closed."""
        question = self._bank.question(act.id)
        if question.document_id in act.closed:
            raise Refused(CLOSED)
        return question

    def _new(self, act: Act) -> View:
        known = [entry for entry in self._bank.store.documents() if entry.id not in act.closed]
        return self._view("bank", html.new_html(known))

    def _list(self, act: Act) -> View:
        chosen = {"kind": act.text("kind", 20), "words": act.text("words", 100)}
        kind = chosen["kind"] if chosen["kind"] in KINDS else None
        entries = [
            entry
            for entry in self._bank.bank.list(kind=kind)
            if entry.document_id not in act.closed
            and (chosen["words"] in entry.case or chosen["words"] in str(entry.content["stem"]))
        ]
        page = act.row if act.id else 0
        return self._view("bank", html.bank_html(entries, page, chosen, self._bank.making))

    def _turn(self, act: Act, *, hidden: bool) -> View:
        self._question(act)
        (self._bank.bank.hide if hidden else self._bank.bank.show)(act.id)
        return self._list(replace(act, id="", form={}))

    def _save(self, act: Act) -> View:
        question = changed(self._question(act), act)
        self._bank.bank.edit(act.id, to_json(question))
        return self._list(replace(act, id="", form={}))

    def _insert(self, act: Act) -> View:
        with self._bank.store.snapshot() as store:
            question = written(act, store)
        if question.document_id in act.closed:
            raise Refused(CLOSED)
        self._bank.bank.add(stored(question, "added"))
        return self._list(replace(act, id="", form={}))

    def _mastered(self, act: Act) -> list[tuple[str, str, int, int, float]]:
        return mastery_rows(self._learning.mastery(act.closed))

    def _standing(self, act: Act, write: Callable[..., bytes], kind: str, suffix: str) -> View:
        return file_view("掌握情况", suffix, kind, write(MASTERY, self._mastered(act)))

    def _mastery(self, act: Act) -> View:
        rows = self._mastered(act)
        body = html.mastery_html(rows, MASTERY)
        bars = [(_short(name), who, round(share)) for who, name, _, _, share in rows]
        return self._view("mastery", body, bars)

    def _appeals(self, act: Act) -> View:
        appeals = self._learning.answers.appeals()
        known = [(appeal, self._bank.question(appeal.question_id)) for appeal in appeals]
        rows = [row for row in known if row[1].document_id not in act.closed]
        return self._view("appeals", html.appeals_html(rows))

    def _settle(self, act: Act, *, upheld: bool) -> View:
        asked = [a.question_id for a in self._learning.answers.appeals(open_only=False) if a.id == act.row]
        if asked and self._bank.question(asked[0]).document_id in act.closed:
            raise Refused(CLOSED)
        self._learning.answers.settle(act.row, upheld, act.text("note"))
        return self._appeals(act)


def _short(name: str) -> str:
    return name if len(name) <= NAME else name[: NAME - 1] + "…"
