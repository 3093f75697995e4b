"""The texts and stores that the benchmarks run on; nothing of the shared data is copied here."""

import gzip
import json
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from index.embedding.embedder import Embedder, SupportsEncoding
from index.library.ingest import Ingestion, open_for_build, stamp_for
from index.library.sources import FILE, Report, Source, Sources, read_folder
from index.parse import ParsedFile, parse_text
from index.settings import ROOT, IndexRoot, IndexSettings
from index.store.contract import PassageStore
from index.store.opening import open_store

SHARED = ROOT.parent / "shared"
SQUAD = SHARED / "eval" / "cmrc2018_dev.squad.json"
EXPMRC = SHARED / "eval" / "expmrc_cmrc2018_dev.json"
NEWS = SHARED / "corpus" / "news-20k.jsonl.gz"
GOLD = SHARED / "gold"
GRADER = SHARED / "tools" / "grade.py"
DOCS = ROOT / "docs"
DEV = ROOT / "tests" / "quality"

Progress = Callable[[int, int], None]


def news(path: Path, ids: Collection[str] | None = None, limit: int | None = None) -> list[ParsedFile]:
    """The news documents of a ``{"id", "text"}`` file, as if each were a file ``<id>.txt``.

    All of them, only those in ``ids``, or the first ``limit``.
    """
    articles: list[ParsedFile] = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            item = json.loads(line)
            if ids is None or item["id"] in ids:
                articles.append(parse_text(item["text"], f"{item['id']}.txt"))
            if len(articles) == limit:
                break
    return articles


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def fill(
    folder: Path,
    parsed: Iterable[ParsedFile],
    embedder: SupportsEncoding,
    settings: IndexSettings,
    progress: Progress = lambda done, total: None,
) -> PassageStore:
    """A store with these documents, opened for reading; run again, it goes on where it stopped."""
    distinct = {p.document.id: Source(p.document, p.blocks, FILE + p.document.name) for p in parsed}
    return _run(folder, tuple(distinct.values()), embedder, settings, progress)


def fill_from(folder: Path, docs: Path, embedder: SupportsEncoding, settings: IndexSettings) -> PassageStore:
    """The same of a folder's files, those marked 内部 too."""
    sources = read_folder(docs, internal=True).readable
    return _run(folder, sources, embedder, settings, lambda done, total: None)


def ensure_docs_store(folder: Path) -> Path:
    """``folder``, holding a store of docs/; built when it is not there."""
    if not (folder / "store.db").exists():
        settings = IndexRoot().index
        _run(folder, read_folder(DOCS).readable, Embedder(settings), settings, lambda done, total: None)
    return folder


def _run(
    folder: Path,
    sources: tuple[Source, ...],
    embedder: SupportsEncoding,
    settings: IndexSettings,
    progress: Progress,
) -> PassageStore:
    stamp = stamp_for(embedder, settings)
    with open_for_build(folder, stamp, settings) as store:
        run = Sources(sources, Report(), frozenset(), whole_folder=False)
        Ingestion(store, embedder, settings, progress).run(run)
        store.publish()
    return open_store(folder, stamp=stamp, settings=settings)
