"""What the store asks of a Milvus server, through pymilvus: every call with a timeout and a consistency."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import IndexFailure, StoreDamaged
from index.store.contract import Vectors
from index.store.milvus.rows import DIGEST_LENGTH, KEY_LENGTH, TAGS, WORDS_LENGTH, Row

if TYPE_CHECKING:
    from pymilvus import MilvusClient

INSTALL = "python -m pip install --no-deps --require-hashes -r requirements-cluster.lock"
MOST = 16_384  # rows one search may return: the server's own limit
_WRITTEN = 500  # rows in one request: far below the 64 MB that a message may have
_FULL_TEXT = (2, 5)  # first version with BM25
_NOT_FOUND, _NOT_LOADED = (100,), (101,)  # codes of the server's refusals
_FIELDS = ["key", "vector", "document", "unit", "source", "tags", "date", "valid_until"]
# Pings as rare as every gRPC server allows: pymilvus's own make one that keeps to the rules hang up.
_CHANNEL = {"grpc.keepalive_time_ms": 300_000, "grpc.max_reconnect_backoff_ms": 2_000}
# The server's "chinese" analyzer spelled out: milvus-lite knows the parts, not the name.
_CHINESE = {"tokenizer": "jieba", "filter": ["cnalphanumonly"]}


class Server:
    """One server's collections. Raises IndexFailure for what it does not answer."""

    def __init__(self, uri: str, timeout: float, consistency: str) -> None:
        """``timeout`` is in seconds, for each call."""
        self.uri = uri
        self._timeout = timeout
        self._consistency = consistency
        with self._explained():
            self._client = _client(uri, timeout)
            self.version = str(self._client.get_server_version(timeout=timeout))
        match = re.search(r"(\d+)\.(\d+)", self.version)
        self.full_text = match is not None and (int(match[1]), int(match[2])) >= _FULL_TEXT

    # ---- collections

    def create(self, name: str, dimension: int) -> None:
        """Make an empty collection, loaded; one of that name is dropped first."""
        with self._explained():
            self._client.drop_collection(name, timeout=self._timeout)
            schema, indexes = self._layout(dimension)
            self._client.create_collection(
                name,
                schema=schema,
                index_params=indexes,
                consistency_level=self._consistency,
                timeout=self._timeout,
            )

    def _layout(self, dimension: int) -> tuple[Any, Any]:
        from pymilvus import DataType, Function, FunctionType

        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("key", DataType.VARCHAR, max_length=KEY_LENGTH, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        for name in ("document", "unit", "source"):
            schema.add_field(name, DataType.VARCHAR, max_length=DIGEST_LENGTH)
        tag = {"element_type": DataType.VARCHAR, "max_length": DIGEST_LENGTH, "max_capacity": TAGS}
        schema.add_field("tags", DataType.ARRAY, **tag)
        schema.add_field("date", DataType.INT64)
        schema.add_field("valid_until", DataType.INT64)
        indexes = self._client.prepare_index_params()
        graph = {"M": 16, "efConstruction": 200}
        indexes.add_index("vector", index_type="HNSW", metric_type="COSINE", params=graph)
        if self.full_text:
            analyzed = {"max_length": WORDS_LENGTH, "enable_analyzer": True, "analyzer_params": _CHINESE}
            schema.add_field("words", DataType.VARCHAR, **analyzed)
            schema.add_field("bm25", DataType.SPARSE_FLOAT_VECTOR)
            schema.add_function(Function("bm25_of_words", FunctionType.BM25, ["words"], ["bm25"]))
            indexes.add_index("bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
        return schema, indexes

    def collections(self) -> list[str]:
        """The names of all collections, aliases left out."""
        with self._explained():
            return [str(name) for name in self._client.list_collections(timeout=self._timeout)]

    def taken(self, name: str) -> bool:
        """Whether a collection or an alias has this name."""
        with self._explained():
            return bool(self._client.has_collection(name, timeout=self._timeout))

    def behind(self, alias: str) -> str:
        """The collection an alias points to; "" when there is no such alias."""
        with self._explained():
            for name in self._client.list_collections(timeout=self._timeout):
                answer = self._client.list_aliases(name, timeout=self._timeout)
                if alias in answer["aliases"]:
                    return str(name)
        return ""

    def point(self, alias: str, name: str) -> None:
        """Let an alias point to a collection, in one step where it pointed to another."""
        before = self.behind(alias)
        with self._explained():
            if not before:
                self._client.create_alias(name, alias, timeout=self._timeout)
            elif before != name:
                self._client.alter_alias(name, alias, timeout=self._timeout)

    def drop(self, name: str) -> None:
        """Remove a collection; nothing when there is none."""
        with self._explained():
            self._client.drop_collection(name, timeout=self._timeout)

    def load(self, name: str) -> None:
        """Make a collection searchable, as after a server's restart."""
        with self._explained():
            self._client.load_collection(name, timeout=self._timeout)

    # ---- rows

    def write(self, name: str, rows: Sequence[Row]) -> None:
        """Write rows; one that is there already stays one."""
        for at in range(0, len(rows), _WRITTEN):
            with self._explained():
                self._client.upsert(name, list(rows[at : at + _WRITTEN]), timeout=self._timeout)

    def delete(self, name: str, keys: Sequence[str]) -> None:
        """Delete rows by key; unknown ones are passed over."""
        for at in range(0, len(keys), _WRITTEN):
            with self._explained():
                self._client.delete(name, ids=list(keys[at : at + _WRITTEN]), timeout=self._timeout)

    def rows(self, name: str, keys: Sequence[str]) -> dict[str, Row]:
        """The rows of these keys, by key; a key without a row is left out."""
        rows: dict[str, Row] = {}
        for at in range(0, len(keys), _WRITTEN):
            with self._explained():
                asked = {"ids": list(keys[at : at + _WRITTEN]), "output_fields": self._fields()}
                for row in self._client.query(name, **asked, **self._how()):
                    rows[row["key"]] = dict(row)
        return rows

    def every_row(self, name: str) -> Iterator[Row]:
        """All rows of a collection, some thousand at most in memory."""
        with self._explained():
            pages = self._client.query_iterator(
                name, batch_size=1000, output_fields=self._fields(), **self._how()
            )
        try:
            while True:
                with self._explained():
                    page = pages.next()
                if not page:
                    return
                yield from (dict(row) for row in page)
        finally:
            pages.close()

    def nearest(self, name: str, vector: Vectors, n: int, where: str) -> list[tuple[str, float]]:
        """The keys of the ``n`` rows of highest cosine, best first."""
        params = {"ef": min(32_768, max(256, 2 * n))}  # neighbours kept in sight; the server's limit
        return self._search(name, "vector", vector.tolist(), n, where, params)

    def matching(self, name: str, words: str, n: int, where: str) -> list[tuple[str, float]]:
        """The keys of at most ``n`` rows by BM25, best first; the scores' sign differs between engines."""
        return self._search(name, "bm25", words, n, where, {})

    def _search(
        self, name: str, field: str, asked: Any, n: int, where: str, params: dict[str, Any]
    ) -> list[tuple[str, float]]:
        def search() -> Any:
            return self._client.search(
                name,
                [asked],
                anns_field=field,
                filter=where,
                limit=n,
                output_fields=["key"],
                search_params={"params": params},
                **self._how(),
            )

        with self._explained():
            from pymilvus import MilvusException

            try:
                (hits,) = search()
            except MilvusException as error:
                if error.code not in _NOT_LOADED:
                    raise
                self._client.load_collection(name, timeout=self._timeout)
                (hits,) = search()
        return [(str(hit["entity"]["key"]), float(hit["distance"])) for hit in hits]

    def _fields(self) -> list[str]:
        return [*_FIELDS, "words"] if self.full_text else _FIELDS

    def _how(self) -> dict[str, Any]:
        return {"timeout": self._timeout, "consistency_level": self._consistency}

    def close(self) -> None:
        """Hang up; safe to call twice."""
        self._client.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn pymilvus's errors into ones a user can act on."""
        exceptions = _exceptions()
        try:
            yield
        except exceptions as error:
            if getattr(error, "code", None) in _NOT_FOUND:
                raise StoreDamaged(
                    f"Milvus（{self.uri}）里的集合不见了（{_first_line(error)}）。原文都在记录库里，没有丢失；"
                    "请运行 python -m index build，会重新生成向量。"
                ) from error
            raise IndexFailure(
                f"Milvus（{self.uri}）没有完成请求（{_first_line(error)}），最多等 {self._timeout:g} 秒。"
                "请确认服务已启动、地址和端口正确；等待时间由 settings.toml 的 index.milvus_timeout_s 规定。"
            ) from error


def _client(uri: str, timeout: float) -> "MilvusClient":
    from pymilvus import MilvusClient

    # It writes a traceback for each refusal; what a user needs of it is in our own message.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return MilvusClient(uri, timeout=timeout, dedicated=True, grpc_options=_CHANNEL)


def _exceptions() -> tuple[type[Exception], ...]:
    try:
        import grpc
        from pymilvus import MilvusException
    except ModuleNotFoundError as error:
        raise IndexFailure(f"使用 Milvus 还缺少软件包 {error.name}。请先运行：{INSTALL}") from error
    return (MilvusException, grpc.RpcError, grpc.FutureTimeoutError)


def _first_line(error: Exception) -> str:
    words = str(getattr(error, "message", "") or error).strip().splitlines()
    return words[0][:300] if words else type(error).__name__
