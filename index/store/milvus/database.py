"""The SQL database beside Milvus: its connections, its transactions and the lock of the one writer."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from index.errors import IndexFailure, StoreBusy, StoreDamaged, StoreMissing
from index.permissions import close_database, make_database, make_private_folder
from index.store.milvus.tables import METADATA, STORES

_WAIT = 30  # seconds a connection waits for another's transaction
_LOCK_WAIT = 2.0  # seconds a second writer waits for the first
_MAKING = 0x584854  # PostgreSQL's advisory lock while tables are made


class Records:
    """The database of one store's records.

    Shared between threads: SQLAlchemy's pool gives each transaction a connection of its own.
    """

    def __init__(self, url: str, store: str) -> None:
        self.store = store
        self._url = _address(url)
        self.engine = _engine(self._url)
        if self._is_file():
            close_database(Path(str(self._url.database)))

    @property
    def place(self) -> str:
        """The database's address without its password."""
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one commit. Raises StoreMissing, StoreDamaged, IndexFailure."""
        if self._is_file() and not Path(str(self._url.database)).exists():
            raise StoreMissing(f"记录库 {self.place} 还不存在。请先运行 python -m index build。")
        with self._explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; whatever is raised inside it undoes it."""
        engine = self.engine.execution_options(immediate=True)
        with self._explained(), engine.connect() as connection, connection.begin():
            yield connection

    def exists(self) -> bool:
        """Whether the store has been made."""
        if self._is_file() and not Path(str(self._url.database)).exists():
            return False
        with self.reading() as connection:
            if not inspect(connection).has_table(STORES.name):
                return False
            query = select(func.count()).select_from(STORES).where(STORES.c.store == self.store)
            return bool(connection.execute(query).scalar_one())

    def make_tables(self) -> None:
        """Make the tables that are missing, one process at a time."""
        if self._is_file():
            folder = Path(str(self._url.database)).parent
            try:
                make_private_folder(folder)
            except OSError as error:
                raise IndexFailure(
                    f"建不了记录库的文件夹 {folder}（{error.strerror}）。"
                    "请改 settings.toml 的 index.records。"
                ) from error
            make_database(Path(str(self._url.database)))
        with self.writing() as connection:
            if not self._is_file():
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING})
            METADATA.create_all(connection)

    def lock(self) -> Callable[[], None]:
        """Become the store's one writer; returns what ends it. Raises StoreBusy.

        The lock ends with the process or its connection, on any machine.
        """
        end = time.monotonic() + _LOCK_WAIT
        with self._explained():
            while True:
                taken = self._lock_of_file() if self._is_file() else self._lock_of_server()
                if taken is not None:
                    return taken
                if time.monotonic() > end:
                    raise StoreBusy(f"另一个程序正在写索引 {self.store}（{self.place}）。请等它结束后再试。")
                time.sleep(0.1)

    def _lock_of_file(self) -> Callable[[], None] | None:
        path = Path(f"{self._url.database}.{self.store}.lock")
        make_database(path)
        connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return None
        return connection.close

    def _lock_of_server(self) -> Callable[[], None] | None:
        connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        key = int.from_bytes(hashlib.sha256(self.store.encode()).digest()[:8], "big", signed=True)
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar_one():
            connection.close()
            return None

        def release() -> None:
            connection.invalidate()  # ends the session, and with it the lock
            connection.close()

        return release

    def close(self) -> None:
        """Close all connections; safe to call twice."""
        self.engine.dispose()

    def _is_file(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn the driver's errors into ones a user can act on."""
        try:
            yield
        except UnicodeDecodeError as error:
            raise StoreDamaged(
                f"记录库 {self.place} 里有不是文字的内容（{error.reason}）。没有删除任何内容；请从备份恢复。"
            ) from error
        except DBAPIError as error:
            raise IndexFailure(
                f"记录库 {self.place} 读写失败（{str(error.orig).strip()}）。没有删除任何内容；"
                "请确认数据库已启动、可以写入，settings.toml 的 index.records 正确。"
            ) from error


def _address(written: str) -> URL:
    try:
        url = make_url(written)
    except ArgumentError as error:
        raise _unusable(error) from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise _unusable(ArgumentError("neither sqlite nor postgresql"))
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise _unusable(ArgumentError("no file"))
    return url


def _engine(url: URL) -> Engine:
    is_file = url.get_backend_name() == "sqlite"
    # isolation_level None leaves BEGIN to _begin: the driver's own comes too late for reads.
    how: dict[str, Any] = {"connect_args": {"timeout": _WAIT, "isolation_level": None}}
    if not is_file:
        how = {
            "connect_args": {"connect_timeout": _WAIT},
            "isolation_level": "REPEATABLE READ",
            "pool_pre_ping": True,
        }
    try:
        engine = create_engine(url, **how)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise _unusable(error) from error
    if is_file:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _unusable(error: Exception) -> IndexFailure:
    # The address is not repeated: it may hold a password.
    return IndexFailure(
        f"记录库的地址不能用（{type(error).__name__}）。应为 sqlite:///文件 或 "
        "postgresql+psycopg://用户:密码@主机:端口/库名；请检查 settings.toml 的 index.records。"
    )


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers go on while another process writes
    cursor.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
