"""Question + sentence + reading -> the short answer inside the sentence. Pure.

Spans lie inside one sentence, have the type that was asked for where the type has a form
(dates, numbers, items of an enumeration), and never are punctuation alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.facts import Mention, mentions
from rag.fold import bare, fold, terms
from rag.question import Question
from rag.reader import Reading
from rag.wording import Wording

OPEN, CLOSE = "“‘「『《（(【", "”’」』》）)】"
_TRIM = " \t\r\n　，。、；：！？,.;:!?…—-~·"
_STOPS = re.compile(r"[、，；。！？,;!?：:]")
# What stands before an honour's or a role's name and is not part of it.
_LEAD_IN = re.compile(
    r"^.{0,12}?(?:被列为|列为|被评为|评为|获评|荣获|荣膺|荣列|获得|获|入选|入围|授予|命名为|认定为|当选|包括|包含|分别为|分别是|即|是)"
)
_TAIL = re.compile(r"等?(?:荣誉称号|荣誉|称号|奖项)?$")
_HONOUR = re.compile(
    r"(?:案例|单位|称号|品牌|示范点|教育点|教学点|奖|机关|项目|典型|集体|个人|组织|模范|标兵|基地|支部|窗口|优秀[\u4e00-\u9fff]{2})[”」]?$"
)
MAX_SHORT = 40  # code points of a short answer


@dataclass(frozen=True, slots=True)
class Span:
    """A short answer: offsets into the sentence's text, the reader's score, whether its type was checked."""

    start: int
    end: int
    score: float
    typed: bool


def find_span(question: Question, sentence: str, reading: Reading, at: int, wording: Wording) -> Span | None:
    """The best short answer in ``sentence``, which starts at offset ``at`` of the passage read.

    None when the sentence holds nothing of the type asked for.
    """
    if question.asked == "date":
        return _best_mention(question, sentence, reading, at, ("date",))
    if question.asked == "ordinal":
        return _best_mention(question, sentence, reading, at, ("ordinal",))
    if question.asked == "number":
        return _best_mention(question, sentence, reading, at, ("number", "percent"))
    score, start, end = reading.best_span(at, at + len(sentence))
    free = clean(sentence, start - at, end - at)
    if question.asked in ("honour", "name", "person", "place", "list"):
        return _best_name(question, sentence, reading, at, wording, free)
    return Span(*free, score, typed=False) if free else None


def clean(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Trim punctuation and balance quotation marks; None when nothing but punctuation is left."""
    while start < end and sentence[start] in _TRIM:
        start += 1
    while start < end and sentence[end - 1] in _TRIM:
        end -= 1
    start, end = _balanced(sentence, start, end)
    if not any(c.isalnum() for c in sentence[start:end]):
        return None
    return start, end


def items(sentence: str) -> list[tuple[int, int]]:
    """Parts of a sentence between stops, quotations and brackets kept whole."""
    found, depth, start = [], 0, 0
    for i, character in enumerate(sentence):
        depth += (character in OPEN) - (character in CLOSE)
        if depth <= 0 and _STOPS.match(character):
            depth = 0
            found.append((start, i))
            start = i + 1
    found.append((start, len(sentence)))
    return [(a, b) for a, b in found if any(c.isalnum() for c in sentence[a:b])]


def enumerations(sentence: str) -> list[list[tuple[int, int]]]:
    """Runs of at least two items joined by 、 — inside quotation marks as well as outside."""
    runs: list[list[tuple[int, int]]] = []
    for match in re.finditer(r"[^、，；。！？,;!?：:]+(?:、[^、，；。！？,;!?：:]+)+", sentence):
        at, run = match.start(), []
        for piece in match.group().split("、"):
            run.append((at, at + len(piece)))
            at += len(piece) + 1
        runs.append(run)
    return runs


