"""Files -> stored documents: parse, segment, split, embed, commit batch by batch."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.bundle import Carried
from index.cases import Segmentation, segment
from index.corrections import segmentation_of
from index.embed import SupportsEncoding
from index.errors import StoreMismatch
from index.likeness import nearly_same
from index.originals import keep
from index.passages import SPLITTER_VERSION, split_passages
from index.records import NOTHING_KNOWN, Case, Passage
from index.settings import IndexSettings
from index.sources import DOCS, Report, Sources
from index.store import Entry, Ingested, PassageStore, Source, StoreStamp, Vectors, open_store

log = logging.getLogger(__name__)
_COMPARED = 50  # documents in a commit up to which each is compared with those stored
_BATCH = 512  # passages embedded and committed together: what an interruption costs at most

Progress = Callable[[int, int], None]  # (documents done, documents in all)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A document taken apart, not embedded yet."""

    source: Source
    cases: tuple[Case, ...]
    passages: tuple[Passage, ...]
    replaces: str  # id of the document that goes in the same commit; "" for none


def stamp_for(embedder: SupportsEncoding, settings: IndexSettings) -> StoreStamp:
    """What a store made with these two would be stamped with."""
    return StoreStamp(embedder.fingerprint, embedder.dimension, splitter_stamp(settings))


def splitter_stamp(settings: IndexSettings) -> str:
    """The splitter's version and the settings that move its cuts."""
    return f"{SPLITTER_VERSION}/{settings.passage_chars}/{settings.overlap_sentences}"


def open_for_build(folder: Path, stamp: StoreStamp, settings: IndexSettings) -> PassageStore:
    """Open or make a store to write to; one of another model or splitter is emptied for re-indexing."""
    try:
        return open_store(folder, stamp=stamp, writable=True, settings=settings)
    except StoreMismatch as reason:
        store = open_store(folder, writable=True, settings=settings)
        log.warning("%s 现在按新的设置重新入库。", str(reason).split("请运行")[0])
        store.restamp(stamp)
        return store


