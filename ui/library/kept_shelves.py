"""Files looked at and not stored yet: kept over a reload and a restart, with their cases as corrected."""

import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import gradio as gr
from pydantic import TypeAdapter

from index.errors import IndexFailure
from index.library import Library, Preview
from index.permissions import make_private_folder
from index.records import Case
from index.settings import ROOT
from index.store import PassageStore
from people.drafts import KEPT_DAYS
from ui.access import Work
from ui.library.shelf import Looked, Shelf

NAME = "shelf"
FOLDER = "waiting"


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    path: str  # below the shelf's folder; "" where it could not be read
    error: str
    cases: tuple[Case, ...] | None  # as a person corrected them; None: as they were found


@dataclass(frozen=True, slots=True)
class _KeptShelf:
    folder: str
    files: tuple[_File, ...]


_SHELVES = TypeAdapter(_KeptShelf)


@dataclass(frozen=True, slots=True)
class KeptShelves:
    """One shelf an owner. Without a folder files wait in a temporary one and are gone with the page."""

    work: Work = field(default_factory=Work)
    folder: Path | None = None

    def made(self) -> Path:
        """A folder of its own for the files of one upload."""
        if self.folder is not None:
            make_private_folder(self.folder)
        return Path(tempfile.mkdtemp(prefix="shelf-", dir=self.folder))

    def keep(self, request: gr.Request | None, shelf: Shelf) -> Shelf:
        """The shelf, from now on kept where whoever asks is known; the one before is given up."""
        if self.folder is None or shelf.folder is None:
            return shelf
        before = self._kept(request)
        if before and before.folder != shelf.folder.name:
            shutil.rmtree(self.folder / before.folder, ignore_errors=True)
        with suppress(FileNotFoundError):  # given up in another window
            os.utime(shelf.folder)  # it waits from now on
        files = tuple(_file(shelf.folder, looked) for looked in shelf.files)
        kept = _KeptShelf(shelf.folder.name, files)
        self.work.keep(request, NAME, _SHELVES.dump_python(kept, mode="json"))
        return replace(shelf, kept=self._kept(request) is not None)

    def kept(self, request: gr.Request | None, library: Library, store: PassageStore) -> Shelf | None:
        """The shelf of before, its files read again; None where there is none, or its files are gone."""
        kept = self._kept(request)
        if kept is None or self.folder is None:
            return None
        folder = self.folder / kept.folder
        files = tuple(_looked(folder, one, library, store) for one in kept.files)
        return Shelf(files, folder, kept=True)

    def drop(self, request: gr.Request | None) -> None:
        """Forget it: its files were stored or given up."""
        self.work.drop(request, NAME)

    def tidy(self) -> None:
        """Delete the files that nobody has come back to."""
        past = time.time() - KEPT_DAYS * 24 * 3600
        for folder in self.folder.glob("shelf-*") if self.folder else ():
            with suppress(FileNotFoundError):  # another program begins at the same time
                if folder.stat().st_mtime < past:
                    shutil.rmtree(folder, ignore_errors=True)

    def _kept(self, request: gr.Request | None) -> _KeptShelf | None:
        kept = self.work.kept(request, NAME, _SHELVES.validate_python, None)
        if kept is None or self.folder is None or Path(kept.folder).name != kept.folder:
            return None
        return kept if (self.folder / kept.folder).is_dir() else None


def waiting_folder(store: Path | str) -> Path:
    """Where the files wait: beside an embedded store, else in var/."""
    is_folder = isinstance(store, Path) or "://" not in store
    return Path(store).resolve().parent / FOLDER if is_folder else ROOT / "var" / FOLDER


def _file(folder: Path, looked: Looked) -> _File:
    preview = looked.preview
    if preview is None:
        return _File(looked.name, "", looked.error, None)
    cases = preview.source.by_hand
    path = preview.path.relative_to(folder).as_posix()
    return _File(looked.name, path, "", None if cases is None else tuple(cases))


def _looked(folder: Path, kept: _File, library: Library, store: PassageStore) -> Looked:
    if not kept.path:
        return Looked(kept.name, None, kept.error)
    try:
        preview: Preview = library.preview(folder / kept.path, store, kept.name)
        if kept.cases is not None:
            preview = library.corrected(preview, kept.cases)
    except IndexFailure as error:
        return Looked(kept.name, None, str(error))
    return Looked(kept.name, preview)
