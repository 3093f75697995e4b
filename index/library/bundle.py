"""A whole store in one file and back: documents, versions, metadata, corrections, vectors, source files."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from index.errors import IndexFailure
from index.parse.package import MAX_RATIO
from index.records import Case, Passage
from index.store import Entry, PassageStore, Reading, Source, StoreStamp, Vectors, keep
from index.text import text_id

FORMAT = "xhs-bundle-1"
_HEAD, _DOCUMENTS, _ORIGINALS = "bundle.json", "documents/", "originals/"
_ID = re.compile(r"[0-9a-f]{16}")
_ORIGINAL = re.compile(r"(?:[0-9a-f]{64}(?:\.[a-z0-9]{1,10})?)?")
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Carried:
    """One document of a bundle with what was made of it."""

    source: Source
    cases: tuple[Case, ...]
    passages: tuple[Passage, ...]  # empty for an older version: nothing of it is searched


@dataclass(frozen=True, slots=True)
class _Head:
    """What a bundle says of itself: what made it, and every document with the one that superseded it."""

    format: str
    stamp: StoreStamp
    documents: dict[str, str]


_CARRIED, _HEADS = TypeAdapter(Carried), TypeAdapter(_Head)


def export(store: PassageStore, originals: Path, file: Path) -> int:
    """Write a store into ``file``, the old file whole until the new one is; how many documents.

    Raises IndexFailure when it cannot be written.
    """
    fresh = file.with_name(f".{file.name}.tmp")
    stamp = store.stamp
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as bundle, store.snapshot() as now:
            every = {e.id: e.superseded_by for entry in now.documents() for e in _line(now, entry.id)}
            bundle.writestr(_HEAD, json.dumps(asdict(_Head(FORMAT, stamp, every))))
            named = {_write(bundle, now, document_id) for document_id in every}
            for name in sorted(named - {""}):
                if (originals / name).is_file():
                    bundle.write(originals / name, _ORIGINALS + name)
        fresh.replace(file)
    except OSError as error:
        raise IndexFailure(f"写不出 {file}（{error.strerror}）。请检查文件夹权限和磁盘空间。") from error
    finally:
        fresh.unlink(missing_ok=True)
    return len(every)


def _line(now: Reading, document_id: str) -> list[Entry]:
    return [now.entry(document_id), *now.versions(document_id)]


def _write(bundle: zipfile.ZipFile, now: Reading, document_id: str) -> str:
    """Write one document; the name of its source file."""
    source, passages = now.source(document_id), now.passages_of(document_id)
    carried = Carried(source, tuple(now.cases(document_id)), tuple(passages))
    bundle.writestr(f"{_DOCUMENTS}{document_id}.json", _CARRIED.dump_json(carried))
    packed = BytesIO()
    np.save(packed, now.vectors([p.id for p in passages]).astype(np.float16), allow_pickle=False)
    bundle.writestr(f"{_DOCUMENTS}{document_id}.npy", packed.getvalue())
    return source.original


class Bundle:
    """An open bundle, read document by document. Its methods raise ValueError for what cannot be true."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        large = [member for member in file.infolist() if member.file_size > _MEGABYTE]
        if any(member.file_size > MAX_RATIO * member.compress_size for member in large):
            raise ValueError(f"压缩比超过上限 {MAX_RATIO} 倍")
        head = _HEADS.validate_json(file.read(_HEAD))
        if head.format != FORMAT:
            raise ValueError(f"格式是 {head.format}，本程序用 {FORMAT}")
        self.stamp = head.stamp
        self._superseded_by = head.documents

    def histories(self) -> list[list[str]]:
        """Ids of each document that is searched, its older versions before it, the oldest first."""
        older: dict[str, list[str]] = {}
        for document_id, newer in self._superseded_by.items():
            older.setdefault(newer, []).append(document_id)
        found = []
        for current in older.get("", []):
            history, waiting = [current], list(older.get(current, []))
            while waiting:
                history.insert(0, waiting.pop())
                waiting += older.get(history[0], [])
            found.append(history)
        if sum(map(len, found)) != len(self._superseded_by):
            raise ValueError("文档的版本关系不完整")
        return found

    def document(self, document_id: str) -> Carried:
        """One document, checked against itself."""
        if not _ID.fullmatch(document_id):
            raise ValueError(f"文档编号“{document_id}”不合规")
        carried = _CARRIED.validate_json(self._file.read(f"{_DOCUMENTS}{document_id}.json"))
        document = carried.source.document
        if document.id != document_id or text_id(document.text) != document_id:
            raise ValueError(f"《{document.name}》的原文与它的编号不符")
        if not _sound(carried):
            raise ValueError(f"《{document.name}》的行、案例或段落与原文对不上")
        return carried

    def vectors(self, document_id: str) -> Vectors:
        """The vectors of a document's passages, float32 (n, dimension)."""
        packed = BytesIO(self._file.read(f"{_DOCUMENTS}{document_id}.npy"))
        stored: Vectors = np.load(packed, allow_pickle=False).astype(np.float32)
        return stored

    def restore(self, original: str, folder: Path) -> None:
        """Keep a source file in ``folder``, where the bundle holds it, under the hash of its bytes."""
        if not _ORIGINAL.fullmatch(original):
            raise ValueError(f"原文件名“{original}”不合规")
        if not original or _ORIGINALS + original not in self._file.namelist():
            return
        with tempfile.TemporaryDirectory(prefix="xhs-") as made:
            copy = Path(made, original)
            copy.write_bytes(self._file.read(_ORIGINALS + original))
            if keep(copy, folder) != original:
                raise ValueError(f"原文件 {original} 被改动过")


@contextmanager
def opened(file: Path) -> Iterator[Bundle]:
    """A bundle to be read. Raises IndexFailure for a file that is none or is damaged, whenever it shows."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield Bundle(archive)
    except FileNotFoundError as error:
        raise IndexFailure(f"找不到文件 {file}。请检查路径。") from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())[:200]
        raise IndexFailure(
            f"{file} 不是本程序导出的文件，或者已损坏（{reason}）。坏的那篇和它后面的没有导入。"
        ) from error


def _sound(carried: Carried) -> bool:
    """Whether blocks, cases and passages lie in the text as they say."""
    document, end = carried.source.document, len(carried.source.document.text)
    bounds = [(b.start, b.end) for b in carried.source.blocks]
    cases = [(c.heading_start, c.heading_end, c.start, c.end) for c in carried.cases]
    return (
        all(0 <= a < b <= end for a, b in bounds)
        and all(one[1] <= other[0] for one, other in pairwise(bounds))
        and all(0 <= a <= b <= end and 0 <= c <= d <= end for a, b, c, d in cases)
        and all(c.document_id == document.id and c.order == n for n, c in enumerate(carried.cases, start=1))
        and carried.source.by_hand in (None, carried.cases)
        and all(_says(carried, passage) for passage in carried.passages)
    )


def _says(carried: Carried, passage: Passage) -> bool:
    document, orders = carried.source.document, {None, *(case.order for case in carried.cases)}
    return (
        passage.id == f"{document.id}:{passage.start}-{passage.end}"
        and document.text[passage.start : passage.end] == passage.text
        and passage.case_order in orders
    )