class Ingestion:
    """One run of some sources into one store."""

    def __init__(
        self,
        store: PassageStore,
        embedder: SupportsEncoding,
        settings: IndexSettings,
        progress: Progress,
        kept: Path | None = None,
    ) -> None:
        """``kept`` is the folder that keeps the source files; None keeps none."""
        self._kept = kept
        self._paths: Mapping[str, Path] = {}
        self._store = store
        self._embedder = embedder
        self._settings = settings
        self._progress = progress
        self._report = Report()

    def run(self, sources: Sources) -> Report:
        """Store what is new, batch by batch; for a whole folder, also remove what has gone from it.

        Documents that ``add`` brought in stay, as does what an unreadable file held before. A file
        whose content changed supersedes what its origin held, in the same commit.
        """
        self._report, self._paths = sources.report, sources.paths
        gone = self._gone(sources) if sources.whole_folder else {}
        at_hand = {source.document.id for source in sources.readable} | gone.keys()
        self._index([*sources.readable, *self._waiting(at_hand)])
        # What a changed file held before is superseded by now: its text stays for those who cited it.
        left = {entry.id: entry.name for entry in self._store.documents() if entry.id in gone}
        self._report.removed.extend(left.values())
        self._store.apply(remove=left)
        return self._report

    def take_in(self, carried: Iterable[Carried]) -> Report:
        """Store what a bundle carries: as it is where this model made it, else embedded anew.

        Documents stored already stay as they are; the others come with their older versions, in one commit
        each.
        """
        everything = {one.source.document.id: one for one in carried}
        older = {one.superseded_by: one.source for one in everything.values() if one.superseded_by}
        current = [one for one in everything.values() if not one.superseded_by]
        for number, one in enumerate(current):
            self._progress(number, len(current))
            name = one.source.document.name
            if self._is_stored(one.source.document.id):
                self._report.unchanged.append(name)
                continue
            chain = [one.parts or self._embedded(one.source)]
            while (old := older.get(chain[0].document.id)) and not self._is_stored(old.document.id):
                chain[0] = replace(chain[0], replaces=old.document.id)
                chain.insert(0, self._text_only(old))
            self._store.apply(add=chain)
            self._report.added.append(name)
        self._progress(len(current), len(current))
        return self._report

    def _embedded(self, source: Source) -> Ingested:
        taken = self._take_apart(source, "")
        self._report.passages += len(taken.passages)
        return self._ingested(
            taken, self._embedder.encode_passages([embedding_text(p) for p in taken.passages])
        )

    def _text_only(self, source: Source) -> Ingested:
        """An older version: its text and cases stay for those who cited it, nothing of it is searched."""
        cases = segmentation_for(source).cases
        nothing = np.empty((0, self._embedder.dimension), dtype=np.float32)
        return Ingested(
            source.document,
            source.blocks,
            cases,
            (),
            nothing,
            source.origin,
            source.metadata,
            by_hand=source.by_hand is not None,
            original=source.original,
        )

    def _is_stored(self, document_id: str) -> bool:
        try:
            self._store.entry(document_id)
        except KeyError:
            return False
        return True

    def _gone(self, sources: Sources) -> dict[str, str]:
        kept = {source.document.id for source in sources.readable}
        return {
            entry.id: entry.name
            for entry in self._store.documents()
            if entry.origin.startswith(DOCS)
            and entry.id not in kept
            and entry.origin not in sources.passed_over
        }

    def _waiting(self, at_hand: set[str]) -> Iterator[Source]:
        """Documents to be indexed again whose files are not at hand: taken from the store itself."""
        for document_id in self._store.pending():
            if document_id not in at_hand:
                yield self._store.source(document_id)

    def _index(self, sources: Sequence[Source]) -> None:
        """Store what is not stored yet, batch by batch; each batch is one commit."""
        stored = {entry.id: entry for entry in self._store.documents()}
        by_origin = {entry.origin: entry.id for entry in stored.values()}
        pending = set(self._store.pending())
        kept = {source.document.id for source in sources}
        batch: list[_Taken] = []
        for number, found in enumerate(sources):
            self._progress(number, len(sources))
            known = stored.get(found.document.id)
            if known and known.id not in pending:
                self._already_there(found, known)
                continue
            # Indexed again for another stamp: what add brought in stays add's, though docs holds it too.
            source = replace(found, origin=known.origin) if known else found
            older = by_origin.get(source.origin, "")
            batch.append(self._take_apart(source, "" if older in kept else older))
            if sum(len(taken.passages) for taken in batch) >= _BATCH:
                self._commit(batch)
                batch = []
        self._commit(batch)
        self._progress(len(sources), len(sources))

    def _already_there(self, source: Source, known: Entry) -> None:
        """Content that is stored already is not embedded again; a file moved within docs is noted."""
        name = source.document.name
        if source.origin == known.origin:
            self._report.unchanged.append(name)
        elif source.origin.startswith(DOCS) and known.origin.startswith(DOCS):
            self._store.rename(known.id, name, source.origin)
            self._report.renamed.append((known.name, name))
        else:
            self._report.same_content.append((name, known.name))

    def _take_apart(self, source: Source, replaces: str) -> _Taken:
        segmentation = segmentation_for(source)
        passages = split_passages(source.document, segmentation, self._settings, source.blocks)
        return _Taken(source, segmentation.cases, tuple(passages), replaces)

    def _commit(self, batch: Sequence[_Taken]) -> None:
        if not batch:
            return
        texts = [embedding_text(p) for taken in batch for p in taken.passages]
        vectors = self._embedder.encode_passages(texts)
        items, at = [], 0
        for taken in batch:
            end = at + len(taken.passages)
            items.append(self._ingested(taken, vectors[at:end]))
            at = end
        if len(items) <= _COMPARED:
            self._point_out(items)
        self._store.apply(add=items)
        for taken in batch:
            done = self._report.replaced if taken.replaces else self._report.added
            done.append(taken.source.document.name)
        self._report.passages += len(texts)

    def _ingested(self, taken: _Taken, vectors: Vectors) -> Ingested:
        source = taken.source
        metadata, original = source.metadata, source.original
        if taken.replaces and metadata == NOTHING_KNOWN:
            metadata = self._store.entry(taken.replaces).metadata  # what was said of the older version
        if self._kept and not original and source.document.id in self._paths:
            original = keep(self._paths[source.document.id], self._kept)
        return Ingested(
            source.document,
            source.blocks,
            taken.cases,
            taken.passages,
            vectors,
            source.origin,
            metadata,
            taken.replaces,
            source.by_hand is not None,
            original,
        )

    def _point_out(self, items: Sequence[Ingested]) -> None:
        """Note in the report which of a few new documents nearly repeat a stored one."""
        with self._store.snapshot() as now:
            for item in items:
                like = nearly_same(item.document, item.passages, item.vectors, now, but=item.replaces)
                if like:
                    self._report.alike.append((item.document.name, like))


def segmentation_for(source: Source) -> Segmentation:
    """The cases of a document: as a person corrected them, else as its layout says."""
    if source.by_hand is not None:
        return segmentation_of(source.document, source.blocks, source.by_hand)
    return segment(source.document, source.blocks)


def embedding_text(passage: Passage) -> str:
    """What is embedded for a passage: its heading travels along."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text