def _balanced(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Pull in the missing half of a quotation, or leave the stray mark out."""
    piece = sentence[start:end]
    for opening, closing in zip(OPEN, CLOSE, strict=True):
        lacking = piece.count(closing) - piece.count(opening)
        if lacking > 0:
            before = sentence.rfind(opening, max(0, start - MAX_SHORT), start)
            if piece.endswith(closing) and piece.count(closing) == 1:
                end -= 1
            elif before >= 0:
                start = before
        elif lacking < 0:
            after = sentence.find(closing, end, end + MAX_SHORT)
            if piece.startswith(opening) and piece.count(opening) == 1 and after != end:
                start += 1
            elif after >= 0:
                end = after + 1
    return start, end


def _best_mention(
    question: Question, sentence: str, reading: Reading, at: int, kinds: tuple[str, ...]
) -> Span | None:
    folded = fold(sentence)
    if len(folded) != len(sentence):  # a ligature or ㎡: offsets would shift
        folded = sentence
    best: Span | None = None
    given = {m.value for m in question.facts}
    for mention in mentions(folded):
        if mention.kind not in kinds or mention.value in given or _name_part(folded, mention):
            continue
        score = reading.score(at + mention.start, at + mention.end)
        score += _fit(question, folded, mention)
        if best is None or score > best.score:
            best = Span(mention.start, mention.end, score, typed=True)
    return best


def _name_part(sentence: str, mention: Mention) -> bool:
    """Whether a numeral belongs to a word or name: 一线, “六个一”, 12345热线."""
    surface = sentence[mention.start : mention.end]
    before = sentence[mention.start - 1 : mention.start]
    if mention.kind == "number" and before and before in "“‘「『":
        return True
    return mention.kind == "number" and bool(re.fullmatch(r"[一二三四五六七八九十百千万两]+", surface))


def _fit(question: Question, sentence: str, mention: Mention) -> float:
    """What the words around a mention add: its measure, the noun behind it, a month where one is asked."""
    bonus = 0.0
    surface, after = sentence[mention.start : mention.end], sentence[mention.end : mention.end + 8]
    if mention.kind == "date" and re.search(r"哪个?月|几月|哪年哪月", question.text):
        bonus += 4.0 if "-" in mention.value else -2.0
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


def _best_name(
    question: Question,
    sentence: str,
    reading: Reading,
    at: int,
    wording: Wording,
    free: tuple[int, int] | None,
) -> Span | None:
    """The best of the reader's own span, the quoted names and the enumerated items."""
    listed = [item for run in enumerations(sentence) if len(run) > 2 for item in run]
    if free and question.asked != "list" and sum(_within(item, free) for item in listed) > 1:
        free = None  # one thing was asked for, the reader took the whole enumeration
    best: Span | None = None
    for start, end in dict.fromkeys(_name_candidates(sentence, free)):
        score = reading.score(at + start, at + end)
        score += _name_fit(question, sentence, start, end)
        if any(a <= start and end <= b for a, b in listed):
            # Items of one enumeration are alike to the reader; the question's words tell them apart.
            score += 3.0 * wording.overlap(sentence[start:end])
        if best is None or score > best.score:
            best = Span(start, end, score, typed=False)
    return best


def _name_fit(question: Question, sentence: str, start: int, end: int) -> float:
    """What a candidate's form adds to the reader's score."""
    text = sentence[start:end]
    known, said = set(terms(question.text)), terms(text)
    repeated = sum(term in known for term in said) / (len(said) or 1)
    bonus = -8.0 if bare(text) in bare(question.text) else -4.0 * repeated * (question.asked != "honour")
    if question.focus:
        before, after = fold(sentence[:start]).rstrip(OPEN), fold(sentence[end:]).lstrip(CLOSE)
        if fold(text).strip(CLOSE).endswith(question.focus[-1]):
            bonus += 2.0
        if before.endswith(question.focus[-2:]) or after.startswith(question.focus[:2]):
            bonus += 4.0  # 期刊《…》, “…”小程序
    if question.asked == "honour" and _HONOUR.search(text):
        bonus += 3.0
    if question.asked != "list":
        bonus -= 0.1 * max(0, len(text) - 16)
    return bonus


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    """Whether most of ``inner`` lies in ``outer``."""
    shared = min(inner[1], outer[1]) - max(inner[0], outer[0])
    return shared * 2 > inner[1] - inner[0]


def _name_candidates(sentence: str, free: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    if free:
        yield free
    for match in re.finditer(r"[“「『《]([^“”「」『』《》]{1,40})[”」』》]", sentence):
        yield match.span(1) if match.group()[0] != "《" else match.span()
    for start, end in items(sentence):
        piece = sentence[start:end]
        lead = _LEAD_IN.match(piece)
        tail = _TAIL.search(piece)
        stop = start + tail.start() if tail else end
        start += lead.end() if lead else 0
        cleaned = clean(sentence, start, stop) if start < stop else None
        if cleaned:
            yield cleaned
