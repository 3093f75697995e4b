"""Checking a store's documents against their invariants, whichever engine holds them."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

from index.records import Document
from index.store import REBUILD, Entry, StoreReader, lie_in
from index.text import corpus_hash, text_id

REDO = f"请运行 python -m index verify --mend；仍不行，请备份并移走这个索引，再运行：{REBUILD}"


class Verifiable(StoreReader, Protocol):
    """One generation of a store, with what reading it leaves out or refuses."""

    meta: dict[str, str]

    def pending(self) -> list[str]:
        """Ids of documents that wait to be indexed again."""

    def superseded(self) -> list[str]:
        """Ids of all older versions, by name, then id."""

    def unchecked(self, document_id: str) -> tuple[str, str, str]:
        """A document's text, its blocks as JSON and the digest noted of its parts, altered or not."""

    def parts_digest(self, document_id: str) -> str:
        """The digest of a document's parts as they are now."""


def documents(now: Verifiable) -> Iterator[str]:
    """What is wrong with the texts and what was made of them, in Chinese, each with what mends it."""
    current = now.documents()
    for entry in current:
        yield from _text_and_layout(now, entry)
        text, _, noted = now.unchecked(entry.id)
        orders = {None, *(case.order for case in now.cases(entry.id))}
        for passage in now.passages_of(entry.id):
            expected = f"{entry.id}:{passage.start}-{passage.end}"
            if text[passage.start : passage.end] != passage.text or passage.id != expected:
                yield f"《{entry.name}》的段落 {passage.id} 与原文对不上。{_redo_document(entry.id)}"
            elif passage.case_order not in orders:
                yield f"《{entry.name}》的段落 {passage.id} 属于不存在的案例 {passage.case_order}。{REDO}"
        said = now.propositions_of(entry.id)
        if not lie_in(Document(entry.id, "", "", text), said) or {p.case_order for p in said} - orders:
            yield f"《{entry.name}》（{entry.id}）的命题与原文或案例对不上。{_redo_document(entry.id)}"
        if noted and now.parts_digest(entry.id) != noted:  # none is noted while it is pending
            what = "案例、段落、命题或向量"
            yield f"《{entry.name}》（{entry.id}）的{what}被改动过。{_redo_document(entry.id)}"
    yield from _versions(now, current)
    if now.pending():
        yield f"有 {len(now.pending())} 篇文档等待重新入库。请运行：{REBUILD}"
    if current and corpus_hash(sorted(entry.id for entry in current)) != now.meta["corpus"]:
        yield f"文档清单与入库时记下的不同。{REDO}"


def _text_and_layout(now: Verifiable, entry: Entry) -> Iterator[str]:
    """Invariants of a document whether it is searched or an older version."""
    text, raw, _ = now.unchecked(entry.id)
    end = len(text)
    if text_id(text) != entry.id:
        yield f"《{entry.name}》（{entry.id}）的原文与入库时不同。{_redo_document(entry.id)}"
        return
    bounds = [(start, stop) for _, start, stop, *_ in json.loads(raw)]
    inside = all(0 <= start < stop <= end for start, stop in bounds)
    if not inside or any(line[1] > following[0] for line, following in pairwise(bounds)):
        yield f"《{entry.name}》（{entry.id}）的行与原文对不上。{_redo_document(entry.id)}"
    cases = now.cases(entry.id)
    spans = [(c.heading_start, c.heading_end, c.start, c.end) for c in cases]
    if not all(0 <= a <= b <= end and 0 <= c <= d <= end for a, b, c, d in spans) or (
        [case.order for case in cases] != list(range(1, len(cases) + 1))
    ):
        yield f"《{entry.name}》（{entry.id}）的案例与原文对不上。{REDO}"
    days = [day for day in (entry.metadata.date, entry.metadata.valid_until) if day]
    if not all(map(_is_day, days)):
        yield f"《{entry.name}》（{entry.id}）的日期“{'、'.join(days)}”不是日期。请在网页的“文库”里改正。"


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _versions(now: Verifiable, current: Sequence[Entry]) -> Iterator[str]:
    """Every document that is not searched is an older version of one that is, and keeps its text only."""
    reached = {older.id for entry in current for older in now.versions(entry.id)}
    for document_id in now.superseded():
        entry = now.entry(document_id)
        yield from _text_and_layout(now, entry)
        if entry.id not in reached:
            yield f"旧版《{entry.name}》（{entry.id}）的新版不在库里。{_redo_document(entry.id)}"
        if entry.passages or entry.id in now.pending() or now.propositions_of(entry.id):
            yield f"旧版《{entry.name}》（{entry.id}）还留在检索里。{REDO}"


def _redo_document(document_id: str) -> str:
    return f"请运行 python -m index remove {document_id}，再重新入库。"
