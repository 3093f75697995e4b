"""The default store: one folder, SQLite as the truth, FAISS derived from it."""

from index.store.sqlite.schema import DATABASE
from index.store.sqlite.snapshot import Snapshot
from index.store.sqlite.store import EmbeddedStore

__all__ = [
    # schema
    "DATABASE",
    # snapshot
    "Snapshot",
    # store
    "EmbeddedStore",
]
