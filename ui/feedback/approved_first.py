"""核定答案 before the chatbot's own, while their sources are as they were; what found nothing is counted."""

import logging
import threading
from dataclasses import replace
from datetime import date
from typing import Self

from index.records import EVERYTHING, Filter
from index.store import PassageStore
from people import Database, LearningError
from people.feedback import Approved, ApprovedAnswer, Misses
from rag.citing import with_standing
from rag.records import Answer
from ui.feedback.saved_answers import load_answer

log = logging.getLogger(__name__)


class ApprovedFirst:
    """What people approved, over the store it cites. Safe to share between threads."""

    def __init__(self, approved: Approved, misses: Misses, store: PassageStore) -> None:
        self.approved = approved
        self.misses = misses
        self._store = store
        self._lock = threading.Lock()
        self._present: tuple[int, frozenset[str]] = (-1, frozenset())  # generation, ids of its documents

    @classmethod
    def of(cls, database: Database, store: PassageStore) -> Self:
        """Over a database and the store that it cites."""
        return cls(Approved(database), Misses(database), store)

    def answer(self, question: str, where: Filter = EVERYTHING) -> Answer | None:
        """The approved answer to a question that can be understood by itself; None without one.

        It is given to whoever may read all that it cites, and where nobody narrowed the search.
        """
        if replace(where, without=()) != EVERYTHING:
            return None
        readable = self.present() - set(where.without)
        found = self.approved.find(question, readable)
        return self._shown(found, question) if found else None

    def instead(self, answer: Answer, where: Filter = EVERYTHING) -> Answer:
        """The approved answer to a question as ``answer`` understood it; without one, ``answer``."""
        approved = self.answer(answer.standalone or answer.question, where)
        return replace(approved, question=answer.question, ms=answer.ms) if approved else answer

    def missed(self, answer: Answer, owner: str) -> None:
        """Count a question that found nothing, unless only a part was searched.

        The answer is given whatever becomes of it: what cannot be counted is logged.
        """
        if answer.status != "refused" or answer.scope:
            return
        try:
            self.misses.missed(answer.standalone or answer.question, owner, self._store.generation)
        except LearningError as error:
            log.warning("a question that found nothing was not counted: %s", error)
        except Exception:
            log.exception("a question that found nothing could not be counted")

    def present(self) -> frozenset[str]:
        """The ids of the documents now; where they have changed, what cites others is retired first."""
        with self._lock:
            # Read before the documents: newer ones than it says are looked at again next time.
            generation = self._store.generation
            if self._present[0] != generation:
                ids = frozenset(entry.id for entry in self._store.documents())
                self.approved.retire(ids)
                self._present = (generation, ids)
            return self._present[1]

    def _shown(self, found: ApprovedAnswer, question: str) -> Answer | None:
        try:
            answer = load_answer(found.answer)
            citations = with_standing(answer.citations, self._store, date.today())
        except (KeyError, ValueError):  # removed just now, or kept by another version
            log.warning("approved answer %d cannot be shown", found.id)
            return None
        return replace(answer, question=question, standalone=question, citations=citations, note=found.mark())
