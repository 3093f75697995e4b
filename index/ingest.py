"""Files -> stored documents: parse, segment, split, embed, commit batch by batch."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.cases import segment
from index.embed import SupportsEncoding
from index.errors import StoreMismatch
from index.passages import SPLITTER_VERSION, split_passages
from index.records import Case, Passage
from index.settings import IndexSettings
from index.sources import DOCS, Report, Source, Sources
from index.store import Entry, Ingested, PassageStore, StoreStamp, open_store

log = logging.getLogger(__name__)
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
        self, store: PassageStore, embedder: SupportsEncoding, settings: IndexSettings, progress: Progress
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._settings = settings
        self._progress = progress
        self._report = Report()

    def run(self, sources: Sources) -> Report:
        """Store what is new, batch by batch; for a whole folder, also remove what has gone from it.

        Documents that ``add`` brought in stay, as does what an unreadable file held before. A file
        whose content changed replaces what its origin held, in the same commit.
        """
        self._report = sources.report
        gone = self._gone(sources) if sources.whole_folder else {}
        at_hand = {source.document.id for source in sources.readable} | gone.keys()
        self._index([*sources.readable, *self._waiting(at_hand)])
        for entry in self._store.documents():
            if entry.id in gone:
                self._report.removed.append(entry.name)
        self._store.apply(remove=gone)
        return self._report

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
                yield Source(*self._store.source(document_id))

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
        segmentation = segment(source.document, source.blocks)
        passages = split_passages(source.document, segmentation, self._settings)
        return _Taken(source, segmentation.cases, tuple(passages), replaces)

    def _commit(self, batch: Sequence[_Taken]) -> None:
        if not batch:
            return
        texts = [embedding_text(p) for taken in batch for p in taken.passages]
        vectors = self._embedder.encode_passages(texts)
        items, at = [], 0
        for taken in batch:
            source, end = taken.source, at + len(taken.passages)
            items.append(
                Ingested(
                    source.document,
                    source.blocks,
                    taken.cases,
                    taken.passages,
                    vectors[at:end],
                    source.origin,
                )
            )
            at = end
            done = self._report.replaced if taken.replaces else self._report.added
            done.append(source.document.name)
        self._store.apply(add=items, remove=[taken.replaces for taken in batch if taken.replaces])
        self._report.passages += len(texts)


def embedding_text(passage: Passage) -> str:
    """What is embedded for a passage: its heading travels along."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text
