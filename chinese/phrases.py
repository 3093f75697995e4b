"""Phrases of a sentence: items between stops, enumerations, quotations. Pure; offsets in code points."""

import re

OPEN, CLOSE = "“‘「『《（(【", "”’」』》）)】"
_TRIM = " \t\r\n　，。、；：！？,.;:!?…—-~·"
# Words that join an answer to its sentence, before it and behind it, and are no part of it: not 在 of 在线,
# 因 of 因特网, and 于 only behind a verb, for it is a surname too.
_JOINING = re.compile(
    r"是指|是(?![非否])|在(?![线校职岗家编读任建册场内外野押望])|位于|(?<=[位处设建生始源立属落])于|因为"
    r"|因(?![特子果素公地材])|由于|由(?![来衷])|的(?![士确])|了(?![解望断结])"
)
_JOINED = "的了"
_STOPS = "、，；。！？,;!?：:"
_REACH = 40  # how far the missing half of a quotation is looked for


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


def answer(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """What ``clean`` gives, without the words that join it to its sentence: a copula, a preposition, 的.

    Not inside quotation marks, whose words are a name.
    """
    cut = clean(sentence, start, end)
    if not cut:
        return None
    start, end = cut
    if start and sentence[start - 1] in OPEN:
        return cut
    while (joining := _JOINING.match(sentence, start, end)) and joining.end() < end:
        start = joining.end()
    while sentence[end - 1] in _JOINED and start + 1 < end:
        end -= 1
    trimmed = clean(sentence, start, end)
    # Of marks that cross, 「…《」》, a second balancing may reach for the half of another pair.
    return trimmed if trimmed and cut[0] <= trimmed[0] and trimmed[1] <= cut[1] else cut


def items(sentence: str) -> list[tuple[int, int]]:
    """Parts of a sentence between stops, quotations and brackets kept whole."""
    spans, depth, start = [], 0, 0
    for i, character in enumerate(sentence):
        depth = max(0, depth + (character in OPEN) - (character in CLOSE))
        if depth == 0 and character in _STOPS:
            spans.append((start, i))
            start = i + 1
    spans.append((start, len(sentence)))
    return [(a, b) for a, b in spans if any(c.isalnum() for c in sentence[a:b])]


def enumerations(sentence: str) -> list[list[tuple[int, int]]]:
    """Runs of at least two items joined by 、, inside quotation marks as well as outside."""
    runs: list[list[tuple[int, int]]] = []
    for match in re.finditer(r"[^、，；。！？,;!?：:]+(?:、[^、，；。！？,;!?：:]+)+", sentence):
        at, run = match.start(), []
        for piece in match.group().split("、"):
            run.append((at, at + len(piece)))
            at += len(piece) + 1
        runs.append(run)
    return runs


def quotations(sentence: str) -> list[tuple[int, int]]:
    """What stands in quotation marks, without them; 《》 belong to a title and are kept."""
    matches = re.finditer(r"[“「『]([^“”「」『』]{1,40})[”」』]|《[^《》]{1,40}》", sentence)
    return [m.span() if m.group(1) is None else m.span(1) for m in matches]


def _balanced(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Pull in the missing half of a quotation, or leave the stray mark out."""
    for opening, closing in zip(OPEN, CLOSE, strict=True):
        piece = sentence[start:end]
        lacking = piece.count(closing) - piece.count(opening)
        if lacking > 0:
            before = sentence.rfind(opening, max(0, start - _REACH), start)
            if piece.endswith(closing) and piece.count(closing) == 1:
                end -= 1
            elif before >= 0:
                start = before
        elif lacking < 0:
            after = sentence.find(closing, end, end + _REACH)
            if piece.startswith(opening) and piece.count(opening) == 1 and after != end:
                start += 1
            elif after >= 0:
                end = after + 1
    return start, end
