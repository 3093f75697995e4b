"""Folders and files that only their owner may open: what the program keeps is about people and not for all.

Only where the system has such modes (POSIX).
"""

import logging
import os
import stat
from pathlib import Path

from index.settings import ROOT

VAR = ROOT / "var"  # where everything is kept unless the settings say otherwise
_FOLDER, _FILE = 0o700, 0o600
_BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside a database
_log = logging.getLogger(__name__)


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, and close var/ where that is among them.

    One that was there before stays as it is: it may be anybody's. Raises OSError.
    """
    above = [folder, *folder.parents]
    missing = [place for place in folder.parents if not place.exists()]
    for place in (*reversed(missing), folder):
        place.mkdir(mode=_FOLDER, exist_ok=True)  # a file of that name is refused
    if VAR in above:
        close_folder(VAR)


def close_folder(folder: Path) -> None:
    """Keep others out of a folder of the program's own; the files in one that was open are closed too."""
    if _tighten(folder, _FOLDER):
        for path in folder.iterdir():
            if path.is_file():
                _tighten(path, _FILE)


def make_database(file: Path) -> None:
    """Make an SQLite database that is missing, empty; SQLite gives the files beside it the same mode.

    One that is there is not opened: closing it again would end the locks that this process holds on it.
    One that cannot be made is left to SQLite, which then fails in words that are explained.
    """
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))
    except FileExistsError:
        return
    except OSError as error:
        _log.info("%s could not be made (%s)", file, error.strerror)


def close_database(file: Path) -> None:
    """Keep others out of an SQLite database and what is beside it."""
    for suffix in _BESIDE:
        _tighten(file.with_name(file.name + suffix), _FILE)


def owner_only(path: str, flags: int) -> int:
    """For ``open(..., opener=owner_only)``: a new file is its owner's alone."""
    return os.open(path, flags, _FILE)


def _tighten(path: Path, most: int) -> bool:
    """Take away what goes beyond ``most``; whether there was anything, and it could be taken away."""
    if os.name != "posix":
        return False
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return False
    if not mode & ~most:
        return False
    try:
        path.chmod(mode & most)
    except OSError as error:
        _log.warning(
            "%s 的权限是 %03o，别的用户也能打开，没能改为 %03o（%s）。请让它的主人或管理员来改。",
            path,
            mode,
            most,
            error.strerror,
        )
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a power cut, where the platform can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
