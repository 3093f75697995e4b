"""The trainer's side of the 培训 tab as HTML. Pure."""

from collections.abc import Mapping, Sequence

from index.store import Entry
from people import Appeal, StoredQuestion
from people.bank import OWN
from rag.quiz import KINDS, QuizQuestion, from_json
from ui.templating import render
from ui.training.question_bank import Making

SHOWN = 50  # questions of the bank on one page
DOCUMENTS = 1000  # to choose from for a question of one's own
LINKS = {
    "bank": "题库",
    "compose": "组卷",
    "results": "成绩",
    "courses": "课程",
    "mastery": "掌握情况",
    "appeals": "申诉",
}


def trainer_html(tab: str, body: str, appeals: int) -> str:
    """The trainer's views, whose HTML is ``body``, under their own row of links."""
    return render("training/trainer.html", tab=tab, links=LINKS, body=body, appeals=appeals)


def bank_html(
    questions: Sequence[StoredQuestion], page: int, chosen: Mapping[str, str], making: Making
) -> str:
    """The questions of the bank, a page at a time."""
    return render(
        "training/bank.html",
        total=len(questions),
        rows=[_bank_row(question) for question in questions[page * SHOWN : (page + 1) * SHOWN]],
        page=page,
        more=(page + 1) * SHOWN < len(questions),
        chosen=chosen,
        making=making,
    )


def _bank_row(question: StoredQuestion) -> tuple[StoredQuestion, str, str, str, list[str]]:
    kinds: Mapping[str, str] = {str(kind): name for kind, name in KINDS.items()}
    marks = ["已隐藏"] if question.hidden else []
    marks += ["资料已移除，停用"] if question.retired else []
    marks += ["自编题"] if question.document_id == OWN else []
    marks += [{"edited": "已修改", "added": "手工添加"}[question.origin]] if question.origin != "made" else []
    asked, kind = from_json(question.content), kinds.get(question.kind, question.kind)
    return question, kind, asked.stem, asked.right or "见要点", marks


def edit_html(question: QuizQuestion) -> str:
    """Changing a question's words; its evidence stays."""
    return render("training/edit.html", question=question)


def new_html(documents: Sequence[Entry]) -> str:
    """Adding a question by hand, with the words of a source that prove it."""
    return render("training/new.html", documents=documents[:DOCUMENTS])


def mastery_html(rows: Sequence[Sequence[object]], headings: Sequence[str]) -> str:
    """The figures beside the chart."""
    return render("training/mastery.html", rows=rows, headings=headings)


def appeals_html(rows: Sequence[tuple[Appeal, QuizQuestion]]) -> str:
    """What trainees say against grades."""
    return render("training/appeals.html", rows=rows)
