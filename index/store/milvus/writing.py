"""Changing the tables beside Milvus; the caller owns the transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from index.records import Case, Metadata, Passage
from index.store.checks import stored_vectors
from index.store.contract import Ingested, StoreStamp, Vectors
from index.store.milvus.deletions import Doomed
from index.store.milvus.reading import RecordSnapshot, digest_of
from index.store.milvus.rows import Row, passage_of, row_of
from index.store.milvus.tables import CASES, DOCUMENTS, FORMAT, PASSAGES, PROPOSITIONS, STORES
from index.store.packing import packed_blocks, packed_carried, packed_values
from index.store.vectors import unit
from index.text import corpus_hash


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document and the rows of its passages, in their order."""

    item: Ingested
    rows: tuple[Row, ...]


def prepared(item: Ingested, dimension: int, *, full_text: bool) -> Prepared:
    """The rows of a document. Raises ValueError for records that contradict each other."""
    # The same values as the embedded store searches.
    vectors = unit(b"".join(stored_vectors(item, dimension)), dimension)
    rows = rows_of(item.passages, item.cases, vectors, item.metadata, full_text=full_text)
    return Prepared(item, tuple(rows))


def rows_of(
    passages: Sequence[Passage],
    cases: Sequence[Case],
    vectors: Vectors,
    metadata: Metadata,
    *,
    full_text: bool,
) -> list[Row]:
    """The rows of a document's passages, in their order."""
    units = {case.order: case.unit for case in cases}
    rows = []
    for passage, vector in zip(passages, vectors, strict=True):
        own = "" if passage.case_order is None else units.get(passage.case_order, "")
        rows.append(row_of(passage, vector, own or metadata.unit, metadata, full_text=full_text))
    return rows


