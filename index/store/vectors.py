"""The FAISS side of the store: an immutable index over one generation, and its file."""

import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.permissions import owner_only
from index.store.contract import Vectors

FILE = "vectors.faiss"
_MAGIC = b"XHSVEC1\n"
_CHUNK = 1 << 20  # bytes hashed at a time
_NEIGHBOURS = 32  # HNSW links per vector
_EF_CONSTRUCTION = 200
_EF_SEARCH = 128
_EXACT = 50_000  # vectors a filter leaves of a graph that are searched one by one: exact, and soon done
_DRIFT = 0.1  # share of a file's vectors that may be new or gone before it is worth writing again
_SMALL = 1000  # vectors that may be new or gone whatever the share

Rows = NDArray[np.int64]


class VectorIndex:
    """The vectors of one generation, searchable by several threads at once.

    A base as its file holds it, less what was removed since, and what was added since. That works
    because the store gives no row number twice and changes no row's vector.
    """

    def __init__(
        self,
        base: Any,
        base_rows: Rows,
        generation: int,
        live: NDArray[np.bool_] | None = None,
        added: tuple[Any, Rows] | None = None,
    ) -> None:
        self._base = base
        self._base_rows = base_rows
        self._live = np.ones(len(base_rows), dtype=bool) if live is None else live
        self._added = added
        self.generation = generation

    @classmethod
    def build(cls, rows: Rows, vectors: Vectors, generation: int, *, graph: bool) -> "VectorIndex":
        """Index unit vectors, float32 (n, d), by ascending row number: exact, or an HNSW graph."""
        dimension = vectors.shape[1]
        faiss = _faiss()
        if graph:
            index = faiss.IndexHNSWFlat(dimension, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _EF_CONSTRUCTION
            if len(vectors):
                index.add(vectors)
        else:
            index = _flat(vectors)
        return cls(index, rows, generation)

    @property
    def rows(self) -> Rows:
        """The passages' row numbers, int64 (n,), ascending."""
        kept: Rows = self._base_rows[self._live]
        return kept if self._added is None else np.concatenate([kept, self._added[1]])

    @property
    def last_row(self) -> int:
        """The highest row number ever indexed here; 0 for none. A row above it is new."""
        highest = self._base_rows[-1:] if self._added is None else self._added[1][-1:]
        return int(highest[0]) if len(highest) else 0

    @property
    def drifted(self) -> bool:
        """Whether so much was added and removed that a new base is due."""
        changed = len(self._base_rows) - int(self._live.sum())
        changed += 0 if self._added is None else len(self._added[1])
        return changed > max(_SMALL, _DRIFT * len(self._base_rows))

    def brought_to(self, rows: Rows, new: Vectors, generation: int) -> "VectorIndex":
        """The same with exactly ``rows``, ascending; ``new``: vectors of those above ``last_row``."""
        live = np.isin(self._base_rows, rows, assume_unique=True)
        tail_rows, tail = rows[rows > self.last_row], new
        if self._added is not None:
            index, older = self._added
            kept = np.isin(older, rows, assume_unique=True)
            tail = np.concatenate([index.reconstruct_n(0, len(older))[kept], new])
            tail_rows = np.concatenate([older[kept], tail_rows])
        added = (_flat(tail), tail_rows) if len(tail_rows) else None
        return VectorIndex(self._base, self._base_rows, generation, live, added)

    def search(self, vector: Vectors, k: int, among: Rows | None = None) -> list[tuple[int, float]]:
        """(row, cosine) of at least the ``k`` nearest, best first, with every tie of the last one.

        A caller that orders ties its own way can cut at ``k`` and be exact. ``among``: only these rows.
        """
        parts = [(self._base, self._base_rows, self._live)]
        if self._added is not None:
            parts.append((*self._added, np.ones(len(self._added[1]), dtype=bool)))
        hits: list[tuple[int, float]] = []
        for index, rows, live in parts:
            wanted = live if among is None else live & np.isin(rows, among, assume_unique=True)
            hits += _nearest(index, rows, wanted, vector, k)
        return sorted(hits, key=lambda pair: -pair[1])

    def stored(self) -> Vectors:
        """All vectors in the order of ``rows``, float32 (n, d)."""
        vectors: Vectors = self._base.reconstruct_n(0, len(self._base_rows))[self._live]
        if self._added is None:
            return vectors
        index, rows = self._added
        return np.concatenate([vectors, index.reconstruct_n(0, len(rows))])

    def save(self, folder: Path, store: str) -> None:
        """Write the base beside the old file, then swap it in. Raises OSError.

        Raises ValueError when something was added or removed since the base was made.
        """
        if self._added is not None or not self._live.all():
            raise ValueError("only a new base can be saved")
        faiss = _faiss()
        header = {"store": store, "generation": self.generation, "count": len(self._base_rows)}
        fresh = folder / f"{FILE}.{uuid.uuid4().hex}.tmp"
        try:
            with open(fresh, "wb", opener=owner_only) as stream:
                digest = hashlib.sha256()

                def write(data: bytes) -> None:
                    digest.update(data)
                    stream.write(data)

                stream.write(_MAGIC + bytes(32))
                write(json.dumps(header).encode() + b"\n")
                write(self._base_rows.tobytes())
                faiss.write_index(self._base, faiss.PyCallbackIOWriter(write, _CHUNK))
                stream.seek(len(_MAGIC))
                stream.write(digest.digest())
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(fresh, folder / FILE)
        finally:
            fresh.unlink(missing_ok=True)


def _nearest(
    index: Any, rows: Rows, wanted: NDArray[np.bool_], vector: Vectors, k: int
) -> list[tuple[int, float]]:
    """The best ``k`` of the ``wanted`` rows of one FAISS index, with every tie of the last one."""
    faiss, total = _faiss(), int(wanted.sum())
    k = min(k, total)
    if k <= 0:
        return []
    graph = isinstance(index, faiss.IndexHNSW)
    if graph and total < len(rows) and total <= _EXACT:
        places = np.flatnonzero(wanted)
        index, rows = _flat(index.reconstruct_batch(places)), rows[places]
        wanted, graph = np.ones(total, dtype=bool), False
    chosen = None if total == len(rows) else faiss.IDSelectorBitmap(np.packbits(wanted, bitorder="little"))
    asked = min(total, k + 16)
    while True:
        parameters = faiss.SearchParametersHNSW if graph else faiss.SearchParameters
        effort = {"efSearch": max(_EF_SEARCH, asked)} if graph else {}
        scores, places = index.search(vector.reshape(1, -1), asked, params=parameters(sel=chosen, **effort))
        reached = places[0] >= 0
        scores, places = scores[0][reached], places[0][reached]
        # The flat index returns every vector that was asked for; a graph may reach fewer.
        if asked == total or len(scores) < asked or scores[-1] < scores[k - 1]:
            return [(int(rows[p]), float(s)) for p, s in zip(places, scores, strict=True)]
        asked = min(total, asked * 4)


class Unusable(Exception):
    """The vector file cannot be used; the message says why, in Chinese."""


def load(folder: Path, store: str, generation: int, dimension: int) -> VectorIndex:
    """Read the file of this store, of this generation or an older one. Raises Unusable."""
    faiss, path = _faiss(), folder / FILE
    try:
        with path.open("rb") as stream:
            header = _header(stream)
            if header["store"] != store:
                raise Unusable("属于另一个索引")
            if header["generation"] > generation:
                raise Unusable(f"属于第 {header['generation']} 代，数据库是第 {generation} 代")
            if not 0 <= header["count"] <= path.stat().st_size // 8:
                raise Unusable(f"说有 {header['count']} 个向量，文件没有那么大")
            rows = np.frombuffer(stream.read(8 * header["count"]), dtype=np.int64)
            index = faiss.read_index(faiss.PyCallbackIOReader(stream.read, _CHUNK))
    except FileNotFoundError as error:
        raise Unusable("文件不存在") from error
    except OSError as error:
        raise Unusable(f"读不出来（{error}）") from error
    except (ValueError, KeyError, TypeError, RuntimeError) as error:
        raise Unusable(f"内容读不懂（{error}）") from error
    if (index.d, index.ntotal) != (dimension, len(rows)):
        raise Unusable(f"里面是 {index.ntotal} 个 {index.d} 维的向量，应为 {len(rows)} 个 {dimension} 维的")
    return VectorIndex(index, rows, header["generation"])


def _header(stream: BinaryIO) -> Any:
    """What the file says of itself. Nothing is interpreted before the checksum holds: FAISS trusts sizes."""
    magic, expected = stream.read(len(_MAGIC)), stream.read(32)
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    if magic != _MAGIC or digest.digest() != expected:
        raise Unusable("校验和不符，文件已损坏")
    stream.seek(len(_MAGIC) + 32)
    return json.loads(stream.readline())


def clear_unfinished(folder: Path) -> None:
    """Remove what writers killed half-way left behind."""
    for path in folder.glob(f"{FILE}.*.tmp"):
        path.unlink(missing_ok=True)


def unit(stored: bytes, dimension: int) -> Vectors:
    """Float16 rows as stored -> unit float32, (n, dimension): the same live and after a rebuild."""
    vectors = np.frombuffer(stored, dtype=np.float16).reshape(-1, dimension).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _flat(vectors: Vectors) -> Any:
    index = _faiss().IndexFlatIP(vectors.shape[1])
    if len(vectors):
        index.add(np.ascontiguousarray(vectors))
    return index


def _faiss() -> Any:
    """FAISS, imported when first used; its stubs lack half of what it has."""
    import faiss

    return faiss
