"""What an answer says otherwise than a point, whatever the reader makes of it: exact. Pure."""

import re
from dataclasses import dataclass

from chinese import AnalysedText, bare
from rag.quiz.grading.denials import denies
from rag.quiz.grading.told_facts import conflicting, crossed, told_facts

_ACTOR = re.compile(
    r"[\u4e00-\u9fff]{0,2}(?:书记|主任|局长|科长|部长|组长|委员|局|党委|支部|工委|党组|小组|中心|工会|法院|街道|社区)"
)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Words of the answer, and the point's words in whose place they stand; "" where none can be named."""

    said: str = ""
    instead: str = ""


def otherwise(point: AnalysedText, text: AnalysedText, asked: str) -> Otherwise | None:
    """Another value, values exchanged, a denial, another name or another doer; None when nothing differs."""
    if pair := conflicting(told_facts(point), told_facts(text)):
        ours, theirs = pair
        return Otherwise(text.text[theirs.start : theirs.end], point.text[ours.start : ours.end])
    if crossed(point, text) or denies(point, text, asked):
        return Otherwise()
    return _renamed(point, text, asked) or _done_by_another(point, text)


def _renamed(point: AnalysedText, text: AnalysedText, asked: str) -> Otherwise | None:
    """A quoted name in the place of the point's own."""
    ours = [point.text[a:b] for a, b in point.quotations]
    theirs = [text.text[a:b] for a, b in text.quotations]
    new = [name for name in theirs if bare(name) not in bare(f"{asked}{point.text}")]
    lost = [name for name in ours if bare(name) not in bare(text.text)]
    return Otherwise(new[0], lost[0]) if new and lost and len(lost) == len(ours) else None


def _done_by_another(point: AnalysedText, text: AnalysedText) -> Otherwise | None:
    """A body or an office that the point does not name, where the one it names is not told."""
    ours = [m.group() for m in _ACTOR.finditer(point.text) if m.group()[-2:] not in text.text]
    theirs = [m.group() for m in _ACTOR.finditer(text.text) if m.group()[-2:] not in point.text]
    return Otherwise(theirs[0], ours[0]) if ours and theirs else None
