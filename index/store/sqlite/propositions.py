"""Propositions in the embedded store: their rows, and the full text of what each says and carries.

Both columns of ``proposition_words`` are made of the document's text; deleting gives FTS5 the same terms
again, as for passages.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from chinese import indexed, search_terms
from index.records import EVERYTHING, Carried, Document, Filter, Proposition
from index.store.packing import by_ids, core_of, packed_carried, packed_values, proposition_of
from index.store.sqlite.filters import rows_query

COLUMNS = 'document_id, case_order, kind, start, "end", carried, "values"'
_CARRIED_WEIGHT = 1.0  # BM25 weight of the terms of what a proposition carries
_CORE_WEIGHT = 1.0  # BM25 weight of the terms of its core
_BATCH = 300  # ids bound to one statement, three values each


def insert(connection: sqlite3.Connection, document: Document, propositions: Sequence[Proposition]) -> None:
    """Store a document's propositions, in reading order."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'propositions'"
    (last,) = connection.execute(query).fetchone() or (0,)
    numbered = list(enumerate(sorted(propositions, key=lambda p: (p.start, p.end)), start=last + 1))
    connection.executemany(
        "INSERT INTO propositions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (row, p.document_id, p.case_order, p.kind, p.start, p.end,
             packed_carried(p.carried), packed_values(p.values))
            for row, p in numbered
        ),
    )  # fmt: skip
    words = words_of(document.text)
    connection.executemany(
        "INSERT INTO proposition_words (rowid, carried, core) VALUES (?, ?, ?)",
        ((row, *words([(c.start, c.end) for c in p.carried], (p.start, p.end))) for row, p in numbered),
    )


def delete(connection: sqlite3.Connection, document_id: str) -> None:
    """Delete a document's propositions while its text is still there."""
    query = """SELECT p.row, p.start, p."end", p.carried FROM propositions AS p WHERE document_id = ?"""
    rows = connection.execute(query, (document_id,)).fetchall()
    if not rows:
        return
    (text,) = connection.execute("SELECT text FROM documents WHERE id = ?", (document_id,)).fetchone()
    words = words_of(text)
    connection.executemany(
        """INSERT INTO proposition_words (proposition_words, rowid, carried, core)
           VALUES ('delete', ?, ?, ?)""",
        (
            (row, *words([(a, b) for _, a, b in json.loads(carried)], (start, end)))
            for row, start, end, carried in rows
        ),
    )
    connection.execute("DELETE FROM propositions WHERE document_id = ?", (document_id,))


def words_of(text: str) -> Callable[[Iterable[tuple[int, int]], tuple[int, int]], tuple[str, str]]:
    """What full text sees of a proposition of ``text``: the terms it carries, and those of its core."""
    seen: dict[tuple[int, int], str] = {}  # headings are carried again and again

    def words(carried: Iterable[tuple[int, int]], core: tuple[int, int]) -> tuple[str, str]:
        parts = list(carried)
        for start, end in parts:
            if (start, end) not in seen:
                seen[start, end] = indexed(text[start:end])
        return " ".join(seen[span] for span in parts), indexed(text[slice(*core)])

    return words


def of_document(
    connection: sqlite3.Connection, document_id: str, start: int = 0, end: int | None = None
) -> list[Proposition]:
    """See StoreReader.propositions_of."""
    query = f"""SELECT {COLUMNS} FROM propositions WHERE document_id = ? AND "end" > ? AND start < ?
                ORDER BY start, "end", row"""
    stop = 1 << 62 if end is None else end
    return [proposition_of(*row) for row in connection.execute(query, (document_id, start, stop))]


def by_id(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Proposition]:
    """See StoreReader.propositions."""
    found: list[Proposition] = []
    cores = list(dict.fromkeys(map(core_of, ids)))
    for at in range(0, len(cores), _BATCH):
        batch = cores[at : at + _BATCH]
        marks = ",".join(["(?, ?, ?)"] * len(batch))
        query = f'SELECT {COLUMNS} FROM propositions WHERE (document_id, start, "end") IN (VALUES {marks})'
        values = [value for core in batch for value in core]
        found += [proposition_of(*row) for row in connection.execute(query, values)]
    return by_ids(ids, found)


def search(
    connection: sqlite3.Connection, query: str, k: int, where: Filter = EVERYTHING
) -> list[tuple[str, float]]:
    """See StoreReader.search_propositions; not yet cut to ``k``: all that tie with the last are there."""
    terms = search_terms.question_terms(query)
    chosen = search_terms.selective([(term, _frequency(connection, term)) for term in terms])
    if not chosen or k <= 0:
        return []
    rows, values = ("", []) if where == EVERYTHING else rows_query(where, "propositions")
    found = connection.execute(
        f"""WITH found AS MATERIALIZED (
              SELECT rowid AS row, -bm25(proposition_words, {_CARRIED_WEIGHT}, {_CORE_WEIGHT}) AS score
              FROM proposition_words
              WHERE proposition_words MATCH ? {f"AND rowid IN ({rows})" if rows else ""})
            SELECT document_id, start, "end", carried, score FROM found JOIN propositions USING (row)
            WHERE score >= ifnull((SELECT score FROM found ORDER BY score DESC LIMIT 1 OFFSET ?), -9e9)""",
        (search_terms.match_expression(chosen), *values, k - 1),
    )
    return [
        (_id(document_id, start, end, carried), score) for document_id, start, end, carried, score in found
    ]


def _id(document_id: str, start: int, end: int, carried: str) -> str:
    leans = tuple(Carried(*part) for part in json.loads(carried))
    return Proposition(document_id, None, "clause", start, end, leans).id


def _frequency(connection: sqlite3.Connection, term: str) -> int:
    query = "SELECT doc FROM proposition_vocabulary WHERE term = ?"
    row = connection.execute(query, (term,)).fetchone()
    return int(row[0]) if row else 0
