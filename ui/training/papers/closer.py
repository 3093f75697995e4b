"""Papers whose time is over are handed in, whoever has gone."""

import logging
import threading
from datetime import UTC, datetime

from people.papers import Grader, Papers
from rag.quiz import UnusableAnswer, grade
from rag.reading import SupportsWeighing
from ui.training.question_bank import QuestionBank

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds


class Closer:
    """A thread that looks for papers past their time until it is closed; other processes may look too."""

    def __init__(self, papers: Papers, every: float = EVERY) -> None:
        self._papers = papers
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="papers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop and wait: a reader may be at work on the last answers."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            try:
                self._papers.close_expired(datetime.now(UTC))
            except Exception:  # the database may be busy or the disk full: nothing is lost, and it goes on
                log.exception("papers past their time could not be handed in")


def grader_of(bank: QuestionBank, reader: SupportsWeighing) -> Grader:
    """What grades the answers of papers: as in practice, and one that cannot be graded earns nothing."""

    def graded(question_id: str, words: str) -> tuple[float, bool]:
        try:
            given = grade(bank.question(question_id), words, reader)
        except UnusableAnswer:
            return 0.0, False
        return given.score, given.correct

    return graded
