"""The trainee's side of the 培训 tab as HTML. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from people import NAME_CHARS, Progress, Trainee, WrongEntry
from rag.quiz import KINDS, SECTIONS, Line, QuizQuestion
from ui.desk import Desk, Told
from ui.templating import render
from ui.training.question_bank import Making

TABS = {
    "home": "练习",
    "wrong": "错题本",
    "cards": "学习卡",
    "progress": "我的进度",
    "papers": "试卷",
    "bank": "管理",
}
MOST = 50  # questions of one round


def page_html(tab: str, trainee: Trainee | None, body: str, note: str = "") -> str:
    """The frame around every view, whose HTML is ``body``: who is learning, and where to go."""
    return render("training/page.html", tab=tab, tabs=TABS, trainee=trainee, body=body, said=note)


def entry_html(trainees: Sequence[Trainee]) -> str:
    """Choosing who learns."""
    return render("training/entry.html", trainees=trainees, name_chars=NAME_CHARS)


def home_html(cases: Mapping[str, int], making: Making, due: int, scope: str) -> str:
    """Starting a round; ``cases`` with their numbers of questions, ``scope`` the form that narrows them."""
    return render("training/home.html", cases=cases, making=making, due=due, scope=scope)


def ask_html(desk: Desk) -> str:
    """The question to be answered."""
    return render("training/round.html", desk=desk, told=None)


def told_html(desk: Desk, told: Told) -> str:
    """What became of the answer, with the words of the source."""
    return render("training/round.html", desk=desk, told=told)


def done_html(desk: Desk) -> str:
    """The round is over."""
    return render("training/done.html", asked=len(desk.questions), right=desk.right)


def wrong_html(entries: Sequence[tuple[WrongEntry, QuizQuestion]]) -> str:
    """错题本."""
    return render("training/wrong.html", entries=entries)


def cards_html(cases: Sequence[str], chosen: str, lines: Sequence[Line]) -> str:
    """学习卡: one case at a glance."""
    sections = [(name, [line for line in lines if line.section == name]) for name in SECTIONS]
    shown = [(name, held) for name, held in sections if held]
    return render("training/cards.html", cases=cases, chosen=chosen, sections=shown)


def progress_html(rows: Sequence[Progress]) -> str:
    """A trainee's progress by case and by kind."""
    kinds: Mapping[str, str] = {str(kind): name for kind, name in KINDS.items()}
    by_case = _summed((row.case, row) for row in rows)
    by_kind = _summed((kinds.get(row.kind, row.kind), row) for row in rows)
    return render("training/progress.html", tables=[("案例", by_case), ("题型", by_kind)] if rows else [])


def _summed(rows: Iterable[tuple[str, Progress]]) -> dict[str, tuple[int, int]]:
    """Questions answered and answered right under each name."""
    sums: dict[str, tuple[int, int]] = {}
    for name, row in rows:
        answered, right = sums.get(name, (0, 0))
        sums[name] = answered + row.answered, right + row.right
    return sums
