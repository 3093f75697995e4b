"""The statements of a text that questions are made of, the clearest first; spans of the document. Pure.

A case is its unit's, and the question names that; any other text tells of many doers, so that a sentence
has to name its own, or to stand after one that does.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.quiz.sentence_quality import Grade, grade, opener, told_whose
from rag.quiz.topics import Topic

Span = tuple[int, int]
_POINTING = re.compile("[这那该此其他她它本]|以上|上述|同[年月日]|当[年月日天]")  # the fewer, the clearer
_AS_TEXTS_BEGIN = re.compile(
    "(?:近日|日前|近期|近来|近年来|今年以来|目前|当前|最近|今[日天晨晚]|昨[日天晚]|当地时间[^，]{1,12})，?|记者|针对|随着|受"
    "|(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?[0-9]{1,2}日"
)
_BREAK = re.compile("[\n。！？]|[ \u3000\xa0\t]{2}")
# After those that name their subject; what somebody thinks or appeals for is never asked.
LEVELS: tuple[Grade, ...] = ("common", "bare", "norm")
LONGEST = 140  # code points of two sentences shown together
_AFTER_NAMED: tuple[Grade, ...] = ("common", "bare", "leaning")  # what is clearer after one that names
_AFTER_OTHERS: tuple[Grade, ...] = ("bare", "leaning")  # … after one that does not
CHAIN = 240  # code points of a sentence with all it leans on
_TOLD: tuple[Grade, ...] = ("common", "bare", "leaning", "headless", "norm")  # what a chain may end with
_OPENS: tuple[Grade, ...] = ("named", "common")  # … and begin with


def statements(topic: Topic) -> Iterator[tuple[Span, ...]]:
    """Groups of statements, offsets into the document, to be asked about one after another as far as needed.

    Of a case with a unit one group, all its sentences. Of another text first the sentences that name
    their subject and those after them together with them, then the others one by one, the clearer first.
    """
    if topic.unit:
        yield topic.sentences
        return
    shown = list(_graded(topic))
    found = [span for span, clear in shown if clear == "named"] + list(_pairs(topic, shown, "named"))
    yield tuple(found)
    for level in LEVELS if topic.named else ():  # 一篇资料 of which nothing is told
        alone = [span for span, clear in shown if clear == level]
        alone.sort(key=lambda span: len(_POINTING.findall(topic.document.text, *span)))
        paired = _pairs(topic, shown, level) if level in ("common", "bare") else ()
        for span in (*alone, *paired):
            if not any(_inside(span, one) for one in found):
                found.append(span)
                yield (span,)


def chains(topic: Topic) -> Iterator[tuple[Span, int]]:
    """Sentences with those before them down to one that names its subject, and where each last one begins.

    Shown whole they tell what no sentence of them tells alone.
    """
    shown = list(_graded(topic))
    for number, (span, clear) in enumerate(shown):
        start = _chained(topic, shown, number) if clear in _TOLD else None
        if start is not None:
            yield (start, span[1]), span[0]


def _chained(topic: Topic, shown: Sequence[tuple[Span, Grade | None]], number: int) -> int | None:
    """Where the sentences begin that the one of that number leans on; None where they cannot be shown."""
    text, end = topic.document.text, shown[number][0][1]
    for (after, _), (span, clear) in pairwise(reversed(shown[: number + 1])):
        if clear in (None, "urge") or end - span[0] > CHAIN or _apart(text[span[1] : after[0]]):
            return None
        if clear == "named" or (clear in _OPENS and told_whose(text[span[0] : end])):
            return span[0]
    return None


def _apart(between: str) -> bool:
    """Whether a paragraph ends between two sentences, or something stands there that is not shown."""
    return bool(_BREAK.search(between))


def _inside(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _graded(topic: Topic) -> Iterator[tuple[Span, Grade | None]]:
    """The sentences without their openers, and how clear they are."""
    text = topic.document.text
    titled = bool(topic.document.title or topic.case)
    for number, (start, end) in enumerate(topic.sentences):
        clear = grade(text[start:end], text)
        if clear and not (number or titled or _begins(text, (start, end))):
            clear = "leaning"  # a text without a title may have it in its first sentence
        yield (start + opener(text[start:end]), end), clear


def _begins(text: str, span: Span) -> bool:
    """Whether the text's first sentence begins as the page printed it: at a dateline's end or a new line."""
    return bool(text[: span[0]].strip() or _AS_TEXTS_BEGIN.match(text, span[0]))


def _pairs(topic: Topic, shown: Sequence[tuple[Span, Grade | None]], level: Grade) -> Iterator[Span]:
    """Sentences that lean on the one before, together with it, where that one is of the level."""
    text = topic.document.text
    after = _AFTER_NAMED if level == "named" else _AFTER_OTHERS
    for (before, first), (span, second) in pairwise(shown):
        if first != level or second not in after or span[1] - before[0] > LONGEST:
            continue
        apart = _apart(text[before[1] : span[0]])
        if not apart and (level == "named" or told_whose(text[before[0] : span[1]])):
            yield before[0], span[1]
