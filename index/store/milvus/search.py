"""Searching one generation of a Milvus store: Milvus ranks, SQL decides what there is.

A row of Milvus that no passage of this generation names, because its commit is still to come or has
undone it, is passed over as if it were not there.
"""

from collections.abc import Callable, Sequence

import numpy as np
from sqlalchemy import Connection, select

from chinese import QUESTION_CHARS
from index.errors import StoreDamaged
from index.records import EVERYTHING, Filter
from index.store.contract import Vectors
from index.store.milvus import propositions
from index.store.milvus.reading import RecordSnapshot
from index.store.milvus.rows import expression, words
from index.store.milvus.server import MOST, Server
from index.store.milvus.tables import CASES, DOCUMENTS

MEND = "python -m index verify --mend"
_PASSAGES = 50  # whose propositions are looked through
_SPARE = 32  # rows asked for beyond k: some may belong to another generation
Found = list[tuple[str, float]]


class MilvusSnapshot(RecordSnapshot):
    """Implements StoreReader."""

    by_rank = True  # BM25 is counted by segment here, and is negative in milvus-lite

    def __init__(self, connection: Connection, store: str, server: Server) -> None:
        super().__init__(connection, store)
        self._server = server

    def search_dense(self, vector: Vectors, k: int, where: Filter = EVERYTHING) -> Found:
        """The ``k`` passages of highest cosine to ``vector``, float32 (dimension,); ties by id.

        Raises ValueError for a vector of another shape, of length zero or with a non-finite value.
        """
        query = np.ascontiguousarray(vector, dtype=np.float32)
        if query.shape != (self.stamp.dimension,):
            raise ValueError(f"a vector of shape {query.shape} was asked of a store of {self.stamp}")
        length = float(np.linalg.norm(query))
        if not 0 < length < np.inf:
            raise ValueError(f"a vector of length {length} has no direction")
        among = self._expression(where)
        if among is None:
            return []

        def search(n: int) -> Found:
            hits = self._server.nearest(self.collection, query / length, n, among)
            # float32 sums differ in the last digit from segment to segment; equal vectors should tie.
            return [(key, round(score, 6)) for key, score in hits]

        return self._best(search, k)

    def search_text(self, query: str, k: int, where: Filter = EVERYTHING) -> Found:
        """At most ``k`` passages by the server's BM25; empty where the server has none. Ties by id."""
        asked = words(query[:QUESTION_CHARS])
        among = self._expression(where)
        if not asked or among is None or not self._server.full_text:
            return []

        def search(n: int) -> Found:
            hits = self._server.matching(self.collection, asked, n, among)
            return [(key, abs(score)) for key, score in hits]

        return self._best(search, k)

    def search_propositions(self, query: str, k: int, where: Filter = EVERYTHING) -> Found:
        """At most ``k`` propositions by BM25 among those of the passages that full text finds; ties by id."""
        if k <= 0:
            return []
        passages = self.passages([i for i, _ in self.search_text(query, max(k, _PASSAGES), where)])
        return propositions.ranked(query, passages, self)[:k]

    def _best(self, search: Callable[[int], Found], k: int) -> Found:
        """Ask for more until ``k`` known rows and all that tie with the last are there."""
        if k <= 0:
            return []
        asked = min(MOST, k + _SPARE)
        while True:
            hits = search(asked)
            ids = self.ids_of([key for key, _ in hits])
            known = [(ids[key], score) for key, score in hits if key in ids]
            settled = len(known) >= k and hits[-1][1] < known[k - 1][1]
            if len(hits) < asked or settled or asked == MOST:
                return sorted(known, key=lambda pair: (-pair[1], pair[0]))[:k]
            asked = min(MOST, asked * 4)

    def _expression(self, where: Filter) -> str | None:
        return expression(where, self._units(where.units) if where.units else ())

    def _units(self, parts: Sequence[str]) -> list[str]:
        """All units that hold one of ``parts``."""
        names: set[str] = set()
        for column in (CASES.c.unit, DOCUMENTS.c.unit):
            query = select(column).where(column.table.c.store == self.store).distinct()
            names.update(self.connection.execute(query).scalars())
        return sorted(name for name in names if any(part in name for part in parts))

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """Unit vectors, float32, (len(ids), dimension). Raises KeyError for an unknown id."""
        keys = self.keys(ids)
        stored = self._server.rows(self.collection, list(dict.fromkeys(keys)))
        if missing := set(keys) - stored.keys():
            raise StoreDamaged(f"Milvus 里少了 {len(missing)} 个段落的向量。请运行 {MEND}。")
        out = np.empty((len(ids), self.stamp.dimension), dtype=np.float32)
        for at, key in enumerate(keys):
            out[at] = stored[key]["vector"]
        return out
