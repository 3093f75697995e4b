"""Files -> stored documents: parse, segment, split, embed, commit batch by batch."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.embedding import SupportsEncoding
from index.errors import IndexFailure, StoreMismatch
from index.library.near_duplicates import nearly_same, probes
from index.library.removal import remove
from index.library.sources import DOCS, Report, Sources, is_passed_over
from index.records import NOTHING_KNOWN, Case, Passage, Proposition
from index.segment import SPLITTER_VERSION, Segmentation, segment, segmentation_of, split_passages
from index.segment.propositions import propositions_of
from index.settings import IndexSettings
from index.store import Entry, Ingested, PassageStore, Source, StoreStamp, Vectors, keep, open_store

log = logging.getLogger(__name__)
_COMPARED = 50  # documents in a commit up to which each is compared with those stored
BATCH = 512  # passages embedded and committed together: what an interruption costs at most

Progress = Callable[[int, int], None]  # (documents done, documents in all)


@dataclass(frozen=True, slots=True)
class Taken:
    """A document taken apart, not embedded yet."""

    source: Source
    cases: tuple[Case, ...]
    passages: tuple[Passage, ...]
    replaces: str = ""  # id of the document whose place it takes in the same commit; "" for none
    propositions: tuple[Proposition, ...] = ()

    def with_vectors(self, vectors: Vectors) -> Ingested:
        """Ready to be stored; ``vectors`` are those of its passages, float32 (n, dimension)."""
        source = self.source
        return Ingested(
            source.document,
            source.blocks,
            self.cases,
            self.passages,
            vectors,
            source.origin,
            source.metadata,
            self.replaces,
            source.by_hand is not None,
            source.original,
            self.propositions,
        )


def stamp_for(embedder: SupportsEncoding, settings: IndexSettings) -> StoreStamp:
    """What a store made with these two would be stamped with."""
    return StoreStamp(embedder.fingerprint, embedder.dimension, splitter_stamp(settings))


def splitter_stamp(settings: IndexSettings) -> str:
    """The splitter's version and the settings that move its cuts."""
    return f"{SPLITTER_VERSION}/{settings.passage_chars}/{settings.overlap_sentences}"


