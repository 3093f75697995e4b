"""Propositions beside Milvus: SQL holds them, and BM25 over those of the passages found ranks them.

Milvus holds passages only: a question finds passages there, and their propositions, with the headings of
their cases, are ranked here by the same terms as in the embedded store.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, select, tuple_

from chinese import query_terms
from chinese.search_terms import question_terms
from index.records import Document, Passage, Proposition
from index.store.milvus.tables import PROPOSITIONS
from index.store.packing import by_ids, core_of, proposition_of

_BATCH = 150  # cores bound to one statement, three values each
_K1, _B = 1.2, 0.75  # of BM25, as in FTS5
_NAMES = ("document_id", "case_order", "kind", "start", "end", "carried", "values")
_COLUMNS: tuple[Any, ...] = tuple(PROPOSITIONS.c[name] for name in _NAMES)
_ORDER = (PROPOSITIONS.c.document_id, PROPOSITIONS.c.number)


class Records(Protocol):
    """What ranking reads of a store."""

    def document(self, document_id: str) -> Document:
        """A document with its text."""

    def propositions_of(self, document_id: str) -> list[Proposition]:
        """All propositions of a document."""


def of_document(
    connection: Connection, store: str, document_id: str, start: int = 0, end: int | None = None
) -> list[Proposition]:
    """See StoreReader.propositions_of."""
    table = PROPOSITIONS.c
    query = select(*_COLUMNS).where(table.store == store, table.document_id == document_id)
    query = query.where(table.end > start)
    if end is not None:
        query = query.where(table.start < end)
    return [proposition_of(*row) for row in connection.execute(query.order_by(*_ORDER))]


def by_id(connection: Connection, store: str, ids: Sequence[str]) -> list[Proposition]:
    """See StoreReader.propositions."""
    table, found = PROPOSITIONS.c, []
    cores = list(dict.fromkeys(map(core_of, ids)))
    for at in range(0, len(cores), _BATCH):
        these = tuple_(table.document_id, table.start, table.end).in_(cores[at : at + _BATCH])
        query = select(*_COLUMNS).where(table.store == store, these)
        found += [proposition_of(*row) for row in connection.execute(query)]
    return by_ids(ids, found)


def ranked(query: str, passages: Sequence[Passage], records: Records) -> list[tuple[str, float]]:
    """The propositions of ``passages`` that hold a term of ``query``, best first, ties by id."""
    bags: dict[str, Counter[str]] = {}
    for document_id in dict.fromkeys(passage.document_id for passage in passages):
        text = records.document(document_id).text
        among = [passage for passage in passages if passage.document_id == document_id]
        for proposition in records.propositions_of(document_id):
            if any(_belongs(proposition, passage) for passage in among):
                bags[proposition.id] = _terms(proposition, text)
    scores = bm25(question_terms(query), list(bags.values()))
    found = [(i, score) for i, score in zip(bags, scores, strict=True) if score > 0]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def bm25(terms: Iterable[str], bags: Sequence[Counter[str]]) -> list[float]:
    """The score of each bag of terms by Okapi BM25 among them all; 0 for one that holds none of ``terms``."""
    count = len(bags)
    lengths = [bag.total() for bag in bags]
    mean = sum(lengths) / count if count else 1.0
    scores = [0.0] * count
    for term in terms:
        holders = [n for n, bag in enumerate(bags) if bag[term]]
        rarity = max(1e-6, math.log((count - len(holders) + 0.5) / (len(holders) + 0.5)))
        for n in holders:
            often = bags[n][term]
            scores[n] += rarity * often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * lengths[n] / mean))
    return scores


def _belongs(proposition: Proposition, passage: Passage) -> bool:
    """Whether its core reaches into the passage, or is a heading of the passage's case."""
    if proposition.kind == "heading":
        return proposition.case_order == passage.case_order
    return proposition.start < passage.end and passage.start < proposition.end


def _terms(proposition: Proposition, text: str) -> Counter[str]:
    spans = [(proposition.start, proposition.end), *((c.start, c.end) for c in proposition.carried)]
    return Counter(term for start, end in spans for term in query_terms(text[start:end]))
