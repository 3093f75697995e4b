"""Where Chinese sentences end: after 。！？… and at line breaks, never inside a quotation or bracket."""

import re
from bisect import bisect_right

from chinese.lines import all_lines, trim

ENCLOSED_LIMIT = 240  # code points; a longer quotation is running text and is split inside

_PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
}
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}
_BRACKETS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSERS)) + "]")
# A mark, more of its kind, and the quotes and brackets it closes.
_END = re.compile(
    r"(?P<mark>[。！？!?]+|…+|(?<=[\u4e00-\u9fff”’」』）)])[.．](?![.．A-Za-z0-9]))[。！？!?…]*(?P<closers>[”’」』）)》〉】\]\"']*)"
)
# What may not open a sentence: after it the quotation was part of a longer sentence.
_CONTINUES = re.compile(r"[，,、；;：:。！？!?…·—～~）)」』”’》]")
# After a quoted question or cry: “为了谁？”的追问 goes on.
_GOES_ON = re.compile(r"[的地得等之和与及或是为、]|一[类种个句声问]|这[一个句]")
_ASCII_WORD = re.compile(r"[A-Za-z0-9=&%/_-]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of ``text`` as ``[start, end)`` in code points, blanks around them left out.

    In order, not overlapping; together they hold every character that is not blank. A mark
    keeps the closing quotes and brackets after it. Takes time linear in the length of ``text``.
    """
    sentences: list[tuple[int, int]] = []
    for start, end in all_lines(text):
        enclosed = _enclosed(text, start, end)
        begun = start
        for mark in _END.finditer(text, start, end):
            if mark.end() < end and not _is_end(text, mark, enclosed):
                continue
            _append(sentences, text, begun, mark.end())
            begun = mark.end()
        _append(sentences, text, begun, end)
    return sentences


def _append(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    start, end = trim(text, start, end)
    if start < end:
        sentences.append((start, end))


def _is_end(text: str, match: re.Match[str], enclosed: list[tuple[int, int]]) -> bool:
    """Whether a sentence ends here, in the middle of a line."""
    mark, at = match["mark"], match.end()
    if _within(enclosed, match.start("mark"), at):
        return False
    following = text[at]
    if mark[0] in "!?" and not match["closers"] and _ASCII_WORD.match(following):
        return False  # a web address, not a question
    if _CONTINUES.match(following):
        return False
    if mark[0] in "。.．":
        return not (match["closers"] and following in "的等")
    if match["closers"].endswith(("》", "〉")):
        return False  # the title of a work, not a question
    return not ((match["closers"] or mark[0] == "…") and _GOES_ON.match(text, at))


def _enclosed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost quotations and bracketed texts of one line, ``[opening mark, past the closing one)``."""
    open_marks: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    for bracket in _BRACKETS.finditer(text, start, end):
        mark, at = bracket.group(), bracket.start()
        if mark in _PAIRS:
            open_marks.append((mark, at))
            continue
        # A closing mark that fits no open one is a slip of the pen; unclosed ones inside are too.
        depth = len(open_marks) - 1
        while depth >= max(0, len(open_marks) - 4) and open_marks[depth][0] != _CLOSERS[mark]:
            depth -= 1
        if depth < max(0, len(open_marks) - 4):
            continue
        opened = open_marks[depth][1]
        del open_marks[depth:]
        if at + 1 - opened <= ENCLOSED_LIMIT:
            while spans and spans[-1][0] > opened:
                spans.pop()
            spans.append((opened, at + 1))
    return spans


def _within(enclosed: list[tuple[int, int]], mark: int, end: int) -> bool:
    """Whether the sentence's mark and the place after its closing quotes are inside one enclosed text."""
    index = bisect_right(enclosed, (mark, 1 << 62)) - 1
    return index >= 0 and enclosed[index][0] < mark and end < enclosed[index][1]
