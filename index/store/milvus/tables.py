"""The tables beside Milvus: the truth of a store that outgrew one machine.

Texts may hold characters that PostgreSQL's text does not take, and are ordered alike everywhere: they
are stored as UTF-8 bytes. One database may hold several stores.
"""

from sqlalchemy import Boolean, Column, Dialect, Index, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

FORMAT = "milvus-2"


class Utf8(TypeDecorator[str]):
    """A text as its UTF-8 bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """From what the caller gave to what is stored."""
        return None if value is None else value.encode()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """From what is stored to what the caller gets."""
        return None if value is None else bytes(value).decode()


def _owner() -> Column[str]:
    return Column("store", String(100), primary_key=True)


def _id(name: str, *, primary: bool = False) -> Column[str]:
    return Column(name, String(100), primary_key=primary, nullable=False)


def _utf8(*names: str) -> list[Column[str]]:
    return [Column(name, Utf8, nullable=False) for name in names]


def _numbers(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


METADATA = MetaData()
STORES = Table(
    "library_stores",
    METADATA,
    _owner(),
    *_utf8("format", "corpus", "model", "splitter", "collection"),
    *_numbers("generation", "dimension"),
)
DOCUMENTS = Table(
    "library_documents",
    METADATA,
    _owner(),
    _id("id", primary=True),
    *_utf8("name", "title", "origin", "digest", "text", "blocks", "unit", "date", "source", "tags"),
    *_utf8("valid_until", "original"),
    _id("superseded_by"),
    Column("pending", Boolean, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Index("library_documents_superseded_by", "store", "superseded_by"),
)
CASES = Table(
    "library_cases",
    METADATA,
    _owner(),
    _id("document_id", primary=True),
    Column("order", Integer, primary_key=True, autoincrement=False),
    *_utf8("unit", "title"),
    *_numbers("heading_start", "heading_end", "start", "end"),
)
PASSAGES = Table(
    "library_passages",
    METADATA,
    _owner(),
    _id("id", primary=True),
    _id("document_id"),
    Column("case_order", Integer),
    *_numbers("start", "end"),
    *_utf8("text", "context"),
    *_numbers("paragraph", "page"),
    _id("key"),  # of the row in Milvus
    Index("library_passages_document_id", "store", "document_id"),
    Index("library_passages_key", "store", "key"),
)
PROPOSITIONS = Table(
    "library_propositions",
    METADATA,
    _owner(),
    _id("document_id", primary=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 0-based, in reading order
    Column("case_order", Integer),
    *_utf8("kind"),
    *_numbers("start", "end"),
    *_utf8("carried", "values"),  # JSON, as index/store/packing.py packs it
)
# Rows in Milvus that go, unless a passage names them by then.
DOOMED = Table("library_doomed", METADATA, _owner(), _id("key", primary=True))
