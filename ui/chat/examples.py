"""Example questions of several kinds, made from what is in the store; each one is answered."""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

from index.records import Case, Document, Proposition
from index.store import Entry
from index.turns import Cancelled, serving
from rag.records import Answer
from ui.chat.read_off import read_off

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
SHOWN = 6  # at most
HONOURS = "荣誉"  # what an answer about honours is headed by
COUNTED = "资料里一共有多少个案例？"  # offered where there are several


class Catalogue(Protocol):
    """The part of a store that examples are made from."""

    @property
    def generation(self) -> int:
        """The same number is the same content."""

    def documents(self) -> Sequence[Entry]:
        """Every document."""

    def cases(self, document_id: str) -> Sequence[Case]:
        """A document's cases by order."""

    def document(self, document_id: str) -> Document:
        """One with its text."""

    def propositions_of(self, document_id: str) -> Sequence[Proposition]:
        """What it says, in reading order."""


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
        """At most one of a kind, and SHOWN; a chatbot that fails is logged and gives none."""
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
                found, holds = kinds(self._store, without=limited)
                return tuple(islice(answered(found, self._ask, self._stopped.is_set, holds), SHOWN))
        except Cancelled:  # the program is about to end
            return ()
        except Exception:
            log.exception("no example questions")
            return ()


def kinds(store: Catalogue, without: Collection[str] = ()) -> tuple[list[list[str]], dict[str, str]]:
    """For each kind of question some to try, and the words that the answers to some must hold."""
    asked, cells = read_off(store, TRIES, without)
    practice, whose, honours, others = candidates(store, without=without)
    counted = [COUNTED] if len(_cases(store, without)) > 1 else []
    holds = cells | dict.fromkeys(honours, HONOURS)
    return [practice, asked, list(cells), honours, whose, others, counted], holds


def candidates(
    store: Catalogue, patterns: Sequence[str] = PATTERNS, without: Collection[str] = ()
) -> list[list[str]]:
    """For each pattern, TRIES questions about cases spread over the store; no two share a case."""
    cases = _cases(store, without)
    return [
        [
            pattern.format(unit=case.unit, title=case.title.strip("《》"))
            for case in cases[n :: len(patterns)]
        ][:TRIES]
        for n, pattern in enumerate(patterns)
    ]


def _cases(store: Catalogue, without: Collection[str]) -> list[Case]:
    """The first cases that have a unit, a title and a text."""
    usable = (
        case
        for entry in store.documents()
        if entry.cases and entry.id not in without
        for case in store.cases(entry.id)
        if case.unit and case.title and case.end > case.start
    )
    return list(islice(usable, LOOKED_AT))


def answered(
    groups: Sequence[Sequence[str]],
    ask: Callable[[str], Answer],
    stopped: Callable[[], bool] = lambda: False,
    holds: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The first question of each group that gets an answer; asking goes no further, or until stopped.

    Where ``holds`` has words for a question, its answer must hold them.
    """
    for group in groups:
        yield from islice((q for q in group if not stopped() and _good(ask(q), (holds or {}).get(q, ""))), 1)


def _good(answer: Answer, words: str) -> bool:
    return answer.status == "grounded" and (not words or words in answer.answer)
