"""What one page of the 培训 tab holds between two clicks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from people import Trainee
from rag.quiz import Grade, QuizQuestion

LAST_ROW = 2**31 - 1  # no row of either database has a greater number


class Refused(Exception):
    """What was asked for cannot be done; the message tells the user why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answer just given and what was said about it."""

    response: str
    grade: Grade
    answer_id: int
    appealed: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is learning, and the round of questions under way."""

    trainee: Trainee | None = None
    questions: tuple[QuizQuestion, ...] = ()
    at: int = 0
    right: int = 0
    told: Told | None = None

    @property
    def question(self) -> QuizQuestion:
        """The one asked now."""
        return self.questions[self.at]

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
        """One field of the form, "" when it is not there. Raises Refused when it is too long or no text."""
        words = self.form.get(name, "")
        if not isinstance(words, str):
            raise Refused("填写的内容没有传对。请刷新页面后再试。")
        if len(words) > most:
            raise Refused(f"填写的内容有 {len(words)} 个字，超过上限 {most} 个字。请写得简短一些。")
        return words

    def chosen(self, name: str) -> list[str]:
        """The ticked boxes of one name."""
        value = self.form.get(name, [])
        return [str(ticked) for ticked in value] if isinstance(value, list) else []

    def whole(self, name: str, least: int, most: int, what: str) -> int:
        """A whole number within bounds. Raises Refused."""
        words = self.text(name, 20).strip()
        if not words.isdecimal() or not least <= int(words) <= most:
            raise Refused(f"{what}填的是“{words}”，应为 {least} 到 {most} 的整数。")
        return int(words)

    @property
    def row(self) -> int:
        """The number of the row. Raises Refused for anything else."""
        if not self.id.isdecimal() or len(self.id) > 10 or int(self.id) > LAST_ROW:
            raise Refused("没有找到要操作的内容。请刷新页面后再试。")
        return int(self.id)
