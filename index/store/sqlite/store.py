"""The default store, in one folder: SQLite holds the truth, FAISS a file derived from it."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from index.closing import Closing
from index.errors import IndexFailure, StoreMissing
from index.permissions import close_database, close_folder, make_private_folder
from index.records import Metadata
from index.settings import IndexSettings
from index.store import vectors
from index.store.contract import REBUILD, Ingested, StoreStamp
from index.store.newest import NewestReader
from index.store.originals import FOLDER
from index.store.sqlite import schema, writing
from index.store.sqlite.snapshot import Snapshot
from index.store.vectors import VectorIndex

log = logging.getLogger(__name__)


class EmbeddedStore(NewestReader, Closing):
    """Implements PassageStore.

    Shared between threads: each snapshot has a connection of the pool to itself, a lock lets one thread at a
    time bring the vectors up to date, another lets one write; a vector index is never changed, a newer one
    takes its place. Every read is one SQLite read transaction, so records, full text and vectors are of one
    generation. Vectors of that generation come from memory, else from the FAISS file, else from SQLite.
    """

    def __init__(
        self, folder: Path, *, stamp: StoreStamp | None, writable: bool, settings: IndexSettings
    ) -> None:
        self.folder = folder
        self._expected = stamp
        self._flat_limit = settings.flat_limit
        self._idle: list[sqlite3.Connection] = []  # a pool: list.append and list.pop are atomic
        self._vectors: VectorIndex | None = None  # of the newest generation searched so far
        self._loading = threading.Lock()
        self._writing = threading.Lock()
        self._writer: sqlite3.Connection | None = None
        self._unpublished = False
        self._closed = False
        with ExitStack() as stack:
            if writable:
                self._open_writer(stack)
            if (folder / schema.DATABASE).exists():  # else the folder may be anybody's
                close_folder(folder)
                close_folder(folder / FOLDER)
                close_database(folder / schema.DATABASE)
                close_database(folder / schema.LOCK)
            with self.snapshot() as now:
                waiting = len(now.pending())
            self._held = stack.pop_all()
        if waiting and not writable:
            log.warning("索引还没有重建完，有 %d 篇文档暂时查不到。请运行：%s", waiting, REBUILD)

    def _open_writer(self, stack: ExitStack) -> None:
        if self._expected is None and not (self.folder / schema.DATABASE).exists():
            raise StoreMissing(f"{self.folder} 里还没有索引。请先运行：{REBUILD}")
        try:
            make_private_folder(self.folder)
        except OSError as error:
            raise IndexFailure(
                f"建不了文件夹 {self.folder}（{error.strerror}）。请换一个 --store。"
            ) from error
        stack.callback(schema.take_writer_lock(self.folder).close)
        vectors.clear_unfinished(self.folder)
        if self._expected is not None and not (self.folder / schema.DATABASE).exists():
            schema.create(self.folder, self._expected)
        self._writer = schema.connect(self.folder, writable=True)
        stack.callback(self._writer.close)

    # ---- reading

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Several questions to one generation. Raises StoreMismatch, StoreDamaged, StoreBusy."""
        if self._closed:
            raise ValueError("the store is closed")
        with schema.explained(self.folder):
            connection = self._borrow()
            try:
                connection.execute("BEGIN")
                meta = schema.read_meta(connection)
                schema.check_stamp(self.folder, meta, self._expected)
                yield Snapshot(connection, meta, self._index_of)
                connection.execute("COMMIT")
            except BaseException:
                connection.close()
                raise
        self._idle.append(connection)
        if self._closed:
            self._close_idle()

    @property
    def stamp(self) -> StoreStamp:
        """What made this store."""
        with self.snapshot() as now:
            return schema.stamp_of(now.meta)

    def _borrow(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return schema.connect(self.folder, writable=False)

    def _index_of(self, snapshot: Snapshot) -> VectorIndex:
        with self._loading:
            current = self._vectors
            if current is not None and current.generation == snapshot.generation:
                return current
            usable = current is not None and current.generation < snapshot.generation and not current.drifted
            base = current if usable and current is not None else self._load(snapshot)
            index = _brought_to(base, snapshot)
            if current is None or current.generation < index.generation:
                self._vectors = index
            return index

    def _load(self, snapshot: Snapshot) -> VectorIndex:
        """A base for a snapshot's vectors: the file, or anew from SQLite, exact, and the file mended."""
        path = self.folder / vectors.FILE
        try:
            return self._from_file(snapshot)
        except vectors.Unusable as reason:
            # Only a reader's first look is news: later the file is behind because somebody is writing.
            first = self._vectors is None and self._writer is None
            level = logging.WARNING if first else logging.DEBUG
            log.log(level, "向量文件 %s：%s。正从数据库重建，不必重新计算向量。", path, reason)
        rows, matrix = snapshot.all_vectors()
        index = VectorIndex.build(rows, matrix, snapshot.generation, graph=False)
        # A graph takes minutes to build: that is left to the next writer, searching stays exact till then.
        if len(rows) <= self._flat_limit:
            self._mend(index, snapshot.meta["store"])
        return index

    def _from_file(self, snapshot: Snapshot) -> VectorIndex:
        return vectors.load(self.folder, snapshot.meta["store"], snapshot.generation, snapshot.dimension)

    def _mend(self, index: VectorIndex, store: str) -> None:
        """Write the file again, unless a writer is at work: it will publish its own."""
        if self._writer is not None:
            self._save(index, store)
            return
        try:
            lock = schema.take_writer_lock(self.folder, wait=0)
        except IndexFailure as reason:
            log.info("向量文件这次不写：%s", reason)
            return
        try:
            self._save(index, store)
        finally:
            lock.close()

    def _save(self, index: VectorIndex, store: str) -> None:
        try:
            index.save(self.folder, store)
        except OSError as error:
            log.warning("向量文件没有写成（%s）；下次打开时会再从数据库重建。", error)

    # ---- writing

    def apply(self, add: Iterable[Ingested] = (), remove: Iterable[str] = ()) -> int:
        """Remove, then add, in one commit; returns the generation, unchanged when nothing changed.

        Raises ValueError for records that contradict each other: nothing is stored then.
        """
        items, gone = list(add), list(remove)

        def change(connection: sqlite3.Connection) -> bool:
            dimension = self.stamp.dimension
            removed = [writing.delete_document(connection, i) for i in gone]
            return any(removed + [writing.insert_document(connection, item, dimension) for item in items])

        return self._commit(change)

    def add(self, items: Iterable[Ingested]) -> int:
        """Add documents in one commit; returns the generation."""
        return self.apply(add=items)

    def remove(self, document_id: str) -> bool:
        """Remove a document everywhere; whether it was there."""
        before = self.generation
        return self.apply(remove=[document_id]) > before

    def rename(self, document_id: str, name: str, origin: str) -> int:
        """Note a source file's new name and origin; returns the generation. Raises KeyError when unknown."""

        def change(connection: sqlite3.Connection) -> bool:
            writing.rename_document(connection, document_id, name, origin)
            return True

        return self._commit(change)

    def describe(self, document_id: str, title: str, metadata: Metadata) -> int:
        """Note what a person says of a document; returns the generation. Raises KeyError when unknown."""

        def change(connection: sqlite3.Connection) -> bool:
            writing.describe_document(connection, document_id, title, metadata)
            return True

        return self._commit(change)

    def restamp(self, stamp: StoreStamp) -> int:
        """Keep the documents but drop all that another stamp made; returns the generation."""

        def change(connection: sqlite3.Connection) -> bool:
            writing.drop_parts(connection, stamp)
            return True

        generation = self._commit(change)
        self._expected = stamp
        return generation

    def _commit(self, change: Callable[[sqlite3.Connection], bool]) -> int:
        if self._writer is None:
            raise ValueError("the store was opened for reading only")
        connection = self._writer
        with self._writing, schema.explained(self.folder):
            connection.execute("BEGIN IMMEDIATE")
            try:
                if not change(connection):
                    connection.execute("ROLLBACK")
                    return int(schema.read_meta(connection)["generation"])
                generation = writing.next_generation(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._unpublished = True
            return generation

    def publish(self) -> None:
        """Write the vector file anew, unless it is sound and most of what it holds is still to be found."""
        with self.snapshot() as now:
            try:
                index = _brought_to(self._from_file(now), now)
            except vectors.Unusable:
                index = None
            if index is None or index.drifted:
                rows, matrix = now.all_vectors()
                graph = len(rows) > self._flat_limit
                index = VectorIndex.build(rows, matrix, now.generation, graph=graph)
                self._save(index, now.meta["store"])
        with self._loading:
            self._vectors = index
        self._unpublished = False

    def close(self) -> None:
        """Publish what was written, release files and locks; safe to call twice."""
        if self._closed:
            return
        try:
            if self._unpublished:
                self.publish()
        finally:
            self._closed = True
            self._close_idle()
            self._held.close()

    def _close_idle(self) -> None:
        with suppress(IndexError):  # a thread whose snapshot has just ended may be closing them too
            while True:
                self._idle.pop().close()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # After a failure the file is left stale: the next reader notices, and nothing hides the error.
        self._unpublished = self._unpublished and kind is None
        self.close()


def _brought_to(base: VectorIndex, now: Snapshot) -> VectorIndex:
    """``base``, of this generation or an older one, as it is in this generation."""
    if base.generation == now.generation:
        return base
    return base.brought_to(now.rows(), now.vectors_after(base.last_row), now.generation)
