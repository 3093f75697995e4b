"""Whether an answer denies what a point says, or says what it denies. Pure."""

import re

from chinese import AnalysedText

SEEN = 2  # characters of what is denied
BESIDE = 4  # characters before words in which what denies them stands
_GLUED = re.compile(r"[未无](?=[\u4e00-\u9fff]{2})")  # 未开放 and 无记名 are words of their own
_ALLOWING = re.compile(r"(?<!不)(?:可以|允许|照样|能够|准许)")
_FORBIDDING = re.compile(r"不[得予能准许应]|严禁|禁止|不可以")
_NEGATORS = frozenset("不未无没非别莫免禁")


def denies(point: AnalysedText, answer: AnalysedText, asked: str) -> bool:
    """Whether one of them denies words that the other says.

    Where the question asks for what is not allowed, an answer that allows it denies every point.
    """
    if _FORBIDDING.search(asked) and _ALLOWING.search(answer.text) and not _ALLOWING.search(point.text):
        return True
    return _turned(point, answer) or _turned(answer, point)


def _turned(denying: AnalysedText, saying: AnalysedText) -> bool:
    """Whether ``saying`` says words, and does not deny them, that ``denying`` denies and nowhere says."""
    return any(_said(words, saying.text) and not _said(words, denying.text) for words in _denied(denying))


def _denied(text: AnalysedText) -> set[str]:
    ends = [denial.end for denial in text.negations] + [m.end() for m in _GLUED.finditer(text.text)]
    found = {text.text[end : end + SEEN] for end in ends}
    return {words for words in found if len(words) == SEEN and words.isalnum()}


def _said(words: str, text: str) -> bool:
    """Whether a text holds the words with no denying word beside them in their clause."""
    for match in re.finditer(re.escape(words), text):
        before = re.split(r"[，,；;。、]", text[max(0, match.start() - BESIDE) : match.start()])[-1]
        if not set(before + text[match.end() : match.end() + 1]) & _NEGATORS:
            return True
    return False
