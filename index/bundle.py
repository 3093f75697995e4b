"""A whole store in one file and back: documents, versions, metadata, source files, vectors."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexFailure
from index.originals import keep
from index.records import Block, Case, Document, Metadata, Passage
from index.snapshot import text_id
from index.store import Ingested, PassageStore, Source, StoreStamp

FORMAT = "xhs-bundle-1"
_HEAD, _DOCUMENTS, _ORIGINALS = "bundle.json", "documents/", "originals/"


@dataclass(frozen=True, slots=True)
class Carried:
    """One document of a bundle; ``parts`` only where this program's model and splitter made them."""

    source: Source
    parts: Ingested | None
    superseded_by: str


def export(store: PassageStore, originals: Path, file: Path) -> int:
    """Write a store into ``file``, the old file whole until the new one is; how many documents.

    Raises IndexFailure when it cannot be written.
    """
    fresh = file.with_name(f".{file.name}.tmp")
    try:
        with (
            zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as bundle,
            store.snapshot() as now,
        ):
            entries = now.documents()
            every = [*entries, *(old for entry in entries for old in now.versions(entry.id))]
            bundle.writestr(_HEAD, json.dumps({"format": FORMAT, "stamp": asdict(store.stamp)}))
            for entry in every:
                source = store.source(entry.id)
                passages = now.passages_of(entry.id)
                vectors = now.vectors([p.id for p in passages])
                record = _record(source, now.cases(entry.id), passages) | {
                    "superseded_by": entry.superseded_by
                }
                bundle.writestr(f"{_DOCUMENTS}{entry.id}.json", json.dumps(record, ensure_ascii=False))
                bundle.writestr(f"{_DOCUMENTS}{entry.id}.npy", _packed(vectors))
            for name in sorted({source.original for e in every if (source := store.source(e.id)).original}):
                if (originals / name).is_file():
                    bundle.write(originals / name, _ORIGINALS + name)
        fresh.replace(file)
    except OSError as error:
        raise IndexFailure(f"写不出 {file}（{error.strerror}）。请检查文件夹权限和磁盘空间。") from error
    finally:
        fresh.unlink(missing_ok=True)
    return len(every)


def read(file: Path, stamp: StoreStamp, originals: Path) -> Iterator[Carried]:
    """The documents of a bundle, older versions first. Raises IndexFailure for a file that is none.

    A document whose text is not what its id says is refused. Source files are kept in ``originals``.
    """
    try:
        with zipfile.ZipFile(file) as bundle:
            head = json.loads(bundle.read(_HEAD))
            if head.get("format") != FORMAT:
                raise IndexFailure(
                    f"{file} 的格式是 {head.get('format')}，本程序用 {FORMAT}。请用相同版本导出。"
                )
            same = StoreStamp(**head["stamp"]) == stamp
            names = [n for n in bundle.namelist() if n.startswith(_DOCUMENTS) and n.endswith(".json")]
            records = [json.loads(bundle.read(name)) for name in names]
            for record in sorted(records, key=lambda r: not r["superseded_by"]):
                yield _carried(bundle, record, same=same)
            _restore(bundle, originals)
    except FileNotFoundError as error:
        raise IndexFailure(f"找不到文件 {file}。请检查路径。") from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
        raise IndexFailure(f"{file} 不是本程序导出的文件，或者已损坏（{error}）。没有导入它。") from error


def _record(source: Source, cases: list[Case], passages: list[Passage]) -> dict[str, Any]:
    return {
        "document": astuple(source.document),
        "blocks": [astuple(block) for block in source.blocks],
        "origin": source.origin,
        "metadata": asdict(source.metadata),
        "by_hand": source.by_hand is not None,
        "original": source.original,
        "cases": [astuple(case) for case in cases],
        "passages": [astuple(passage) for passage in passages],
    }


def _packed(vectors: np.ndarray[Any, Any]) -> bytes:
    out = BytesIO()
    np.save(out, vectors.astype(np.float16), allow_pickle=False)
    return out.getvalue()


def _carried(bundle: zipfile.ZipFile, record: dict[str, Any], *, same: bool) -> Carried:
    document = Document(*record["document"])
    if text_id(document.text) != document.id:
        raise ValueError(f"《{document.name}》的原文与它的编号不符")
    metadata = Metadata(**(record["metadata"] | {"tags": tuple(record["metadata"]["tags"])}))
    blocks = tuple(Block(*block) for block in record["blocks"])
    cases = tuple(Case(*case) for case in record["cases"])
    by_hand = cases if record["by_hand"] else None
    source = Source(document, blocks, record["origin"], metadata, by_hand, record["original"])
    passages = tuple(Passage(*passage) for passage in record["passages"])
    if not (same and passages):
        return Carried(source, None, record["superseded_by"])
    stored = np.load(BytesIO(bundle.read(f"{_DOCUMENTS}{document.id}.npy")), allow_pickle=False)
    vectors = stored.astype(np.float32)
    parts = Ingested(
        document,
        blocks,
        cases,
        passages,
        vectors,
        source.origin,
        metadata,
        "",
        by_hand is not None,
        source.original,
    )
    return Carried(source, parts, record["superseded_by"])


def _restore(bundle: zipfile.ZipFile, originals: Path) -> None:
    """The source files, each under the hash of what it really holds."""
    for name in bundle.namelist():
        suffix = Path(name).suffix
        if name.startswith(_ORIGINALS) and "/" not in name.removeprefix(_ORIGINALS):
            with tempfile.NamedTemporaryFile(suffix=suffix) as copy:
                copy.write(bundle.read(name))
                copy.flush()
                keep(Path(copy.name), originals)
