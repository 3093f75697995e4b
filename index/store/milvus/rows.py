"""What a passage is in Milvus, and Filter -> the expression that leaves its rows. Pure.

A row's key is the passage's id and a digest of everything else in the row. Rows are never changed:
another vector or another unit is another key, and writing a row twice leaves one. So a writer that
dies half-way has overwritten nothing, and a row that comes back altered shows it.

Words of people stand in a row only as digests: no name is too long, none can be read as an expression.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from chinese import plain
from index.records import Filter, Metadata, Passage
from index.store.contract import Vectors

KEY_LENGTH, DIGEST_LENGTH, WORDS_LENGTH = 128, 16, 65_535  # of VARCHAR fields, bytes
TAGS = 100  # most tags of a document
EVER = 99_999_999  # valid_until of a document without an end
Row = dict[str, Any]  # field -> value; the fields are those of ``row_of``
_WORDS = 60_000  # bytes of a passage that full text sees, below WORDS_LENGTH
_SEPARATOR = "#"
_DOCUMENT = re.compile(r"[0-9a-f]{16}")


def row_of(passage: Passage, vector: Vectors, unit: str, metadata: Metadata, *, full_text: bool) -> Row:
    """The row of a passage; ``unit`` is its case's, or the document's where the case names none."""
    row: Row = {
        "vector": np.asarray(vector, dtype=np.float32).tolist(),
        "document": passage.document_id,
        "unit": digest(unit),
        "source": digest(metadata.source),
        "tags": sorted(digest(tag) for tag in metadata.tags),
        "date": _day(metadata.date, 0),
        "valid_until": _day(metadata.valid_until, EVER),
    }
    if full_text:
        row["words"] = words(f"{passage.context}\n{passage.text}")
    return row | {"key": key_of(passage.id, row)}


def key_of(passage_id: str, row: Row) -> str:
    """The key of a row: the passage's id and the digest of the row's other fields."""
    vector = np.asarray(row["vector"], dtype="<f4").tobytes()
    rest = {
        name: list(value) if name == "tags" else value
        for name, value in row.items()
        if name not in ("key", "vector")
    }
    written = json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()
    return f"{passage_id}{_SEPARATOR}{hashlib.sha256(written + vector).hexdigest()[:16]}"


def passage_of(key: str) -> str:
    """The passage id in a key."""
    return key.rpartition(_SEPARATOR)[0]


def words(text: str) -> str:
    """A text or question as the server's Chinese analyzer gets it: folded, without punctuation.

    The analyzer drops a token that holds a point, so 2.145 goes as 2d145.
    """
    folded = " ".join(plain(text))
    return re.sub(r"(?<=[0-9])\.(?=[0-9])", "d", folded).encode()[:_WORDS].decode(errors="ignore")


def digest(name: str) -> str:
    """What stands for a name in a row: 16 hex digits; "" for none."""
    return hashlib.sha256(name.encode()).hexdigest()[:DIGEST_LENGTH] if name else ""


def expression(where: Filter, units: Iterable[str]) -> str | None:
    """The expression for ``where``; None when nothing can meet it.

    ``units`` are all units whose name holds one of those asked for. Raises ValueError for a day that is none.
    """
    documents = [i for i in where.documents if _DOCUMENT.fullmatch(i)]
    among = [digest(unit) for unit in units if unit]
    if (where.documents and not documents) or (where.units and not among):
        return None
    clauses = [
        _among("document", documents),
        f"document not in {_list(where.without)}" if where.without else "",
        _among("unit", among if where.units else ()),
        _among("source", [digest(source) for source in where.sources]),
        f"array_contains_any(tags, {_list(map(digest, where.tags))})" if where.tags else "",
        f"date >= {_day(where.since, 0)}" if where.since else "",
        f"date > 0 and date <= {_day(where.until, 0)}" if where.until else "",
        f"valid_until >= {_day(where.valid_on, 0)}" if where.valid_on else "",
    ]
    return " and ".join(clause for clause in clauses if clause)


def _among(field: str, values: Sequence[str]) -> str:
    return f"{field} in {_list(values)}" if values else ""


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values))


def _day(written: str, otherwise: int) -> int:
    """2023-12-20 -> 20231220. Raises ValueError for a day that is none."""
    return int(date.fromisoformat(written).strftime("%Y%m%d")) if written else otherwise
