import hashlib
import json
import logging

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Filter
from index.settings import IndexSettings
from index.store.opening import open_store
from index.store.vectors import FILE, Unusable, VectorIndex, load, unit
from tests.support.storekit import ALPHA, BETA, DIMENSION, GAMMA, STAMP, fake_vectors, hits, item


def brute_force(store, items, query, k):
    """Cosine by definition, in float64, on what the store holds as float16."""
    ids = [p.id for i in items for p in i.passages]
    vectors = np.concatenate([i.vectors for i in items])
    # Of length 1 before it is rounded: a last bit more or less would round to another float16.
    stored = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16).astype(np.float64)
    cosines = stored @ query / np.linalg.norm(stored, axis=1) / np.linalg.norm(query)
    order = sorted(range(len(ids)), key=lambda n: (-cosines[n], ids[n]))[:k]
    return [(ids[n], cosines[n]) for n in order]


def assert_same(actual, expected):
    assert [i for i, _ in actual] == [i for i, _ in expected]
    assert [s for _, s in actual] == pytest.approx([s for _, s in expected], abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 60), k=st.integers(0, 70))
def test_dense_search_equals_brute_force(tmp_path_factory, seed, count, k):
    items = [item("甲.txt", "标题", *(f"第{seed}之{n}句。" for n in range(count)))]
    query = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32) * 3
    with open_store(tmp_path_factory.mktemp("store"), stamp=STAMP, writable=True) as store:
        store.add(items)
        assert_same(store.search_dense(query, k), brute_force(store, items, query, k))


def test_ties_are_ordered_by_passage_id_however_many_there_are(tmp_path):
    items = [item(f"{n}.txt", f"标题{n}", "同样的一句话。") for n in range(200)]
    ids = sorted(i.passages[0].id for i in items)
    query = fake_vectors(["同样的一句话。"])[0]
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        store.add([*items, item("别.txt", "标题", "另一句。")])
        for k in (1, 7, 100, 200):
            assert [i for i, _ in store.search_dense(query, k)] == ids[:k]


def test_empty_store_and_counts_out_of_range(tmp_path):
    query = fake_vectors(["问"])[0]
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        assert store.search_dense(query, 5) == []
        assert store.search_text("问题", 5) == []
        store.add([item(*ALPHA)])
        assert store.search_dense(query, 0) == []
        assert store.search_dense(query, -1) == []
        assert len(store.search_dense(query, 1000)) == 2


@pytest.mark.parametrize(
    "query",
    [np.zeros(DIMENSION), np.ones(DIMENSION + 1), np.full(DIMENSION, np.nan), np.full(DIMENSION, np.inf)],
)
def test_a_vector_without_a_direction_is_refused(tmp_path, query):
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        store.add([item(*ALPHA)])
        with pytest.raises(ValueError, match="vector"):
            store.search_dense(query.astype(np.float32), 3)


def test_stored_vectors_are_unit_and_within_half_precision(tmp_path):
    stored = item(*BETA)
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        store.add([stored])
        back = store.vectors([p.id for p in stored.passages])
    assert back.dtype == np.float32
    assert np.linalg.norm(back, axis=1) == pytest.approx(np.ones(3), abs=1e-6)
    assert back == pytest.approx(stored.vectors, abs=1e-3)


def test_unit_worked_by_hand():
    assert unit(np.array([[3, 4]], dtype=np.float16).tobytes(), 2).tolist() == [
        [np.float32(0.6), np.float32(0.8)]
    ]


@pytest.fixture
def built(tmp_path):
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        store.add([item(*ALPHA), item(*BETA), item(*GAMMA)])
        expected = hits(store)
    return tmp_path, expected


