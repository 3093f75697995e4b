"""An answer -> its grade: exact for options, by value for numbers and dates, point by point for 简答.

Pure but for the reader that a 简答 is given to.
"""

import re
from collections.abc import Sequence

from chinese import AnalysedText, bare, fold
from chinese.values import (
    Quantity,
    date_relation,
    find_dates,
    find_quantities,
    narrow,
    number_value,
    same_measure,
)
from rag.checking import align, wording
from rag.quiz.records import FALSE, LETTERS, TRUE, Grade, QuizQuestion
from rag.reading import SupportsWeighing, Weighing

LONGEST = 2000  # code points of an answer; more is refused, not cut
COVERED = 0.5  # share of a point's wording from which an answer makes it, whatever the reader says
TOUCHED = 0.2  # share from which an answer makes it when the reader finds it supported
YES = frozenset({"正确", "对", "是", "√", "✓", "t", "true", "yes"})
NO = frozenset({"错误", "错", "不对", "不正确", "否", "×", "✗", "x", "f", "false", "no"})
_BOUNDS = re.compile(r"^(?:大约|超过|将近|接近|不少于|约|近|超|逾)|(?:多|余|左右|以上)$")


class UnusableAnswer(ValueError):
    """An answer that cannot be graded; the message tells the user why, in Chinese."""


def grade(question: QuizQuestion, response: str, reader: SupportsWeighing) -> Grade:
    """Grade an answer; an empty one is wrong. Raises UnusableAnswer for one of more than 2,000 characters."""
    if len(response) > LONGEST:
        raise UnusableAnswer(f"答案有 {len(response)} 个字，超过上限 {LONGEST} 个字。请写得简短一些。")
    if not any(c.isalnum() or c in "√×✓✗" for c in response):
        return Grade(False, 0.0, missed=tuple(range(len(question.points))), message="没有作答。")
    if question.kind == "short":
        return _short(question, response, reader)
    if question.kind == "blank":
        correct = _fills(response, question.answer)
    else:
        correct = _chosen(question, response) in question.answer
    return Grade(correct, float(correct))


def _chosen(question: QuizQuestion, response: str) -> str:
    """The option meant: its words, its letter, or 对 and 错."""
    said = fold(response).strip(" 。.、)）(（")
    if question.options == (TRUE, FALSE) and said in YES | NO:
        return TRUE if said in YES else FALSE
    if len(said) == 1 and said.upper() in LETTERS[: len(question.options)]:
        return question.options[LETTERS.index(said.upper())]
    return next((option for option in question.options if _same_words(option, response)), "")


def _fills(response: str, answers: Sequence[str]) -> bool:
    """Whether the words, the number or the date are one of the answers'."""
    if any(_same_words(response, answer) for answer in answers):
        return True
    # A unit that is given must be the source's, so the answers that name one decide.
    full = [answer for answer in answers if (amount := _one(_bare(answer))) and amount.measure]
    return any(_same_value(response, answer) or _same_date(response, answer) for answer in full or answers)


def _same_words(one: str, other: str) -> bool:
    return fold(one).strip() == fold(other).strip() or (bare(one) == bare(other) != "")


def _same_value(response: str, answer: str) -> bool:
    """两万一千四百五十 for 2.145万名; 余 and 约 need not be repeated, a unit that is given must fit."""
    said, meant = _bare(response), _bare(answer)
    if not bare(said):
        return False
    value, ours, theirs = number_value(said), _one(said), _one(meant)
    if value is not None and (ours is None or not ours.measure):  # a number alone
        numeral = number_value(meant)
        return value == (theirs.low if theirs else numeral)
    if ours is None or theirs is None:
        return False
    return (
        ours.low == theirs.low
        and (ours.kind == "ordinal") == (theirs.kind == "ordinal")
        and _fits(ours, theirs)
    )


def _fits(ours: Quantity, theirs: Quantity) -> bool:
    return not ours.measure or not theirs.measure or same_measure(ours, theirs)


def _bare(text: str) -> str:
    """Without 约, 余 and the like."""
    return _BOUNDS.sub("", narrow(text).strip())


def _one(text: str) -> Quantity | None:
    """The only amount of a text that says nothing else."""
    found = find_quantities(text)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return found[0] if not re.sub(r"[余多约近超过\s。]", "", rest) else None


def _same_date(response: str, answer: str) -> bool:
    said, meant = find_dates(narrow(response).strip()), find_dates(answer)
    if len(said) != 1 or len(meant) != 1 or said[0].end - said[0].start < len(response.strip(" 。")):
        return False
    return date_relation(said[0], meant[0]) == "equal"


def _short(question: QuizQuestion, response: str, reader: SupportsWeighing) -> Grade:
    """Which points the answer makes."""
    weighed = reader.weigh([(point.text, response) for point in question.points])
    said, points = AnalysedText(response), [AnalysedText(point.text) for point in question.points]
    made = [_makes(said, point, one) for point, one in zip(points, weighed, strict=True)]
    met = tuple(i for i, one in enumerate(made) if one)
    missed = tuple(i for i, one in enumerate(made) if not one)
    score = len(met) / len(made)
    message = f"{len(made)} 个要点答出 {len(met)} 个。" + _wrong(said, points)
    return Grade(not missed, round(score, 4), met, missed, message)


def _makes(response: AnalysedText, point: AnalysedText, weighing: Weighing) -> bool:
    """Whether no fact of the point is told otherwise, half of them are told, and enough of its wording."""
    facts = align(point, response, response)
    if facts.mismatches or len(facts.missing) > facts.held:
        return False
    wanted = wording(point)
    share = len(wanted & wording(response)) / len(wanted) if wanted else 1.0
    supported = weighing.supported > max(weighing.contradicted, weighing.unverifiable)
    return share >= COVERED or (share >= TOUCHED and supported)


def _wrong(response: AnalysedText, points: Sequence[AnalysedText]) -> str:
    """Which words of the answer differ from the source."""
    for point in points:
        found = align(response, point, point).mismatches
        if found and found[0].alike > 0.5:
            ours, theirs = response.text[slice(*found[0].claimed)], point.text[slice(*found[0].source)]
            return f"“{ours}”与原文“{theirs}”不一致。"
    return ""
