"""Which rule grades an answer to which kind of question. Pure but for the reader of a 简答."""

from collections.abc import Callable, Mapping

from rag.quiz.grading.blank_answers import is_blank
from rag.quiz.grading.filled import fills, gaps
from rag.quiz.grading.options import chosen, sequence, several
from rag.quiz.grading.points import short
from rag.quiz.records import Grade, QuizQuestion
from rag.reading import SupportsWeighing

LONGEST = 2000  # code points of an answer; more is refused, not cut
NOTHING = "还没有作答，请先作答。"


class UnusableAnswer(ValueError):
    """An answer that cannot be graded; the message tells the user why, in Chinese."""


def grade(question: QuizQuestion, response: str, reader: SupportsWeighing) -> Grade:
    """Grade an answer; one that says nothing is ``blank``. Raises UnusableAnswer beyond 2,000 characters.

    单选, 判断, 归类, 填空: right or wrong. 多选: the share chosen of what is right, nothing once something
    wrong is chosen. 排序: a choice, or the order typed, whose score is how far it agrees (Kendall's tau, not
    below 0). 材料题: the share of its gaps. 简答: the share of its points.
    """
    if len(response) > LONGEST:
        raise UnusableAnswer(f"答案有 {len(response)} 个字，超过上限 {LONGEST} 个字。请写得简短一些。")
    if is_blank(response, (*question.answer, *question.options)):
        missed = tuple(range(len(question.points)))
        return Grade(False, 0.0, missed=missed, message=NOTHING, blank=True)
    if question.kind == "short":
        return short(question, response, reader)
    return _RULES[question.kind](question, response)


def _filled(question: QuizQuestion, response: str) -> Grade:
    return _whole(fills(response, question.answer))


def _picked(question: QuizQuestion, response: str) -> Grade:
    return _whole(chosen(question.options, response) in question.answer)


def _whole(correct: bool) -> Grade:
    return Grade(correct, float(correct))


_RULES: Mapping[str, Callable[[QuizQuestion, str], Grade]] = {
    "judge": _picked,
    "choice": _picked,
    "match": _picked,
    "multi": several,
    "order": sequence,
    "blank": _filled,
    "passage": gaps,
}
