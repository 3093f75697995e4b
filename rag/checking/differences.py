"""Which words of a statement its source turns, where no fact of it differs by value. Pure.

The reader says that a statement is contradicted, not by what. Named are the names that the source lacks,
else the words that it does not say; over against them stands the clause of the source that is most alike.
"""

import re

from chinese import (
    OPEN,
    AnalysedText,
    find_organisations,
    find_persons,
    find_places,
    fold,
    localities,
    terms,
)
from rag.checking.align_facts import Mismatch, fact_spans, likeness
from rag.checking.proof import Proof
from rag.records import DifferenceKind

Span = tuple[int, int]
_CLAUSE = re.compile(r"[^，,；;。！？!?\n]+")


def differing(statement: AnalysedText, proof: Proof) -> tuple[Mismatch, ...]:
    """What differs between ``statement`` and the proof's text, never empty: facts first."""
    if proof.alignment.mismatches:
        return proof.alignment.mismatches
    missing = [(span, _kind(statement, span)) for span in proof.alignment.missing]
    claimed = missing or [(_unsaid(statement, proof.words), "word")]
    return tuple(_against(statement, span, kind, proof.text) for span, kind in claimed)


def _against(statement: AnalysedText, claimed: Span, kind: DifferenceKind, text: str) -> Mismatch:
    alike, source = max(
        ((likeness(statement.terms, terms(m.group())), m.span()) for m in _CLAUSE.finditer(text)),
        key=lambda candidate: (candidate[0], -candidate[1][0]),
        default=(0.0, (0, len(text))),
    )
    return Mismatch(kind, claimed, source, alike)


def _kind(statement: AnalysedText, span: Span) -> DifferenceKind:
    words = fold(statement.text[slice(*span)])
    if span in fact_spans(statement):
        return "number"
    if words[0] in OPEN or any(a <= span[0] and span[1] <= b for a, b in statement.quotations):
        return "name"
    if any(a <= span[0] and span[1] <= b for a, b in find_persons(statement.text, words=statement.words)):
        return "person"
    if find_organisations(words):
        return "unit"
    return "place" if find_places(words) or localities(words) else "word"


def _unsaid(statement: AnalysedText, text: AnalysedText) -> Span:
    """The longest stretch of whole words that the text does not hold; all of it where it holds each."""
    words, there = statement.words, text.folded
    best, begun = (0, 0), None
    for index, word in enumerate(words.words):
        new = word.isalnum() and fold(word) not in there
        begun = (index if begun is None else begun) if new else None
        if begun is not None:
            span = words.span(begun, index + 1)
            best = max(best, span, key=lambda stretch: (stretch[1] - stretch[0], -stretch[0]))
    return best if best[1] else _bare(statement.text)


def _bare(statement: str) -> Span:
    kept = [i for i, c in enumerate(statement) if c.isalnum()]
    return (kept[0], kept[-1] + 1) if kept else (0, len(statement))