def open_for_build(folder: Path | str, stamp: StoreStamp, settings: IndexSettings) -> PassageStore:
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
        batch: int = BATCH,
    ) -> None:
        """``kept`` is the folder that keeps the source files; None keeps none."""
        self._kept = kept
        self._batch = batch
        self._sources = Sources((), Report(), frozenset(), whole_folder=False)
        self._store = store
        self._embedder = embedder
        self._settings = settings
        self._progress = progress
        self._report = Report()

    def run(self, sources: Sources) -> Report:
        """Store what is new, batch by batch; for a whole folder, also remove what has gone from it.

        Documents that ``add`` brought in stay, as does what an unreadable file held before. A file
        whose content changed supersedes what its origin held, in the same commit. Raises IndexFailure
        for a document to be replaced that is not there, is replaced already, or is named twice.
        """
        self._sources, self._report = sources, sources.report
        self._refuse_gone(sources.replaces.values())
        gone = self._gone(sources) if sources.whole_folder else {}
        at_hand = {source.document.id for source in sources.readable} | gone.keys()
        self._index([*sources.readable, *self._waiting(at_hand)])
        if gone:
            # What a changed file held before is superseded by now: its text stays for those who cited it.
            left = {entry.id: entry.name for entry in self._store.documents() if entry.id in gone}
            self._report.removed.extend(left.values())
            remove(self._store, list(left), self._kept)
        return self._report

    def _refuse_gone(self, replaced: Collection[str]) -> None:
        for document_id in replaced:
            try:
                entry = self._store.entry(document_id)
            except KeyError as error:
                raise IndexFailure(
                    f"要更新的资料（编号 {document_id}）已不在文库里，没有入库。请重新选择。"
                ) from error
            if entry.superseded_by:
                raise IndexFailure(f"要更新的《{entry.name}》已有新版，没有入库。请重新选择。")
        if len(set(replaced)) < len(replaced):
            raise IndexFailure("有两个文件选了同一篇作为旧版，没有入库。请只留一个。")

    def _gone(self, sources: Sources) -> dict[str, str]:
        kept = {source.document.id for source in sources.readable}
        return {
            entry.id: entry.name
            for entry in self._store.documents()
            if entry.origin.startswith(DOCS)
            and entry.id not in kept
            and not is_passed_over(entry.origin, sources.passed_over)
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
        batch: list[Taken] = []
        for number, incoming in enumerate(sources):
            self._progress(number, len(sources))
            known = stored.get(incoming.document.id)
            if known and known.id not in pending:
                self._already_there(incoming, known)
                continue
            if not known and (newer := self._taken_over(incoming)):
                self._report.outdated.append((incoming.document.name, newer))
                continue
            # Indexed again for another stamp: what people said and corrected of it stays, and its origin.
            source = replace(self._store.source(known.id), blocks=incoming.blocks) if known else incoming
            older = self._sources.replaces.get(source.document.id) or by_origin.get(source.origin, "")
            batch.append(take_apart(source, self._settings, "" if older in kept else older))
            if sum(len(taken.passages) for taken in batch) >= self._batch:
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

    def _taken_over(self, source: Source) -> str:
        """The name of the version that a person put in the place of a folder's file; "" for none.

        Its file still lies in the folder, and must not bring the old version back.
        """
        if not self._sources.whole_folder:
            return ""
        try:
            entry = self._store.entry(source.document.id)
            while entry.superseded_by:
                entry = self._store.entry(entry.superseded_by)
        except KeyError:
            return ""
        return "" if entry.origin.startswith(DOCS) else entry.name

    def _commit(self, batch: Sequence[Taken]) -> None:
        if not batch:
            return
        vectors, embedded = self._embedded(batch)
        items, at = [], 0
        for taken in batch:
            end = at + len(taken.passages)
            items.append(self._completed(taken).with_vectors(vectors[at:end]))
            at = end
        if len(items) <= _COMPARED:
            self._point_out(items)
        self._store.apply(add=items)
        for taken in batch:
            done = self._report.replaced if taken.replaces else self._report.added
            done.append(taken.source.document.name)
        self._report.passages += embedded

    def _embedded(self, batch: Sequence[Taken]) -> tuple[Vectors, int]:
        """The vectors of all passages of a batch, in order, and how many had to be embedded.

        A passage that stands in the replaced version word for word keeps its vector.
        """
        known: dict[str, Vectors] = {}
        for taken in batch:
            if taken.replaces:
                with self._store.snapshot() as now:
                    older = now.passages_of(taken.replaces)
                    kept = now.vectors([passage.id for passage in older])
                known |= zip(map(embedding_text, older), kept, strict=True)
        texts = [embedding_text(passage) for taken in batch for passage in taken.passages]
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(fresh, self._embedder.encode_passages(fresh), strict=True)
        if not texts:
            return np.empty((0, self._embedder.dimension), dtype=np.float32), 0
        return np.stack([known[text] for text in texts]), len(fresh)

    def _completed(self, taken: Taken) -> Taken:
        """With its source file kept, and with what was said of the version it replaces."""
        source = taken.source
        if taken.replaces and source.metadata == NOTHING_KNOWN:
            source = replace(source, metadata=self._store.entry(taken.replaces).metadata)
        if self._kept and not source.original and source.document.id in self._sources.paths:
            source = replace(source, original=keep(self._sources.paths[source.document.id], self._kept))
        return replace(taken, source=source)

    def _point_out(self, items: Sequence[Ingested]) -> None:
        """Note in the report which of a few new documents nearly repeat a stored one."""
        with self._store.snapshot() as now:
            for item in items:
                looked_up = item.vectors[probes(item.passages)]
                like = nearly_same(item.document, looked_up, now, but=item.replaces)
                if like:
                    self._report.alike.append((item.document.name, like))


def take_apart(source: Source, settings: IndexSettings, replaces: str = "") -> Taken:
    """The cases, passages and propositions of a document."""
    segmentation = segmentation_for(source)
    passages = split_passages(source.document, segmentation, settings, source.blocks)
    propositions = propositions_of(source.document, source.blocks, segmentation)
    return Taken(source, segmentation.cases, tuple(passages), replaces, tuple(propositions))


def segmentation_for(source: Source) -> Segmentation:
    """The cases of a document: as a person corrected them, else as its layout says."""
    if source.by_hand is not None:
        return segmentation_of(source.document, source.blocks, source.by_hand)
    return segment(source.document, source.blocks)


def embedding_text(passage: Passage) -> str:
    """What is embedded for a passage: its heading travels along."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text
