"""Everything an installation holds -> one file, while it is running."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from index.library import recognised_of
from index.permissions import sync_folder
from index.store import kept
from index.store.sqlite import DATABASE
from people.operations.backup_file import (
    ORIGINALS,
    PEOPLE,
    RECOGNISED,
    RECOGNISED_FILE,
    RECORDS,
    SETTINGS,
    STORE,
    BackupWriter,
    Manifest,
)
from people.operations.durable import drop_if_left, locked, sync
from people.operations.errors import OperationRefused
from people.operations.places import Places, originals_folder
from people.operations.snapshots import copy_database, names_of_originals, revision_of

PART = ".xhs.part"  # ending of a backup that is not whole yet
COPY = ".xhs.copy"  # ending of the copy of a database that is being put into it
ATTEMPTS = 3  # copies of the store, when documents are removed while their source files are being read


def backup(places: Places, file: Path, now: datetime | None = None) -> Manifest:
    """Write a backup of ``places`` into the new file ``file``, mode 0600; what is there is never replaced.

    Each database is one commit of its own. Each original that the store's copy names is in it, unless it
    was missing all along: then the manifest says so. A failure or a kill leaves no ``file``.

    Raises OperationRefused when there is nothing to back up, a database is damaged, or no room.
    """
    target = file.absolute()
    if target.exists():
        raise OperationRefused(f"{file} 已经有了，没有覆盖。请换一个文件名，例如写上日期。")
    try:
        _sweep(target.parent)
        with locked(target.with_name(target.name + PART)) as stream:
            manifest = _Backup(places, stream, target).run(now or datetime.now(UTC))
            sync(stream)
            target.with_name(target.name + PART).rename(target)
            sync_folder(target.parent)
    except OSError as error:
        raise OperationRefused(
            f"备份没有写成：{file}（{error.strerror}）。没有留下不完整的文件；请检查磁盘空间和文件夹权限。"
        ) from error
    return manifest


class _Backup:
    """One backup being written to ``stream``."""

    def __init__(self, places: Places, stream: BinaryIO, target: Path) -> None:
        self._places = places
        self._writer = BackupWriter(stream)
        self._copy = target.with_name(target.name + COPY)  # one database at a time

    def run(self, now: datetime) -> Manifest:
        places = self._places
        try:
            missing = self._add_store() if places.store else self._add_all_originals()
            schema = self._add_database(PEOPLE, places.people)
            self._add_database(RECORDS, places.records)
            if places.settings.is_file():
                with places.settings.open("rb") as source:
                    self._writer.add(SETTINGS, source)
            self._refuse_nothing()
            return self._writer.finish(schema, now, places.elsewhere, missing)
        finally:
            self._copy.unlink(missing_ok=True)
            self._writer.close()

    def _refuse_nothing(self) -> None:
        if not any(name in self._writer for name in (PEOPLE, STORE, RECORDS)):
            places = (self._places.people, self._places.store, self._places.records)
            where = "、".join(str(place) for place in places if place)
            raise OperationRefused(
                f"没有可以备份的内容：{where or '数据库和索引都在别的服务器上'}。"
                "请用 --store、--database 指出索引和数据库在哪里，或用它们自己的工具备份。"
            )

    def _add_database(self, name: str, database: Path | None) -> str:
        """Add one database, if there is one; its schema's revision."""
        if database is None or not database.is_file():
            return ""
        self._fresh_copy(database)
        self._add_copy(name)
        return revision_of(self._copy)

    def _add_store(self) -> tuple[str, ...]:
        """Add the store's database and the originals it names; the names of those that are missing.

        A document is taken out of the database before its original is deleted: one that has gone
        meanwhile is named by this copy and no longer by the next.
        """
        database = self._places.store and self._places.store / DATABASE
        if database is None or not database.is_file():
            return ()
        missing: set[str] = set()
        for _ in range(ATTEMPTS):
            self._fresh_copy(database)
            before, missing = missing, self._add_originals(names_of_originals(self._copy))
            if not missing or missing == before:
                break
        self._add_copy(STORE)
        return tuple(sorted(missing))

    def _add_all_originals(self) -> tuple[str, ...]:
        folder = originals_folder(self._places)
        if folder and folder.is_dir():
            self._add_originals({path.name for path in folder.iterdir() if path.suffix != ".tmp"})
        return ()

    def _add_originals(self, names: set[str]) -> set[str]:
        """Add these source files; the names of those that are not there."""
        folder, missing = originals_folder(self._places), set()
        for name in sorted(names):
            if ORIGINALS + name in self._writer or folder is None:
                continue
            try:
                with kept(folder, name).open("rb") as source:
                    self._writer.add(ORIGINALS + name, source)
            except FileNotFoundError:
                missing.add(name)
                continue
            self._add_recognised(folder, name)
        return missing

    def _add_recognised(self, originals: Path, name: str) -> None:
        """Add what was recognised of a source file that is a scan, with what people corrected of it."""
        for path in sorted(recognised_of(originals).glob(f"{Path(name).stem}.*.jsonl")):
            if not RECOGNISED_FILE.fullmatch(RECOGNISED + path.name):
                continue  # not the program's
            with suppress(FileNotFoundError), path.open("rb") as source:  # swept meanwhile
                self._writer.add(RECOGNISED + path.name, source)

    def _fresh_copy(self, database: Path) -> None:
        self._copy.unlink(missing_ok=True)
        copy_database(database, self._copy)

    def _add_copy(self, name: str) -> None:
        with self._copy.open("rb") as source:
            self._writer.add(name, source)


def _sweep(folder: Path) -> None:
    """Delete what backups that were killed left in this folder."""
    for part in folder.glob(f"*{PART}"):
        drop_if_left(part)
    for copy in folder.glob(f"*{COPY}"):
        if not copy.with_name(copy.name.removesuffix(COPY) + PART).exists():
            copy.unlink(missing_ok=True)
