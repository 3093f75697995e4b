"""What the chat needs of whoever answers."""

from collections.abc import Callable, Sequence
from typing import Protocol

from index.records import Filter
from index.store import PassageStore
from rag.records import Answer
from rag.writing import Engine


class Answerer(Protocol):
    """The part of rag.answering.chatbot.Chatbot the page uses; ask may be called from several threads."""

    @property
    def store(self) -> PassageStore:
        """Where the source panel reads documents."""

    def narrowed(self, where: Filter) -> "Answerer":
        """The same over those passages only that a filter leaves."""

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        engine: Engine | None = None,
        progress: Callable[[str], None] = lambda text: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Answer one question. Raises UnusableQuestion, with a text for the user."""
