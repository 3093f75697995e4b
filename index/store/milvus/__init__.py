"""The store for those who outgrow one machine: Milvus for vectors, an SQL database as the truth."""

from index.store.milvus.rows import key_of, passage_of
from index.store.milvus.search import MEND, MilvusSnapshot
from index.store.milvus.server import Server
from index.store.milvus.store import MilvusStore
from index.store.milvus.tables import CASES, DOCUMENTS, PASSAGES, PROPOSITIONS

__all__ = [
    # rows
    "key_of",
    "passage_of",
    # search
    "MEND",
    "MilvusSnapshot",
    # server
    "Server",
    # store
    "MilvusStore",
    # tables
    "CASES",
    "DOCUMENTS",
    "PASSAGES",
    "PROPOSITIONS",
]
