import numpy as np
import pytest

from bench.stores.flat_limit import DIMENSION, clustered_vectors
from bench.stores.growth import NEAREST, built, nearest, recall, shared, size
from bench.stores.library import CHARS, Counting, add, adding, made_text, searches, told
from index.parse import parse_text
from index.settings import IndexSettings
from index.store.opening import open_store
from rag.search.retriever import Retriever
from rag.settings import Settings
from tests.support.storekit import FakeEmbedder
from training.corpora import fill

SENTENCES = [f"第{n}个小区有{n * 7}名网格员，负责{n}条街。" for n in range(400)]


def test_made_vectors_have_length_1_are_the_same_again_and_lie_around_centres():
    vectors = clustered_vectors(6_000, np.random.default_rng(7))
    assert vectors.shape == (6_000, DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    assert np.array_equal(vectors, clustered_vectors(6_000, np.random.default_rng(7)))
    cosines = vectors[:50] @ vectors.T
    cosines[np.arange(50), np.arange(50)] = 0
    # Three around each centre on average: the nearest usually shares it, 1 / (1 + 0.7²); most do not.
    assert np.median(cosines.max(axis=1)) == pytest.approx(1 / 1.49, abs=0.05)
    assert abs(np.median(cosines)) < 0.02


def test_the_exact_index_finds_what_numpy_finds_and_recall_counts_it():
    vectors = clustered_vectors(3_010, np.random.default_rng(3))
    stored, asked = vectors[:3_000], vectors[3_000:]
    flat, graph = built(stored, graph=False).index, built(stored, graph=True).index
    for query in asked:
        brute = np.argsort(-(stored @ query))[:NEAREST] + 1  # rows are counted from 1
        assert set(nearest(flat, query, 200)) == set(brute)
    assert recall(flat, flat, asked, 200) == 1
    shared_rows = np.mean([shared(nearest(flat, q, 200), nearest(graph, q, 200)) for q in asked])
    assert recall(flat, graph, asked, 200) == pytest.approx(shared_rows)
    assert shared([1, 2, 3, 4], [4, 9, 1]) == 0.5


def test_a_size_that_holds_fewer_than_are_asked_for_is_measured_whole():
    vectors = clustered_vectors(20, np.random.default_rng(3))
    row = size("made", vectors[:10], vectors[10:], 200)
    assert (row["passages"], row["recall@10"], row["recall@10, 10 asked"]) == (10, 1, 1)


def test_a_made_document_is_as_long_as_asked_and_like_no_other():
    texts = [made_text(number, SENTENCES) for number in range(3)]
    assert [len(text) for text in texts] == [CHARS] * 3
    assert [text.startswith(told(number)) for number, text in enumerate(texts)] == [True] * 3
    assert len(set(texts)) == 3
    assert texts[1] == made_text(1, SENTENCES)


def test_an_added_document_is_found_and_only_its_own_passages_are_embedded(tmp_path):
    folder, settings = tmp_path / "store", Settings(store=tmp_path / "store")
    stored = [parse_text("。\n".join(SENTENCES[n : n + 40]), f"{n}.txt") for n in range(0, 400, 40)]
    fill(folder, stored, FakeEmbedder(), IndexSettings()).close()
    embedder = Counting(FakeEmbedder())
    paths = [tmp_path / f"新{number}.txt" for number in range(2)]
    for number, path in enumerate(paths):
        path.write_text(made_text(number, SENTENCES), encoding="utf8")
    with open_store(folder, settings=settings.index) as reader:
        retriever = Retriever(reader, embedder, settings.retrieval)
        added = [add(path, retriever, reader, embedder, settings) for path in paths]
        names = {entry.name: entry.passages for entry in reader.documents()}
    assert [document.passages for document in added] == [names[path.name] for path in paths]
    assert [document.embedded for document in added] == [document.passages for document in added]
    assert all(0 < document.shown <= document.ended for document in added)
    rows = {row["figure"]: row for row in adding(added)}
    assert rows["passages embedded for them"]["value"] == sum(names[path.name] for path in paths)


def test_the_search_line_gives_milliseconds():
    median, late = searches([0.010, 0.020, 0.030], "before")
    assert (median["value"], median["unit"], median["aim"]) == (20, "ms", 60)
    assert late["value"] == pytest.approx(29)
