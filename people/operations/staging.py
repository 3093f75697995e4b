"""A backup unpacked beside the places it is for: nothing that is in use is touched yet."""

import os
import shutil
from pathlib import Path

from index.library import recognised_of
from index.permissions import make_private_folder, sync_folder
from index.store import FOLDER
from index.store.sqlite import DATABASE
from people.operations.backup_file import ORIGINALS, RECOGNISED, STORE, BackupReader
from people.operations.durable import sync
from people.operations.errors import OperationRefused
from people.operations.journal import Move

STAGED = ".restoring"  # ending of what is unpacked and not in place yet
SPARE = 64 << 20  # bytes left free on a disk


def moves_to(targets: dict[str, Path], stamp: str) -> dict[str, Move]:
    """Where each member or folder of members is unpacked, where it goes, and what becomes of the old."""
    return {
        name: Move(
            str(target.with_name(target.name + STAGED)),
            str(target),
            str(target.with_name(f"{target.name}.before-{stamp}")),
        )
        for name, target in targets.items()
    }


def stage(backup: BackupReader, moves: dict[str, Move], like: Path) -> None:
    """Unpack, hashing again what is written; a failure leaves nothing.

    What root unpacks is handed to the owner of the folder ``like``. Raises DamagedBackup, OSError, or
    OperationRefused where a disk is too full.
    """
    drop_staged(moves)  # of a restore that was killed before it decided
    places = {name: path for name in backup.manifest.members if (path := _staged(name, moves)) is not None}
    _refuse_full_disks(backup, places)
    try:
        for name, path in places.items():
            _unpack(backup, name, path)
        for move in moves.values():
            _settle(Path(move.staged), like)
    except BaseException:
        drop_staged(moves)
        raise


def drop_staged(moves: dict[str, Move]) -> None:
    """Delete what was unpacked."""
    for move in moves.values():
        staged = Path(move.staged)
        if staged.is_dir():
            shutil.rmtree(staged)
        else:
            staged.unlink(missing_ok=True)


def _staged(member: str, moves: dict[str, Move]) -> Path | None:
    """Where a member is unpacked; None for one that is not restored."""
    if member == STORE:
        return Path(moves[STORE].staged) / DATABASE
    for kind, inside in ((ORIGINALS, FOLDER), (RECOGNISED, recognised_of(Path(FOLDER)).name)):
        if member.startswith(kind):
            folder = Path(moves[STORE].staged) / inside if STORE in moves else Path(moves[kind].staged)
            return folder / member.removeprefix(kind)
    return Path(moves[member].staged) if member in moves else None


def _unpack(backup: BackupReader, member: str, path: Path) -> None:
    make_private_folder(path.parent)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        backup.copy(member, stream.write)
        sync(stream)


def _settle(staged: Path, like: Path) -> None:
    """Hand over what was unpacked, and make its names survive a power cut."""
    inside = [staged, *(staged.rglob("*") if staged.is_dir() else ())]
    if os.name == "posix" and os.geteuid() == 0:
        owner = like.stat()
        for path in inside:
            os.chown(path, owner.st_uid, owner.st_gid)
    for folder in (*(path for path in inside if path.is_dir()), staged.parent):
        sync_folder(folder)


def _refuse_full_disks(backup: BackupReader, places: dict[str, Path]) -> None:
    needed: dict[int, int] = {}
    folders: dict[int, Path] = {}
    for name, path in places.items():
        folder = next(folder for folder in path.parents if folder.exists())
        device = folder.stat().st_dev
        folders[device] = folder
        needed[device] = needed.get(device, 0) + backup.manifest.members[name].size
    for device, size in needed.items():
        left = shutil.disk_usage(folders[device]).free
        if left < size + SPARE:
            raise OperationRefused(
                f"{folders[device]} 所在的磁盘还剩 {left >> 20} MB，恢复要用 {(size + SPARE) >> 20} MB。"
                "没有恢复任何内容；请先腾出空间。"
            )
