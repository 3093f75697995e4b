"""Reading one generation of the tables beside Milvus."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select

from index.errors import StoreDamaged
from index.records import Case, Document, Metadata, Passage, Proposition
from index.store.contract import Entry, Source, StoreStamp
from index.store.milvus import propositions
from index.store.milvus.tables import CASES, DOCUMENTS, PASSAGES, STORES
from index.store.packing import blocks_of
from index.text import parts_digest, text_id

_BATCH = 500  # values bound to one statement
_CASE = ("document_id", "order", "unit", "title", "heading_start", "heading_end", "start", "end")
CASE: tuple[Any, ...] = tuple(CASES.c[name] for name in _CASE)
_PASSAGE = ("id", "document_id", "case_order", "start", "end", "text", "context", "paragraph", "page")
PASSAGE: tuple[Any, ...] = tuple(PASSAGES.c[name] for name in _PASSAGE)
_KNOWN: tuple[Any, ...] = tuple(
    DOCUMENTS.c[name] for name in ("unit", "date", "source", "tags", "valid_until")
)


def _counted(table: Table) -> Any:
    """How many rows of ``table`` a document has."""
    same = (table.c.store == DOCUMENTS.c.store) & (table.c.document_id == DOCUMENTS.c.id)
    return select(func.count()).select_from(table).where(same).scalar_subquery()


_NAMED: tuple[Any, ...] = tuple(DOCUMENTS.c[name] for name in ("id", "name", "title", "origin"))
_ENTRY = (*_NAMED, _counted(CASES), _counted(PASSAGES), DOCUMENTS.c.superseded_by, *_KNOWN)


class RecordSnapshot:
    """What one transaction sees of a store's records. Used by one thread at a time."""

    def __init__(self, connection: Connection, store: str) -> None:
        self.connection = connection
        self.store = store
        row = connection.execute(select(STORES).where(STORES.c.store == store)).one()
        self.meta = {name: str(value) for name, value in row._mapping.items()}

    @property
    def generation(self) -> int:
        """Counts the commits: the same number is the same content."""
        return int(self.meta["generation"])

    @property
    def stamp(self) -> StoreStamp:
        """What made the store."""
        return StoreStamp(self.meta["model"], int(self.meta["dimension"]), self.meta["splitter"])

    @property
    def collection(self) -> str:
        """The collection of this generation."""
        return self.meta["collection"]

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of ``ids``. Raises KeyError for an unknown id."""
        rows = self._by(select(*PASSAGE), PASSAGES.c.id, ids)
        return [Passage(*rows[i]) for i in ids]

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in reading order; empty for an unknown document."""
        query = select(*PASSAGE).where(self._of(PASSAGES), PASSAGES.c.document_id == document_id)
        rows = self.connection.execute(query.order_by(PASSAGES.c.start, PASSAGES.c.end))
        return [Passage(*tuple(row)) for row in rows]

    def propositions(self, ids: Sequence[str]) -> list[Proposition]:
        """The propositions in the order of ``ids``. Raises KeyError for an unknown id."""
        return propositions.by_id(self.connection, self.store, ids)

    def propositions_of(self, document_id: str, start: int = 0, end: int | None = None) -> list[Proposition]:
        """A document's propositions whose cores reach into [start, end), in reading order."""
        return propositions.of_document(self.connection, self.store, document_id, start, end)

    def keys(self, ids: Sequence[str]) -> list[str]:
        """The keys of passages, in the order of ``ids``. Raises KeyError for an unknown id."""
        rows = self._by(select(PASSAGES.c.id, PASSAGES.c.key), PASSAGES.c.id, ids)
        return [str(rows[i][1]) for i in ids]

    def keys_of(self, document_id: str) -> dict[str, str]:
        """A document's passage ids and their keys."""
        query = select(PASSAGES.c.id, PASSAGES.c.key).where(
            self._of(PASSAGES), PASSAGES.c.document_id == document_id
        )
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def document(self, document_id: str) -> Document:
        """The document with its text. Raises KeyError when unknown, StoreDamaged when altered."""
        return self.source(document_id).document

    def source(self, document_id: str) -> Source:
        """All that indexing a document again takes. Raises as ``document``."""
        row = self._document(document_id, DOCUMENTS)
        document = Document(row.id, row.name, row.title, row.text)
        if text_id(document.text) != document.id:
            raise StoreDamaged(
                f"索引中《{document.name}》的原文与入库时不同（编号 {document.id}）。没有删除任何内容；"
                "请运行 python -m index verify 检查。"
            )
        by_hand = tuple(self.cases(document_id)) if row.by_hand else None
        known = _metadata(*(row._mapping[column] for column in _KNOWN))
        return Source(document, blocks_of(row.blocks), row.origin, known, by_hand, row.original)

    def document_name(self, document_id: str) -> str:
        """The source file's name. Raises KeyError when unknown."""
        return str(self._document(document_id, DOCUMENTS.c.name)[0])

    def documents(self) -> list[Entry]:
        """Every document that is searched, by name, then id."""
        query = select(*_ENTRY).where(self._of(DOCUMENTS), DOCUMENTS.c.superseded_by == "")
        rows = self.connection.execute(query.order_by(DOCUMENTS.c.name, DOCUMENTS.c.id))
        return [_entry(row) for row in rows]

    def entry(self, document_id: str) -> Entry:
        """One document, a superseded version too. Raises KeyError when unknown."""
        return _entry(self._document(document_id, *_ENTRY))

    def versions(self, document_id: str) -> list[Entry]:
        """The older versions a document took the place of, newest first."""
        entries: list[Entry] = []
        newer = [document_id]
        while newer:
            query = select(*_ENTRY).where(self._of(DOCUMENTS), DOCUMENTS.c.superseded_by.in_(newer))
            older = [_entry(row) for row in self.connection.execute(query.order_by(DOCUMENTS.c.id))]
            entries += older
            newer = [entry.id for entry in older]
        return entries

    def case(self, document_id: str, order: int) -> Case:
        """One case. Raises KeyError when unknown."""
        query = select(*CASE).where(self._of(CASES), CASES.c.document_id == document_id)
        row = self.connection.execute(query.where(CASES.c.order == order)).one_or_none()
        if row is None:
            raise KeyError((document_id, order))
        return Case(*row)

    def cases(self, document_id: str) -> list[Case]:
        """A document's cases by order; empty for an unknown document."""
        query = select(*CASE).where(self._of(CASES), CASES.c.document_id == document_id)
        return [Case(*row) for row in self.connection.execute(query.order_by(CASES.c.order))]

    def pending(self) -> list[str]:
        """Ids of documents that wait to be indexed again."""
        query = select(DOCUMENTS.c.id).where(self._of(DOCUMENTS), DOCUMENTS.c.pending)
        return list(self.connection.execute(query.order_by(DOCUMENTS.c.id)).scalars())

    def superseded(self) -> list[str]:
        """Ids of all older versions, by name, then id."""
        query = select(DOCUMENTS.c.id).where(self._of(DOCUMENTS), DOCUMENTS.c.superseded_by != "")
        rows = self.connection.execute(query.order_by(DOCUMENTS.c.name, DOCUMENTS.c.id))
        return list(rows.scalars())

    def unchecked(self, document_id: str) -> tuple[str, str, str]:
        """A document's text, its blocks as JSON and the digest noted of its parts, altered or not."""
        row = self._document(document_id, DOCUMENTS.c.text, DOCUMENTS.c.blocks, DOCUMENTS.c.digest)
        return row.text, row.blocks, row.digest

    def parts_digest(self, document_id: str) -> str:
        """The digest of a document's cases, passages, propositions and keys, digests of vectors in these."""
        passages = self.passages_of(document_id)
        keys = self.keys_of(document_id)
        said = self.propositions_of(document_id)
        return digest_of(self.cases(document_id), passages, [keys[p.id] for p in passages], said)

    def _of(self, table: Table) -> Any:
        return table.c.store == self.store

    def _document(self, document_id: str, *what: Any) -> Row[Any]:
        query = select(*what).where(self._of(DOCUMENTS), DOCUMENTS.c.id == document_id)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise KeyError(document_id)
        return row

    def ids_of(self, keys: Sequence[str]) -> dict[str, str]:
        """The passage ids of those keys that this generation knows."""
        rows = self._by(select(PASSAGES.c.key, PASSAGES.c.id), PASSAGES.c.key, keys)
        return {key: row[1] for key, row in rows.items()}

    def _by(self, query: Select[Any], column: Any, values: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """Rows by their first column."""
        rows: dict[str, tuple[Any, ...]] = {}
        distinct = list(dict.fromkeys(values))
        for at in range(0, len(distinct), _BATCH):
            batch = query.where(self._of(PASSAGES), column.in_(distinct[at : at + _BATCH]))
            rows.update((row[0], tuple(row)) for row in self.connection.execute(batch))
        return rows


def digest_of(
    cases: Sequence[Case],
    passages: Sequence[Passage],
    keys: Sequence[str],
    said: Sequence[Proposition],
) -> str:
    """SHA-256 over a document's cases, passages, keys and propositions."""
    return parts_digest(cases, passages, [key.encode() for key in keys], said)


def _metadata(unit: str, date: str, source: str, tags: str, valid_until: str) -> Metadata:
    return Metadata(unit, date, source, tuple(json.loads(tags)), valid_until)


def _entry(row: Iterable[Any]) -> Entry:
    identity, name, title, origin, cases, passages, superseded_by, *known = row
    return Entry(identity, name, title, origin, cases, passages, _metadata(*known), superseded_by)
