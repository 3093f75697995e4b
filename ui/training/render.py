"""The trainee's side of the 培训 tab as HTML. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from people import DAILY, NAME_CHARS, Asked, Habit, Round, Trainee, WrongEntry
from people.courses import Course, Step
from rag.quiz import SECTIONS, Line, QuizQuestion
from ui.desk import Told
from ui.templating import render
from ui.training.progress import PROGRESS, Share, progress_rows
from ui.training.question_bank import Making

TABS = {
    "home": "练习",
    "study": "课程",
    "wrong": "错题本",
    "cards": "学习卡",
    "progress": "我的进度",
    "papers": "试卷",
    "bank": "管理",
}
MOST = 50  # questions of one round
ROUNDS = {"day": "今日十题", "practice": "自选练习", "wrong": "重做错题", "lesson": "练习", "test": "测验"}
HIGH = 60  # units of the chart's columns


@dataclass(frozen=True, slots=True)
class Today:
    """What the page of 练习 says of today."""

    ten: Round | None  # None: not begun
    due: int  # questions that are to be repeated
    habit: Habit
    under_way: Sequence[Round]  # other rounds to go on with


@dataclass(frozen=True, slots=True)
class Shown:
    """What a view needs of a round and of the question that is shown."""

    round: Round
    place: int  # of the question in the round
    question: QuizQuestion
    told: Told | None  # None: not answered yet


def page_html(tab: str, trainee: Trainee | None, body: str, note: str = "") -> str:
    """The frame around every view, whose HTML is ``body``: who is learning, and where to go."""
    return render("training/page.html", tab=tab, tabs=TABS, trainee=trainee, body=body, said=note)


def entry_html(trainees: Sequence[Trainee], taken: Trainee | None = None) -> str:
    """Choosing who learns; ``taken`` has the name that somebody new wanted."""
    return render("training/entry.html", trainees=trainees, name_chars=NAME_CHARS, taken=taken)


def home_html(cases: Mapping[str, int], making: Making, today: Today, scope: str) -> str:
    """Starting a round; ``cases`` with their numbers of questions, ``scope`` the form that narrows them."""
    return render(
        "training/home.html", cases=cases, making=making, today=today, scope=scope, goal=DAILY, names=ROUNDS
    )


def round_html(shown: Shown) -> str:
    """A question of a round: to be answered, or what became of the answer with the words of the source."""
    return render("training/round.html", shown=shown, names=ROUNDS)


def done_html(
    done: Round, stems: Sequence[tuple[str, Asked]], streak: int, course: Course | None, step: Step | None
) -> str:
    """The round is over; ``step`` of ``course`` where it was one's."""
    return render(
        "training/done.html", done=done, stems=stems, streak=streak, course=course, step=step, goal=DAILY
    )


def wrong_html(entries: Sequence[tuple[WrongEntry, QuizQuestion]], held: int, here: str = "") -> str:
    """错题本; ``held`` more are in a paper that goes on; ``here`` is the question an address leads to."""
    return render("training/wrong.html", entries=entries, held=held, here=here)


def cards_html(cases: Sequence[str], chosen: str, lines: Sequence[Line], held: int) -> str:
    """学习卡: one case at a glance; ``held`` more lines prove answers of a paper that goes on."""
    return render("training/cards.html", cases=cases, chosen=chosen, sections=card_sections(lines), held=held)


def card_sections(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The lines of a card under their headings."""
    sections = [(name, [line for line in lines if line.section == name]) for name in SECTIONS]
    return [(name, held) for name, held in sections if held]


def without_proofs(lines: Sequence[Line], proofs: Collection[tuple[str, int, int]]) -> tuple[list[Line], int]:
    """The lines of a card that lie in none of these words (document, offsets), and how many do."""
    kept = [
        line
        for line in lines
        if not any(
            line.citation.document_id == document and line.citation.start < end and start < line.citation.end
            for document, start, end in proofs
        )
    ]
    return kept, len(lines) - len(kept)


def progress_html(bars: Sequence[Share], habit: Habit) -> str:
    """A trainee's progress, with a bar for each case, kind and topic, and a column for each day."""
    rows = zip(bars, progress_rows(bars), strict=True)
    tables = [(what, list(group)) for what, group in groupby(rows, key=lambda row: row[0].what)]
    most = max(*(count for _, count in habit.days), DAILY)
    columns = [(day, count, round(HIGH * count / most, 1)) for day, count in habit.days]
    return render(
        "training/progress.html",
        tables=tables,
        headings=PROGRESS[2:],
        habit=habit,
        columns=columns,
        high=HIGH,
        goal=DAILY,
        goal_at=round(HIGH - HIGH * DAILY / most, 1),
    )
