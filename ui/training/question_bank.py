"""The questions that trainees are asked: made in the background, retired with their texts."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

from index.records import EVERYTHING, Filter
from index.store import PassageStore
from index.turns import Cancelled, serving
from people import Bank, StoredQuestion
from rag.citing import marked
from rag.quiz import DOCUMENTS, QuizQuestion, SupportsJudging, draw, from_json, make, to_json
from rag.reading import SupportsReader
from rag.search import holds

log = logging.getLogger(__name__)

USER = "出题"  # whose work this is, among users who take turns


@dataclass(frozen=True, slots=True)
class Making:
    """How far the making of questions is, in cases; ``total`` 0 before it is known."""

    running: bool
    done: int
    total: int
    failed: bool = False
    kept: int = 0  # questions made since the program started
    thrown: int = 0  # candidates that the reader could not tell or answer, or that are not worth asking


class QuestionBank:
    """Reads and fills the bank.

    Shared between threads: a lock guards the start of making, another what is known of the store; only the
    one thread that makes questions writes how far it is and what it tried.
    """

    def __init__(
        self,
        bank: Bank,
        store: PassageStore,
        reader: SupportsReader,
        limited: Callable[[], frozenset[str]] = frozenset,
        judge: SupportsJudging | None = None,
    ) -> None:
        """``limited`` says which documents are not for everybody: no other question names their cases.

        ``judge`` says which questions are worth asking; without one all that are verified are kept.
        """
        self._limited = limited
        self.bank = bank
        self.store = store
        self._reader = reader
        self._judge = judge
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="quiz")
        self._lock = threading.Lock()
        self._retiring = threading.Lock()
        self._stopped = threading.Event()
        self._tried: set[str] = set()  # documents that questions were made of since the program started
        self._work: Future[None] | None = None
        self._progress = (0, 0)
        self._counts = (0, 0)  # kept, thrown
        self._present: tuple[int, list[str]] = (-1, [])  # generation of the store, and its documents then

    def refresh(self) -> None:
        """Retire what lost its document; begin making questions of documents that have none."""
        present = self._retire()
        with self._lock:
            if self._work is not None and not self._work.done():
                return
            known = self._tried | {question.document_id for question in self.bank.list()}
            wanted = [document_id for document_id in present if document_id not in known][:DOCUMENTS]
            if wanted and not self._stopped.is_set():
                self._progress = (0, 0)
                self._work = self._pool.submit(self._make, wanted)

    def _retire(self) -> list[str]:
        """Retire what lost its document to a removal or a newer version; the ids of all documents."""
        with self._retiring:
            generation = self.store.generation
            if generation != self._present[0]:  # nothing else can have gone
                present = [entry.id for entry in self.store.documents()]
                self.bank.retire(present)
                self._present = (generation, present)
            return self._present[1]

    @property
    def making(self) -> Making:
        """Whether questions are being made now, and how far that is."""
        work = self._work
        running = work is not None and not work.done()
        failed = work is not None and work.done() and not work.cancelled() and work.exception() is not None
        return Making(running, *self._progress, failed, *self._counts)

    def questions(
        self,
        cases: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        without: Collection[str] = (),
    ) -> list[QuizQuestion]:
        """What may be asked now; None takes every case or kind, none of the documents ``without``."""
        self._retire()
        return [
            from_json(stored.content)
            for stored in self.bank.list(hidden=False, retired=False)
            if stored.document_id not in without
            and (cases is None or stored.case in cases)
            and (kinds is None or stored.kind in kinds)
        ]

    def question(self, question_id: str) -> QuizQuestion:
        """One question, hidden or retired too, its evidence marked. Raises people.entries.NotFound."""
        return self.marked(from_json(self.bank.get(question_id).content))

    def stored_questions(self, question_ids: Sequence[str]) -> list[QuizQuestion]:
        """Questions in this order, hidden or retired too, their evidence not looked at. Raises NotFound."""
        return [from_json(self.bank.get(question_id).content) for question_id in question_ids]

    def documents_of(self, question_ids: Sequence[str]) -> frozenset[str]:
        """The ids of the documents that questions are of."""
        return frozenset(self.bank.get(question_id).document_id for question_id in question_ids)

    def marked(self, question: QuizQuestion) -> QuizQuestion:
        """The question, its evidence saying where the text was replaced, removed or has expired."""
        return replace(question, citations=marked(question.citations, self.store, date.today()))

    def drawn(
        self, n: int, seed: int, cases: Collection[str], kinds: Collection[str], where: Filter = EVERYTHING
    ) -> list[QuizQuestion]:
        """At most ``n`` questions of these cases and kinds, of all where none are named, left by a filter."""
        questions = self.questions(cases or None, kinds or None, where.without)
        if where != EVERYTHING:
            entries = {entry.id: entry for entry in self.store.documents()}
            questions = [
                q for q in questions if (e := entries.get(q.document_id)) and holds(where, e, _unit(q))
            ]
        return [self.marked(question) for question in draw(questions, n, seed)]

    def close(self) -> None:
        """Stop making and wait for it: torch aborts a process that ends under a running model."""
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)

    def _make(self, document_ids: list[str]) -> None:
        def progress(done: int, total: int) -> None:
            self._progress = (done, total)

        try:
            limited = self._limited()
            alone = [[one] for one in document_ids if one in limited]
            together = [one for one in document_ids if one not in limited]
            with serving(USER, "bulk", self._stopped.is_set):
                made = [
                    make(
                        self.store,
                        self._reader,
                        document_ids=ids,
                        judge=self._judge,
                        progress=progress,
                        cancelled=self._stopped.is_set,
                    )
                    for ids in ([together] if together else []) + alone
                ]
        except Cancelled:  # the program is about to end
            return
        except Exception:
            log.exception("questions could not be made")
            raise
        finally:
            self._tried.update(document_ids)
        if not self._stopped.is_set():  # half the cases of a document would be taken for all of them
            self.bank.put([stored(question, "made") for one in made for question in one.questions])
            kept, thrown = self._counts
            kept += sum(len(one.questions) for one in made)
            self._counts = (kept, thrown + sum(one.thrown.total() for one in made))
            with self._retiring:
                self._present = (-1, [])  # their document may have gone while they were made


def _unit(question: QuizQuestion) -> str:
    """The unit of the case that a question is of; "" for none."""
    return next((c.unit for c in question.citations if c.unit), "")


def stored(question: QuizQuestion, origin: str) -> StoredQuestion:
    """A question as the bank keeps it."""
    return StoredQuestion(
        id=question.id,
        document_id=question.document_id,
        document=question.document,
        case=question.case,
        kind=question.kind,
        generation=question.generation,
        origin="added" if origin == "added" else "made",
        content=to_json(question),
    )
