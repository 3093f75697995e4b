"""Embedding on several machines: texts in shards by content hash, through Dask.

Dask rather than Ray Data, by what was seen of both in November 2026: a pure Python wheel of 1.0 MB (and
1.5 MB for dask itself) that runs on any Python, against 79 MB of binaries for one Python and platform;
BSD-3 and Apache-2.0, both released this year. All that is needed is a queue of calls that outlives a
worker, which Dask's futures are.

A worker uses the model and settings of its own machine; that these are the same model and prefixes is
told by their fingerprint. Scheduler and workers run whatever they are sent: they belong in a closed
network only.
"""

import hashlib
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from index.closing import Closing
from index.embedding.embedder import Embedder, SupportsEncoding, Vectors
from index.errors import IndexFailure, ModelUnavailable
from index.settings import IndexRoot

INSTALL = "python -m pip install --no-deps --require-hashes -r requirements-cluster.lock"
_SHARD = 64  # texts of a shard on average: seconds of work, little to do again when a worker dies
_WAIT = 30  # seconds to reach the scheduler, and for its first worker


class ClusterEmbedder(Closing):
    """Embeds passages on a Dask cluster and questions here; implements SupportsEncoding.

    Raises IndexFailure when the cluster is not there, or embeds with another model.
    """

    def __init__(self, address: str, local: SupportsEncoding) -> None:
        self._local = local
        self.fingerprint = local.fingerprint
        self.dimension = local.dimension
        self._address = address
        self._client = _connected(address)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed passages: float32, shape (n, dimension), rows of length 1; equal texts are embedded once.

        ``progress`` is called with the number of texts just finished.
        """
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(text, []).append(place)
        for shard, vectors in self._embedded(shards(list(places))):
            for text, vector in zip(shard, vectors, strict=True):
                out[places[text]] = vector
            if progress:
                progress(sum(len(places[text]) for text in shard))
        return out

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: float32, shape (n, dimension), rows of length 1."""
        return self._local.encode_queries(texts)

    def _embedded(self, parts: Sequence[list[str]]) -> Iterator[tuple[list[str], Vectors]]:
        """Each shard with its vectors, as they come in. A dead worker's shards go to the others."""
        import distributed

        waiting = {self._submitted(part): part for part in parts}
        while waiting:
            try:
                with self._client.as_current():
                    done = distributed.wait(list(waiting), timeout=_WAIT, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                self._refuse_without_workers()
                continue
            for future in done:
                yield waiting.pop(future), self._result(future)

    def _submitted(self, part: list[str]) -> Any:
        named = hashlib.sha256("\0".join(part).encode()).hexdigest()
        return self._client.submit(
            embed_shard, part, self.fingerprint, key=f"embed-{self.fingerprint}-{named}", retries=2
        )

    def _result(self, future: Any) -> Vectors:
        try:
            vectors: Vectors = future.result()
        except IndexFailure:
            raise
        except Exception as error:  # whatever a worker raised, or that workers kept dying of it
            raise IndexFailure(
                f"集群 {self._address} 没有算出向量（{type(error).__name__}: {error}）。已入库的都在；"
                "请看各台机器的日志，处理后再运行同一命令，会接着做。"
            ) from error
        return vectors

    def _refuse_without_workers(self) -> None:
        if not self.workers:
            raise IndexFailure(
                f"集群 {self._address} 等了 {_WAIT} 秒没有一台计算机器在线。已入库的都在；"
                f"请在各台机器上运行 python -m dask worker {self._address} --nthreads 1，再运行同一命令。"
            )

    @property
    def workers(self) -> int:
        """How many workers are there."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def close(self) -> None:
        """Hang up; the cluster goes on. Safe to call twice."""
        self._client.close()


def shards(texts: Sequence[str]) -> list[list[str]]:
    """Distinct texts in shards of about 64, by content hash: the same texts in any order, the same shards.

    A text's vector depends in the last digits on what it is embedded with, so this makes runs repeatable.
    """
    hashed = sorted((hashlib.sha256(text.encode()).digest(), text) for text in texts)
    count = max(1, round(len(hashed) / _SHARD))
    parts: list[list[str]] = [[] for _ in range(count)]
    for digest, text in hashed:
        parts[int.from_bytes(digest[:8], "big") % count].append(text)
    return [part for part in parts if part]


def embed_shard(texts: list[str], fingerprint: str) -> Vectors:
    """What a worker runs: embed with its own model. Raises ModelUnavailable when that is another one."""
    embedder = _own_embedder()
    if embedder.fingerprint != fingerprint:
        raise ModelUnavailable(
            f"计算机器 {socket.gethostname()} 上的向量模型是 {embedder.fingerprint}，这里是 {fingerprint}。"
            "请在各台机器上放同一个模型，并让 settings.toml 的 [index] model 和两个前缀相同。"
        )
    return embedder.encode_passages(texts)


@cache
def _own_embedder() -> Embedder:
    return Embedder(IndexRoot().index)


def _connected(address: str) -> Any:
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise IndexFailure(f"使用集群还缺少软件包 {error.name}。请先运行：{INSTALL}") from error
    try:
        client = distributed.Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise IndexFailure(
            f"连不上集群 {address}（{error}）。请先在一台机器上运行 python -m dask scheduler，"
            "再写它显示的地址，例如 --cluster tcp://192.168.1.5:8786。"
        ) from error
    return client
