"""The store's SQLite file: its tables, its connections, and what its errors mean to a user."""

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from chinese import TOKENISER_VERSION
from index.errors import IndexFailure, StoreBusy, StoreDamaged, StoreMismatch, StoreMissing
from index.permissions import make_database, sync_folder
from index.store.checks import refuse_other_stamp, stamp_values
from index.store.contract import REBUILD, StoreStamp

DATABASE = "store.db"
LOCK = "writer.lock"
FORMAT = f"3.{TOKENISER_VERSION}"  # tables, then search terms
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SIGNS = ("no such table", "Could not decode")  # damage that has no error code of its own
_WAIT = 30.0  # seconds a connection waits for another's lock
LOCK_WAIT = 2.0  # seconds: a reader mending the vector file is done by then, another writer is not

# AUTOINCREMENT: a row number is never used twice, so a left-over posting can never name another passage.
# The full text keeps no copy of the words (content=''); deleting gives it the same terms again.
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, origin TEXT NOT NULL,
    pending INTEGER NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT '', date TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]', valid_until TEXT NOT NULL DEFAULT '',
    superseded_by TEXT NOT NULL DEFAULT '', by_hand INTEGER NOT NULL DEFAULT 0,
    original TEXT NOT NULL DEFAULT '');
CREATE INDEX superseded ON documents (superseded_by) WHERE superseded_by <> '';
CREATE TABLE cases (
    document_id TEXT NOT NULL REFERENCES documents(id), "order" INTEGER NOT NULL,
    unit TEXT NOT NULL, title TEXT NOT NULL, heading_start INTEGER NOT NULL, heading_end INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (document_id, "order")) WITHOUT ROWID;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES documents(id), case_order INTEGER,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, context TEXT NOT NULL,
    paragraph INTEGER NOT NULL, page INTEGER NOT NULL DEFAULT 0);
CREATE INDEX passages_of ON passages (document_id, start, "end");
CREATE TABLE vectors (row INTEGER PRIMARY KEY REFERENCES passages(row), vector BLOB NOT NULL);
CREATE VIRTUAL TABLE fulltext USING fts5(context, text, content='', tokenize="ascii tokenchars '.'");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(fulltext, 'row');
CREATE TABLE propositions (
    row INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES documents(id),
    case_order INTEGER, kind TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    carried TEXT NOT NULL, "values" TEXT NOT NULL);
CREATE INDEX propositions_of ON propositions (document_id, start, "end");
CREATE VIRTUAL TABLE proposition_words USING
    fts5(carried, core, content='', tokenize="ascii tokenchars '.'");
CREATE VIRTUAL TABLE proposition_vocabulary USING fts5vocab(proposition_words, 'row');
"""


def create(folder: Path, stamp: StoreStamp) -> None:
    """Make an empty store; a kill at any point leaves either none or a whole one."""
    fresh = folder / f"{DATABASE}.new"
    fresh.unlink(missing_ok=True)
    make_database(fresh)
    with explained(folder), closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN;{TABLES}")
        values = {"format": FORMAT, "store": uuid.uuid4().hex, "generation": "1", "corpus": ""}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", (values | stamp_values(stamp)).items())
        connection.execute("COMMIT")
    os.replace(fresh, folder / DATABASE)
    sync_folder(folder)


def connect(folder: Path, *, writable: bool) -> sqlite3.Connection:
    """Open the store's database; transactions are begun and ended by hand."""
    path = folder / DATABASE
    if not path.exists():
        raise StoreMissing(f"{folder} 里还没有索引。请先运行：{REBUILD}")
    with explained(folder):
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={'rw' if writable else 'ro'}",
            uri=True,
            isolation_level=None,
            timeout=_WAIT,
            check_same_thread=False,  # the pool hands a connection to one thread at a time
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            read_meta(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    """The ``meta`` table."""
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    if missing := {"format", "store", "generation", "corpus", "model", "dimension", "splitter"} - meta.keys():
        raise sqlite3.DatabaseError(f"no such table entry: {sorted(missing)}")
    return meta


def stamp_of(meta: dict[str, str]) -> StoreStamp:
    """The stamp in ``meta``."""
    return StoreStamp(meta["model"], int(meta["dimension"]), meta["splitter"])


def check_stamp(folder: Path, meta: dict[str, str], expected: StoreStamp | None) -> None:
    """Refuse a store that another program version, model or splitter made."""
    if meta["format"] != FORMAT:
        raise StoreMismatch(
            f"索引 {folder} 的文件格式是 {meta['format']}，本程序用 {FORMAT}。"
            f"请把这个文件夹移到别处，再运行：{REBUILD}"
        )
    if expected is not None:
        refuse_other_stamp(folder, meta, expected)


def take_writer_lock(folder: Path, wait: float = LOCK_WAIT) -> sqlite3.Connection:
    """Become the one writer until the returned connection is closed or the process ends.

    Raises StoreBusy when another still is after ``wait`` seconds.

    SQLite's own file lock: it works on every platform and dies with the process.
    """
    make_database(folder / LOCK)
    with explained(folder, f"另一个程序正在写索引 {folder}。请等它结束后再试。"):
        connection = sqlite3.connect(
            folder / LOCK, isolation_level=None, timeout=wait, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def explained(folder: Path, busy: str = "") -> Iterator[None]:
    """Turn SQLite's errors into ones a user can act on; ``busy`` is said when another holds the lock."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _DAMAGED or any(sign in str(error) for sign in _SIGNS):
            raise StoreDamaged(
                f"索引数据库 {folder / DATABASE} 已损坏（{error}）。没有删除任何文件；"
                f"请先备份并移走这个文件夹，再运行：{REBUILD} --store {folder}"
            ) from error
        if code == sqlite3.SQLITE_BUSY:
            waited = f"索引 {folder} 正被占用，等了 {_WAIT:.0f} 秒仍未释放。请稍后再试。"
            raise StoreBusy(busy or waited) from error
        raise IndexFailure(f"无法读写索引 {folder}（{error}）。请检查文件夹权限和磁盘空间。") from error
