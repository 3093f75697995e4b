"""The FAISS side of the store: an immutable index over one generation, and its file."""

import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.store import Vectors

FILE = "vectors.faiss"
_MAGIC = b"XHSVEC1\n"
_CHUNK = 1 << 20  # bytes hashed at a time
_NEIGHBOURS = 32  # HNSW links per vector
_EF_CONSTRUCTION = 200
_EF_SEARCH = 128


class VectorIndex:
    """The vectors of one generation, searchable by several threads at once.

    ``rows`` are the passages' row numbers, ascending, int64 (n,); the index holds them in that order.
    """

    def __init__(self, index: Any, rows: NDArray[np.int64], generation: int) -> None:
        self._index = index
        self.rows = rows
        self.generation = generation

    @classmethod
    def build(
        cls, rows: NDArray[np.int64], vectors: Vectors, generation: int, *, graph: bool
    ) -> "VectorIndex":
        """Index unit vectors, float32 (n, d): exact, or an HNSW graph."""
        dimension = vectors.shape[1]
        faiss = _faiss()
        if graph:
            index = faiss.IndexHNSWFlat(dimension, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _EF_CONSTRUCTION
        else:
            index = faiss.IndexFlatIP(dimension)
        if len(vectors):
            index.add(vectors)
        return cls(index, rows, generation)

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """(row, cosine) of at least the ``k`` nearest, best first, with every tie of the last one.

        A caller that orders ties its own way can cut at ``k`` and be exact.
        """
        total = len(self.rows)
        wanted = min(k, total)
        if wanted <= 0:
            return []
        asked = min(total, wanted + 16)
        while True:
            scores, places = self._nearest(vector, asked)
            # The flat index returns every vector that was asked for; a graph may reach fewer.
            if asked == total or len(scores) < asked or scores[-1] < scores[wanted - 1]:
                break
            asked = min(total, asked * 4)
        return [(int(self.rows[p]), float(s)) for p, s in zip(places, scores, strict=True)]

    def stored(self) -> Vectors:
        """All vectors in the order of ``rows``, float32 (n, d)."""
        vectors: Vectors = self._index.reconstruct_n(0, len(self.rows))
        return vectors

    def _nearest(self, vector: Vectors, count: int) -> tuple[Vectors, NDArray[np.int64]]:
        parameters, faiss = None, _faiss()
        if isinstance(self._index, faiss.IndexHNSW):
            parameters = faiss.SearchParametersHNSW(efSearch=max(_EF_SEARCH, count))
        scores, places = self._index.search(vector.reshape(1, -1), count, params=parameters)
        reached = places[0] >= 0
        return scores[0][reached], places[0][reached]

    def save(self, folder: Path, store: str) -> None:
        """Write the file beside the old one, then swap it in. Raises OSError."""
        faiss = _faiss()
        header = {"store": store, "generation": self.generation, "count": len(self.rows)}
        fresh = folder / f"{FILE}.{uuid.uuid4().hex}.tmp"
        try:
            with fresh.open("wb") as stream:
                digest = hashlib.sha256()

                def write(data: bytes) -> None:
                    digest.update(data)
                    stream.write(data)

                stream.write(_MAGIC + bytes(32))
                write(json.dumps(header).encode() + b"\n")
                write(self.rows.tobytes())
                faiss.write_index(self._index, faiss.PyCallbackIOWriter(write, _CHUNK))
                stream.seek(len(_MAGIC))
                stream.write(digest.digest())
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(fresh, folder / FILE)
        finally:
            fresh.unlink(missing_ok=True)


class Unusable(Exception):
    """The vector file cannot be used; the message says why, in Chinese."""


def load(folder: Path, store: str, generation: int) -> VectorIndex:
    """Read the file of exactly this store and generation. Raises Unusable."""
    faiss = _faiss()
    try:
        with (folder / FILE).open("rb") as stream:
            magic, expected = stream.read(len(_MAGIC)), stream.read(32)
            digest = hashlib.sha256()
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
            # Nothing is interpreted before the checksum holds: FAISS trusts the sizes it reads.
            if magic != _MAGIC or digest.digest() != expected:
                raise Unusable("校验和不符，文件已损坏")
            stream.seek(len(_MAGIC) + 32)
            header = json.loads(stream.readline())
            if (header["store"], header["generation"]) != (store, generation):
                raise Unusable(f"属于第 {header['generation']} 代，数据库是第 {generation} 代")
            rows = np.frombuffer(stream.read(8 * header["count"]), dtype=np.int64)
            index = faiss.read_index(faiss.PyCallbackIOReader(stream.read, _CHUNK))
    except FileNotFoundError as error:
        raise Unusable("文件不存在") from error
    except OSError as error:
        raise Unusable(f"读不出来（{error}）") from error
    return VectorIndex(index, rows, generation)


def clear_unfinished(folder: Path) -> None:
    """Remove what writers killed half-way left behind."""
    for path in folder.glob(f"{FILE}.*.tmp"):
        path.unlink(missing_ok=True)


def unit(stored: bytes, dimension: int) -> Vectors:
    """Float16 rows as stored -> unit float32, (n, dimension): the same live and after a rebuild."""
    vectors = np.frombuffer(stored, dtype=np.float16).reshape(-1, dimension).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _faiss() -> Any:
    """FAISS, imported when first used; its stubs lack half of what it has."""
    import faiss

    return faiss
