"""Single questions to a store, each answered by a snapshot of its newest generation."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from index.records import EVERYTHING, Case, Document, Filter, Passage, Proposition
from index.store.contract import Entry, Source, StoreReader, Vectors


class StoreGeneration(StoreReader, Protocol):
    """One generation of a store."""

    def pending(self) -> list[str]:
        """Ids of documents that wait to be indexed again."""


class NewestReader(ABC):
    """Implements StoreReader over ``snapshot``; what each method returns stands in StoreReader."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[StoreGeneration]:
        """Several questions to one generation."""

    @property
    def generation(self) -> int:
        """Counts the commits."""
        with self.snapshot() as now:
            return now.generation

    @property
    def by_rank(self) -> bool:
        """As StoreReader.by_rank."""
        with self.snapshot() as now:
            return now.by_rank

    def search_dense(self, vector: Vectors, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """As StoreReader.search_dense."""
        with self.snapshot() as now:
            return now.search_dense(vector, k, where)

    def search_text(self, query: str, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """As StoreReader.search_text."""
        with self.snapshot() as now:
            return now.search_text(query, k, where)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """As StoreReader.passages."""
        with self.snapshot() as now:
            return now.passages(ids)

    def passages_of(self, document_id: str) -> list[Passage]:
        """As StoreReader.passages_of."""
        with self.snapshot() as now:
            return now.passages_of(document_id)

    def search_propositions(self, query: str, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """As StoreReader.search_propositions."""
        with self.snapshot() as now:
            return now.search_propositions(query, k, where)

    def propositions(self, ids: Sequence[str]) -> list[Proposition]:
        """As StoreReader.propositions."""
        with self.snapshot() as now:
            return now.propositions(ids)

    def propositions_of(self, document_id: str, start: int = 0, end: int | None = None) -> list[Proposition]:
        """As StoreReader.propositions_of."""
        with self.snapshot() as now:
            return now.propositions_of(document_id, start, end)

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """As StoreReader.vectors."""
        with self.snapshot() as now:
            return now.vectors(ids)

    def document(self, document_id: str) -> Document:
        """As StoreReader.document."""
        with self.snapshot() as now:
            return now.document(document_id)

    def source(self, document_id: str) -> Source:
        """As StoreReader.source."""
        with self.snapshot() as now:
            return now.source(document_id)

    def document_name(self, document_id: str) -> str:
        """As StoreReader.document_name."""
        with self.snapshot() as now:
            return now.document_name(document_id)

    def documents(self) -> list[Entry]:
        """As StoreReader.documents."""
        with self.snapshot() as now:
            return now.documents()

    def entry(self, document_id: str) -> Entry:
        """As StoreReader.entry."""
        with self.snapshot() as now:
            return now.entry(document_id)

    def versions(self, document_id: str) -> list[Entry]:
        """As StoreReader.versions."""
        with self.snapshot() as now:
            return now.versions(document_id)

    def case(self, document_id: str, order: int) -> Case:
        """As StoreReader.case."""
        with self.snapshot() as now:
            return now.case(document_id, order)

    def cases(self, document_id: str) -> list[Case]:
        """As StoreReader.cases."""
        with self.snapshot() as now:
            return now.cases(document_id)

    def pending(self) -> list[str]:
        """As Now.pending."""
        with self.snapshot() as now:
            return now.pending()
