"""Example questions, made from the cases in the store so that every corpus has its own."""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from index.records import Case
from index.store import Entry

# Each is asked about another case; {unit} and {title} are the case's own.
PATTERNS = (
    "《{title}》是哪个单位的案例？",
    "{unit}有哪些做法？",
    "《{title}》取得了哪些成效？",
    "{unit}获得过哪些荣誉？",
)
LOOKED_AT = 40  # cases read for it, however large the store


class Catalogue(Protocol):
    """The part of a store that examples are made from."""

    def documents(self) -> Sequence[Entry]:
        """Every document."""

    def cases(self, document_id: str) -> Sequence[Case]:
        """A document's cases by order."""


def example_questions(store: Catalogue, patterns: Sequence[str] = PATTERNS) -> tuple[str, ...]:
    """One question per pattern, each about another case with a unit and a title; fewer cases, fewer."""
    usable = (
        case
        for entry in store.documents()
        if entry.cases
        for case in store.cases(entry.id)
        if case.unit and case.title and case.end > case.start
    )
    cases = list(islice(usable, LOOKED_AT))
    step = max(1, len(cases) // len(patterns))  # spread over the corpus, not its first page
    return tuple(
        pattern.format(unit=case.unit, title=case.title.strip("《》"))
        for pattern, case in zip(patterns, cases[::step], strict=False)
    )
