"""Embedding on several machines against embedding in one process, on a cluster of real processes."""

import signal
import sys

import numpy as np
import pytest
from distributed import LocalCluster

import index.__main__ as command
from index.embedding import cluster as module
from index.embedding.cluster import ClusterEmbedder, shards
from index.embedding.embedder import Embedder
from index.errors import IndexFailure, ModelUnavailable
from index.settings import IndexSettings
from index.store.opening import open_store
from tests.support.cluster import cluster
from tests.support.storekit import FakeEmbedder

TEXTS = [f"第{n}段：全市共有{n * 7}家单位参加，{'其中党员带头。' * (n % 9)}" for n in range(160)]


@pytest.fixture(scope="module")
def local():
    return Embedder(IndexSettings(precision="float32"))


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        started.add_worker()
        started.add_worker()
        yield started


def test_shards_follow_from_the_contents_alone():
    parts = shards(TEXTS)
    assert sorted(text for part in parts for text in part) == sorted(TEXTS)
    assert len(parts) == 2
    assert shards(TEXTS[::-1]) == parts
    assert shards([]) == []


@pytest.mark.slow
def test_the_cluster_gives_the_vectors_of_one_process(running, local):
    twice = [*TEXTS, TEXTS[3]]
    finished = []
    with ClusterEmbedder(running.address, local) as far:
        assert (far.fingerprint, far.dimension, far.workers) == (local.fingerprint, local.dimension, 2)
        vectors = far.encode_passages(twice, finished.append)
        again = far.encode_passages(twice[::-1])[::-1]
        assert far.encode_passages([]).shape == (0, local.dimension)
        assert far.encode_queries(["问"]) == pytest.approx(local.encode_queries(["问"]))
    alone = local.encode_passages(twice)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, alone, atol=2e-6)
    assert np.array_equal(vectors, again)
    assert np.array_equal(vectors[3], vectors[-1])
    assert sum(finished) == len(twice)
    # Shard by shard it is the same computation, so the same bits.
    for part in shards(TEXTS):
        assert np.array_equal(vectors[[TEXTS.index(text) for text in part]], local.encode_passages(part))


@pytest.mark.slow
def test_a_worker_that_dies_costs_nothing(running, local, monkeypatch):
    monkeypatch.setattr(module, "_SHARD", 16)  # ten shards, so that some are still to come
    first = running.workers[0]
    texts = [text + "后来。" for text in TEXTS]  # others than before: those are still remembered
    with ClusterEmbedder(running.address, local) as far:
        vectors = far.encode_passages(texts, lambda _count: first.kill())
    assert first.wait() == -signal.SIGKILL
    np.testing.assert_allclose(vectors, local.encode_passages(texts), atol=2e-6)


@pytest.mark.slow
def test_a_worker_with_another_model_is_refused(running, local):
    other = FakeEmbedder("fake@1")
    with (
        ClusterEmbedder(running.address, other) as far,
        pytest.raises(ModelUnavailable, match=f"{local.fingerprint}.*fake@1"),
    ):
        far.encode_passages(["一段话。"])


@pytest.fixture
def inside(shipped_embedder):
    """A cluster of one worker in this process, and the embedder it must agree with."""
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as started:
        yield started.scheduler_address, shipped_embedder


def test_a_cluster_in_this_process_gives_the_vectors_of_no_cluster(inside):
    address, local = inside
    texts = TEXTS[:8]
    with ClusterEmbedder(address, local) as far:
        np.testing.assert_allclose(far.encode_passages(texts), local.encode_passages(texts), atol=2e-6)
    with (
        ClusterEmbedder(address, FakeEmbedder("fake@1")) as far,
        pytest.raises(ModelUnavailable, match=f"{local.fingerprint}.*fake@1"),
    ):
        far.encode_passages(texts)


def test_no_worker_and_no_scheduler_are_said(tmp_path, local, monkeypatch):
    monkeypatch.setattr(module, "_WAIT", 1)
    with cluster(tmp_path) as started:
        address = started.address
        with ClusterEmbedder(address, local) as far, pytest.raises(IndexFailure, match="dask worker"):
            far.encode_passages(["一段话。"])
    with pytest.raises(IndexFailure, match="dask scheduler"):
        ClusterEmbedder(address, local)


@pytest.mark.slow
def test_the_command_builds_the_same_store_with_and_without_a_cluster(running, tmp_path, monkeypatch):
    monkeypatch.setenv("XHS_INDEX__PRECISION", "float32")
    stores = []
    for name, more in (("alone", []), ("far", ["--cluster", running.address])):
        assert command.main(["build", "--store", str(tmp_path / name), *more]) == 0
        with open_store(tmp_path / name) as store:
            passages = [p.id for e in store.documents() for p in store.passages_of(e.id)]
            stores.append((passages, store.stamp, store.vectors(passages)))
    (passages, stamp, alone), (others, other_stamp, far) = stores
    assert passages
    assert (passages, stamp) == (others, other_stamp)
    np.testing.assert_allclose(far, alone, atol=2e-3)  # stored as float16


def test_a_missing_package_is_named_with_its_command(local, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        IndexFailure,
        match=r"distributed.*pip install --no-deps --require-hashes -r requirements-cluster\.lock",
    ):
        ClusterEmbedder("tcp://127.0.0.1:1", local)
