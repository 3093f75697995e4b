"""Files -> stored documents: parse, segment, split, embed, commit batch by batch."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.cases import segment
from index.corpus import corpus_files, unsupported_files
from index.embed import SupportsEncoding
from index.errors import IndexFailure, StoreMismatch, UnreadableSource
from index.parse import parse_file
from index.passages import SPLITTER_VERSION, split_passages
from index.records import Block, Case, Document, Passage
from index.settings import IndexSettings
from index.store import Entry, Ingested, PassageStore, StoreStamp, open_store

log = logging.getLogger(__name__)
_BATCH = 512  # passages embedded and committed together: what an interruption costs at most
_NAMED = 20  # new documents listed one by one; more are counted
_DOCS = "docs:"  # origin of what build keeps in step with its folder
_FILE = "file:"  # origin of what add brought in

Progress = Callable[[int, int], None]  # (documents done, documents in all)


@dataclass(slots=True)
class Report:
    """What a run did, by document name; filled as it goes."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)  # (before, now)
    unchanged: list[str] = field(default_factory=list)
    same_content: list[tuple[str, str]] = field(default_factory=list)  # (passed over, already there)
    other_formats: list[str] = field(default_factory=list)
    unusable: list[UnreadableSource] = field(default_factory=list)
    passages: int = 0  # newly embedded

    def lines(self) -> list[str]:
        """The report in Chinese, a line for everything a user may want to know."""
        lines = [f"{words}：《{name}》" for words, names in self._done() for name in names]
        lines += [f"文件改名：《{before}》→《{now}》" for before, now in self.renamed]
        lines += [f"内容与《{there}》相同，不重复入库：《{name}》" for name, there in self.same_content]
        if self.unchanged:
            lines.append(f"内容没有变化，不必重新入库：{len(self.unchanged)} 篇")
        lines += [f"格式不支持，已跳过：{name}" for name in self.other_formats]
        return lines + [f"未能入库：{error}" for error in self.unusable]

    def _done(self) -> list[tuple[str, list[str]]]:
        if len(self.added) > _NAMED:
            return [(f"新入库 {len(self.added)} 篇，最后一篇是", self.added[-1:]), *self._changed()]
        return [("新入库", self.added), *self._changed()]

    def _changed(self) -> list[tuple[str, list[str]]]:
        return [("内容有变，已更新", self.replaced), ("文件已不在，已移除", self.removed)]


@dataclass(frozen=True, slots=True)
class _Source:
    """A document to be stored, as parsed or as kept in the store."""

    document: Document
    blocks: tuple[Block, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class _Taken:
    """A document taken apart, not embedded yet."""

    source: _Source
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
    """One run over some files into one store."""

    def __init__(
        self, store: PassageStore, embedder: SupportsEncoding, settings: IndexSettings, progress: Progress
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._settings = settings
        self._progress = progress
        self._report = Report()

    def build(self, folder: Path) -> Report:
        """Bring the store in step with ``folder``; what ``add`` brought in stays.

        Unusable files are reported and passed over; what they held before stays. Raises
        IndexFailure when the folder is missing or holds nothing usable: it is not emptied by mistake.
        """
        files = [(path, _DOCS + path.relative_to(folder).as_posix()) for path in corpus_files(folder)]
        self._report.other_formats.extend(path.name for path in unsupported_files(folder))
        sources = self._parsed(files)
        if not sources:
            reasons = "".join(f"（{error}）" for error in self._report.unusable[:1])
            raise IndexFailure(f"文件夹 {folder} 里没有可用的文件{reasons}。请放入资料后再试；索引没有改动。")
        kept = {source.document.id for source in sources}
        passed_over = {origin for _, origin in files} - {source.origin for source in sources}
        gone = {
            entry.id: entry.name
            for entry in self._store.documents()
            if entry.origin.startswith(_DOCS) and entry.id not in kept and entry.origin not in passed_over
        }
        self._index([*sources, *self._waiting(kept | gone.keys())])
        for entry in self._store.documents():
            if entry.id in gone:
                self._report.removed.append(entry.name)
        self._store.apply(remove=gone)
        return self._report

    def add(self, paths: Sequence[Path]) -> Report:
        """Add single files; what was added before from the same path is replaced."""
        self._index(self._parsed((path, _FILE + str(path.resolve())) for path in paths))
        return self._report

    def _parsed(self, files: Iterable[tuple[Path, str]]) -> list[_Source]:
        """The readable files, of each content the first."""
        sources: dict[str, _Source] = {}
        for path, origin in files:
            try:
                parsed = parse_file(path)
            except UnreadableSource as error:
                self._report.unusable.append(error)
                continue
            document = parsed.document
            if document.id in sources:
                self._report.same_content.append((document.name, sources[document.id].document.name))
            else:
                sources[document.id] = _Source(document, parsed.blocks, origin)
        return list(sources.values())

    def _waiting(self, at_hand: set[str]) -> Iterator[_Source]:
        """Documents to be indexed again whose files are not at hand: taken from the store itself."""
        for document_id in self._store.pending():
            if document_id not in at_hand:
                yield _Source(*self._store.source(document_id))

    def _index(self, sources: Sequence[_Source]) -> None:
        """Store what is not stored yet, batch by batch; each batch is one commit."""
        stored = {entry.id: entry for entry in self._store.documents()}
        by_origin = {entry.origin: entry.id for entry in stored.values()}
        pending = set(self._store.pending())
        kept = {source.document.id for source in sources}
        batch: list[_Taken] = []
        for number, source in enumerate(sources):
            self._progress(number, len(sources))
            known = stored.get(source.document.id)
            if known and known.id not in pending:
                self._already_there(source, known)
                continue
            older = by_origin.get(source.origin, "")
            batch.append(self._take_apart(source, "" if older in kept else older))
            if sum(len(taken.passages) for taken in batch) >= _BATCH:
                self._commit(batch)
                batch = []
        self._commit(batch)
        self._progress(len(sources), len(sources))

    def _already_there(self, source: _Source, known: Entry) -> None:
        """Content that is stored already is not embedded again; a file moved within docs is noted."""
        name = source.document.name
        if source.origin == known.origin:
            self._report.unchanged.append(name)
        elif source.origin.startswith(_DOCS) and known.origin.startswith(_DOCS):
            self._store.rename(known.id, name, source.origin)
            self._report.renamed.append((known.name, name))
        else:
            self._report.same_content.append((name, known.name))

    def _take_apart(self, source: _Source, replaces: str) -> _Taken:
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
