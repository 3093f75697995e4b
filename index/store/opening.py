"""The one way to open a store, whatever its engine."""

from pathlib import Path

from index.errors import IndexFailure
from index.settings import IndexSettings
from index.store.contract import MILVUS, PassageStore, StoreStamp


def open_store(
    location: str | Path,
    *,
    stamp: StoreStamp | None = None,
    writable: bool = False,
    settings: IndexSettings | None = None,
) -> PassageStore:
    """Open the store in a folder or at a server's address; ``writable`` also creates it, given a stamp.

    Without a ``stamp`` the store is taken as it is. Raises StoreMissing, StoreMismatch,
    StoreDamaged, StoreBusy (a second writer), or IndexFailure for an unknown kind of address.
    """
    scheme, separator, _ = str(location).partition("://")
    if scheme in MILVUS and separator:
        from index.store.milvus.store import MilvusStore

        return MilvusStore(str(location), stamp, writable=writable, settings=settings or IndexSettings())
    if separator:
        raise IndexFailure(
            f"不认识的索引地址类型 {scheme}://。请给出本机文件夹，例如 --store var/store，"
            f"或 Milvus 的地址，例如 --store {MILVUS[0]}://127.0.0.1:19530/cases。"
        )
    from index.store.sqlite.store import EmbeddedStore

    return EmbeddedStore(Path(location), stamp=stamp, writable=writable, settings=settings or IndexSettings())
