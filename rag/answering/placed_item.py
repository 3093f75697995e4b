"""A follow-up for an item by its place: 排第二的是什么机关 -> the item of an enumeration. Pure."""

import re
from collections.abc import Sequence
from itertools import product

from chinese import enumerations, split_sentences
from index.records import Case, Document
from rag.answering.compose import Composition
from rag.answering.question import analyse
from rag.citing import Draft, Place


def item_at(document: Document, case: Case | None, asked: str, place: int) -> Composition | None:
    """The ``place``-th item of the first enumeration of a case that fits; None where none does."""
    start, end = (case.start, case.end) if case else (0, len(document.text))
    spans = split_sentences(document.text[start:end])
    for named, (a, b) in product((True, False), spans):
        sentence = document.text[start + a : start + b]
        span = pick(sentence, asked, place, enumerations(sentence), named=named)
        if span:
            item = sentence[slice(*span)]
            stands = (Place(document, case, start + a, start + b),)
            return Composition(item, (Draft(item, stands), Draft(sentence, stands)))
    return None


def pick(
    text: str, asked: str, place: int, runs: Sequence[Sequence[tuple[int, int]]], *, named: bool
) -> tuple[int, int] | None:
    """The ``place``-th item of an enumeration of ``text``, the last for -1; None where none fits.

    With ``named``, only of one whose items end with the noun asked for: 机关 in 排第二的是什么机关.
    """
    noun = analyse(asked).focus[-2:]
    if named:
        fits = [run for run in runs if noun and sum(text[a:b].endswith(noun) for a, b in run) > 1]
    else:
        fits = [run for run in runs if len(run) > 2]
    run = max(fits, key=len, default=())
    if not run or abs(place) > len(run):
        return None
    start, end = run[place - 1] if place > 0 else run[-1]
    cut = re.search(r"等.*$|[”」].*$", text[start:end]) if (start, end) == run[-1] else None
    end = start + cut.start() if cut and cut.start() > 1 else end
    return (start, end) if not noun or noun in text[start:end] else None
