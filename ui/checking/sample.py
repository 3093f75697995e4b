"""A draft to try 核查 on, made from the store: two sentences as they stand there, one number changed."""

import logging
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice, pairwise
from typing import Protocol

from index.records import Case, Document
from index.store import Entry
from index.turns import Cancelled
from rag.records import Check
from ui.checking.render import start_html

log = logging.getLogger(__name__)

TRIES = 4  # drafts checked before none is offered
DOCUMENTS = 12  # looked at, however large the store
SHORT, LONG = 16, 90  # code points of a sentence
_SENTENCE = re.compile(r"[^。！？\n]+。")
_COUNT = re.compile(
    r"(?<=[\u4e00-\u9fff])(?P<number>[1-9][0-9]{1,3})(?=(?![年月日号时分至到多余万亿])[\u4e00-\u9fff])"
)


class Texts(Protocol):
    """The part of a store that a draft is made from."""

    @property
    def generation(self) -> int:
        """The same number is the same content."""

    def documents(self) -> Sequence[Entry]:
        """Every document."""

    def document(self, document_id: str) -> Document:
        """One with its text."""

    def cases(self, document_id: str) -> Sequence[Case]:
        """Its cases by order."""


class Sample:
    """Worked out once per generation of the store; a lock lets others wait for it."""

    def __init__(
        self,
        store: Texts,
        check: Callable[[str], Check],
        limited: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """``check`` says what 核查 would; ``limited`` which documents are not for everybody."""
        self._store = store
        self._check = check
        self._limited = limited
        self._lock = threading.Lock()
        self._known: tuple[int, frozenset[str], str] = (-1, frozenset(), "")

    def start(self) -> str:
        """Page load: what stands above an empty draft; the first time it may take seconds."""
        return start_html(self.draft(), empty=not self._store.documents())

    def draft(self) -> str:
        """A draft of which one sentence is supported and one contradicted; "" where none is found."""
        with self._lock:
            generation, limited = self._store.generation, self._limited()
            if self._known[:2] != (generation, limited):
                self._known = (generation, limited, self._made(limited))
            return self._known[2]

    def _made(self, limited: Collection[str]) -> str:
        try:
            drafts = islice(candidates(self._store, limited), TRIES)
            return next((draft for draft in drafts if _shows(self._check(draft))), "")
        except Cancelled:  # the program is about to end
            return ""
        except Exception:
            log.exception("no draft to try")
            return ""


def candidates(store: Texts, without: Collection[str] = ()) -> Iterator[str]:
    """Drafts of two sentences with counts, out of cases; the count of the second is changed."""
    entries = (entry for entry in store.documents() if entry.cases and entry.id not in without)
    for entry in islice(entries, DOCUMENTS):
        text = store.document(entry.id).text
        bodies = (text[case.start : case.end] for case in store.cases(entry.id))
        sentences = [s for body in bodies for s in islice(_counting(body), 1)]
        for first, second in pairwise(sentences):
            yield first + _COUNT.sub(lambda found: str(int(found["number"]) + 5), second, count=1)


def _counting(body: str) -> Iterator[str]:
    """The sentences of a case that count something."""
    for found in _SENTENCE.finditer(body):
        words = found[0].strip()
        if SHORT <= len(words) <= LONG and _COUNT.search(words):
            yield words


def _shows(check: Check) -> bool:
    verdicts = [sentence.verdict for sentence in check.sentences]
    return verdicts == ["supported", "contradicted"]
