"""Checking a whole store against its invariants."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from index import originals, vectors
from index.embedded import EmbeddedStore
from index.fulltext import terms
from index.settings import IndexSettings
from index.snapshot import Snapshot, text_id
from index.store import REBUILD, Entry
from index.writing import corpus_hash, parts_digest

_REDO = f"请运行 python -m index verify --mend；仍不行，请备份并移走这个文件夹，再运行：{REBUILD}"
_REMAKE = f"检索时会自动从数据库重建；也可以运行：{REBUILD}"


def problems(folder: Path) -> list[str]:
    """What is wrong with the store, in Chinese, each with what mends it; empty when all is well.

    Raises StoreMissing, StoreMismatch or StoreDamaged when it cannot even be read.
    """
    store = EmbeddedStore(folder, stamp=None, writable=False, settings=IndexSettings())
    with store, store.snapshot() as now:
        found = list(_database(now))
        # Without a sound database there is nothing to compare the rest with.
        if not found:
            found = [*_documents(now), *_fulltext(now), *_vectors(now, folder), *_originals(now, folder)]
        return found


def _database(now: Snapshot) -> Iterator[str]:
    for (message,) in now.connection.execute("PRAGMA integrity_check(5)"):
        if message != "ok":
            yield f"数据库结构损坏：{message}。{_REDO}"
    if now.connection.execute("PRAGMA foreign_key_check").fetchone():
        yield f"数据库里有不属于任何文档的记录。{_REDO}"


def _documents(now: Snapshot) -> Iterator[str]:
    current = now.documents()
    for entry in current:
        yield from _text_and_layout(now, entry)
        text = _text(now, entry.id)
        orders = {None, *(case.order for case in now.cases(entry.id))}
        for passage in now.passages_of(entry.id):
            expected = f"{entry.id}:{passage.start}-{passage.end}"
            if text[passage.start : passage.end] != passage.text or passage.id != expected:
                yield f"《{entry.name}》的段落 {passage.id} 与原文对不上。{_redo_document(entry.id)}"
            elif passage.case_order not in orders:
                yield f"《{entry.name}》的段落 {passage.id} 属于不存在的案例 {passage.case_order}。{_REDO}"
        if _digest(now, entry.id) not in (_noted_digest(now, entry.id), None):
            yield f"《{entry.name}》（{entry.id}）的案例、段落或向量被改动过。{_redo_document(entry.id)}"
    yield from _versions(now, current)
    if now.pending():
        yield f"有 {len(now.pending())} 篇文档等待重新入库。请运行：{REBUILD}"
    if current and corpus_hash(sorted(entry.id for entry in current)) != now.meta["corpus"]:
        yield f"文档清单与入库时记下的不同。{_REDO}"


def _text_and_layout(now: Snapshot, entry: Entry) -> Iterator[str]:
    """Invariants of a document whether it is searched or an older version."""
    text, end = _text(now, entry.id), len(_text(now, entry.id))
    if text_id(text) != entry.id:
        yield f"《{entry.name}》（{entry.id}）的原文与入库时不同。{_redo_document(entry.id)}"
        return
    (raw,) = now.connection.execute("SELECT blocks FROM documents WHERE id = ?", (entry.id,)).fetchone()
    bounds = [(start, stop) for _, start, stop, *_ in json.loads(raw)]
    inside = all(0 <= start < stop <= end for start, stop in bounds)
    if not inside or any(one[1] > other[0] for one, other in pairwise(bounds)):
        yield f"《{entry.name}》（{entry.id}）的行与原文对不上。{_redo_document(entry.id)}"
    cases = now.cases(entry.id)
    spans = [(c.heading_start, c.heading_end, c.start, c.end) for c in cases]
    if not all(0 <= a <= b <= end and 0 <= c <= d <= end for a, b, c, d in spans) or (
        [case.order for case in cases] != list(range(1, len(cases) + 1))
    ):
        yield f"《{entry.name}》（{entry.id}）的案例与原文对不上。{_REDO}"
    days = [day for day in (entry.metadata.date, entry.metadata.valid_until) if day]
    if not all(map(_is_day, days)):
        yield f"《{entry.name}》（{entry.id}）的日期“{'、'.join(days)}”不是日期。请在网页的“文库”里改正。"


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _versions(now: Snapshot, current: Sequence[Entry]) -> Iterator[str]:
    """Every document that is not searched is an older version of one that is, and keeps its text only."""
    reached = {older.id for entry in current for older in now.versions(entry.id)}
    query = "SELECT id FROM documents WHERE superseded_by <> '' ORDER BY name, id"
    for (document_id,) in now.connection.execute(query).fetchall():
        entry = now.entry(document_id)
        yield from _text_and_layout(now, entry)
        if entry.id not in reached:
            yield f"旧版《{entry.name}》（{entry.id}）的新版不在库里。{_redo_document(entry.id)}"
        if entry.passages or entry.id in now.pending():
            yield f"旧版《{entry.name}》（{entry.id}）还留在检索里。{_REDO}"


def _text(now: Snapshot, document_id: str) -> str:
    query = "SELECT text FROM documents WHERE id = ?"
    return str(now.connection.execute(query, (document_id,)).fetchone()[0])


def _redo_document(document_id: str) -> str:
    return f"请运行 python -m index remove {document_id}，再重新入库。"


def _noted_digest(now: Snapshot, document_id: str) -> str:
    query = "SELECT digest FROM documents WHERE id = ?"
    return str(now.connection.execute(query, (document_id,)).fetchone()[0])


def _digest(now: Snapshot, document_id: str) -> str | None:
    """The digest of what is stored for a document; None while it is pending."""
    if not _noted_digest(now, document_id):
        return None
    query = """SELECT vector FROM passages JOIN vectors USING (row)
               WHERE document_id = ? ORDER BY start, "end" """
    blobs = [blob for (blob,) in now.connection.execute(query, (document_id,))]
    passages = now.passages_of(document_id)
    if len(blobs) != len(passages):
        return json.dumps([len(blobs), len(passages)])
    return parts_digest(now.cases(document_id), passages, blobs)


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
        yield f"{kept} 里有 {len(strays)} 个不属于任何文档的文件（{shown}）。{_REDO}"


def _fulltext(now: Snapshot) -> Iterator[str]:
    rows = {row for (row,) in now.connection.execute("SELECT row FROM passages")}
    indexed = {row for (row,) in now.connection.execute("SELECT id FROM fulltext_docsize")}
    if rows != indexed:
        yield f"全文索引与段落不一致（多 {len(indexed - rows)} 条，缺 {len(rows - indexed)} 条）。{_REDO}"
        return
    expected: Counter[str] = Counter()
    for context, text in now.connection.execute("SELECT context, text FROM passages"):
        expected.update(terms(context))
        expected.update(terms(text))
    stored = dict(now.connection.execute("SELECT term, cnt FROM vocabulary"))
    if stored != expected:
        wrong = len({t for t in stored.keys() | expected.keys() if stored.get(t) != expected.get(t)})
        yield f"全文索引里有 {wrong} 个词与段落文字不一致。{_REDO}"


def _vectors(now: Snapshot, folder: Path) -> Iterator[str]:
    rows, matrix = now.all_vectors()
    passages = {row for (row,) in now.connection.execute("SELECT row FROM passages")}
    if passages != set(rows.tolist()):
        yield f"向量与段落不一致（向量 {len(rows)} 个，段落 {len(passages)} 个）。{_REDO}"
        return
    try:
        base = vectors.load(folder, now.meta["store"], now.generation, now.dimension)
        index = base.brought_to(now.rows(), now.vectors_after(base.last_row), now.generation)
    except vectors.Unusable as reason:
        yield f"向量文件 {folder / vectors.FILE}：{reason}。{_REMAKE}"
        return
    if not np.array_equal(index.rows, rows) or not np.array_equal(index.stored(), matrix):
        yield f"向量文件 {folder / vectors.FILE} 与数据库里的向量不同。请删除这个文件；{_REMAKE}"
