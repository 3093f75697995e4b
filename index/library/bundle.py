"""A whole store in one file and back: documents, versions, metadata, corrections, vectors, source files.

Of scans also what was recognised, so that their pages are shown, and stay corrected, on another machine.
"""

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
from pydantic import TypeAdapter, ValidationError

from index.errors import IndexFailure
from index.library.archive import Archive
from index.library.carried import Carried, read, sound, written
from index.library.carried_pages import read_pages, written_pages
from index.library.metadata import shown
from index.library.recognised import recognised_of
from index.parse.decode import MAX_BYTES
from index.parse.scans import VERSION, KeptPages, RecognisedPage
from index.store import Entry, PassageStore, StoreReader, StoreStamp, Vectors, keep, kept

FORMAT = "xhs-bundle-1"
_HEAD, _DOCUMENTS, _ORIGINALS = "bundle.json", "documents/", "originals/"
_PAGES = "recognised/{}." + f"{VERSION}.jsonl"  # of the content's hash
_ID = re.compile(r"[0-9a-f]{16}")
MAX_HEAD = 8 << 20  # bytes of bundle.json: about 200,000 documents
MAX_RECORD = 64 << 20  # bytes of one document's record
MAX_PAGES = 128 << 20  # bytes of what was recognised of one file; read page by page
MAX_VALUES = 4_000_000  # in one record: each takes some 50 to 150 bytes of memory
MAX_DOCUMENTS = 200_000  # versions counted
MAX_DIMENSION = 65_536  # of a vector
_ARRAY_HEAD = 256  # bytes before the numbers of an array file: at most so many
_REASON = 200  # code points of what a message repeats of a file


@dataclass(frozen=True, slots=True)
class _Head:
    """What a bundle says of itself: what made it, and every document with the one that superseded it."""

    format: str
    stamp: StoreStamp
    documents: dict[str, str]


_HEADS = TypeAdapter(_Head)


def export(store: PassageStore, originals: Path, file: Path) -> int:
    """Write a store into ``file``, the old file whole until the new one is; how many documents.

    Raises IndexFailure when it cannot be written.
    """
    fresh = file.with_name(f".{file.name}.tmp")
    stamp = store.stamp
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as bundle, store.snapshot() as now:
            every = {e.id: e.superseded_by for entry in now.documents() for e in _line(now, entry.id)}
            _put(
                bundle,
                _HEAD,
                json.dumps(asdict(_Head(FORMAT, stamp, every))).encode(),
                MAX_HEAD,
                MAX_DOCUMENTS,
            )
            named = {_write(bundle, now, document_id) for document_id in every}
            for name in sorted(named - {""}):
                if (file_kept := kept(originals, name)).is_file():
                    bundle.write(file_kept, _ORIGINALS + name)
                    _write_pages(bundle, originals, file_kept.stem)
        fresh.replace(file)
    except OSError as error:
        raise IndexFailure(f"写不出 {file}（{error.strerror}）。请检查文件夹权限和磁盘空间。") from error
    finally:
        fresh.unlink(missing_ok=True)
    return len(every)


def _line(now: StoreReader, document_id: str) -> list[Entry]:
    return [now.entry(document_id), *now.versions(document_id)]


def _write(bundle: zipfile.ZipFile, now: StoreReader, document_id: str) -> str:
    """Write one document; the name of its source file."""
    source, passages = now.source(document_id), now.passages_of(document_id)
    carried = Carried(source, tuple(now.cases(document_id)), tuple(passages))
    _put(bundle, f"{_DOCUMENTS}{document_id}.json", written(carried), MAX_RECORD, MAX_VALUES)
    packed = BytesIO()
    np.save(packed, now.vectors([p.id for p in passages]).astype(np.float16), allow_pickle=False)
    bundle.writestr(f"{_DOCUMENTS}{document_id}.npy", packed.getvalue())
    return source.original


def _write_pages(bundle: zipfile.ZipFile, originals: Path, digest: str) -> None:
    """Write what was recognised of a file, where it is a scan."""
    if pages := written_pages(KeptPages(recognised_of(originals)), digest):
        _put(bundle, _PAGES.format(digest), pages, MAX_PAGES, MAX_PAGES)


def _put(bundle: zipfile.ZipFile, name: str, data: bytes, most: int, values: int) -> None:
    """Write a member that importing will take. Raises IndexFailure for one that it would refuse."""
    if len(data) > most or _values(data) > values:
        raise IndexFailure(
            f"{name} 有 {len(data) / (1 << 20):.1f} MB、{_values(data)} 个值，"
            f"超过导入的上限 {most >> 20} MB、{values} 个。"
            "请用 python -m index remove 移除这么大的资料，拆小后重新入库，再导出。"
        )
    bundle.writestr(name, data)


def _values(data: bytes) -> int:
    """At least as many as the values of some JSON."""
    return data.count(b",") + data.count(b"[") + data.count(b"{")


