"""Answers that choose among options: one, several, an order. Pure."""

import re
from collections.abc import Sequence
from itertools import combinations
from string import ascii_uppercase

from chinese import bare, fold
from rag.quiz.records import FALSE, TRUE, Grade, QuizQuestion

YES = frozenset({"正确", "对", "是", "√", "✓", "t", "true", "yes", "对的", "是的"})
NO = frozenset({"错误", "错", "不对", "不正确", "否", "×", "✗", "x", "f", "false", "no", "错的", "不是"})
_LETTERED = re.compile(r"[A-Z](?:[\s、,，;；]*[A-Z])*")
_CIRCLED = {chr(ord("①") + i): str(i + 1) for i in range(9)}
_STEPPED = re.compile(r"[1-9](?:[\s、,，;；→>\-—]*[1-9])+")


def chosen(options: Sequence[str], response: str) -> str:
    """The option meant: its words, its letter with or without them, or 对 and 错; "" for none."""
    said = fold(response).strip(" 。.、)）(（")
    if tuple(options) == (TRUE, FALSE) and said in YES | NO:
        return TRUE if said in YES else FALSE
    if letters := _letters(said, len(options)):
        return options[ascii_uppercase.index(letters[0])] if len(letters) == 1 else ""
    words = re.sub(r"^[A-Za-z][.．、:：)）]\s*", "", response.strip())
    return next(
        (option for option in options if same_words(option, response) or same_words(option, words)), ""
    )


def several(question: QuizQuestion, response: str) -> Grade:
    """多选: letters, or the options' words one a line; what is missing costs its share, a wrong one all."""
    if letters := _letters(fold(response).strip(" 。.、)）(（\n"), len(question.options)):
        picked = {question.options[ascii_uppercase.index(letter)] for letter in letters}
    else:
        lines = [line for line in re.split(r"[\n；;]", response) if line.strip()]
        picked = {chosen(question.options, line) for line in lines}
    right = set(question.answer)
    if picked - right:
        return Grade(False, 0.0, message="选了不该选的选项，不得分。")
    score = round(len(picked) / len(right), 4)
    return Grade(
        picked == right, score, message="" if picked == right else f"少选了 {len(right - picked)} 项。"
    )


def sequence(question: QuizQuestion, response: str) -> Grade:
    """排序: one of the orders offered, right or wrong, or an order typed, by how many pairs stand right."""
    if choice := chosen(question.options, response):
        return Grade(choice in question.answer, float(choice in question.answer))
    said, right = _steps(response), _steps(question.answer[0])
    if not said or set(said) != set(right) or len(said) != len(right):
        return Grade(False, 0.0)
    pairs = [said.index(a) < said.index(b) for a, b in combinations(right, 2)]
    score = max(0.0, 2 * sum(pairs) / len(pairs) - 1) if pairs else 1.0
    return Grade(said == right, round(score, 4), message="" if said == right else "次序不全对。")


def same_words(one: str, other: str) -> bool:
    """Whether two wordings are one but for blanks and punctuation."""
    return fold(one).strip() == fold(other).strip() or (bare(one) == bare(other) != "")


def _letters(said: str, count: int) -> list[str]:
    """The letters of options, each once; none where anything else is said."""
    if not _LETTERED.fullmatch(said.upper()):
        return []
    letters = list(dict.fromkeys(c for c in said.upper() if c.isalpha()))
    return letters if all(letter in ascii_uppercase[:count] for letter in letters) else []


def _steps(text: str) -> list[str]:
    """The numbers of an order: ②→①→③ and 2、1、3."""
    said = "".join(_CIRCLED.get(c, c) for c in text).strip(" 。.")
    return re.findall("[1-9]", said) if _STEPPED.fullmatch(said) else []
