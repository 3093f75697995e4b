"""The list of earlier conversations, and their turns as they are shown again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from people import Conversation, Turn
from rag.answering import REMEMBERED
from rag.records import Answer, Citation
from ui.chat.render import failed_html, turn_html
from ui.feedback import Buttons, load_answer
from ui.templating import render

UNREADABLE = "这条记录由旧版本保存，已无法显示；可以把问题再问一遍。"


def past_answers(turns: Sequence[Turn]) -> list[Answer]:
    """The answers of the newest turns, oldest first; what cannot be read any more is left out."""
    answers = []
    for turn in turns[-REMEMBERED:]:
        try:
            answers.append(load_answer(turn.answer))
        except ValueError:
            continue
    return answers


def saved_turn_html(
    turn: Turn,
    marked: Callable[[Sequence[Citation]], tuple[Citation, ...]],
    buttons: Buttons | None = None,
) -> str:
    """A stored turn; one that cannot be read any more says so.

    ``marked`` says of its citations what has become of their documents since; ``buttons`` judge it.
    """
    try:
        answer = load_answer(turn.answer)
    except ValueError:
        return failed_html(turn.question, UNREADABLE)
    return turn_html(turn.question, replace(answer, citations=marked(answer.citations)), buttons=buttons)


def list_html(conversations: Sequence[Conversation], current: int | None, now: datetime) -> str:
    """The side list, the current conversation marked; ``now`` has the reader's time zone."""
    rows = [(each, each.id == current, when(each.updated, now)) for each in conversations]
    return render("chat/history.html", rows=rows)


def when(moment: datetime, now: datetime) -> str:
    """今天 08:30, 昨天 08:30, 3月5日 or 2025年3月5日, in the time zone of ``now``."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {local:%H:%M}"
    day = f"{local.month}月{local.day}日"
    return day if local.year == now.year else f"{local.year}年{day}"
