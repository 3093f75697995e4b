"""A draft -> sentences and their checkable parts. Pure; offsets in code points of the draft.

A part is a clause with a statement of its own. What leads up to it (a date, a condition, a
subject before a comma) belongs to it, so that it can be looked up by itself.
"""

import re
from dataclasses import dataclass

from chinese import CLOSE, OPEN, AnalysedText, find_places, quotations, split_sentences
from chinese.values import find_mentions

_STOPS = "，,；;"
_MIN_PART = 5  # fewer characters state nothing by themselves
# A clause that only leads up to the next one.
_LEADS = re.compile(
    r"^(?:其中|同时|此外|另外|目前|近年来|今年以来|一直以来|据悉|据了解|据介绍|值得一提的是|总之|因此|为此|例如|比如)$"
    r"|^(?:在|通过|为了?|围绕|针对|聚焦|随着|自|从|按照|根据|坚持|面对|除了?|对于?|依托|借助|结合|经过?)"
)
# Wishes, exhortation, greetings, announcements of the text itself: nothing to look up.
_WISH = re.compile(
    r"^(?:让我们|我们(?:要|应|应当|必须|将|相信|希望|坚信)|各级[^，。]{0,12}(?:要|应)|要|应当?|必须|希望|祝|愿|请|相信|坚信|但愿)"
    r"|(?:大家|各位|同志们)[^，。]{0,6}(?:好|您好)|^(?:谢谢|感谢|欢迎|你好|您好)"
    r"|值得(?:我们)?(?:学习|借鉴|推广|肯定|点赞)|(?:应|要)(?:当|该)?(?:认真|深入|继续|进一步|切实)"
    r"|下面.{0,8}(?:汇报|介绍|报告)|^(?:以上|现)(?:汇报|报告)|请[^，。]{0,6}(?:审阅|批评指正|指正|审议)"
    r"|^下一步[,，]?|意义(?:十分|非常)?(?:重大|深远)|任重道远|再接再厉|再创佳绩|再上(?:新)?台阶"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a sentence."""

    start: int
    end: int
    checkable: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a draft and its parts, which lie in it in order and do not overlap."""

    start: int
    end: int
    parts: tuple[Part, ...]  # at least one
    text: AnalysedText  # its words


def split_claims(draft: str) -> list[Claim]:
    """The sentences of a draft with their parts, in order."""
    return [_claim(AnalysedText(draft[start:end]), start) for start, end in split_sentences(draft)]


def _claim(sentence: AnalysedText, start: int) -> Claim:
    """The sentence that begins at ``start`` of the draft."""
    clauses = _joined(sentence, _clauses(sentence.text))
    parts = tuple(Part(start + a, start + b, _checkable(sentence.part(a, b))) for a, b in clauses)
    return Claim(start, start + len(sentence.text), parts, sentence)


def _clauses(sentence: str) -> list[tuple[int, int]]:
    """Stretches between commas and semicolons, quotations and brackets kept whole."""
    spans, depth, begun = [], 0, 0
    for i, character in enumerate(sentence):
        depth = max(0, depth + (character in OPEN) - (character in CLOSE))
        if depth == 0 and character in _STOPS:
            spans.append((begun, i))
            begun = i + 1
    spans.append((begun, len(sentence)))
    kept = [(a, b) for a, b in spans if any(c.isalnum() for c in sentence[a:b])]
    return kept or [(0, len(sentence))]


def _joined(sentence: AnalysedText, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what states nothing by itself to the clause it leads up to; at the end, to the one before."""
    joined: list[tuple[int, int]] = []
    begun: int | None = None
    for at, (start, end) in enumerate(clauses):
        first = start if begun is None else begun
        if at + 1 < len(clauses) and not _states(sentence.part(start, end)):
            begun = first
            continue
        begun = None
        if joined and not _states(sentence.part(start, end)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    return joined


def _states(clause: AnalysedText) -> bool:
    """Whether a clause has a predicate of its own."""
    text = clause.folded.strip()
    if len(text) < _MIN_PART or _LEADS.match(text):
        return False
    return any(
        tag.startswith(("v", "a", "i", "l")) and word not in "是有" for word, tag in clause.folded_words
    )


def _checkable(part: AnalysedText) -> bool:
    """Whether a part states something that a source could hold or deny."""
    text = part.folded.strip()
    if not any("\u4e00" <= c <= "\u9fff" or c.isalnum() for c in text):
        return False
    if not _WISH.search(text):
        return True
    return _names_something(part)


def _names_something(part: AnalysedText) -> bool:
    """A wish with a date, number, name, place or body in it still states something."""
    text = part.folded
    given = any(
        m.kind != "number" or any(c.isdigit() for c in text[m.start : m.end]) for m in find_mentions(text)
    )
    return given or bool(quotations(text) or find_places(text, part.folded_words) or part.organisations)
