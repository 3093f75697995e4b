"""Question + sentence + reading -> the short answer inside the sentence. Pure.

Spans lie inside one sentence, have the type that was asked for where the type has a form
(dates, numbers, items of an enumeration), and never are punctuation alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chinese import NUMERAL_CHARS, Wording, answer, fold
from chinese.values import Mention, Quantity, answers, asked_count, counted, find_mentions, find_quantities
from rag.answering.name_answer import Sought, best_list, best_name
from rag.answering.question import Question
from rag.reading import Reading

MAX_PAIR = 30  # code points between two numbers of one answer
EACH = re.compile(r"分别(?:是|有|为)?(?:多少|几|什么)|谁(?:高|低|多|少)|哪个[高低多少]")
_WAS = re.compile(r"原来|原先|以前|之前|此前|过去|起初|最初|当初|从前|改革前|本来")
BINDING = 6.0  # what a value gains whose proposition holds all of them
_FORMER = 6.0  # what a value loses that held before a change, where that is not asked
_FORMS: Mapping[str, tuple[str, ...]] = {
    "date": ("date",),
    "ordinal": ("ordinal",),
    "number": ("number", "percent"),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What a proposition says of the values in it."""

    share: float  # 0..1, of the question's words that tell a sentence's propositions apart: those it holds
    former: bool = False  # whether the value held before a change: 3天 in 由3天压缩到0.5天


@dataclass(frozen=True, slots=True)
class Span:
    """A short answer: offsets into the sentence's text, the reader's score, whether its type was checked."""

    start: int
    end: int
    score: float
    typed: bool


def find_span(
    question: Question,
    sentence: str,
    reading: Reading,
    at: int,
    wording: Wording,
    bound: Mapping[tuple[int, int], Bound] | None = None,
) -> Span | None:
    """The best short answer in ``sentence``, which starts at offset ``at`` of the passage read.

    ``bound`` says of places in the sentence what a proposition says of the values there. None when the
    sentence holds nothing of the type asked for, or several things are asked for at once.
    """
    if EACH.search(question.text):
        return None
    if kinds := _FORMS.get(question.asked):
        return _best_mention(question, sentence, reading, at, kinds, bound or {})
    score, start, end = reading.expected_span(at, at + len(sentence))
    free = answer(sentence, start - at, end - at)
    sought = Sought(question, sentence, reading, at, wording)
    if question.asked in ("honour", "name", "person", "place", "unit"):
        best = best_name(sought, free)
    elif question.asked == "list":
        best = best_list(sought, free)
    else:
        best = (score, free) if free else None
    return Span(*best[1], best[0], typed=False) if best else None


def _best_mention(
    question: Question,
    sentence: str,
    reading: Reading,
    at: int,
    kinds: tuple[str, ...],
    bound: Mapping[tuple[int, int], Bound],
) -> Span | None:
    folded = fold(sentence)
    if len(folded) != len(sentence):  # a ligature or ㎡: offsets would shift
        folded = sentence
    given = {m.value for m in question.facts}
    wanted = asked_count(question.text)
    month = re.search(r"哪个?月|几月|何月", question.text)
    spans: list[Span] = []
    was = bool(_WAS.search(question.text))
    amounts = find_quantities(folded) if "number" in kinds else []
    for mention in find_mentions(folded):
        if mention.kind not in kinds or mention.value in given or _name_part(folded, mention):
            continue
        if mention.kind == "date" and month and "-" not in mention.value:
            continue  # a year does not answer 哪年哪月
        if "number" in kinds and not answers(wanted, counted(folded[mention.start : mention.end])):
            continue
        score = reading.score(at + mention.start, at + mention.end) + _fit(question, folded, mention)
        inside = [b for (a, z), b in bound.items() if a <= mention.start and mention.end <= z]
        score += max((BINDING * b.share - _FORMER * (b.former and not was) for b in inside), default=0.0)
        start, end = _bounded(folded, mention, amounts)
        spans.append(Span(start, end, score, typed=True))
    best = max(spans, key=lambda span: span.score, default=None)
    if best and (question.text.count("多少") > 1 or re.search(r"各有?(?:几|多少)", question.text)):
        return _joined(best, spans)
    return best


def _bounded(text: str, mention: Mention, amounts: Sequence[Quantity]) -> tuple[int, int]:
    """The mention with the words that bound it: 不超过150元, 80分以上; and its sign."""
    start, end = mention.start, mention.end
    for amount in amounts:
        if amount.start <= start and end <= amount.end:
            start, end = amount.start, amount.end
            break
    signed = (
        start
        and text[start - 1] in "-－"
        and text[start].isdigit()
        and not text[start - 2 : start - 1].isdigit()
    )
    return (start - 1 if signed else start), end


def _joined(best: Span, spans: list[Span]) -> Span:
    """Two numbers were asked for: the neighbour that comes close to the best belongs to the answer."""
    others = [s for s in spans if s is not best and abs(s.start - best.start) <= MAX_PAIR]
    second = max(others, key=lambda span: span.score, default=best)
    start, end = min(best.start, second.start), max(best.end, second.end)
    return Span(start, end, best.score, typed=True)


def _name_part(sentence: str, mention: Mention) -> bool:
    """Whether a numeral belongs to a word or name: 一线, “六个一”, 12345热线."""
    surface = sentence[mention.start : mention.end]
    before = sentence[mention.start - 1 : mention.start]
    if mention.kind == "number" and ((before and before in "“‘「『") or surface[0] == "一"):
        return True  # 一处, 一名 introduce a thing rather than count it
    return mention.kind == "number" and bool(re.fullmatch(r"[" + NUMERAL_CHARS + r"万]+", surface))


def _fit(question: Question, sentence: str, mention: Mention) -> float:
    """What the words around a mention add: its measure, the noun behind it, a month where one is asked."""
    bonus = 0.0
    surface, after = sentence[mention.start : mention.end], sentence[mention.end : mention.end + 8]
    asked = re.search(r"(?:多少|几)([\u4e00-\u9fff]{1,3})", question.text)
    if asked and mention.kind == "number":
        wanted = asked.group(1)
        bonus += 2.0 * (surface[-1] in wanted or surface[-2:] in wanted)
        noun = wanted[1:] if wanted[0] in surface else wanted
        bonus += 3.0 * (len(noun) > 1 and noun[:2] in surface[-1] + after)
    elif question.focus and question.focus[:2] in after:
        bonus += 3.0
    if "%" not in surface and re.search(r"率|比例|百分", question.text) and mention.kind != "percent":
        bonus -= 2.0
    return bonus
