"""What may be asked of a paper, and how it is refused in plain words. Pure."""

from collections.abc import Mapping, Sequence
from unicodedata import category

from people.entries import UNSEEN, NotAccepted
from people.papers.records import Terms, shown_points

TITLE_CHARS = 80  # code points
QUESTIONS = 200  # in a paper, at most
MINUTES = 600  # at most
VERSIONS = 8  # at most: A to H
ATTEMPTS = 10  # at most
POINTS = 100  # of one question, at most
WHOLE = 100.0  # points of a paper whose questions were given none: each an equal share


def paper_title(title: str) -> str:
    """The title without blanks at its ends. Raises NotAccepted."""
    line = title.strip()
    if not line:
        raise NotAccepted("请填写试卷名称。")
    if len(line) > TITLE_CHARS:
        raise NotAccepted(f"试卷名称太长了：有 {len(line)} 个字，最多 {TITLE_CHARS} 个字。请写短一些。")
    if any(category(character) in UNSEEN for character in line):
        raise NotAccepted("试卷名称里有看不见的控制字符。请删去后重新填写。")
    return line


def check_questions(question_ids: Sequence[str]) -> None:
    """Raises NotAccepted for none, too many, or one that occurs twice."""
    if not question_ids:
        raise NotAccepted("试卷里还没有题目。请先选题。")
    if len(question_ids) > QUESTIONS:
        raise NotAccepted(f"试卷选了 {len(question_ids)} 道题，最多 {QUESTIONS} 道。请减少一些。")
    twice = next((question_id for question_id in question_ids if question_ids.count(question_id) > 1), None)
    if twice is not None:
        raise NotAccepted(f"题目 {twice} 选了不止一次，一份试卷里每题只能出现一次。请去掉重复的。")


def points_of(question_ids: Sequence[str], given: Mapping[str, float] | None) -> tuple[float, ...]:
    """The points of each question; equal shares of WHOLE where none were given. Raises NotAccepted."""
    if given is None:
        return tuple(WHOLE / len(question_ids) for _ in question_ids)
    for at, question_id in enumerate(question_ids, start=1):
        points = given.get(question_id)
        if points is None:
            raise NotAccepted(f"第 {at} 题还没有分值。请填写每题的分值。")
        if not 0 < points <= POINTS:
            raise NotAccepted(
                f"第 {at} 题的分值是 {shown_points(points)}，应大于 0、不超过 {POINTS}。请重新填写。"
            )
    return tuple(given[question_id] for question_id in question_ids)


def check_terms(terms: Terms, total: float) -> None:
    """Raises NotAccepted for terms outside their limits; ``total`` are the points of the whole paper."""
    if terms.minutes is not None and not 1 <= terms.minutes <= MINUTES:
        raise NotAccepted(
            f"考试时间填的是 {terms.minutes} 分钟，应为 1 到 {MINUTES} 分钟。请重新填写，不限时就留空。"
        )
    if terms.pass_mark is not None and not 0 < terms.pass_mark <= total + 1e-9:
        raise NotAccepted(
            f"及格线填的是 {shown_points(terms.pass_mark)} 分，"
            f"应大于 0、不超过满分 {shown_points(total)} 分。请重新填写，不设及格线就留空。"
        )
    if not 1 <= terms.versions <= VERSIONS:
        raise NotAccepted(f"卷数填的是 {terms.versions}，应为 1 到 {VERSIONS} 份。请重新填写。")
    if not 1 <= terms.attempts <= ATTEMPTS:
        raise NotAccepted(f"作答次数填的是 {terms.attempts}，应为 1 到 {ATTEMPTS} 次。请重新填写。")
    if terms.opens and terms.closes and terms.closes <= terms.opens:
        raise NotAccepted("截止时间早于开始时间。请把截止时间改到开始时间以后。")
