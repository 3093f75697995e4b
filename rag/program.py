"""Everything that answers, opened once and shared: the store, the models, who asks them."""

from dataclasses import dataclass
from typing import Self

from index.closing import Closing
from index.embedding import Embedder
from index.library import stamp_for
from index.records import Filter
from index.store import open_store
from rag.answering import Chatbot
from rag.checking import Checker
from rag.reading import CaseReader, PropositionReader
from rag.search import Retriever
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Program(Closing):
    """A chatbot and a checker over one store. Safe to share between threads: both are."""

    chatbot: Chatbot
    checker: Checker

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Load the models and open the store.

        Raises ModelUnavailable, StoreMissing, StoreMismatch or StoreDamaged, each with the next step.
        """
        embedder = Embedder(settings.index)
        store = open_store(settings.store, stamp=stamp_for(embedder, settings.index), settings=settings.index)
        reader = CaseReader.of(settings.reading)
        retriever = Retriever(store, embedder, settings.retrieval)
        propositions = PropositionReader.of(settings.reading)
        return cls(
            Chatbot(store, retriever, reader, propositions, settings),
            Checker(store, retriever, reader, settings.checking),
        )

    def narrowed(self, where: Filter) -> Self:
        """The same program over those passages only that ``where`` leaves; it shares the store."""
        return type(self)(self.chatbot.narrowed(where), self.checker.narrowed(where))

    def close(self) -> None:
        """Close the store."""
        self.chatbot.store.close()
