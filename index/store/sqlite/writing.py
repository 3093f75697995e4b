"""Changing the embedded store's tables; the caller owns the transaction."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple

from chinese import indexed
from index.records import Metadata
from index.store.checks import stamp_values, stored_vectors
from index.store.contract import Ingested, StoreStamp
from index.store.packing import packed_blocks
from index.store.sqlite import propositions
from index.text import corpus_hash, parts_digest


def insert_document(connection: sqlite3.Connection, item: Ingested, dimension: int) -> bool:
    """Store a document with all that was made of it; whether anything changed.

    One that is stored already stays as it is, unless it is pending, superseded or to be stored anew.
    Raises ValueError for records that contradict each other.
    """
    blobs = stored_vectors(item, dimension)
    document = item.document
    query = "SELECT pending OR superseded_by <> '' FROM documents WHERE id = ?"
    known = connection.execute(query, (document.id,)).fetchone()
    if known == (0,) and item.replaces != document.id:
        return False
    _delete_parts(connection, document.id)
    _step_out(connection, document.id)
    connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
    digest = parts_digest(item.cases, item.passages, blobs, item.propositions)
    values = _columns(item, digest)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO documents ({', '.join(values)}) VALUES ({marks})", [*values.values()])
    _insert_parts(connection, item, blobs)
    if item.replaces not in ("", document.id):
        _supersede(connection, item.replaces, document.id)
    return True


def describe_document(
    connection: sqlite3.Connection, document_id: str, title: str, metadata: Metadata
) -> None:
    """Note what a person says of a document. Raises KeyError for an unknown one."""
    values = {"title": title} | _metadata_columns(metadata)
    query = f"UPDATE documents SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?"
    if not connection.execute(query, [*values.values(), document_id]).rowcount:
        raise KeyError(document_id)


def _columns(item: Ingested, digest: str) -> dict[str, str | int]:
    document = item.document
    return {
        "id": document.id,
        "name": document.name,
        "title": document.title,
        "origin": item.origin,
        "pending": 0,
        "digest": digest,
        "text": document.text,
        "blocks": packed_blocks(item.blocks),
        **_metadata_columns(item.metadata),
        "by_hand": int(item.by_hand),
        "original": item.original,
    }


def _metadata_columns(metadata: Metadata) -> dict[str, str]:
    tags = json.dumps(metadata.tags, ensure_ascii=False)
    return {
        "unit": metadata.unit,
        "date": metadata.date,
        "source": metadata.source,
        "tags": tags,
        "valid_until": metadata.valid_until,
    }


def _supersede(connection: sqlite3.Connection, document_id: str, by: str) -> None:
    """Keep a document's text for those who cited it, and nothing that is searched."""
    _delete_parts(connection, document_id, ("passages",))
    connection.execute(
        "UPDATE documents SET superseded_by = ?, digest = '', pending = 0 WHERE id = ?", (by, document_id)
    )


def _step_out(connection: sqlite3.Connection, document_id: str) -> None:
    """An old version comes back: those before it are from now on older versions of what came after it."""
    connection.execute(
        """UPDATE documents SET superseded_by = (SELECT superseded_by FROM documents WHERE id = ?1)
           WHERE superseded_by = ?1 AND EXISTS
             (SELECT 1 FROM documents WHERE id = ?1 AND superseded_by <> '')""",
        (document_id,),
    )


def rename_document(connection: sqlite3.Connection, document_id: str, name: str, origin: str) -> None:
    """Note a source file's new name and origin. Raises KeyError for an unknown document."""
    query = "UPDATE documents SET name = ?, origin = ? WHERE id = ?"
    if not connection.execute(query, (name, origin, document_id)).rowcount:
        raise KeyError(document_id)


def _insert_parts(connection: sqlite3.Connection, item: Ingested, blobs: Sequence[bytes]) -> None:
    connection.executemany("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, item.cases))
    for passage, blob in zip(item.passages, blobs, strict=True):
        row = connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(passage)
        ).lastrowid
        connection.execute("INSERT INTO vectors VALUES (?, ?)", (row, blob))
        connection.execute(
            "INSERT INTO fulltext (rowid, context, text) VALUES (?, ?, ?)",
            (row, indexed(passage.context), indexed(passage.text)),
        )
    propositions.insert(connection, item.document, item.propositions)


def delete_document(connection: sqlite3.Connection, document_id: str) -> bool:
    """Remove a document and its older versions everywhere; whether it was there."""
    older = """WITH RECURSIVE older (id) AS (
                 VALUES (?) UNION SELECT d.id FROM documents AS d JOIN older ON d.superseded_by = older.id)
               SELECT id FROM older"""
    existed = False
    for (version,) in connection.execute(older, (document_id,)).fetchall():
        _delete_parts(connection, version)
        existed |= connection.execute("DELETE FROM documents WHERE id = ?", (version,)).rowcount > 0
    return existed


def _delete_parts(
    connection: sqlite3.Connection, document_id: str, tables: Sequence[str] = ("passages", "cases")
) -> None:
    """Delete what was made of a document; ``tables`` are those that lose its rows beside the indexes."""
    propositions.delete(connection, document_id)
    rows = connection.execute(
        "SELECT row, context, text FROM passages WHERE document_id = ?", (document_id,)
    ).fetchall()
    connection.executemany(
        "INSERT INTO fulltext (fulltext, rowid, context, text) VALUES ('delete', ?, ?, ?)",
        ((row, indexed(context), indexed(text)) for row, context, text in rows),
    )
    connection.executemany("DELETE FROM vectors WHERE row = ?", ((row,) for row, _, _ in rows))
    for table in tables:
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))


def drop_parts(connection: sqlite3.Connection, stamp: StoreStamp) -> None:
    """Keep the documents, drop what another model or splitter made of them."""
    for table in ("vectors", "passages", "propositions"):
        connection.execute(f"DELETE FROM {table}")
    kept = "SELECT id FROM documents WHERE by_hand OR superseded_by <> ''"
    connection.execute(f"DELETE FROM cases WHERE document_id NOT IN ({kept})")
    for index in ("fulltext", "proposition_words"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    connection.execute("UPDATE documents SET pending = 1, digest = '' WHERE superseded_by = ''")
    connection.executemany("UPDATE meta SET value = ?2 WHERE key = ?1", stamp_values(stamp).items())


def next_generation(connection: sqlite3.Connection) -> int:
    """Count this commit and note what the store now holds; returns the new generation."""
    corpus = corpus_hash(
        i for (i,) in connection.execute("SELECT id FROM documents WHERE superseded_by = '' ORDER BY id")
    )
    connection.execute("UPDATE meta SET value = ? WHERE key = 'corpus'", (corpus,))
    (value,) = connection.execute(
        "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation' RETURNING value"
    ).fetchone()
    return int(value)
