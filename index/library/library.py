"""What a person does with the store: look at a file before it is stored, correct, store, describe, remove."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from index.catalogue import imprint_of
from index.embedding import SupportsEncoding
from index.library.ingest import (
    Ingestion,
    Progress,
    Taken,
    embedding_text,
    segmentation_for,
    stamp_for,
    take_apart,
)
from index.library.metadata import NOTHING_SAID, Said, checked, field, file_name, said
from index.library.near_duplicates import Likeness, nearly_same, probes
from index.library.recognised import recognised_of
from index.library.removal import remove
from index.library.scanned import Scanned
from index.library.sources import UPLOAD, Report, Sources
from index.parse import parse_file
from index.parse.marked import unconfirmed
from index.parse.scans import ScanProgress, Scans, quiet
from index.records import Case, Metadata, Passage
from index.segment import Segmentation, segmentation_of
from index.settings import ROOT, IndexSettings
from index.store import FOLDER, Entry, PassageStore, Source, Vectors, kept, open_store

SCANS = 2  # files recognised at once: each takes both cores and a gigabyte
CONFIRMING = "请勾选“这是内部资料，我确认可以入库”再点“入库”"


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be stored; nothing of it is stored yet."""

    path: Path
    source: Source
    segmentation: Segmentation
    passages: tuple[Passage, ...]
    notices: tuple[str, ...]  # in Chinese
    known: bool  # the same text is stored already
    like: Likeness | None = None  # the stored document it nearly repeats
    namesake: Entry | None = None  # a stored document whose file had the same name
    says: Said = NOTHING_SAID  # what the text says of itself, for a person to confirm
    internal: str = ""  # the mark 内部资料 that a person has to confirm, as printed; "" for none
    digest: str = ""  # SHA-256 of the file's bytes, hex


class Library:
    """Changes one store; each change opens it for writing, for no longer than the change takes.

    Raises StoreBusy while another program writes.
    """

    def __init__(self, location: Path | str, embedder: SupportsEncoding, settings: IndexSettings) -> None:
        self._location = location
        self._embedder = embedder
        self._settings = settings
        self._originals = originals_of(location)
        self._places = threading.Semaphore(SCANS)
        self.scanned = Scanned(recognised_of(self._originals))

    def preview(
        self,
        path: Path,
        store: PassageStore,
        name: str = "",
        progress: ScanProgress = quiet,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Preview:
        """What would become of a file, called ``name`` where it was in another.

        Pages that are pictures take seconds each: ``progress`` is told of them, ``cancelled`` asked between
        them. Raises UnreadableSource, Cancelled among them.
        """
        name = file_name(name or path.name)
        scans = Scans(recognised_of(self._originals), progress, cancelled, self._places)
        parsed = parse_file(path, name, scans)
        source = Source(parsed.document, parsed.blocks, UPLOAD + parsed.document.id)
        taken = take_apart(source, self._settings)
        with store.snapshot() as now:
            entries = now.documents()
            known = any(entry.id == source.document.id for entry in entries)
            namesake = next((entry for entry in entries if entry.name == name), None)
            like = None if known else nearly_same(source.document, self._looked_up(taken), now)
        segmentation = segmentation_for(source)
        return Preview(
            path,
            source,
            segmentation,
            taken.passages,
            parsed.notices,
            known,
            like,
            None if known else namesake,
            said(source.document, imprint_of(source.document, source.blocks, segmentation)),
            "" if self._settings.take_internal else parsed.internal,
            parsed.original,
        )

    def corrected(self, preview: Preview, cases: Sequence[Case]) -> Preview:
        """The preview with the cases a person made. Raises IndexFailure for ones that overlap."""
        source = preview.source
        segmentation = segmentation_of(source.document, source.blocks, cases)
        changed = replace(source, by_hand=tuple(cases))
        passages = take_apart(changed, self._settings).passages
        return replace(preview, source=changed, segmentation=segmentation, passages=passages)

    def store(
        self,
        previews: Sequence[Preview],
        metadata: Metadata,
        replaces: Mapping[str, str] = MappingProxyType({}),
        progress: Progress = lambda done, total: None,
        confirmed: Collection[str] = (),
    ) -> Report:
        """Store previewed files with this metadata.

        ``replaces`` says, by document id, which stored document a file is a new version of; ``confirmed``
        are the ids of documents marked 内部 that a person wants stored. Raises IndexFailure where a
        document to be replaced is gone or replaced already, and where one marked 内部 is not confirmed.
        """
        for p in previews:
            if p.internal and p.source.document.id not in confirmed:
                raise unconfirmed(p.source.document.name, p.internal, CONFIRMING)
        report = Report()
        known = checked(metadata)
        readable = {p.source.document.id: replace(p.source, metadata=known) for p in previews}
        paths = {p.source.document.id: p.path for p in previews}
        report.notices += [(p.source.document.name, notice) for p in previews for notice in p.notices]
        sources = Sources(tuple(readable.values()), report, frozenset(), False, paths, replaces)
        with self._writable() as store:
            ingestion = Ingestion(store, self._embedder, self._settings, progress, self._originals)
            return ingestion.run(sources)

    def describe(self, document_id: str, title: str, metadata: Metadata) -> None:
        """Note what a person says of a stored document. Raises KeyError, IndexFailure."""
        with self._writable() as store:
            store.describe(document_id, field("标题", title), checked(metadata))

    def original(self, store: PassageStore, document_id: str) -> Path | None:
        """The kept source file of a document, None where there is none. Raises KeyError when unknown."""
        name = store.source(document_id).original
        path = kept(self._originals, name) if name else None
        return path if path and path.is_file() else None

    def remove(self, document_id: str) -> Entry:
        """Remove a document, its older versions and their source files. Raises KeyError when unknown."""
        with self._writable() as store:
            return remove(store, [document_id], self._originals)[0]

    def _looked_up(self, taken: Taken) -> Vectors:
        chosen = [taken.passages[n] for n in probes(taken.passages)]
        return self._embedder.encode_passages([embedding_text(passage) for passage in chosen])

    def _writable(self) -> PassageStore:
        stamp = stamp_for(self._embedder, self._settings)
        return open_store(self._location, stamp=stamp, writable=True, settings=self._settings)


def originals_of(location: Path | str) -> Path:
    """The folder that keeps the source files of a store."""
    if "://" in str(location):
        return ROOT / "var" / FOLDER / str(location).rpartition("/")[2]  # on this machine, by collection
    return Path(location) / FOLDER


def originals_in(store: PassageStore) -> set[str]:
    """The names of the kept files that documents and their older versions refer to."""
    entries = store.documents()
    every = [*entries, *(old for entry in entries for old in store.versions(entry.id))]
    return {name for entry in every if (name := store.source(entry.id).original)}


def is_past(metadata: Metadata, today: date) -> bool:
    """Whether a document's validity ended before ``today``."""
    return bool(metadata.valid_until) and metadata.valid_until < today.isoformat()