class Bundle:
    """An open bundle, read document by document. Its methods raise ValueError for what cannot be true."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        head = _HEADS.validate_python(_read_json(archive, _HEAD, MAX_HEAD, MAX_DOCUMENTS))
        if head.format != FORMAT:
            raise ValueError(f"格式是“{shown(head.format)}”，本程序用 {FORMAT}")
        if not 1 <= head.stamp.dimension <= MAX_DIMENSION:
            raise ValueError(f"向量维数是 {head.stamp.dimension}，应为 1 到 {MAX_DIMENSION}")
        for document_id in head.documents:
            if not _ID.fullmatch(document_id):
                raise ValueError(f"文档编号“{shown(document_id)}”不合规")
        self.stamp = head.stamp
        self._superseded_by = head.documents

    def check(self) -> None:
        """Read all of it once, so that nothing of a bundle is stored of which a part cannot be."""
        for history in self.histories():
            for document_id in history:
                carried = self.document(document_id)
                self.vectors(carried)
                self._copy(carried.source.original, lambda piece: None)
                for _ in self._pages(carried.source.original):
                    pass  # each is looked at

    def histories(self) -> list[list[str]]:
        """Ids of each document that is searched, its older versions before it, the oldest first."""
        older: dict[str, list[str]] = {}
        for document_id, newer in self._superseded_by.items():
            older.setdefault(newer, []).append(document_id)
        histories = []
        for current in older.get("", []):
            history, waiting = [current], list(older.get(current, []))
            while waiting:
                history.append(waiting.pop())
                waiting += older.get(history[-1], [])
            histories.append(history[::-1])
        if sum(map(len, histories)) != len(self._superseded_by):
            raise ValueError("文档的版本关系不完整")
        return histories

    def document(self, document_id: str) -> Carried:
        """One document, checked against itself and the rules for uploads."""
        name = f"{_DOCUMENTS}{document_id}.json"
        return sound(read(_read_json(self._archive, name, MAX_RECORD, MAX_VALUES)), document_id)

    def vectors(self, carried: Carried) -> Vectors:
        """The vectors of a document's passages, float32 (n, dimension), none of length 0."""
        name = f"{_DOCUMENTS}{carried.source.document.id}.npy"
        shape = (len(carried.passages), self.stamp.dimension)
        size = 2 * shape[0] * shape[1]  # float16
        data = self._archive.read(name, _ARRAY_HEAD + size)
        if _array_shape(data) != shape or len(data) < size:
            raise ValueError(f"{name} 的向量不是 {shape[0]} 个 {shape[1]} 维")
        stored = np.frombuffer(data, np.float16, offset=len(data) - size).reshape(shape)
        vectors: Vectors = stored.astype(np.float32)
        if not (np.isfinite(vectors).all() and vectors.any(axis=1).all()):
            raise ValueError(f"{name} 里有不是数的值，或长度为 0 的向量")
        return vectors

    def restore(self, original: str, folder: Path) -> None:
        """Keep a source file in ``folder``, where the bundle holds it, under the hash of its bytes."""
        if _ORIGINALS + original not in self._archive:
            return
        with tempfile.TemporaryDirectory(prefix="xhs-") as scratch:
            copy = Path(scratch, original)
            with copy.open("wb") as stream:
                self._copy(original, stream.write)
            keep(copy, folder)

    def restore_pages(self, original: str, folder: Path) -> None:
        """Keep what was recognised of a source file beside ``folder``; what was corrected there stays."""
        KeptPages(recognised_of(folder)).take(original.partition(".")[0], self._pages(original))

    def _pages(self, original: str) -> Iterator[RecognisedPage]:
        """What was recognised of a source file that the bundle holds, as this version reads it."""
        name = _PAGES.format(original.partition(".")[0])
        if original and _ORIGINALS + original in self._archive and name in self._archive:
            yield from read_pages(self._archive.read(name, MAX_PAGES))

    def _copy(self, original: str, take: Callable[[bytes], object]) -> None:
        """Hand a source file's bytes on, if the bundle holds it; they must hash to its name."""
        name, digest = _ORIGINALS + original, hashlib.sha256()
        if not original or name not in self._archive:
            return

        def count(piece: bytes) -> None:
            digest.update(piece)
            take(piece)

        self._archive.copy(name, MAX_BYTES, count)
        if digest.hexdigest() != original.partition(".")[0]:
            raise ValueError(f"原文件 {original} 被改动过")


@contextmanager
def opened(file: Path) -> Iterator[Bundle]:
    """A bundle to be read, all of it checked before.

    Raises IndexFailure for a file that is none, is damaged, or holds what no upload may.
    """
    with _stream(file) as stream:
        try:
            bundle = Bundle(Archive(stream, file.stat().st_size))
            bundle.check()
        except ValueError as error:
            raise IndexFailure(
                f"{file} 不是本程序导出的文件，或者已损坏、被改动过（{_reason(error)}）。"
                "没有导入任何内容；请在原来的电脑上重新导出。"
            ) from error
        yield bundle


def _stream(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except FileNotFoundError as error:
        raise IndexFailure(f"找不到文件 {file}。请检查路径。") from error
    except OSError as error:
        raise IndexFailure(
            f"打不开 {file}（{error.strerror}）。请检查它是不是文件、有没有读取权限。"
        ) from error


def _read_json(archive: Archive, name: str, most: int, values: int) -> object:
    """What a member says, by Python's own reader: pydantic's takes 3 kB for each object."""
    data = archive.read(name, most)
    if (count := _values(data)) > values:
        raise ValueError(f"{name} 里有 {count} 个值，超过上限 {values} 个")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name} 不是完好的 JSON") from error


def _array_shape(data: bytes) -> tuple[int, ...] | None:
    """What an array file says it holds; None for anything but float16 rows. Nothing is made of it yet."""
    stream = BytesIO(data[:_ARRAY_HEAD])
    try:
        if np.lib.format.read_magic(stream) != (1, 0):
            return None
        shape, columns_first, kind = np.lib.format.read_array_header_1_0(stream)
    except ValueError:
        return None
    return None if columns_first or kind != np.dtype("<f2") else shape


def _reason(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        place = ".".join(map(str, error.errors()[0]["loc"]))
        return f"“{shown(place)}”这一项写法不对"
    return shown(" ".join(str(error).split()), _REASON)
