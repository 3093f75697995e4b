"""培训 for the trainer: the bank, papers, results, mastery and appeals."""

import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from people import MASTERY, MINUTES, QUESTIONS, RESULTS, Learning, as_csv, as_xlsx, mastery_rows, result_rows
from rag.quiz import KINDS, QuizQuestion, from_json, to_json
from rag.reports import key_word, paper_word
from ui.checking import WORD
from ui.desk import Act, Refused
from ui.scope import filter_of, offered, scope_fields
from ui.serving import Download
from ui.training import trainer_render as html
from ui.training.own_questions import changed, written
from ui.training.question_bank import QuestionBank, stored

log = logging.getLogger(__name__)

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Bar = tuple[str, str, int]  # a case, a trainee and the share they know of it, percent
CHART = ("案例", "学员", "掌握率")  # what a bar's values are called
CLOSED = "这道题的资料只对部分账号开放，你的账号不能操作。需要的话请找资料员。"
NAME = 14  # code points of a case's name on the chart


@dataclass(frozen=True, slots=True)
class View:
    """What a click of the trainer gives: a view, a file to save, or a chart beside the view."""

    html: str = ""
    file: Download | None = None
    chart: Sequence[Bar] = ()


class Trainer:
    """The trainer's handlers; each takes what was clicked and gives a view."""

    def __init__(self, bank: QuestionBank, learning: Learning) -> None:
        self._bank = bank
        self._learning = learning
        self.views: Mapping[str, Callable[[Act], View]] = {
            "bank": self._list,
            "hide": lambda act: self._turn(act, hidden=True),
            "show": lambda act: self._turn(act, hidden=False),
            "edit": lambda act: self._view("bank", html.edit_html(self._question(act))),
            "save": self._save,
            "new": self._new,
            "insert": self._insert,
            "compose": self._compose,
            "make": self._make,
            "results": lambda act: self._view(
                "results", html.papers_html(self._learning.papers.list(), trainer=True)
            ),
            "result": self._result,
            "word": lambda act: self._word(act, key=False),
            "key": lambda act: self._word(act, key=True),
            "csv": lambda act: self._table(act, as_csv, CSV, "csv"),
            "xlsx": lambda act: self._table(act, as_xlsx, XLSX, "xlsx"),
            "mastery": self._mastery,
            "mastery-csv": lambda act: self._standing(act, as_csv, CSV, "csv"),
            "mastery-xlsx": lambda act: _file(
                "掌握情况", "xlsx", XLSX, as_xlsx(MASTERY, self._mastered(act))
            ),
            "appeals": self._appeals,
            "uphold": lambda act: self._settle(act, upheld=True),
            "reject": lambda act: self._settle(act, upheld=False),
        }

    def _view(self, tab: str, body: str, chart: Sequence[Bar] = ()) -> View:
        return View(html.trainer_html(tab, body, len(self._learning.answers.appeals())), chart=chart)

    def _cases(self, act: Act) -> dict[str, int]:
        return dict(Counter(question.case for question in self._bank.questions(without=act.closed)))

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

    def _compose(self, act: Act) -> View:
        scope = scope_fields(offered(self._bank.store, act.closed))
        return self._view("compose", html.compose_html(self._cases(act), scope))

    def _make(self, act: Act) -> View:
        title = act.text("title").strip()
        n = act.whole("n", 1, QUESTIONS, "题数")
        minutes = act.whole("minutes", 1, MINUTES, "时限") if act.text("minutes").strip() else None
        seed = random.SystemRandom().randrange(2**31)
        where = replace(filter_of(act), without=tuple(sorted(act.closed)))
        drawn = self._bank.drawn(n, seed, act.chosen("cases"), act.chosen("kinds"), where)
        if not drawn:
            raise Refused("选的案例、题型和范围里没有题目，没有组卷。请换一个题型或案例，或放宽范围。")
        order = list(KINDS)
        ids = [q.id for q in sorted(drawn, key=lambda q: order.index(q.kind))]
        self._learning.papers.make(title, ids, minutes)
        return self._results(act)

    def _results(self, act: Act) -> View:
        papers = self._learning.papers.list()
        return self._view("results", html.papers_html(papers, trainer=True))

    def _result(self, act: Act) -> View:
        paper = self._learning.papers.get(act.row)
        rows = result_rows(paper.title, self._learning.papers.results(paper.id, datetime.now(UTC)))
        return self._view("results", html.results_html(paper, rows, RESULTS))

    def _word(self, act: Act, *, key: bool) -> View:
        paper = self._learning.papers.get(act.row)
        questions = [
            from_json(self._bank.bank.get(question_id).content) for question_id in paper.question_ids
        ]
        made = datetime.now().astimezone()
        if key:
            return _file(f"{paper.title}-答案", "docx", WORD, key_word(paper.title, questions, created=made))
        data = paper_word(paper.title, questions, minutes=paper.minutes, created=made)
        return _file(paper.title, "docx", WORD, data)

    def _table(self, act: Act, write: Callable[..., bytes], kind: str, suffix: str) -> View:
        paper = self._learning.papers.get(act.row)
        rows = result_rows(paper.title, self._learning.papers.results(paper.id, datetime.now(UTC)))
        return _file(f"{paper.title}-成绩", suffix, kind, write(RESULTS, rows))

    def _mastered(self, act: Act) -> list[tuple[str, str, int, int, float]]:
        return mastery_rows(self._learning.mastery(act.closed))

    def _standing(self, act: Act, write: Callable[..., bytes], kind: str, suffix: str) -> View:
        return _file("掌握情况", suffix, kind, write(MASTERY, self._mastered(act)))

    def _mastery(self, act: Act) -> View:
        rows = self._mastered(act)
        shown = [(*row[:4], f"{row[4]:.0%}") for row in rows]
        body = html.mastery_html(shown, MASTERY)
        bars = [(_short(name), who, round(100 * share)) for who, name, _, _, share in rows]
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


def _file(name: str, suffix: str, kind: str, data: bytes) -> View:
    """A file to save, its name without what a file system refuses."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", name).strip() or "试卷"
    return View(file=Download(f"{safe}.{suffix}", kind, data))