class Writing:
    """One transaction's changes to one store."""

    def __init__(self, connection: Connection, store: str) -> None:
        self._connection = connection
        self._store = store
        self._doomed = Doomed(connection, store)

    # ---- documents

    def insert(self, addition: Prepared) -> bool:
        """Store a document; whether anything changed. When it stays as it is: see PassageStore.apply."""
        item = addition.item
        document = item.document
        if self._stays(document.id) and item.replaces != document.id:
            return False
        self._delete_parts(document.id, cases=True)
        self._step_out(document.id)
        self._delete(DOCUMENTS, DOCUMENTS.c.id == document.id)
        keys = [str(row["key"]) for row in addition.rows]
        digest = digest_of(item.cases, item.passages, keys, item.propositions)
        self._connection.execute(insert(DOCUMENTS), [self._columns(item, digest)])
        self._fill(CASES, (astuple(case) for case in item.cases), ())
        passages = (astuple(passage) for passage in item.passages)
        self._fill(PASSAGES, passages, [(key,) for key in keys])
        self._fill(PROPOSITIONS, _rows_of_propositions(item), ())
        if item.replaces not in ("", document.id):
            self._supersede(item.replaces, document.id)
        return True

    def _stays(self, document_id: str) -> bool:
        query = select(DOCUMENTS.c.pending, DOCUMENTS.c.superseded_by).where(
            DOCUMENTS.c.store == self._store, DOCUMENTS.c.id == document_id
        )
        known = self._connection.execute(query).one_or_none()
        return known is not None and not known.pending and not known.superseded_by

    def _columns(self, item: Ingested, digest: str) -> dict[str, Any]:
        document = item.document
        return {
            "store": self._store,
            "id": document.id,
            "name": document.name,
            "title": document.title,
            "origin": item.origin,
            "digest": digest,
            "text": document.text,
            "blocks": packed_blocks(item.blocks),
            "original": item.original,
            "superseded_by": "",
            "pending": False,
            "by_hand": item.by_hand,
            **_known(item.metadata),
        }

    def _fill(self, table: Any, records: Iterable[tuple[Any, ...]], more: Sequence[tuple[Any, ...]]) -> None:
        names = [column.name for column in table.columns]
        rows = list(records)
        added = more or [()] * len(rows)
        values = [
            dict(zip(names, (self._store, *row, *extra), strict=True))
            for row, extra in zip(rows, added, strict=True)
        ]
        if values:
            self._connection.execute(insert(table), values)

    def _supersede(self, document_id: str, by: str) -> None:
        """Keep a document's text and cases for those who cited it, and nothing that is searched."""
        self._delete_parts(document_id, cases=False)
        self._set(document_id, superseded_by=by, digest="", pending=False)

    def _step_out(self, document_id: str) -> None:
        """An old version comes back: those before it are from now on older versions of what came after it."""
        mine = (DOCUMENTS.c.store == self._store) & (DOCUMENTS.c.id == document_id)
        newer = self._connection.execute(select(DOCUMENTS.c.superseded_by).where(mine)).scalar_one_or_none()
        if newer:
            older = (DOCUMENTS.c.store == self._store) & (DOCUMENTS.c.superseded_by == document_id)
            self._connection.execute(update(DOCUMENTS).where(older).values(superseded_by=newer))

    def remove(self, document_id: str) -> bool:
        """Remove a document and its older versions everywhere; whether it was there."""
        existed, newer = False, [document_id]
        while newer:
            older = select(DOCUMENTS.c.id).where(
                DOCUMENTS.c.store == self._store, DOCUMENTS.c.superseded_by.in_(newer)
            )
            following = list(self._connection.execute(older).scalars())
            for version in newer:
                self._delete_parts(version, cases=True)
                existed |= self._delete(DOCUMENTS, DOCUMENTS.c.id == version) > 0
            newer = following
        return existed

    def rename(self, document_id: str, name: str, origin: str) -> None:
        """Note a source file's new name and origin. Raises KeyError when unknown."""
        self._set(document_id, name=name, origin=origin)

    def describe(self, document_id: str, title: str, metadata: Metadata, keys: Sequence[str]) -> None:
        """Note what a person says of a document, and its passages' new keys. Raises KeyError when unknown."""
        self._set(document_id, title=title, **_known(metadata))
        now = RecordSnapshot(self._connection, self._store)
        before = now.keys_of(document_id)
        changed = {passage_of(key): key for key in keys if before[passage_of(key)] != key}
        if not changed:
            return
        self._doomed.add(before[passage_id] for passage_id in changed)
        for passage_id, key in changed.items():
            mine = (PASSAGES.c.store == self._store) & (PASSAGES.c.id == passage_id)
            self._connection.execute(update(PASSAGES).where(mine).values(key=key))
        self._set(document_id, digest=now.parts_digest(document_id))

    def _set(self, document_id: str, **values: Any) -> None:
        mine = (DOCUMENTS.c.store == self._store) & (DOCUMENTS.c.id == document_id)
        if not self._connection.execute(update(DOCUMENTS).where(mine).values(values)).rowcount:
            raise KeyError(document_id)

    def _delete_parts(self, document_id: str, *, cases: bool) -> None:
        mine = (PASSAGES.c.store == self._store) & (PASSAGES.c.document_id == document_id)
        self._doomed.add(self._connection.execute(select(PASSAGES.c.key).where(mine)).scalars().all())
        self._delete(PASSAGES, PASSAGES.c.document_id == document_id)
        self._delete(PROPOSITIONS, PROPOSITIONS.c.document_id == document_id)
        if cases:
            self._delete(CASES, CASES.c.document_id == document_id)

    def _delete(self, table: Any, which: Any) -> int:
        return int(
            self._connection.execute(delete(table).where(table.c.store == self._store, which)).rowcount
        )

    # ---- the whole store

    def create(self, stamp: StoreStamp, collection: str) -> None:
        """Note an empty store."""
        values = {"store": self._store, "format": FORMAT, "corpus": "", "generation": 1}
        row = values | _stamped(stamp) | {"collection": collection}
        self._connection.execute(insert(STORES), [row])

    def restamp(self, stamp: StoreStamp, collection: str) -> None:
        """Keep the documents, drop what another model or splitter made of them."""
        self._delete(PASSAGES, PASSAGES.c.id != "")
        self._delete(PROPOSITIONS, PROPOSITIONS.c.document_id != "")
        self._doomed.clear()  # the collection goes as a whole
        kept = select(DOCUMENTS.c.id).where(
            DOCUMENTS.c.store == self._store, DOCUMENTS.c.by_hand | (DOCUMENTS.c.superseded_by != "")
        )
        self._delete(CASES, CASES.c.document_id.not_in(kept))
        current = (DOCUMENTS.c.store == self._store) & (DOCUMENTS.c.superseded_by == "")
        self._connection.execute(update(DOCUMENTS).where(current).values(pending=True, digest=""))
        mine = STORES.c.store == self._store
        self._connection.execute(
            update(STORES).where(mine).values(_stamped(stamp) | {"collection": collection})
        )

    def next_generation(self) -> int:
        """Count this commit and note what the store now holds; returns the new generation."""
        current = select(DOCUMENTS.c.id).where(
            DOCUMENTS.c.store == self._store, DOCUMENTS.c.superseded_by == ""
        )
        ids = self._connection.execute(current.order_by(DOCUMENTS.c.id)).scalars()
        mine = STORES.c.store == self._store
        values = {"generation": STORES.c.generation + 1, "corpus": corpus_hash(ids)}
        self._connection.execute(update(STORES).where(mine).values(values))
        return int(self._connection.execute(select(STORES.c.generation).where(mine)).scalar_one())


def _rows_of_propositions(item: Ingested) -> Iterable[tuple[Any, ...]]:
    for number, p in enumerate(sorted(item.propositions, key=lambda p: (p.start, p.end))):
        packed = packed_carried(p.carried), packed_values(p.values)
        yield p.document_id, number, p.case_order, p.kind, p.start, p.end, *packed


def _stamped(stamp: StoreStamp) -> dict[str, Any]:
    return {"model": stamp.model, "dimension": stamp.dimension, "splitter": stamp.splitter}


def _known(metadata: Metadata) -> dict[str, str]:
    return {
        "unit": metadata.unit,
        "date": metadata.date,
        "source": metadata.source,
        "tags": json.dumps(metadata.tags, ensure_ascii=False),
        "valid_until": metadata.valid_until,
    }
