"""A Milvus store against its invariants: SQL against itself, then Milvus against SQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select

from index.library import originals_of
from index.settings import IndexSettings
from index.store import originals
from index.store.milvus import (
    CASES,
    DOCUMENTS,
    MEND,
    PASSAGES,
    PROPOSITIONS,
    MilvusSnapshot,
    MilvusStore,
    Server,
    key_of,
    passage_of,
)
from index.verify.documents import REDO, documents


def problems(address: str, settings: IndexSettings) -> list[str]:
    """What is wrong with the store, in Chinese, each with what mends it; empty when all is well.

    Raises StoreMissing, StoreMismatch, StoreDamaged or IndexFailure when it cannot even be read.
    """
    store = MilvusStore(address, None, writable=False, settings=settings)
    with store, store.snapshot() as now:
        faults = [*_strays(now), *documents(now)]
        faults += [*_rows(now, store.server), *_alias(now, store.server)]
        return faults + list(_kept(now, originals_of(address)))


def _strays(now: MilvusSnapshot) -> Iterator[str]:
    for table, what in ((CASES, "案例"), (PASSAGES, "段落"), (PROPOSITIONS, "命题")):
        named = (DOCUMENTS.c.store == table.c.store) & (DOCUMENTS.c.id == table.c.document_id)
        alone = ~exists(select(DOCUMENTS.c.id).where(named).correlate(table))
        query = select(table.c.document_id).where(table.c.store == now.store, alone).distinct()
        if ids := list(now.connection.execute(query).scalars()):
            yield f"记录库里有不属于任何文档的{what}（{ids[0]} 等 {len(ids)} 篇）。{REDO}"


def _rows(now: MilvusSnapshot, server: Server) -> Iterator[str]:
    """Every row of Milvus is what its key says and is named by one passage, and every passage has one."""
    query = select(PASSAGES.c.key, PASSAGES.c.id).where(PASSAGES.c.store == now.store)
    named: dict[str, str] = {row[0]: row[1] for row in now.connection.execute(query)}
    seen: set[str] = set()
    altered, strays = [], 0
    for row in server.every_row(now.collection):
        key = str(row["key"])
        if key not in named:
            strays += 1
        elif key_of(passage_of(key), row) != key or passage_of(key) != named[key]:
            altered.append(named[key])
        seen.add(key)
    if missing := [identity for key, identity in named.items() if key not in seen]:
        yield f"Milvus 里少了 {len(missing)} 个段落（{missing[0]} 等）。请运行 {MEND}。"
    if altered:
        yield f"Milvus 里有 {len(altered)} 个段落的向量或文字被改动过（{altered[0]} 等）。请运行 {MEND}。"
    if strays:
        yield f"Milvus 里有 {strays} 条不属于任何段落的记录，检索时不会出现。请运行 {MEND}。"


def _alias(now: MilvusSnapshot, server: Server) -> Iterator[str]:
    behind = server.behind(now.store)
    if behind != now.collection:
        shown = behind or "没有集合"
        yield f"Milvus 的别名 {now.store} 指向{shown}，应为 {now.collection}。请运行 {MEND}。"


def _kept(now: MilvusSnapshot, folder: Path) -> Iterator[str]:
    query: Any = select(DOCUMENTS.c.original).where(
        DOCUMENTS.c.store == now.store, DOCUMENTS.c.original != ""
    )
    wanted = set(now.connection.execute(query).scalars())
    for name in originals.faults(folder, wanted):
        yield (
            f"这台机器上没有保存的原文件 {folder / name}，或者它被改动过；检索和出处不受影响。"
            "请用原文件再运行一次 python -m index add。"
        )
