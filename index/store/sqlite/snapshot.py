"""Reading one generation of the embedded store."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from chinese import search_terms
from index.errors import StoreDamaged
from index.records import EVERYTHING, Case, Document, Filter, Metadata, Passage, Proposition
from index.store.contract import Entry, Source, Vectors
from index.store.packing import blocks_of
from index.store.sqlite import propositions
from index.store.sqlite.filters import rows_query
from index.store.vectors import Rows, VectorIndex, unit
from index.text import parts_digest, text_id

_CONTEXT_WEIGHT = 1.0  # BM25 weight of a heading's terms
_TEXT_WEIGHT = 1.0  # BM25 weight of the passage's own terms
_CASE = 'document_id, "order", unit, title, heading_start, heading_end, start, "end"'
_PASSAGE = 'id, document_id, case_order, start, "end", text, context, paragraph, page'
_ENTRY = """SELECT id, name, title, origin, (SELECT count(*) FROM cases WHERE document_id = d.id),
                   (SELECT count(*) FROM passages WHERE document_id = d.id),
                   superseded_by, unit, date, source, tags, valid_until
            FROM documents AS d"""
_BATCH = 500  # ids bound to one statement


class Snapshot:
    """What one open read transaction sees; implements StoreReader. Used by one thread at a time."""

    by_rank = False  # BM25 over the whole store

    def __init__(
        self,
        connection: sqlite3.Connection,
        meta: dict[str, str],
        index: Callable[["Snapshot"], VectorIndex],
    ) -> None:
        self.connection = connection
        self.meta = meta
        self._index = index

    @property
    def generation(self) -> int:
        """Counts the commits: the same number is the same content."""
        return int(self.meta["generation"])

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return int(self.meta["dimension"])

    def search_dense(self, vector: Vectors, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """The ``k`` passages of highest cosine to ``vector``, float32 (dimension,); ties by id.

        Raises ValueError for a vector of another shape, of length zero or with a non-finite value.
        """
        query = np.ascontiguousarray(vector, dtype=np.float32)
        if query.shape != (self.dimension,):
            raise ValueError(f"a vector of shape {query.shape} was asked of a store of ({self.dimension},)")
        length = float(np.linalg.norm(query))
        if not 0 < length < np.inf:
            raise ValueError(f"a vector of length {length} has no direction")
        among = None if where == EVERYTHING else self._rows(*rows_query(where))
        hits = self._index(self).search(query / length, k, among)
        ids = self._ids(row for row, _ in hits)
        return _best(((ids[row], score) for row, score in hits), k)

    def search_text(self, query: str, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """At most ``k`` passages by BM25 over any term of ``query``; higher is better, ties by id."""
        chosen = search_terms.selective([(t, self._frequency(t)) for t in search_terms.question_terms(query)])
        if not chosen or k <= 0:
            return []
        rows, values = ("", []) if where == EVERYTHING else rows_query(where)
        # bm25() is lower-is-better; rows tied with the last one are all fetched, then cut by id.
        hits = self.connection.execute(
            f"""WITH found AS MATERIALIZED (
                  SELECT rowid AS row, -bm25(fulltext, {_CONTEXT_WEIGHT}, {_TEXT_WEIGHT}) AS score
                  FROM fulltext WHERE fulltext MATCH ? {f"AND rowid IN ({rows})" if rows else ""})
                SELECT id, score FROM found JOIN passages USING (row)
                WHERE score >= ifnull(
                  (SELECT score FROM found ORDER BY score DESC LIMIT 1 OFFSET ?), -9e9)""",
            (search_terms.match_expression(chosen), *values, k - 1),
        )
        return _best(hits, k)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of ``ids``. Raises KeyError for an unknown id."""
        rows = self._by_id(f"SELECT id, {_PASSAGE} FROM passages WHERE id IN", ids)
        return [Passage(*rows[i]) for i in ids]

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in reading order; empty for an unknown document."""
        query = f'SELECT {_PASSAGE} FROM passages WHERE document_id = ? ORDER BY start, "end"'
        return [Passage(*row) for row in self.connection.execute(query, (document_id,))]

    def search_propositions(self, query: str, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """At most ``k`` propositions by BM25 over any term of ``query``, in core or carried; ties by id."""
        return _best(propositions.search(self.connection, query, k, where), k)

    def propositions(self, ids: Sequence[str]) -> list[Proposition]:
        """The propositions in the order of ``ids``. Raises KeyError for an unknown id."""
        return propositions.by_id(self.connection, ids)

    def propositions_of(self, document_id: str, start: int = 0, end: int | None = None) -> list[Proposition]:
        """A document's propositions whose cores reach into [start, end), in reading order."""
        return propositions.of_document(self.connection, document_id, start, end)

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """Unit vectors, float32, (len(ids), dimension). Raises KeyError for an unknown id."""
        rows = self._by_id("SELECT id, vector FROM passages JOIN vectors USING (row) WHERE id IN", ids)
        return unit(b"".join(rows[i][0] for i in ids), self.dimension)

    def document(self, document_id: str) -> Document:
        """The document with its text. Raises KeyError when unknown, StoreDamaged when altered."""
        return self.source(document_id).document

    def source(self, document_id: str) -> Source:
        """All that indexing a document again takes. Raises as ``document``."""
        query = """SELECT id, name, title, text, blocks, origin, original, by_hand,
                          unit, date, source, tags, valid_until FROM documents WHERE id = ?"""
        row = self.connection.execute(query, (document_id,)).fetchone()
        if row is None:
            raise KeyError(document_id)
        document = Document(*row[:4])
        if text_id(document.text) != document.id:
            raise StoreDamaged(
                f"索引中《{document.name}》的原文与入库时不同（编号 {document.id}）。没有删除任何文件；"
                "请运行 python -m index verify 检查。"
            )
        by_hand = tuple(self.cases(document_id)) if row[7] else None
        return Source(document, blocks_of(row[4]), row[5], _metadata(*row[8:]), by_hand, row[6])

    def document_name(self, document_id: str) -> str:
        """The source file's name. Raises KeyError when unknown."""
        row = self.connection.execute("SELECT name FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise KeyError(document_id)
        return str(row[0])

    def documents(self) -> list[Entry]:
        """Every document that is searched, by name, then id."""
        query = f"{_ENTRY} WHERE superseded_by = '' ORDER BY name, id"
        return [_entry(*row) for row in self.connection.execute(query)]

    def entry(self, document_id: str) -> Entry:
        """One document, a superseded version too. Raises KeyError when unknown."""
        row = self.connection.execute(f"{_ENTRY} WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise KeyError(document_id)
        return _entry(*row)

    def versions(self, document_id: str) -> list[Entry]:
        """The older versions a document took the place of, newest first."""
        entries: list[Entry] = []
        newer = [document_id]
        while newer:
            query = f"{_ENTRY} WHERE superseded_by = ? ORDER BY id"
            older = [_entry(*row) for version in newer for row in self.connection.execute(query, (version,))]
            entries += older
            newer = [entry.id for entry in older]
        return entries

    def case(self, document_id: str, order: int) -> Case:
        """One case. Raises KeyError when unknown."""
        query = f'SELECT {_CASE} FROM cases WHERE document_id = ? AND "order" = ?'
        row = self.connection.execute(query, (document_id, order)).fetchone()
        if row is None:
            raise KeyError((document_id, order))
        return Case(*row)

    def cases(self, document_id: str) -> list[Case]:
        """A document's cases by order; empty for an unknown document."""
        query = f'SELECT {_CASE} FROM cases WHERE document_id = ? ORDER BY "order"'
        return [Case(*row) for row in self.connection.execute(query, (document_id,))]

    def pending(self) -> list[str]:
        """Ids of documents that wait to be indexed again."""
        return [i for (i,) in self.connection.execute("SELECT id FROM documents WHERE pending ORDER BY id")]

    def superseded(self) -> list[str]:
        """Ids of all older versions, by name, then id."""
        query = "SELECT id FROM documents WHERE superseded_by <> '' ORDER BY name, id"
        return [i for (i,) in self.connection.execute(query)]

    def unchecked(self, document_id: str) -> tuple[str, str, str]:
        """A document's text, its blocks as JSON and the digest noted of its parts, altered or not."""
        query = "SELECT text, blocks, digest FROM documents WHERE id = ?"
        text, blocks, digest = self.connection.execute(query, (document_id,)).fetchone()
        return text, blocks, digest

    def parts_digest(self, document_id: str) -> str:
        """The digest of a document's cases, passages, vectors, propositions; "" when those do not match."""
        query = """SELECT vector FROM passages JOIN vectors USING (row)
                   WHERE document_id = ? ORDER BY start, "end" """
        blobs = [blob for (blob,) in self.connection.execute(query, (document_id,))]
        passages = self.passages_of(document_id)
        if len(blobs) != len(passages):
            return ""
        cases, said = self.cases(document_id), self.propositions_of(document_id)
        return parts_digest(cases, passages, blobs, said)

    def rows(self) -> Rows:
        """The row numbers of all passages, ascending."""
        return self._rows("SELECT row FROM passages", [])

    def vectors_after(self, row: int) -> Vectors:
        """Unit vectors of the rows above ``row``, in their order, float32 (n, dimension)."""
        query = "SELECT vector FROM vectors WHERE row > ? ORDER BY row"
        blobs = [blob for (blob,) in self.connection.execute(query, (row,))]
        return unit(self._whole(blobs), self.dimension)

    def _rows(self, query: str, values: Sequence[str]) -> Rows:
        rows = np.fromiter((row for (row,) in self.connection.execute(query, values)), dtype=np.int64)
        rows.sort()
        return rows

    def _whole(self, blobs: Sequence[bytes]) -> bytes:
        if any(len(blob) != 2 * self.dimension for blob in blobs):
            raise StoreDamaged(
                "索引数据库里有长度不对的向量。没有删除任何文件；请运行 python -m index verify。"
            )
        return b"".join(blobs)

    def all_vectors(self) -> tuple[np.ndarray[Any, np.dtype[np.int64]], Vectors]:
        """Row numbers, int64 (n,), ascending, and their unit vectors, float32 (n, dimension)."""
        rows, blobs = [], []
        for row, blob in self.connection.execute("SELECT row, vector FROM vectors ORDER BY row"):
            rows.append(row)
            blobs.append(blob)
        return np.array(rows, dtype=np.int64), unit(self._whole(blobs), self.dimension)

    def _frequency(self, term: str) -> int:
        row = self.connection.execute("SELECT doc FROM vocabulary WHERE term = ?", (term,)).fetchone()
        return int(row[0]) if row else 0

    def _ids(self, rows: Iterable[int]) -> dict[int, str]:
        select = "SELECT row, id FROM passages WHERE row IN"
        return {row: rest[0] for row, rest in self._by_id(select, list(rows)).items()}

    def _by_id(self, select: str, keys: Sequence[Any]) -> dict[Any, tuple[Any, ...]]:
        """Rows by their first column. Raises KeyError for a key without a row."""
        rows: dict[Any, tuple[Any, ...]] = {}
        distinct = list(dict.fromkeys(keys))
        for at in range(0, len(distinct), _BATCH):
            batch = distinct[at : at + _BATCH]
            marks = ",".join("?" * len(batch))
            for key, *rest in self.connection.execute(f"{select} ({marks})", batch):
                rows[key] = tuple(rest)
        for key in distinct:
            if key not in rows:
                raise KeyError(key)
        return rows


def _metadata(unit: str, date: str, source: str, tags: str, valid_until: str) -> Metadata:
    held = () if tags == "[]" else tuple(json.loads(tags))  # most have none: 20,000 entries are listed often
    return Metadata(unit, date, source, held, valid_until)


def _entry(*row: Any) -> Entry:
    """An entry from the columns of _ENTRY."""
    identity, name, title, origin, cases, passages, superseded_by = row[:7]
    metadata = _metadata(*row[7:])
    return Entry(identity, name, title, origin, cases, passages, metadata, superseded_by)


def _best(hits: Iterable[tuple[str, float]], k: int) -> list[tuple[str, float]]:
    return sorted(hits, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]
