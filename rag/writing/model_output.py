"""What a language model wrote -> plain sentences with the markers it gave them. Pure."""

import html
import re
from dataclasses import dataclass

from chinese import split_sentences
from rag.writing.prompts import visible

_OPEN, _CLOSE = r"[\[［【〔]", r"[\]］】〕]"
_MARK = re.compile(
    rf"\s*{_OPEN}\s*(?:资料|来源|出处|引用|编号|source)?\s*[:：#]?\s*"
    rf"(\d{{1,6}}(?:\s*[,，、;；\-–—~至到]\s*\d{{1,6}})*)\s*{_CLOSE}",
    re.IGNORECASE,
)
RANGE = 20  # numbers that [1-20] may stand for
_REMOVED = (  # whole, with what they hold
    re.compile(r"<!--.*?(?:-->|$)", re.S),
    re.compile(
        r"<(think|thinking|script|style|iframe|svg|object|head)(?![a-z]).*?(?:</\1\s*>|$)", re.S | re.I
    ),
    re.compile(r"!\[[^\]\n]*\]\s*(?:\([^)\n]*\)?|\[[^\]\n]*\])"),
    re.compile(r"^\s*\[[^\]\n]+\]:\s*\S+.*$", re.M),
    re.compile(r"<\|[^|<>\n]*\|?>?"),
    re.compile(r"</?[a-zA-Z!?][^<>]*(?:>|$)"),
    re.compile(r"(?:https?|ftp|file|data|javascript)\s*:[^\s，。；、）)】”\u4e00-\u9fff]*", re.I),
    re.compile(r"www\.[^\s，。；、）)】”\u4e00-\u9fff]+", re.I),
    re.compile(r"^\s*(?:```|~~~).*$", re.M),
    re.compile(r"^\s*(?:[-*_]\s*){3,}$", re.M),
    re.compile(r"^\s*(?:>\s?)+", re.M),
    re.compile(r"^\s*#{1,6}\s+", re.M),
    re.compile(r"^\s*(?:[-*+•·]\s+|\d{1,2}(?:[、．)）]|\.\s)(?!\d))", re.M),
    re.compile(r"\*\*|__|~~|`+"),
)
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)?")
_EMPHASIS = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
# Words that lead up to an answer and say nothing themselves.
_LEAD = re.compile(
    r"^(?:(?:最终)?(?:回答|答案|答)[:：]\s*"
    r"|(?:根据|依据|按照|据|从)?(?:所)?(?:提供的|给出的|给定的|以上|上述)?(?:资料|材料|原文)(?:内容)?(?:显示|可知|记载|介绍|提到|表明|中)?[,，:：]\s*)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence a model wrote."""

    text: str  # plain, without markers
    markers: tuple[int, ...]  # as it wrote them, invented ones included


def plain(draft: str) -> str:
    """``draft`` without hidden characters, HTML, images, links, addresses and Markdown."""
    text = html.unescape(visible(draft))
    for pattern in _REMOVED[:3]:
        text = pattern.sub("", text)
    text = _LINK.sub(lambda m: m.group() if _MARK.fullmatch(f"[{m[1]}]") else m[1], text)
    for pattern in _REMOVED[3:]:
        text = pattern.sub("", text)
    return _EMPHASIS.sub(r"\1", text).strip()


def sentences(draft: str) -> list[Said]:
    """The sentences of ``draft``, each with its markers; a marker after the full stop belongs before it."""
    text, marks = _unmarked(plain(draft))
    spans = split_sentences(text)
    given: list[list[int]] = [[] for _ in spans]
    for at, opens, numbers in marks:
        before = [i for i, (start, _) in enumerate(spans) if start < at]
        if opens or not before:  # it opens a line
            before = [i for i, (start, _) in enumerate(spans) if start >= at][:1] or before
        if before:
            given[before[-1]] += numbers
    said = [
        Said(_LEAD.sub("", text[start:end]).strip(), tuple(dict.fromkeys(numbers)))
        for (start, end), numbers in zip(spans, given, strict=True)
    ]
    return [sentence for sentence in said if any(c.isalnum() for c in sentence.text)]


def whole(draft: str) -> str:
    """``draft`` without a last sentence that was cut off: up to its last full stop and markers."""
    ends = [m.end() for m in re.finditer(rf"[。！？!?](?:[”’」』）)\s]|{_MARK.pattern})*", draft, re.I)]
    return draft[: ends[-1]] if ends else ""


def _unmarked(text: str) -> tuple[str, list[tuple[int, bool, list[int]]]]:
    """The text without markers, and for each marker its offset, whether it opens a line, its numbers."""
    pieces: list[str] = []
    marks: list[tuple[int, bool, list[int]]] = []
    length = last = 0
    for match in _MARK.finditer(text):
        pieces.append(text[last : match.start()])
        length += len(pieces[-1])
        line = text[: match.start(1)].rpartition("\n")[2].strip(" [［【〔资料来源出处引用编号:：#")
        marks.append((length, not line, _numbers(match[1])))
        if "\n" in match.group():  # the blanks before it were the end of a line
            pieces.append("\n")
            length += 1
            marks[-1] = (length, *marks[-1][1:])
        last = match.end()
    pieces.append(text[last:])
    return "".join(pieces), marks


def _numbers(written: str) -> list[int]:
    """1,3 and 1-3 as numbers."""
    numbers: list[int] = []
    for piece in re.split(r"[,，、;；]", written):
        ends = [int(number) for number in re.findall(r"\d+", piece)]
        if len(ends) == 2 and 0 <= ends[1] - ends[0] < RANGE:
            numbers += range(ends[0], ends[1] + 1)
        else:
            numbers += ends
    return numbers
