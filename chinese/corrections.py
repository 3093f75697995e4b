"""A text -> the words in it that the text itself calls wrong: “12个”应为“14个”, 正文误作147. Pure.

What a text corrects stands uncorrected where it was written first; whoever reads only that passage is misled.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from chinese.folding import terms
from chinese.sentences import split_sentences

Span = tuple[int, int]
MOST = 50  # corrections of one text
PLACES = 50  # places of the same wrong words
_QUOTES = '“”"「」『』'
_SAID = rf"[^{_QUOTES}，,。；;、\n]{{1,24}}"
_OR = rf"[{_QUOTES}]?"
# Corrects: 议题二“12个”应为“14个”; 把年份写成1913年，应为1931年; 正文误作147. Does not: 加班费应为每小时30元.
_WRONG = (
    re.compile(
        rf"[“\"「]([^{_QUOTES}\n]{{1,40}})[”\"」][^{_QUOTES}。；\n]{{0,20}}应(?:为|是|作|改为)[“\"「]"
    ),
    re.compile(
        rf"(?:写|印|排|记|登)(?:成|为|作)了?{_OR}({_SAID}){_OR}[，,；;]\s*(?:现?更正为|应为|应是|实为)"
    ),
    re.compile(rf"误(?:作|写[为成作]|印[为成作]|记[为成作]|排[为成作]){_OR}({_SAID}){_OR}"),
)
# A place, said instead of what the passage is about: 第16问, 议题二, 第3版.
_PLACE = re.compile("第.{1,4}[问条页版期项款段行]|议题|附[表件]")
_FIGURE = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Words that the text itself calls wrong."""

    start: int  # code points
    end: int
    by: Span  # the sentence that says so


@lru_cache(maxsize=8)
def withdrawn(text: str) -> tuple[Withdrawn, ...]:
    """Every place of words that a sentence of ``text`` calls wrong, in that sentence and elsewhere, in order.

    Elsewhere only where the sentence around them shares a word with the one that corrects, or that one says
    in which part they stand. The first ``MOST`` corrections count. What was found of a text is kept for a
    while: all cases of a document ask for it.
    """
    if not any(pattern.search(text) for pattern in _WRONG):
        return ()
    sentences = split_sentences(text)
    corrections = [(by, *found) for by in sentences for found in _called_wrong(text, by)][:MOST]
    found = {
        Withdrawn(*place, by)
        for by, own, words in corrections
        for place in (own, *_elsewhere(text, words, by, sentences))
    }
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.by)))


def _called_wrong(text: str, by: Span) -> Iterator[tuple[Span, str]]:
    """Where a sentence quotes what it calls wrong, and the words."""
    for pattern in _WRONG:
        for match in pattern.finditer(text[slice(*by)]):
            if words := match[1].strip():
                yield (by[0] + match.start(1), by[0] + match.end(1)), words


def _elsewhere(text: str, words: str, by: Span, sentences: Sequence[Span]) -> Iterator[Span]:
    said = text[slice(*by)]
    about = set(terms(said)) - set(terms(words))
    for place in islice(_places(text, words), PLACES):
        start, end = sentences[bisect_right(sentences, place[0], key=lambda one: one[0]) - 1]
        told = _PLACE.search(said) or about.intersection(terms(text[start:end]))
        if told and (start, end) != by:
            yield place


def _places(text: str, words: str) -> Iterator[Span]:
    """Where ``words`` stand; a figure only as a whole: 12 is not in 112."""
    at = text.find(words)
    while at >= 0:
        after = at + len(words)
        cut = _FIGURE.match(words[0]) and _FIGURE.match(text[at - 1 : at] or " ")
        cut = cut or (_FIGURE.match(words[-1]) and _FIGURE.match(text[after : after + 1] or " "))
        if not cut:
            yield at, after
        at = text.find(words, after)
