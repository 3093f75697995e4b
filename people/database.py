"""The database of what users leave behind: opening it and bringing it to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from index.permissions import close_database, make_database, make_private_folder

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_URL = f"sqlite:///{ROOT / 'var' / 'app.db'}"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_SECONDS = 15  # how long SQLite waits for another process's transaction, PostgreSQL for a connection
MIGRATING = 0x584853  # PostgreSQL's advisory lock while the schema changes: the bytes of "XHS"


Database = Engine  # an open one, as other rooms hand it on
Transaction = Session  # what is written together
DatabaseFailure = SQLAlchemyError  # whatever a database refuses or cannot do


class Base(DeclarativeBase):
    """Base of the tables in people/."""


class DatabaseUnusable(Exception):
    """The database cannot be opened or brought to the newest schema; says what to do, in Chinese."""


def open_database(url: str = DEFAULT_URL) -> Engine:
    """Open the SQLite or PostgreSQL database at an SQLAlchemy URL and migrate it; SQLite's file is created.

    Safe to call from several processes at once: migrations run in one transaction, one process at a time.

    Raises:
        DatabaseUnusable: the URL is wrong, the file is damaged, locked or not writable, or the server does
            not take the connection; nothing was deleted.

    """
    engine = _engine(url)
    try:
        with writing(engine).begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
            migrate(connection)
    except DatabaseError as error:
        engine.dispose()
        raise DatabaseUnusable(_refusal(engine.url, str(error.orig).strip())) from error
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


def _engine(url: str) -> Engine:
    try:
        place = make_url(url)
        backend = place.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise ArgumentError(f"{backend} is neither sqlite nor postgresql")
        if backend == "sqlite" and place.database not in (None, "", ":memory:"):
            _make_folder(Path(str(place.database)))
            make_database(Path(str(place.database)))
            close_database(Path(str(place.database)))
        engine = create_engine(
            place,
            connect_args=_connect_args(backend),
            hide_parameters=True,  # an error is logged: what users wrote is no part of it
            pool_pre_ping=backend == "postgresql",  # the server may have been restarted
        )
    except (ArgumentError, ModuleNotFoundError) as error:
        # The address is not repeated: it may hold a password.
        raise DatabaseUnusable(
            f"数据库地址不能用（{type(error).__name__}）。应为 sqlite:///文件 或 "
            "postgresql+psycopg://用户:密码@主机:端口/库名；请检查 settings.toml 里的 database。"
        ) from error
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _refusal(place: URL, reason: str) -> str:
    if place.get_backend_name() == "sqlite":
        return (
            f"对话记录库无法打开：{place.database}（{reason}）。没有删除任何内容；"
            "请确认文件没有损坏、所在文件夹可以写入，或在 settings.toml 里用 database 指定另一个库。"
        )
    return (
        f"数据库无法打开：{place.render_as_string(hide_password=True)}（{reason}）。没有删除任何内容；"
        "请确认 PostgreSQL 已启动，settings.toml 里 database 的主机、端口、库名、用户和密码都正确。"
    )


def _make_folder(database: Path) -> None:
    try:
        make_private_folder(database.parent)
    except OSError as error:
        raise DatabaseUnusable(
            f"对话记录库所在的文件夹无法建立：{database.parent}（{error.strerror}）。"
            "请在 settings.toml 里用 database 指定一个可以写入的位置。"
        ) from error


def _connect_args(backend: str) -> dict[str, object]:
    # isolation_level None leaves BEGIN to _begin_sqlite; the driver's own comes too late for reads.
    if backend == "sqlite":
        return {"timeout": BUSY_SECONDS, "isolation_level": None}
    return {"connect_timeout": BUSY_SECONDS}


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
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
