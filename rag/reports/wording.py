"""A check in the words a user reads: verdicts, counts, differences, how sure the evidence is. Pure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chinese import bare
from chinese.values import find_mentions
from rag.records import Check, CheckedPart, CheckedSentence, Citation, Difference, DifferenceKind

State = Literal["supported", "contradicted", "unverifiable", "unchecked"]

WORDS: dict[State, str] = {
    "supported": "支持",
    "contradicted": "矛盾",
    "unverifiable": "无依据",
    "unchecked": "无需核查",
}
MEANINGS: dict[State, str] = {
    "supported": "资料里有依据，数字、日期、名称都对得上",
    "contradicted": "资料说的是同一件事，但有出入",
    "unverifiable": "资料里没有找到依据，不等于写错",
    "unchecked": "没有可以核对的事实，如号召、问候、看法",
}
PROBLEMS: frozenset[State] = frozenset({"contradicted", "unverifiable"})
KINDS: dict[DifferenceKind, str] = {
    "number": "数字",
    "date": "日期",
    "unit": "单位",
    "name": "名称",
    "rank": "级别",
    "place": "地点",
    "person": "人名",
    "role": "对象",
    "negation": "肯定与否定",
    "word": "用词",
}
Range = tuple[int, int]  # [start, end), code points


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a draft inside one paragraph: a sentence or a part of one, or text between them."""

    start: int
    end: int
    sentence: int | None  # index into check.sentences
    first: bool  # the sentence begins here
    last: bool  # and ends here


def state(checked: CheckedSentence | CheckedPart) -> State:
    """The verdict, or "unchecked" where there is nothing to check."""
    return checked.verdict if checked.checkable else "unchecked"


def counts(check: Check) -> dict[State, int]:
    """How many sentences have each verdict, all four named."""
    tally = Counter(map(state, check.sentences))
    return {name: tally[name] for name in WORDS}


def summary(check: Check) -> str:
    """The counts in one line."""
    tally = counts(check)
    each = "，".join(f"{WORDS[name]} {n} 句" for name, n in tally.items())
    return f"共 {sum(tally.values())} 句：{each}"


def difference_words(difference: Difference) -> str:
    """What differs, e.g. 数字：稿中“320人”，资料“230人”."""
    claimed = f"稿中“{difference.claimed}”" if difference.claimed else "稿中没有写"
    source = f"资料“{difference.source}”" if difference.source else "资料中没有"
    return f"{KINDS[difference.kind]}：{claimed}，{source}"


def sureness(part: CheckedPart, draft: str) -> str:
    """How sure the evidence is: in words, because no figure of it would mean anything to a reader."""
    if not part.checkable:
        return f"{MEANINGS['unchecked']}。"
    if part.verdict == "contradicted":
        kinds = dict.fromkeys(KINDS[d.kind] for d in part.differences)
        return f"资料说的是同一件事，{'、'.join(kinds) or '说法'}不一致。"
    if part.verdict == "unverifiable":
        return part.reason or "资料里没有找到能证明这句话的内容。"
    return _supported(part, draft[part.start : part.end])


def _supported(part: CheckedPart, claimed: str) -> str:
    if part.reason:
        return f"说法与原文相符，{part.reason}"
    if any(bare(claimed) in bare(citation.quote) for citation in part.evidence):
        return "与原文逐字一致。"
    kinds = dict.fromkeys("日期" if m.kind == "date" else "数字" for m in find_mentions(claimed))
    if kinds:
        return f"说法与原文相符，{'、'.join(kinds)}与原文一致。"
    return "说法与原文相符，但不是原话，建议再看一眼原文。"


def paragraphs(check: Check) -> Iterator[tuple[Piece, ...]]:
    """The draft's lines that hold anything, cut at its sentences; the blanks around a line left out."""
    start = 0
    for line in check.text.splitlines(keepends=True):
        words = line.strip()
        if words:
            begin = start + line.index(words)
            yield tuple(_pieces(check.sentences, begin, begin + len(words)))
        start += len(line)


def cut(start: int, end: int, marks: Sequence[Range]) -> Iterator[tuple[int, int, bool]]:
    """``[start, end)`` in order, cut at the marked ranges: (start, end, marked), none empty."""
    at = start
    for low, high in sorted(marks):
        low, high = max(low, at), min(high, end)
        if low >= high:
            continue
        if at < low:
            yield at, low, False
        yield low, high, True
        at = high
    if at < end:
        yield at, end, False


def draft_marks(differences: Sequence[Difference]) -> list[Range]:
    """Where a draft's differing words stand in the draft."""
    return [(d.start, d.end) for d in differences]


def quote_marks(citation: Citation, differences: Sequence[Difference]) -> list[Range]:
    """Where a citation's differing words stand in its quote."""
    return [
        (d.source_start - citation.start, d.source_end - citation.start)
        for d in differences
        if d.n == citation.n
    ]


def _pieces(sentences: Sequence[CheckedSentence], start: int, end: int) -> Iterator[Piece]:
    at = start
    for number in range(bisect_right(sentences, start, key=lambda s: s.end), len(sentences)):
        sentence = sentences[number]
        if sentence.start >= end:
            break
        low, high = max(sentence.start, at), min(sentence.end, end)
        if at < low:
            yield Piece(at, low, None, False, False)
        yield Piece(low, high, number, low == sentence.start, high == sentence.end)
        at = high
    if at < end:
        yield Piece(at, end, None, False, False)
