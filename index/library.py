"""What a person does with the store: look at a file before it is stored, correct, store, describe, remove."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.cases import Segmentation
from index.corrections import segmentation_of
from index.embed import SupportsEncoding
from index.errors import IndexFailure
from index.ingest import Ingestion, segmentation_for, stamp_for
from index.originals import FOLDER, sweep
from index.parse import parse_file
from index.passages import split_passages
from index.records import Case, Metadata, Passage
from index.settings import ROOT, IndexSettings
from index.sources import FILE, Report, Sources
from index.store import PassageStore, Source, open_store

MAX_FIELD = 100  # code points of one field of metadata
MAX_TAGS = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be stored; nothing of it is stored yet."""

    path: Path
    source: Source
    segmentation: Segmentation
    passages: tuple[Passage, ...]
    notices: tuple[str, ...]  # in Chinese
    known: bool  # the same text is stored already


class Library:
    """Changes one store; each change opens it for writing, for no longer than the change takes.

    Raises StoreBusy while another program writes.
    """

    def __init__(self, location: Path | str, embedder: SupportsEncoding, settings: IndexSettings) -> None:
        self._location = location
        self._embedder = embedder
        self._settings = settings
        self._originals = originals_of(location)

    def preview(self, path: Path, store: PassageStore) -> Preview:
        """What would become of a file. Raises UnreadableSource."""
        parsed = parse_file(path)
        source = Source(parsed.document, parsed.blocks, FILE + path.name)
        try:
            known = not store.entry(parsed.document.id).superseded_by
        except KeyError:
            known = False
        return self._previewed(path, source, parsed.notices, known=known)

    def corrected(self, preview: Preview, cases: Sequence[Case]) -> Preview:
        """The preview with the cases a person made. Raises IndexFailure for ones that overlap."""
        source = preview.source
        segmentation_of(source.document, source.blocks, cases)
        changed = replace(source, by_hand=tuple(cases))
        return self._previewed(preview.path, changed, preview.notices, known=preview.known)

    def store(self, previews: Sequence[Preview], metadata: Metadata, replaces: str = "") -> Report:
        """Store previewed files with this metadata; ``replaces`` is the document the only one supersedes."""
        report = Report()
        readable = tuple(replace(p.source, metadata=checked(metadata)) for p in previews)
        paths = {p.source.document.id: p.path for p in previews}
        sources = Sources(readable, report, frozenset(), whole_folder=False, paths=paths)
        with self._writable() as store:
            if replaces:
                entry = store.entry(replaces)
                readable = tuple(replace(source, origin=entry.origin) for source in readable[:1])
                sources = replace(sources, readable=readable)
            ingestion = Ingestion(
                store, self._embedder, self._settings, lambda done, total: None, self._originals
            )
            return ingestion.run(sources)

    def describe(self, document_id: str, title: str, metadata: Metadata) -> None:
        """Note what a person says of a stored document. Raises KeyError, IndexFailure."""
        with self._writable() as store:
            store.describe(document_id, _field("标题", title), checked(metadata))

    def remove(self, document_id: str) -> None:
        """Remove a document, its older versions and its source file. Raises KeyError when unknown."""
        with self._writable() as store:
            store.entry(document_id)
            store.apply(remove=[document_id])
            sweep(self._originals, originals_in(store))

    def _previewed(self, path: Path, source: Source, notices: tuple[str, ...], *, known: bool) -> Preview:
        segmentation = segmentation_for(source)
        passages = split_passages(source.document, segmentation, self._settings, source.blocks)
        return Preview(path, source, segmentation, tuple(passages), notices, known)

    def _writable(self) -> PassageStore:
        stamp = stamp_for(self._embedder, self._settings)
        return open_store(self._location, stamp=stamp, writable=True, settings=self._settings)


def originals_of(location: Path | str) -> Path:
    """The folder that keeps the source files of a store."""
    return ROOT / "var" / FOLDER if "://" in str(location) else Path(location) / FOLDER


def originals_in(store: PassageStore) -> set[str]:
    """The names of the kept files that documents and their older versions refer to."""
    entries = store.documents()
    every = [*entries, *(old for entry in entries for old in store.versions(entry.id))]
    return {name for entry in every if (name := store.source(entry.id).original)}


def checked(metadata: Metadata) -> Metadata:
    """The metadata with blanks trimmed and dates in ISO form. Raises IndexFailure for what cannot be."""
    tags = tuple(dict.fromkeys(_field("标签", tag) for tag in metadata.tags if tag.strip()))
    if len(tags) > MAX_TAGS:
        raise IndexFailure(f"有 {len(tags)} 个标签，超过上限 {MAX_TAGS} 个。请删去几个。")
    return Metadata(
        unit=_field("单位", metadata.unit),
        date=_day("日期", metadata.date),
        source=_field("来源", metadata.source),
        tags=tags,
        valid_until=_day("有效期", metadata.valid_until),
    )


def _field(name: str, value: str) -> str:
    words = " ".join(value.split())
    if len(words) > MAX_FIELD:
        raise IndexFailure(f"{name}有 {len(words)} 个字，超过上限 {MAX_FIELD} 个字。请写短一些。")
    return words


def _day(name: str, value: str) -> str:
    if not value.strip():
        return ""
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError as error:
        raise IndexFailure(f"{name}“{value.strip()}”不是日期。请写成 2023-12-20 这样。") from error


def is_past(metadata: Metadata, today: date) -> bool:
    """Whether a document's validity ended before ``today``."""
    return bool(metadata.valid_until) and metadata.valid_until < today.isoformat()
