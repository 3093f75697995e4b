"""A backup -> in place, all of it or nothing; what was there is kept under another name."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from index.library import recognised_of
from index.permissions import make_private_folder
from index.store.sqlite import DATABASE
from people.database import MIGRATIONS
from people.operations.backup_file import (
    ORIGINALS,
    PEOPLE,
    RECOGNISED,
    RECORDS,
    SETTINGS,
    STORE,
    BackupReader,
    opened,
)
from people.operations.durable import locked
from people.operations.errors import OperationRefused
from people.operations.journal import Journal, finish, unfinished, written
from people.operations.places import Places, originals_folder, places_of
from people.operations.snapshots import closed_to_others
from people.operations.staging import moves_to, stage

LOCK = ".lock"
OPTIONS = {
    PEOPLE: "--database sqlite:///文件",
    STORE: "--store 文件夹",
    RECORDS: "--store Milvus 的地址，并在 settings.toml 里写 records = sqlite:///文件",
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done."""

    made: str  # when the backup was made, UTC, ISO 8601
    places: tuple[Path, ...]  # what was put in place
    asides: tuple[Path, ...]  # where that is which was there
    finished: bool  # an earlier restore had been killed, and is now done
    elsewhere: tuple[str, ...]  # what is not in the backup


def restore(
    file: Path,
    store: Path | str | None = None,
    database: str | None = None,
    *,
    force: bool = False,
    now: datetime | None = None,
) -> Restored:
    """Put a backup in place of what ``store``, ``database`` or else the backup's settings name.

    settings.toml is put back too, unless ``store`` or ``database`` say that somewhere else is meant. A
    restore that was killed earlier is finished first; if it was of this file, that is all that is done.
    ``force``: what is there is moved aside; nothing is ever deleted.

    Raises DamagedBackup or OperationRefused, and then nothing was changed, but for what the latter says.
    """
    whole = store is None and database is None
    with opened(file) as backup, _settings_of(backup, whole=whole) as settings:
        _refuse_newer(backup.manifest.schema)
        places = places_of(store, database, settings)
        targets = _targets(backup, places, whole=whole)
        try:
            for folder in {places.journal.parent, *(target.parent for target in targets.values())}:
                make_private_folder(folder)
            with locked(places.journal.with_name(places.journal.name + LOCK)):
                return _run(backup, places, targets, force=force, now=now or datetime.now(UTC))
        except OSError as error:
            raise OperationRefused(
                f"没有恢复任何内容：{error.filename or file}（{error.strerror}）。请检查磁盘空间和权限。"
            ) from error


def _run(
    backup: BackupReader, places: Places, targets: dict[str, Path], *, force: bool, now: datetime
) -> Restored:
    """Finish what was left, then restore. Raises OperationRefused while a program has a database open."""
    path, moves = places.journal, moves_to(targets, now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
    decided = Journal(backup.digest, tuple(moves.values()))
    earlier = unfinished(path)
    asides: tuple[Path, ...] = ()
    if earlier is not None:
        with closed_to_others(_databases(earlier)):
            pass
        asides = finish(path, earlier)
    if earlier is None or not _alike(earlier, decided):
        _refuse_to_replace(targets, force=force)
        with closed_to_others(_databases(decided)):
            stage(backup, moves, path.parent)
            written(path, decided)
        asides += finish(path, decided)
    manifest = backup.manifest
    return Restored(manifest.made, tuple(targets.values()), asides, earlier is not None, manifest.elsewhere)


@contextmanager
def _settings_of(backup: BackupReader, *, whole: bool) -> Iterator[Path | None]:
    """The backup's settings.toml as a file; None where this installation's own is to be read."""
    if not whole or SETTINGS not in backup.manifest.members:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="xhs-") as folder:
        path = Path(folder) / SETTINGS
        path.write_bytes(backup.read(SETTINGS))
        yield path


def _targets(backup: BackupReader, places: Places, *, whole: bool) -> dict[str, Path]:
    """What goes where, the settings first. Raises OperationRefused for what has no place here."""
    members = backup.manifest.members
    targets: dict[str, Path] = {}
    if whole and SETTINGS in members and not _same(places.settings, backup):
        targets[SETTINGS] = places.settings
    for name, place in ((PEOPLE, places.people), (STORE, places.store), (RECORDS, places.records)):
        if name not in members:
            continue
        if place is None:
            raise OperationRefused(
                f"备份里有 {name}，现在的设置却没有把它放在这台机器的文件里。没有恢复任何内容；"
                f"请用 {OPTIONS[name]} 指定位置。"
            )
        targets[name] = place
    originals = originals_folder(places)
    if STORE not in members and originals:
        folders = {ORIGINALS: originals, RECOGNISED: recognised_of(originals)}
        held = {kind for kind in folders for name in members if name.startswith(kind)}
        targets |= {kind: folder for kind, folder in folders.items() if kind in held}
    return targets


def _refuse_newer(schema: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if schema and schema not in known:
        raise OperationRefused(
            f"备份里数据库的版本是 {schema}，本程序只认到 {max(known)}。没有恢复任何内容；请先升级程序。"
        )


def _refuse_to_replace(targets: dict[str, Path], *, force: bool) -> None:
    there = [target for target in targets.values() if _holds_something(target)]
    if there and not force:
        raise OperationRefused(
            f"这里已经有内容：{'、'.join(map(str, there))}，没有恢复。"
            "加上 --force 会先把它们改名留在原处，再恢复。"
        )
    for target in targets.values():
        if target.is_dir() and os.path.ismount(target):
            raise OperationRefused(f"{target} 是挂载点，不能整个换掉。请用 --store 指定它里面的文件夹。")


def _holds_something(target: Path) -> bool:
    return any(target.iterdir()) if target.is_dir() else target.exists()


def _same(settings: Path, backup: BackupReader) -> bool:
    return settings.is_file() and settings.read_bytes() == backup.read(SETTINGS)


def _databases(journal: Journal) -> list[Path]:
    """The databases that a restore replaces."""
    targets = [Path(move.target) for move in journal.moves]
    return [target / DATABASE if target.is_dir() else target for target in targets if target.name != SETTINGS]


def _alike(one: Journal, other: Journal) -> bool:
    """Whether both put the same backup in the same places."""
    return (one.backup, {m.target for m in one.moves}) == (other.backup, {m.target for m in other.moves})
