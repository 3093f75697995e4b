"""Papers for the trainer: made, set, printed; their results and how their questions did."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from people.papers import (
    DISCRIMINATION,
    ITEMS,
    QUESTIONS,
    RESULTS,
    Item,
    Paper,
    Papers,
    Result,
    analysed,
    as_csv,
    as_xlsx,
    item_rows,
    result_rows,
)
from rag.quiz import KINDS, QuizQuestion
from rag.reports import PaperSheet, ReportTable, key_word, paper_word, tables_word
from ui.checking import WORD
from ui.desk import Act, Refused
from ui.scope import filter_of, offered, scope_fields
from ui.training.papers import trainer_paper_render as html
from ui.training.papers.paper_form import points_by_kind, points_of_form, terms_of
from ui.training.papers.paper_versions import sheet_of
from ui.training.question_bank import QuestionBank
from ui.training.views import CSV, XLSX, Framed, Handler, View, file_view

CLOSED = "这份试卷用到的资料只对部分账号开放，你的账号不能操作。需要的话请找资料员。"
Rows = list[tuple[str | int | float, ...]]


class PaperDesk:
    """The trainer's handlers of papers; each takes what was clicked and gives a view."""

    def __init__(self, bank: QuestionBank, papers: Papers, framed: Framed) -> None:
        self._bank = bank
        self._papers = papers
        self._framed = framed
        self.views: Mapping[str, Handler] = {
            "compose": self._compose,
            "make": self._make,
            "results": self._list,
            "settings": self._settings,
            "set": self._set,
            "result": self._result,
            "word": lambda act: self._word(act, key=False),
            "key": lambda act: self._word(act, key=True),
            "csv": lambda act: self._table(act, as_csv, CSV, "csv"),
            "xlsx": lambda act: self._table(act, as_xlsx, XLSX, "xlsx"),
            "items-csv": self._items_file,
            "results-word": self._results_word,
        }

    def _compose(self, act: Act) -> View:
        cases = Counter(question.case for question in self._bank.questions(without=act.closed))
        scope = scope_fields(offered(self._bank.store, act.closed))
        return self._framed("compose", html.compose_html(cases, scope))

    def _make(self, act: Act) -> View:
        title = act.text("title").strip()
        if not title:
            raise Refused("请填写试卷名称。")
        n = act.whole("n", 1, QUESTIONS, "题数")
        terms = terms_of(act)
        seed = random.SystemRandom().randrange(2**31)
        where = replace(filter_of(act), without=tuple(sorted(act.closed)))
        drawn = self._bank.drawn(n, seed, act.chosen("cases"), act.chosen("kinds"), where)
        if not drawn:
            raise Refused("选的案例、题型和范围里没有题目，没有组卷。请换一个题型或案例，或放宽范围。")
        order = list(KINDS)
        questions = sorted(drawn, key=lambda question: order.index(question.kind))
        points = points_by_kind(act, questions)
        self._papers.make(title, [question.id for question in questions], terms, points)
        return self._list(act)

    def _list(self, act: Act) -> View:
        papers = [paper for paper in self._papers.list() if not self._is_closed(paper, act)]
        return self._framed("results", html.paper_list_html(papers))

    def _settings(self, act: Act) -> View:
        paper = self._paper(act)
        questions = self._bank.stored_questions(paper.question_ids)
        return self._framed("results", html.settings_html(paper, questions))

    def _set(self, act: Act) -> View:
        paper = self._paper(act)
        points = None if paper.begun else points_of_form(act, paper)
        self._papers.change(paper.id, act.text("title"), terms_of(act), points)
        return self._list(act)

    def _result(self, act: Act) -> View:
        paper = self._paper(act)
        rows, items = self._figures(paper)
        return self._framed("results", html.results_html(paper, rows, items, DISCRIMINATION))

    def _word(self, act: Act, *, key: bool) -> View:
        paper = self._paper(act)
        sheets, made = self._sheets(paper), datetime.now().astimezone()
        if key:
            return file_view(f"{paper.title}-答案", "docx", WORD, key_word(paper.title, sheets, created=made))
        terms = paper.terms
        data = paper_word(paper.title, sheets, minutes=terms.minutes, pass_mark=terms.pass_mark, created=made)
        return file_view(paper.title, "docx", WORD, data)

    def _table(self, act: Act, write: Callable[..., bytes], kind: str, suffix: str) -> View:
        paper = self._paper(act)
        rows, _ = self._figures(paper)
        return file_view(f"{paper.title}-成绩", suffix, kind, write(RESULTS, rows))

    def _items_file(self, act: Act) -> View:
        paper = self._paper(act)
        _, items = self._figures(paper)
        return file_view(f"{paper.title}-题目分析", "csv", CSV, as_csv(ITEMS, items))

    def _results_word(self, act: Act) -> View:
        paper = self._paper(act)
        rows, items = self._figures(paper)
        tables = [
            ReportTable("成绩", RESULTS, rows),
            ReportTable("题目分析", ITEMS, items, note=DISCRIMINATION),
        ]
        made = datetime.now().astimezone()
        return file_view(
            f"{paper.title}-成绩", "docx", WORD, tables_word(f"{paper.title} 成绩", tables, created=made)
        )

    def _figures(self, paper: Paper) -> tuple[Rows, Rows]:
        """The rows of results and of items, which the page and every file show alike."""
        results = self._papers.results(paper.id, datetime.now(UTC))
        return result_rows(paper.title, results), self._items(paper, results)

    def _items(self, paper: Paper, results: tuple[Result, ...]) -> Rows:
        questions = self._bank.stored_questions(paper.question_ids)
        items = [_item(question, paper.points[question.id]) for question in questions]
        told = [(KINDS[question.kind], question.stem) for question in questions]
        return item_rows(analysed(items, self._papers.sheets(results)), told)

    def _sheets(self, paper: Paper) -> list[PaperSheet]:
        questions = self._bank.stored_questions(paper.question_ids)
        versions = paper.terms.versions
        return [
            sheet_of(questions, paper.points, paper.id, version, versions)
            for version in range(1, versions + 1)
        ]

    def _paper(self, act: Act) -> Paper:
        paper = self._papers.get(act.row)
        if self._is_closed(paper, act):
            raise Refused(CLOSED)
        return paper

    def _is_closed(self, paper: Paper, act: Act) -> bool:
        """Whether a question of it is of a document that the trainer may not read."""
        return bool(act.closed and self._bank.documents_of(paper.question_ids) & act.closed)


def _item(question: QuizQuestion, points: float) -> Item:
    right = frozenset(question.answer) & frozenset(question.options)
    return Item(question.id, points, question.options, right)
