"""SQLite databases as they are at one moment, while others write; and whether others have one open."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from people.operations.errors import OperationRefused

WAIT = 30.0  # seconds a copy waits for another's lock
STOPPING = 2.0  # seconds: a program that has just been stopped is gone by then
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database
_MAGIC = b"SQLite format 3\0"
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def copy_database(source: Path, copy: Path) -> None:
    """SQLite's online backup of one commit of ``source`` into the new file ``copy``; writers go on.

    Raises OperationRefused for one that is damaged, locked or cannot be read, OSError where there is no room.
    """
    copy.touch(mode=0o600, exist_ok=False)
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=WAIT)) as live,
            closing(sqlite3.connect(copy, isolation_level=None)) as still,
        ):
            still.execute("PRAGMA journal_mode = OFF")  # of no use to anybody until it is whole
            still.execute("PRAGMA synchronous = OFF")
            live.backup(still)
        with _still(copy) as connection:
            (fault,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise OperationRefused(
            f"数据库 {source} 没能备份（{error}）。请检查磁盘空间和文件权限；没有改动任何内容。"
        ) from error
    if fault != "ok":
        raise OperationRefused(
            f"数据库 {source} 已损坏（{fault}），没有备份。请先恢复一份好的备份，或联系维护人员。"
        )


def names_of_originals(store: Path) -> set[str]:
    """The kept source files that the copy of a store's database names; none in one that knows of none."""
    with _still(store) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(documents)")}
        if "original" not in columns:  # a store of 0.1
            return set()
        return {name for (name,) in connection.execute("SELECT original FROM documents") if name}


def revision_of(database: Path) -> str:
    """The revision of the schema in a copy; "" for a database that has none."""
    with _still(database) as connection:
        try:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
        except sqlite3.OperationalError:
            return ""
    return str(revision)


@contextmanager
def closed_to_others(databases: list[Path]) -> Iterator[None]:
    """Keep every other process out of these databases.

    In WAL mode a process that has a database open holds a lock on it even while it does nothing, so this
    tells whether a program is running. One that is missing or too damaged to be locked is passed over.
    Raises OperationRefused when another process has one open.
    """
    with ExitStack() as stack:
        for database in databases:
            if _is_database(database):
                stack.enter_context(_closed(database))
        yield


def _still(copy: Path) -> closing[sqlite3.Connection]:
    """A copy that nobody writes to: SQLite puts no log beside it."""
    return closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True))


def _is_database(file: Path) -> bool:
    """Whether SQLite would take it for one: of any other it deletes the log beside it."""
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


@contextmanager
def _closed(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None, timeout=STOPPING)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
                raise OperationRefused(
                    f"{database} 正被别的程序使用，没有恢复任何内容。"
                    "请先停下程序（Ctrl+C，或 systemctl stop xinhuoshi），再恢复。"
                ) from error
        yield
        if connection.in_transaction:
            connection.execute("ROLLBACK")
