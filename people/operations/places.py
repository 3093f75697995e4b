"""Where an installation keeps what a backup holds."""

from dataclasses import dataclass
from pathlib import Path

from pydantic_settings import SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from index.library import originals_of
from index.settings import IndexRoot
from index.store import FOLDER
from people.database import DEFAULT_URL
from people.operations.errors import OperationRefused

ELSEWHERE = {
    "people": "账号、对话、培训记录在 PostgreSQL 里，不在这份备份中：请用 pg_dump 备份，用 pg_restore 恢复。",
    "records": "资料的文字在 PostgreSQL 里，不在这份备份中：请用 pg_dump 备份，用 pg_restore 恢复。",
    "vectors": "向量在 Milvus 里，不在这份备份中：请用 milvus-backup 备份；没有备份也可以由资料重新计算。",
}


class Installation(IndexRoot):
    """What a backup reads of settings.toml; the other tables are left to their rooms."""

    database: str = DEFAULT_URL


@dataclass(frozen=True, slots=True)
class Places:
    """Absolute paths; None for what this machine has no file of."""

    people: Path | None  # the SQLite database of people/
    store: Path | None  # the folder of the embedded store; its originals are inside
    records: Path | None  # the SQLite database of a Milvus store's texts
    originals: Path | None  # of a Milvus store
    settings: Path  # settings.toml, which there may not be
    elsewhere: tuple[str, ...] = ()  # what is kept on servers, and with which tools that is backed up

    @property
    def journal(self) -> Path:
        """Where a restore notes what it has decided to put in place, beside what it replaces."""
        chief = self.people or self.store or self.records or self.settings
        return chief.with_name(f".{chief.name}.restoring.json")


def settings_file() -> Path:
    """The settings.toml that the program reads."""
    return Path(str(Installation.model_config["toml_file"]))


def places_of(store: Path | str | None, database: str | None, file: Path | None = None) -> Places:
    """The places that a program with these options uses; what is None is read from settings.

    ``file`` is read in place of settings.toml.
    Raises OperationRefused for an address that is none, ValidationError and TOMLDecodeError for settings.
    """

    class FromFile(Installation):
        model_config = SettingsConfigDict(toml_file=file or settings_file())

    settings = FromFile()
    where = settings.store if store is None else store
    served = "://" in str(where)
    people = _sqlite_file(settings.database if database is None else database)
    records = _sqlite_file(settings.index.records) if served else None
    missing = [("people", people is None), ("records", served and records is None), ("vectors", served)]
    return Places(
        people=people,
        store=None if served else Path(where).resolve(),
        records=records,
        originals=originals_of(where).resolve() if served else None,
        settings=settings_file(),
        elsewhere=tuple(ELSEWHERE[name] for name, told in missing if told),
    )


def originals_folder(places: Places) -> Path | None:
    """Where the source files are kept."""
    return places.originals if places.store is None else places.store / FOLDER


def _sqlite_file(url: str) -> Path | None:
    """The file of an SQLite address; None for a server's."""
    try:
        place = make_url(url)
    except ArgumentError as error:  # the address is not repeated: it may hold a password
        raise OperationRefused(
            "数据库地址不能用。应为 sqlite:///文件 或 postgresql+psycopg://用户:密码@主机:端口/库名。"
        ) from error
    if place.get_backend_name() != "sqlite":
        return None
    if place.database in (None, "", ":memory:"):
        raise OperationRefused(f"数据库 {url} 不是文件，不能备份或恢复。请用 sqlite:///文件 指定一个。")
    return Path(str(place.database)).resolve()
