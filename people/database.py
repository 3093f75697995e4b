"""The database of what users leave behind: opening it and bringing it to the newest schema."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import DeclarativeBase

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_URL = f"sqlite:///{ROOT / 'var' / 'app.db'}"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_SECONDS = 15  # how long a writer waits for another process's transaction


class Base(DeclarativeBase):
    """Base of the tables in people/."""


class DatabaseUnusable(Exception):
    """The database cannot be opened or brought to the newest schema; says what to do, in Chinese."""


def open_database(url: str = DEFAULT_URL) -> Engine:
    """Open the database at an SQLAlchemy URL, create it where missing, and migrate it.

    Safe to call from several processes at once: migrations run in one write transaction.

    Raises:
        DatabaseUnusable: the file is damaged, locked or not writable; nothing was deleted.

    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and place.database not in (None, "", ":memory:"):
        _make_folder(Path(str(place.database)))
    engine = create_engine(url, connect_args=_connect_args(place.get_backend_name()))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with writing(engine).begin() as connection:
            migrate(connection)
    except DatabaseError as error:
        engine.dispose()
        raise DatabaseUnusable(
            f"对话记录库无法打开：{place.database}（{error.orig}）。没有删除任何内容；"
            "请确认文件没有损坏、所在文件夹可以写入，或在 settings.toml 里用 database 指定另一个库。"
        ) from error
    return engine


def writing(engine: Engine) -> Engine:
    """The same database for transactions that write: they queue up at their start."""
    return engine.execution_options(immediate=True)


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest revision inside the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _make_folder(database: Path) -> None:
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusable(
            f"对话记录库所在的文件夹无法建立：{database.parent}（{error.strerror}）。"
            "请在 settings.toml 里用 database 指定一个可以写入的位置。"
        ) from error


def _connect_args(backend: str) -> dict[str, Any]:
    # isolation_level None leaves BEGIN to _begin_sqlite; the driver's own comes too late for reads.
    if backend == "sqlite":
        return {"timeout": BUSY_SECONDS, "isolation_level": None}
    return {}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers go on while another process writes
    cursor.execute("PRAGMA synchronous = FULL")  # a finished answer survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what a user deletes is overwritten on disk
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a transaction that reads and then writes would otherwise fail at once, not wait.
    immediate = connection.get_execution_options().get("immediate", False)
    connection.execute(text("BEGIN IMMEDIATE" if immediate else "BEGIN"))