def damage(path, how):
    data = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
        return
    if how == "empty":
        data.clear()
    elif how == "truncated":
        del data[len(data) // 2 :]
    elif how == "longer":
        data.append(0)
    else:
        data[how] ^= 0x01
    path.write_bytes(data)


@pytest.mark.parametrize(
    "how", ["missing", "empty", "truncated", "longer", 0, 7, 8, 39, 40, 60, 130, -30, -1]
)
def test_a_damaged_vector_file_is_noticed_and_rebuilt(built, how, caplog):
    folder, expected = built
    sound = (folder / FILE).read_bytes()
    damage(folder / FILE, how)
    with caplog.at_level(logging.WARNING), open_store(folder, stamp=STAMP) as store:
        assert hits(store) == expected
    assert "正从数据库重建" in caplog.text
    assert (folder / FILE).read_bytes() == sound
    caplog.clear()
    with open_store(folder, stamp=STAMP) as store:
        assert hits(store) == expected
    assert caplog.text == ""


def test_every_single_flipped_byte_is_noticed(built):
    folder, _ = built
    sound = (folder / FILE).read_bytes()
    with open_store(folder) as store, store.snapshot() as now:
        name, generation = now.meta["store"], now.generation
    load(folder, name, generation, DIMENSION)
    for position in range(len(sound)):
        damage(folder / FILE, position)
        with pytest.raises(Unusable):
            load(folder, name, generation, DIMENSION)
        (folder / FILE).write_bytes(sound)


def test_an_older_file_is_brought_up_to_date_and_another_stores_is_not_used(built, tmp_path_factory, caplog):
    folder, _ = built
    old = (folder / FILE).read_bytes()
    with open_store(folder, stamp=STAMP, writable=True) as store:
        store.remove(item(*ALPHA).document.id)
        expected = hits(store)
    other = tmp_path_factory.mktemp("other")
    with open_store(other, stamp=STAMP, writable=True) as store:
        store.add([item(*GAMMA)])
        store.add([item(*BETA)])
    for data, said in ((old, False), ((other / FILE).read_bytes(), True)):
        (folder / FILE).write_bytes(data)
        caplog.clear()
        with open_store(folder, stamp=STAMP) as store:
            assert hits(store) == expected
        assert ("属于另一个索引" in caplog.text) == said


def test_a_folder_that_cannot_be_written_still_answers(built, monkeypatch, caplog):
    folder, expected = built
    (folder / FILE).unlink()

    def refuse(self, folder, store):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(VectorIndex, "save", refuse)
    with open_store(folder, stamp=STAMP) as store:
        assert hits(store) == expected
    assert "没有写成" in caplog.text
    assert not (folder / FILE).exists()


def test_beyond_the_limit_the_graph_finds_the_same_neighbours(tmp_path):
    limit = IndexSettings(flat_limit=50)
    items = [item("甲.txt", "标题", *(f"第{n}句。" for n in range(400)))]
    with open_store(tmp_path, stamp=STAMP, writable=True, settings=limit) as store:
        store.add(items)
    assert b"IHNf" in (tmp_path / FILE).read_bytes()
    with open_store(tmp_path, stamp=STAMP, settings=limit) as store:
        for question in ("甲", "乙", "丙"):
            query = fake_vectors([question])[0]
            assert_same(store.search_dense(query, 10), brute_force(store, items, query, 10))
            assert len(store.search_dense(query, 400)) >= 390
    # A reader without a sound graph answers exactly, and leaves building one to a writer.
    (tmp_path / FILE).write_bytes(b"")
    with open_store(tmp_path, stamp=STAMP, settings=limit) as store:
        assert_same(store.search_dense(query, 400), brute_force(store, items, query, 400))
    assert (tmp_path / FILE).read_bytes() == b""


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 7)), min_size=1, max_size=12),
    graph=st.booleans(),
)
def test_a_base_brought_up_to_date_finds_what_a_new_one_finds(tmp_path_factory, steps, graph):
    folder = tmp_path_factory.mktemp("store")
    limit = IndexSettings(flat_limit=1 if graph else 1000)
    texts = [item(f"{n}.txt", f"标题{n}", *(f"第{n}篇第{p}句。" for p in range(n + 1))) for n in range(8)]
    with open_store(folder, stamp=STAMP, writable=True, settings=limit) as store:
        store.add(texts[:4])  # the file holds these
    held = {i.document.id: i for i in texts[:4]}
    query = fake_vectors(["问"])[0]
    with (
        open_store(folder, stamp=STAMP, settings=limit) as reader,
        open_store(folder, stamp=STAMP, writable=True, settings=limit) as writer,
    ):
        for adding, number in steps:
            chosen = texts[number]
            if adding:
                writer.add([chosen])
                held[chosen.document.id] = chosen
            else:
                writer.remove(chosen.document.id)
                held.pop(chosen.document.id, None)
            expected = brute_force(writer, held.values(), query, 12) if held else []
            assert_same(reader.search_dense(query, 12), expected)
    data = (folder / FILE).read_bytes()
    with open_store(folder, stamp=STAMP, settings=limit) as store:
        assert_same(store.search_dense(query, 12), expected)
        for kept in list(held.values())[:2]:
            only = Filter(documents=(kept.document.id,))
            assert_same(store.search_dense(query, 12, only), brute_force(store, [kept], query, 12))
    assert (folder / FILE).read_bytes() == data


def test_a_drifted_file_is_written_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("index.store.vectors._SMALL", 3)
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        store.add([item(*ALPHA)])
    first = (tmp_path / FILE).read_bytes()
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        store.add([item(*BETA)])  # 3 passages more
    assert (tmp_path / FILE).read_bytes() == first
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        store.add([item(*GAMMA)])
        expected = hits(store)
    assert (tmp_path / FILE).read_bytes() != first
    with open_store(tmp_path, stamp=STAMP) as store:
        assert hits(store) == expected


@pytest.mark.parametrize(
    "header",
    [
        {"count": 120_000_000_000},
        {"count": -1},
        {"count": "2"},
        {"count": 1},
        {"generation": None},
        [],
    ],
    ids=str,
)
def test_a_header_that_claims_what_is_not_there_is_refused_though_its_checksum_holds(tmp_path, header):
    """Anybody can write a checksum: it tells of damage, not of who wrote the file."""
    matrix = unit(fake_vectors(["甲", "乙"]).astype(np.float16).tobytes(), DIMENSION)
    VectorIndex.build(np.arange(2), matrix, 1, graph=False).save(tmp_path, "s")
    assert len(load(tmp_path, "s", 1, DIMENSION).stored()) == 2
    data = (tmp_path / FILE).read_bytes()
    start = data.index(b"{")
    true, rest = data[start:].split(b"\n", 1)
    said = json.loads(true) | header if isinstance(header, dict) else header
    body = json.dumps(said).encode() + b"\n" + rest
    digest = hashlib.sha256(body).digest()
    (tmp_path / FILE).write_bytes(data[: start - 32] + digest + body)
    with pytest.raises(Unusable):
        load(tmp_path, "s", 1, DIMENSION)
