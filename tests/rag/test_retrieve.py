import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.opening import open_store
from rag.search.retriever import Retriever, fuse
from rag.settings import RetrievalSettings
from tests.support.storekit import ALPHA, BETA, DIMENSION, GAMMA, STAMP, fake_vectors, item


class ScriptedEmbedder:
    """Answers every question with the vector of one passage's text."""

    fingerprint, dimension = STAMP.model, DIMENSION

    def __init__(self, aim):
        self.aim, self.asked = aim, []

    def encode_queries(self, texts):
        self.asked += texts
        return fake_vectors([self.aim] * len(texts))


def test_fuse_by_hand():
    # a: 0.75·0.8/0.8; b: 0.75·0.4/0.8 + 0.25·10/10; c: 0.25·5/10
    fused = fuse([("a", 0.8), ("b", 0.4)], [("b", 10.0), ("c", 5.0)], 0.75)
    assert [i for i, _ in fused] == ["a", "b", "c"]
    assert [s for _, s in fused] == pytest.approx([0.75, 0.625, 0.125])


def test_full_text_can_turn_the_order():
    fused = fuse([("a", 0.8), ("b", 0.4)], [("b", 10.0), ("c", 5.0)], 0.25)
    assert [i for i, _ in fused] == ["b", "c", "a"]
    assert [s for _, s in fused] == pytest.approx([0.875, 0.375, 0.25])


def test_ties_are_ordered_by_id():
    assert fuse([("b", 0.5), ("a", 0.5)], [], 0.5) == [("a", 0.5), ("b", 0.5)]
    assert fuse([("b", 1.0)], [("a", 7.0)], 0.5) == [("a", 0.5), ("b", 0.5)]


def test_a_side_without_results_counts_nothing():
    assert fuse([], [], 0.5) == []
    assert fuse([("a", 0.4), ("b", 0.2)], [], 0.5) == [("a", 0.5), ("b", 0.25)]
    assert fuse([], [("a", 3.0)], 0.25) == [("a", 0.75)]


def test_negative_cosines_count_0():
    assert fuse([("a", -0.2), ("b", -0.1)], [("b", 2.0)], 0.5) == [("b", 0.5), ("a", 0.0)]
    assert fuse([("a", 0.5), ("b", -0.5)], [], 1.0) == [("a", 1.0), ("b", 0.0)]


RANKED = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 50), max_size=6).map(
    lambda scores: sorted(scores.items(), key=lambda pair: -pair[1])
)


@given(RANKED, RANKED, st.floats(0, 1))
def test_fused_scores_lie_in_0_to_1_and_every_candidate_appears_once(dense, text, weight):
    fused = fuse(dense, text, weight)
    assert {i for i, _ in fused} == {i for i, _ in dense} | {i for i, _ in text}
    assert len(fused) == len({i for i, _ in fused})
    scores = [s for _, s in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 + 1e-9 for s in scores)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path, stamp=STAMP, writable=True) as opened:
        opened.apply(add=[item(*lines) for lines in (ALPHA, BETA, GAMMA)])
        yield opened


def test_both_sides_point_at_one_passage(store):
    embedder = ScriptedEmbedder(BETA[2])
    hits = Retriever(store, embedder, RetrievalSettings()).search("专兼职网格员", 3)
    assert embedder.asked == ["专兼职网格员"]
    assert (hits[0].passage.text, hits[0].document) == (BETA[2], "乙.txt")
    assert hits[0].case.title == "网格治理"
    assert hits[0].score == pytest.approx(1.0)
    assert [h.rank for h in hits] == [1, 2, 3]
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_weights_decide_between_the_sides(store):
    embedder = ScriptedEmbedder(GAMMA[3])
    by_meaning = Retriever(store, embedder, RetrievalSettings(dense_weight=1)).search("小区网格", 1)
    by_words = Retriever(store, embedder, RetrievalSettings(dense_weight=0)).search("小区网格", 1)
    assert [h.passage.text for h in by_meaning + by_words] == [GAMMA[3], BETA[3]]


def test_scores_equal_the_sum_worked_out_from_the_stores_answers(store):
    hits = Retriever(store, ScriptedEmbedder(ALPHA[2]), RetrievalSettings(dense_weight=0.3)).search("网格", 7)
    passages = [p for e in store.documents() for p in store.passages_of(e.id)]
    cosines = fake_vectors([p.text for p in passages]) @ fake_vectors([ALPHA[2]])[0]
    words = dict(store.search_text("网格", 50))
    for hit in hits:
        (at,) = [n for n, p in enumerate(passages) if p.id == hit.passage.id]
        dense = max(float(cosines[at]), 0.0) / float(np.max(cosines))
        text = words.get(hit.passage.id, 0.0) / max(words.values())
        assert hit.score == pytest.approx(0.3 * dense + 0.7 * text, abs=2e-3)


def test_fewer_hits_than_asked_for_when_the_store_holds_fewer(store):
    retriever = Retriever(store, ScriptedEmbedder(BETA[2]), RetrievalSettings())
    assert len(retriever.search("网格", 1000)) == 7
    assert len(retriever.search("网格", 2)) == 2


def test_a_removed_document_never_comes_back(store):
    retriever = Retriever(store, ScriptedEmbedder(BETA[2]), RetrievalSettings())
    gone = retriever.search("网格员", 1)[0].passage.document_id
    store.apply(remove=[gone])
    hits = retriever.search("网格员", 1000)
    assert {h.document for h in hits} == {"甲.txt", "丙.txt"}
    assert gone not in {h.passage.document_id for h in hits}


def test_an_empty_store_gives_no_hits(tmp_path):
    with open_store(tmp_path / "空", stamp=STAMP, writable=True) as empty:
        assert Retriever(empty, ScriptedEmbedder("网格"), RetrievalSettings()).search("网格", 5) == []
