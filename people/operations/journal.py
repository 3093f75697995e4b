"""What a restore has decided to put in place: written before the first change, gone after the last.

Whoever is killed in between leaves it, and whoever comes next does the rest; each step may be done twice.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.permissions import sync_folder
from people.operations.durable import write_whole
from people.operations.errors import OperationRefused
from people.operations.places import Places
from people.operations.snapshots import BESIDE


@dataclass(frozen=True, slots=True)
class Move:
    """``staged`` takes the place of ``target``; what was there goes to ``aside``. One folder above all."""

    staged: str
    target: str
    aside: str


@dataclass(frozen=True, slots=True)
class Journal:
    """One restore that was decided on."""

    backup: str  # digest of the backup's manifest
    moves: tuple[Move, ...]


_JOURNALS = TypeAdapter(Journal)


def written(path: Path, journal: Journal) -> None:
    """Decide: from here on the restore will be finished, whatever happens."""
    write_whole(path, json.dumps(asdict(journal), ensure_ascii=False, indent=1).encode())


def unfinished(path: Path) -> Journal | None:
    """A restore that was decided on and not finished. Raises OperationRefused for a journal that is none."""
    try:
        return _JOURNALS.validate_python(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, ValidationError) as error:
        raise OperationRefused(
            f"{path} 记着一次没有做完的恢复，但是读不出来。请联系维护人员；没有改动任何内容。"
        ) from error


def refuse_half_restored(places: Places) -> None:
    """For a program that starts. Raises OperationRefused when a restore was killed before its end."""
    if places.journal.exists():
        raise OperationRefused(
            f"上次恢复备份没有做完（见 {places.journal}）。请再运行一次同样的 python -m people restore，"
            "它会先把剩下的做完，然后再打开程序。"
        )


def finish(path: Path, journal: Journal) -> tuple[Path, ...]:
    """Do what is left of a restore; where the replaced files are now. Nothing is deleted.

    Raises OperationRefused when a file cannot be moved; then the next restore goes on.
    """
    try:
        asides = [aside for move in journal.moves for aside in _put(move)]
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise OperationRefused(
            f"恢复做到一半停下了：{error.filename}（{error.strerror}）。原来的文件都还在。"
            "请解决这个问题，再运行一次同样的 python -m people restore，它会把剩下的做完。"
        ) from error
    return tuple(asides)


def _put(move: Move) -> list[Path]:
    staged, target = Path(move.staged), Path(move.target)
    aside = Path(move.aside)
    if not staged.exists():  # done before the kill
        return [path for path in (aside,) if path.exists()]
    asides = []
    for suffix in BESIDE:  # of a database that was too damaged to be closed: never beside the new one
        if (beside := target.with_name(target.name + suffix)).exists():
            os.replace(beside, _free(aside.with_name(aside.name + suffix)))
    if target.is_dir() or target.exists():
        asides.append(_set_aside(target, aside))
    os.replace(staged, target)
    sync_folder(target.parent)
    return asides


def _set_aside(target: Path, aside: Path) -> Path:
    """Give what is replaced its other name; a file keeps the old one too until the new file takes it."""
    if aside.exists() and os.path.samefile(target, aside):
        return aside
    aside = _free(aside)
    if target.is_dir():
        os.replace(target, aside)
        return aside
    try:
        os.link(target, aside)
    except OSError:  # a file system without links
        os.replace(target, aside)
    return aside


def _free(path: Path) -> Path:
    """The same name, or with a number where it is taken."""
    number, name = 1, path
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}-{number}")
    return name
