"""Text -> search terms: Chinese bigrams, words and numbers. Pure; the same for passages and questions."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from chinese.radicals import unified

TOKENISER_VERSION = "2"  # part of the store's stamp: the index only finds what it tokenised alike

_HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
# A run of Hanzi | a word or number of any other script, decimals whole.
_RUN = re.compile(rf"([{_HANZI}]+)|[^\W_{_HANZI}]+(?:(?<=[0-9])\.[0-9]+)*")
QUESTION_CHARS = 2_000  # code points of a question that are searched for
# Postings a question may touch. Common bigrams carry next to no weight in BM25 and all of the time.
_POSTINGS = 20_000


def query_terms(text: str) -> list[str]:
    """The search terms of ``text`` in order, repeats kept.

    Radicals as characters, NFKC, lower case and simplified characters first. Hanzi runs become
    overlapping bigrams, a lone Hanzi itself; other runs become words; punctuation and signs are dropped.
    """
    terms: list[str] = []
    for run in _RUN.finditer(_folded(text)):
        hanzi = run.group(1)
        if hanzi is None or len(hanzi) == 1:
            terms.append(run.group())
        else:
            terms.extend(hanzi[i : i + 2] for i in range(len(hanzi) - 1))
    return terms


def plain(text: str) -> list[str]:
    """The runs of Hanzi, the words and the numbers of ``text``, folded as ``terms`` are, uncut."""
    return [run.group() for run in _RUN.finditer(_folded(text))]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unified(text)).lower().translate(simplified())


def indexed(text: str) -> str:
    """``terms(text)`` as the full-text table stores them: separated by blanks."""
    return " ".join(query_terms(text))


def question_terms(question: str) -> list[str]:
    """The distinct terms of a question's first 2,000 code points, in order of appearance."""
    return list(dict.fromkeys(query_terms(question[:QUESTION_CHARS])))


def selective(frequencies: Sequence[tuple[str, int]]) -> list[str]:
    """The rarest terms whose postings together stay within bounds; always at least one.

    ``frequencies`` are (term, passages that hold it); terms held by none are left out.
    Ties are broken by the term itself, so the same store gives the same choice.
    """
    chosen: list[str] = []
    total = 0
    for term, count in sorted(frequencies, key=lambda pair: (pair[1], pair[0])):
        if count == 0:
            continue
        if chosen and total + count > _POSTINGS:
            break
        chosen.append(term)
        total += count
    return chosen


def match_expression(chosen: Sequence[str]) -> str:
    """An FTS5 expression for any of ``chosen``; quoted, so that no term is read as an operator."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in chosen)


@cache
def simplified() -> dict[int, str]:
    """Traditional -> simplified, character by character: offsets and bigrams stay aligned."""
    import opencc

    points = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0x20000, 0x2A6E0)]
    # One character a line, so that no two of them can be read as a phrase.
    converted = opencc.OpenCC("t2s").convert("\n".join(map(chr, points))).split("\n")
    return {p: s for p, s in zip(points, converted, strict=True) if chr(p) != s}
