"""Where documents, passages and vectors are kept: the contract, and how a store is opened."""

from index.store.contract import (
    REBUILD,
    Entry,
    Ingested,
    PassageStore,
    Source,
    StoreReader,
    StoreStamp,
    Vectors,
)
from index.store.opening import open_store
from index.store.originals import FOLDER, drop, keep, kept, sweep
from index.store.packing import block_of, lie_in
from index.store.vectors import FILE

__all__ = [
    # contract
    "Entry",
    "Ingested",
    "PassageStore",
    "REBUILD",
    "StoreReader",
    "Source",
    "StoreStamp",
    "Vectors",
    # opening
    "open_store",
    # originals
    "FOLDER",
    "drop",
    "keep",
    "kept",
    "sweep",
    # packing
    "block_of",
    "lie_in",
    # vectors
    "FILE",
]
