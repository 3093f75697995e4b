"""Example questions, made from the cases in the store: every corpus has its own, each one answered."""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Protocol

from index.records import Case
from index.store import Entry
from index.turns import Cancelled, serving
from rag.records import Answer

log = logging.getLogger(__name__)

# Each is asked about another case; {unit} and {title} are the case's own.
PATTERNS = (
    "{unit}有哪些做法？",
    "《{title}》是哪个单位的案例？",
    "{unit}获得过哪些荣誉？",
    "《{title}》取得了哪些成效？",
)
LOOKED_AT = 40  # cases read for it, however large the store
USER = "例题"  # whose questions these are, among users who take turns
TRIES = 3  # cases tried for a pattern before it is left out


class Catalogue(Protocol):
    """The part of a store that examples are made from."""

    @property
    def generation(self) -> int:
        """The same number is the same content."""

    def documents(self) -> Sequence[Entry]:
        """Every document."""

    def cases(self, document_id: str) -> Sequence[Case]:
        """A document's cases by order."""


class Examples:
    """Questions that the chatbot answers from its present store; worked out once per generation."""

    def __init__(
        self,
        store: Catalogue,
        ask: Callable[[str], Answer],
        limited: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """``limited`` says which documents are not for everybody: no example is of those."""
        self._limited = limited
        self._store = store
        self._ask = ask
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._known: tuple[int, frozenset[str], tuple[str, ...]] = (-1, frozenset(), ())

    def questions(self) -> tuple[str, ...]:
        """At most one per pattern; a chatbot that fails is logged and gives none."""
        with self._lock:
            generation, limited = self._store.generation, self._limited()
            if self._known[:2] != (generation, limited):
                self._known = (generation, limited, self._answered(limited))
            return self._known[2]

    def close(self) -> None:
        """Ask nothing more: the program is about to end."""
        self._stopped.set()

    def _answered(self, limited: Collection[str]) -> tuple[str, ...]:
        try:
            with serving(USER, "bulk", self._stopped.is_set):
                found = candidates(self._store, without=limited)
                return tuple(answered(found, self._ask, self._stopped.is_set))
        except Cancelled:  # the program is about to end
            return ()
        except Exception:
            log.exception("no example questions")
            return ()


def candidates(
    store: Catalogue, patterns: Sequence[str] = PATTERNS, without: Collection[str] = ()
) -> list[list[str]]:
    """For each pattern, TRIES questions about cases spread over the store; no two share a case."""
    usable = (
        case
        for entry in store.documents()
        if entry.cases and entry.id not in without
        for case in store.cases(entry.id)
        if case.unit and case.title and case.end > case.start
    )
    cases = list(islice(usable, LOOKED_AT))
    return [
        [
            pattern.format(unit=case.unit, title=case.title.strip("《》"))
            for case in cases[n :: len(patterns)]
        ][:TRIES]
        for n, pattern in enumerate(patterns)
    ]


def answered(
    groups: Sequence[Sequence[str]], ask: Callable[[str], Answer], stopped: Callable[[], bool] = lambda: False
) -> Iterator[str]:
    """The first question of each group that gets an answer; asking goes no further, or until stopped."""
    for group in groups:
        yield from islice((q for q in group if not stopped() and ask(q).status == "grounded"), 1)
