"""Everything that answers, opened once and shared: the store, the models, who asks them."""

from dataclasses import dataclass
from typing import Self

from index.closing import Closing
from index.embedding import Embedder
from index.library import stamp_for
from index.records import Filter
from index.store import open_store
from index.turns import Turns
from rag.answering import Chatbot
from rag.checking import Checker
from rag.lines import Lines
from rag.reading import CaseReader, PropositionReader
from rag.search import Retriever
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Program(Closing):
    """A chatbot and a checker over one store, and the lines to both. Safe to share between threads."""

    chatbot: Chatbot
    checker: Checker
    lines: Lines

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Load the models and open the store.

        Raises ModelUnavailable, StoreMissing, StoreMismatch or StoreDamaged, each with the next step.
        """
        turns = Turns()
        embedder = Embedder(settings.index, turns)
        store = open_store(settings.store, stamp=stamp_for(embedder, settings.index), settings=settings.index)
        reader = CaseReader.of(settings.reading, turns)
        retriever = Retriever(store, embedder, settings.retrieval)
        propositions = PropositionReader.of(settings.reading, turns)
        return cls(
            Chatbot(store, retriever, reader, propositions, settings),
            Checker(store, retriever, reader, settings.checking),
            Lines.open(),
        )

    def narrowed(self, where: Filter) -> Self:
        """The same program over those passages only that ``where`` leaves; it shares the store."""
        return type(self)(self.chatbot.narrowed(where), self.checker.narrowed(where), self.lines)

    def close(self) -> None:
        """Close the store."""
        self.chatbot.store.close()
