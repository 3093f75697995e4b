"""The store for those who outgrow one machine: SQL holds the truth, Milvus what is searched.

The commit of the SQL transaction is the one commit point. Before it, the keys of new rows are noted as
doomed (a transaction of its own) and the rows written to Milvus; it makes the passages name their keys
and counts the generation; after it, doomed rows that no passage names are deleted. Rows are never
changed (index/store/milvus/rows.py), and a row that SQL does not name is never returned: so after a kill
anywhere the store is as before or after, and the next writer sweeps what is left.

Each model or splitter has a collection of its own, ``<name>__<n>``; SQL says which one is read. The
alias ``<name>`` follows it, for other programs.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from index.closing import Closing
from index.errors import IndexFailure, StoreMismatch, StoreMissing
from index.records import Metadata
from index.settings import IndexSettings
from index.store.checks import refuse_other_stamp
from index.store.contract import MILVUS, REBUILD, Ingested, StoreStamp
from index.store.milvus.database import Records
from index.store.milvus.deletions import Doomed
from index.store.milvus.rows import Row
from index.store.milvus.search import MilvusSnapshot
from index.store.milvus.server import Server
from index.store.milvus.tables import FORMAT
from index.store.milvus.writing import Writing, prepared, rows_of
from index.store.newest import NewestReader

log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z_](?:(?!__)[A-Za-z0-9_]){0,63}")


class MilvusStore(NewestReader, Closing):
    """Implements PassageStore.

    Shared between threads: each snapshot is a transaction on a connection of its own, a lock lets one thread
    at a time write, and pymilvus's client is made for many.
    """

    def __init__(
        self, address: str, stamp: StoreStamp | None, *, writable: bool, settings: IndexSettings
    ) -> None:
        uri, self.name = parsed(address)
        self.address = address
        self._expected = stamp
        self._changing = threading.Lock()
        self._writable = writable
        self._closed = False
        with ExitStack() as stack:
            self._records = Records(settings.records, self.name)
            stack.callback(self._records.close)
            self.server = Server(uri, settings.milvus_timeout_s, settings.milvus_consistency)
            stack.callback(self.server.close)
            if writable:
                self._open_writer(stack)
            elif not self._records.exists():
                raise StoreMissing(f"{address} 还没有索引。请先运行：{REBUILD} --store {address}")
            with self.snapshot() as now:
                waiting, collection = len(now.pending()), now.collection
            self.server.load(collection)
            self._held = stack.pop_all()
        if not self.server.full_text:
            log.warning("Milvus %s 没有全文检索（要 2.5 以上），只按向量检索。", self.server.version)
        if waiting and not writable:
            log.warning("索引还没有重建完，有 %d 篇文档暂时查不到。请运行：%s", waiting, REBUILD)

    def _open_writer(self, stack: ExitStack) -> None:
        known = self._records.exists()
        if not known and self._expected is None:
            raise StoreMissing(f"{self.address} 还没有索引。请先运行：{REBUILD} --store {self.address}")
        self._records.make_tables()
        stack.callback(self._records.lock())
        if not known and self._expected is not None:
            self._create(self._expected)
        self._settle()

    def _create(self, stamp: StoreStamp) -> None:
        if self.server.taken(self.name):
            raise IndexFailure(
                f"Milvus（{self.server.uri}）里已有名为 {self.name} 的集合，"
                f"但记录库 {self._records.place} 里没有它。"
                "请换一个集合名，或在 settings.toml 的 index.records 写上原来的记录库。"
            )
        first = f"{self.name}__1"
        self.server.create(first, stamp.dimension)
        with self._records.writing() as connection:
            Writing(connection, self.name).create(stamp, first)

    def _settle(self) -> None:
        """Bring Milvus to what SQL says: the collection, the alias, nothing left over."""
        with self._transaction() as now:
            collection, stamp = now.collection, now.stamp
        names = self.server.collections()
        if collection not in names:
            log.warning("Milvus 里的集合 %s 不见了，向量要重新生成。请运行：%s", collection, REBUILD)
            self._restamp(stamp)
            return
        self.server.point(self.name, collection)
        for name in names:
            if name.rpartition("__")[0] == self.name and name != collection:
                self.server.drop(name)
        self.server.load(collection)
        self._sweep(collection)

    # ---- reading

    @contextmanager
    def snapshot(self) -> Iterator[MilvusSnapshot]:
        """Several questions to one generation. Raises StoreMismatch, StoreDamaged, IndexFailure."""
        with self._transaction() as now:
            if now.meta["format"] != FORMAT:
                raise StoreMismatch(
                    f"索引 {self.address} 的格式是 {now.meta['format']}，本程序用 {FORMAT}。"
                    f"请换一个集合名，再运行：{REBUILD} --store 新地址"
                )
            if self._expected is not None:
                refuse_other_stamp(self.address, now.meta, self._expected)
            yield now

    @contextmanager
    def _transaction(self) -> Iterator[MilvusSnapshot]:
        if self._closed:
            raise ValueError("the store is closed")
        with self._records.reading() as connection:
            yield MilvusSnapshot(connection, self.name, self.server)

    @property
    def stamp(self) -> StoreStamp:
        """What made this store."""
        with self.snapshot() as now:
            return now.stamp

    # ---- writing

    def apply(self, add: Iterable[Ingested] = (), remove: Iterable[str] = ()) -> int:
        """Remove, then add, in one commit; returns the generation, unchanged when nothing changed.

        Raises ValueError for records that contradict each other: nothing is stored then.
        """
        items, gone = list(add), list(remove)
        with self._changed():
            with self.snapshot() as now:
                additions = [prepared(i, now.stamp.dimension, full_text=self.server.full_text) for i in items]
                stays = {entry.id for entry in now.documents()} - {*now.pending(), *gone}
            stays -= {item.replaces for item in items}
            rows = [
                row
                for addition in additions
                if addition.item.document.id not in stays
                for row in addition.rows
            ]

            def change(writing: Writing) -> bool:
                removed = [writing.remove(document_id) for document_id in gone]
                return any(removed + [writing.insert(addition) for addition in additions])

            return self._commit(change, rows)

    def rename(self, document_id: str, name: str, origin: str) -> int:
        """Note a source file's new name and origin; returns the generation. Raises KeyError when unknown."""

        def change(writing: Writing) -> bool:
            writing.rename(document_id, name, origin)
            return True

        with self._changed():
            return self._commit(change)

    def describe(self, document_id: str, title: str, metadata: Metadata) -> int:
        """Note what a person says of a document; returns the generation. Raises KeyError when unknown."""
        with self._changed():
            with self.snapshot() as now:
                passages, cases = now.passages_of(document_id), now.cases(document_id)
                vectors = now.vectors([passage.id for passage in passages])
            rows = rows_of(passages, cases, vectors, metadata, full_text=self.server.full_text)
            keys = [str(row["key"]) for row in rows]

            def change(writing: Writing) -> bool:
                writing.describe(document_id, title, metadata, keys)
                return True

            return self._commit(change, rows)

    def restamp(self, stamp: StoreStamp) -> int:
        """Keep the documents but drop all that another stamp made; returns the generation."""
        with self._changed():
            generation = self._restamp(stamp)
        self._expected = stamp
        return generation

    def _restamp(self, stamp: StoreStamp) -> int:
        """Commit to an empty collection, let the alias follow and drop the old one."""
        with self._transaction() as now:
            before = now.collection
        fresh = f"{self.name}__{int(before.rpartition('__')[2]) + 1}"
        self.server.create(fresh, stamp.dimension)
        with self._records.writing() as connection:
            writing = Writing(connection, self.name)
            writing.restamp(stamp, fresh)
            generation = writing.next_generation()
        self.server.point(self.name, fresh)
        self.server.drop(before)
        return generation

    def _commit(self, change: Callable[[Writing], bool], rows: Sequence[Row] = ()) -> int:
        """Write rows, then commit what names them; returns the generation."""
        keys = [str(row["key"]) for row in rows]
        with self.snapshot() as now:
            collection, generation = now.collection, now.generation
        if rows:
            with self._records.writing() as connection:
                Doomed(connection, self.name).add(keys)
            self.server.write(collection, rows)
        with self._records.writing() as connection:
            writing = Writing(connection, self.name)
            if change(writing):
                Doomed(connection, self.name).adopt(keys)
                generation = writing.next_generation()
        self._sweep(collection)
        return generation

    def _sweep(self, collection: str) -> None:
        """Delete the rows that no passage names; what fails is left to the next writer."""
        with self._records.reading() as connection:
            doomed = Doomed(connection, self.name).keys()
        if not doomed:
            return
        try:
            self.server.delete(collection, doomed)
        except IndexFailure as reason:
            log.warning("Milvus 里有 %d 条作废的记录这次没有清理，检索不受影响：%s", len(doomed), reason)
            return
        with self._records.writing() as connection:
            Doomed(connection, self.name).swept(doomed)

    @contextmanager
    def _changed(self) -> Iterator[None]:
        if not self._writable:
            raise ValueError("the store was opened for reading only")
        with self._changing:
            yield

    def publish(self) -> None:
        """Nothing to do: Milvus builds its own indexes."""

    def close(self) -> None:
        """Release connections and the lock; safe to call twice."""
        self._closed = True
        self._held.close()


def parsed(address: str) -> tuple[str, str]:
    """An address -> the server's URI and the collection's name. Raises IndexFailure."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        port, parts = None, urlsplit("")
    name = parts.path.removeprefix("/")
    if parts.scheme not in MILVUS or not parts.hostname or port is None or not _NAME.fullmatch(name):
        raise IndexFailure(
            f"Milvus 的地址 {address} 写法不对。应为 {MILVUS[0]}://主机:端口/集合名，"
            "集合名用英文字母、数字和下划线，字母开头，不超过 64 个字，不含连续两个下划线。"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme.removeprefix('milvus+')}://{host}:{port}", name
