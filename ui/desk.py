"""What one page of the 培训 tab holds between two clicks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from people import Trainee
from rag.quiz import Grade

LAST_ROW = 2**31 - 1  # no row of either database has a greater number


class Refused(Exception):
    """What was asked for cannot be done; the message tells the user why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that was given and what is said about it."""

    response: str
    grade: Grade
    answer_id: int
    appealed: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is learning, and which question of which round is shown; the round itself is in the database."""

    trainee: Trainee | None = None
    round_id: int = 0  # 0: none
    question_id: str = ""

    def learner(self) -> Trainee:
        """The trainee. Raises Refused when none was chosen."""
        if self.trainee is None:
            raise Refused("还没有选择学员。请先选择或新建一个学员。")
        return self.trainee


@dataclass(frozen=True, slots=True)
class Act:
    """A click: what to do, on which row, with the form around it. Everything comes from outside."""

    do: str
    id: str
    form: Mapping[str, object]
    closed: frozenset[str] = frozenset()  # documents that whoever clicked may not read
    keeps: bool = True  # whether whoever clicked keeps the library

    def text(self, name: str, most: int = 5000) -> str:
        """One field of the form, "" when it is not there; ticked boxes a line each. Raises Refused."""
        words = self.form.get(name, "")
        if isinstance(words, list):  # ticked boxes: one a line
            words = "\n".join(map(str, words))
        if not isinstance(words, str):
            raise Refused("填写的内容没有传对。请刷新页面后再试。")
        if len(words) > most:
            raise Refused(f"填写的内容有 {len(words)} 个字，超过上限 {most} 个字。请写得简短一些。")
        return words

    def response(self, name: str) -> str:
        """The answer to a question: a field's text, or the ticked boxes, one a line. Raises Refused."""
        return "\n".join(self.chosen(name)) if isinstance(self.form.get(name), list) else self.text(name)

    def chosen(self, name: str) -> list[str]:
        """The ticked boxes of one name."""
        value = self.form.get(name, [])
        return [str(ticked) for ticked in value] if isinstance(value, list) else []

    def whole(self, name: str, least: int, most: int, what: str) -> int:
        """A whole number within bounds. Raises Refused."""
        words = self.text(name, 20).strip()
        if not words:
            raise Refused(f"请填写{what}，{least} 到 {most} 的整数。")
        if not words.isdecimal() or not least <= int(words) <= most:
            raise Refused(f"{what}填的是“{words}”，应为 {least} 到 {most} 的整数。")
        return int(words)

    @property
    def row(self) -> int:
        """The number of the row. Raises Refused for anything else."""
        if not self.id.isdecimal() or len(self.id) > 10 or int(self.id) > LAST_ROW:
            raise Refused("没有找到要操作的内容。请刷新页面后再试。")
        return int(self.id)
