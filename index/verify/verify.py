"""Checking a whole store against its invariants."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from chinese import query_terms
from index.settings import IndexSettings
from index.store import REBUILD, originals, vectors
from index.store.sqlite import EmbeddedStore, Snapshot
from index.verify.documents import REDO, documents

_REMAKE = f"检索时会自动从数据库重建；也可以运行：{REBUILD}"


def problems(place: Path | str, settings: IndexSettings | None = None) -> list[str]:
    """What is wrong with the store, in Chinese, each with what mends it; empty when all is well.

    Raises StoreMissing, StoreMismatch or StoreDamaged when it cannot even be read.
    """
    known = settings or IndexSettings()
    if "://" in str(place):
        from index.verify import milvus as milvus_verify

        return milvus_verify.problems(str(place), known)
    folder = Path(place)
    store = EmbeddedStore(folder, stamp=None, writable=False, settings=known)
    with store, store.snapshot() as now:
        faults = list(_database(now))
        # Without a sound database there is nothing to compare the rest with.
        if not faults:
            faults = [*documents(now), *_fulltext(now), *_vectors(now, folder), *_originals(now, folder)]
        return faults


def _database(now: Snapshot) -> Iterator[str]:
    for (message,) in now.connection.execute("PRAGMA integrity_check(5)"):
        if message != "ok":
            yield f"数据库结构损坏：{message}。{REDO}"
    if now.connection.execute("PRAGMA foreign_key_check").fetchone():
        yield f"数据库里有不属于任何文档的记录。{REDO}"


def _originals(now: Snapshot, folder: Path) -> Iterator[str]:
    query = "SELECT DISTINCT original FROM documents WHERE original <> ''"
    wanted = {name for (name,) in now.connection.execute(query)}
    kept = folder / originals.FOLDER
    for name in originals.faults(kept, wanted):
        yield (
            f"保存的原文件 {kept / name} 不见了或被改动过；检索和出处不受影响。"
            "请用原文件再运行一次 python -m index add。"
        )
    if strays := originals.strays(kept, wanted):
        shown = "、".join(strays[:3])
        yield f"{kept} 里有 {len(strays)} 个不属于任何文档的文件（{shown}）。{REDO}"


def _fulltext(now: Snapshot) -> Iterator[str]:
    """Whether both full texts hold what their tables say."""
    passages = now.connection.execute("SELECT row, context, text FROM passages")
    yield from _one_fulltext(now, "fulltext", "vocabulary", "段落", passages)
    yield from _one_fulltext(now, "proposition_words", "proposition_vocabulary", "命题", _said(now))


def _said(now: Snapshot) -> Iterator[tuple[int, str, str]]:
    """The row of each proposition, the words it carries and those of its core."""
    columns = """p.row, p.start, p."end", p.carried FROM propositions AS p WHERE p.document_id = ?"""
    for document_id, text in now.connection.execute("SELECT id, text FROM documents"):
        for row, start, end, carried in now.connection.execute(f"SELECT {columns}", (document_id,)):
            yield row, "，".join(text[a:b] for _, a, b in json.loads(carried)), text[start:end]


def _one_fulltext(
    now: Snapshot, index: str, vocabulary: str, what: str, texts: Iterable[tuple[int, str, str]]
) -> Iterator[str]:
    rows: set[int] = set()
    expected: Counter[str] = Counter()
    for row, context, text in texts:
        rows.add(row)
        expected.update(query_terms(context))
        expected.update(query_terms(text))
    indexed = {row for (row,) in now.connection.execute(f"SELECT id FROM {index}_docsize")}
    if rows != indexed:
        extra, missing = len(indexed - rows), len(rows - indexed)
        yield f"全文索引与{what}不一致（多 {extra} 条，缺 {missing} 条）。{REDO}"
        return
    stored = dict(now.connection.execute(f"SELECT term, cnt FROM {vocabulary}"))
    if stored != expected:
        wrong = len({t for t in stored.keys() | expected.keys() if stored.get(t) != expected.get(t)})
        yield f"全文索引里有 {wrong} 个词与{what}文字不一致。{REDO}"


def _vectors(now: Snapshot, folder: Path) -> Iterator[str]:
    rows, matrix = now.all_vectors()
    passages = {row for (row,) in now.connection.execute("SELECT row FROM passages")}
    if passages != set(rows.tolist()):
        yield f"向量与段落不一致（向量 {len(rows)} 个，段落 {len(passages)} 个）。{REDO}"
        return
    try:
        base = vectors.load(folder, now.meta["store"], now.generation, now.dimension)
        index = base.brought_to(now.rows(), now.vectors_after(base.last_row), now.generation)
    except vectors.Unusable as reason:
        yield f"向量文件 {folder / vectors.FILE}：{reason}。{_REMAKE}"
        return
    if not np.array_equal(index.rows, rows) or not np.array_equal(index.stored(), matrix):
        yield f"向量文件 {folder / vectors.FILE} 与数据库里的向量不同。请删除这个文件；{_REMAKE}"
