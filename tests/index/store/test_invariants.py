"""Invariants 1 to 5 of DESIGN.md on the seed article, with the model that ships."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import StoreMismatch
from index.library.ingest import Ingestion, embedding_text, stamp_for
from index.library.sources import read_files, read_folder
from index.settings import IndexSettings
from index.store.opening import open_store
from index.verify.verify import problems

ROOT = Path(__file__).resolve().parents[3]
ARTICLE = "福州市机关党建新活实十佳案例.txt"
QUESTIONS = (
    "“党建+双拥”联盟有多少家成员单位？",
    "全市配备多少名专兼职网格员？",
    "闽江红色航线接待了多少批次？",
    "“138”工作机制是哪家单位的？",
    "“六个一”機制包括哪些？",
)


@pytest.fixture
def embedder(shipped_embedder):
    return shipped_embedder


@pytest.fixture
def built(shipped_store):
    return shipped_store


@pytest.fixture
def store_folder(built, tmp_path):
    return Path(shutil.copytree(built, tmp_path / "store"))


def ingest(folder, embedder, sources):
    settings = IndexSettings()
    with open_store(folder, stamp=stamp_for(embedder, settings), writable=True) as store:
        return Ingestion(store, embedder, settings, lambda done, total: None).run(sources)


def answers(store, embedder):
    vectors = embedder.encode_queries(QUESTIONS)
    with store.snapshot() as now:
        return [
            (now.search_dense(vector, 20), now.search_text(question, 20))
            for vector, question in zip(vectors, QUESTIONS, strict=True)
        ]


def article(store):
    (entry,) = [e for e in store.documents() if e.name == ARTICLE]
    return store.document(entry.id)


def test_1_every_passage_is_the_text_at_its_offsets(built):
    published = (ROOT / "docs" / ARTICLE).read_bytes().decode("utf-8-sig")
    with open_store(built) as store:
        document = article(store)
        assert document.text == published
        passages = store.passages_of(document.id)
        assert len(passages) >= 10
        for passage in passages:
            assert published[passage.start : passage.end] == passage.text
        for case in store.cases(document.id):
            assert published[case.heading_start : case.heading_end].endswith(case.title)
        assert [c.order for c in store.cases(document.id)] == list(range(1, 11))


def test_2_ids_are_stable_across_rebuilds(built, tmp_path, embedder):
    ingest(tmp_path, embedder, read_folder(ROOT / "docs"))
    with open_store(built) as first, open_store(tmp_path) as second:
        ids = [[p.id for p in store.passages_of(article(store).id)] for store in (first, second)]
        assert ids[0] == ids[1]
        document = article(first)
        assert ids[0] == [f"{document.id}:{p.start}-{p.end}" for p in first.passages_of(document.id)]


def test_3_dense_search_equals_brute_force(built, embedder):
    with open_store(built) as store:
        passages = store.passages_of(article(store).id)
        texts = [embedding_text(p) for p in passages]
        assert embedder.encode_passages(texts) == pytest.approx(
            store.vectors([p.id for p in passages]), abs=2e-3
        )
        stored = store.vectors([p.id for p in passages]).astype(np.float64)
        for query, (dense, _) in zip(
            embedder.encode_queries(QUESTIONS), answers(store, embedder), strict=True
        ):
            cosines = stored @ query.astype(np.float64)
            order = np.argsort(-cosines, kind="stable")[:20]
            assert [i for i, _ in dense] == [passages[n].id for n in order]
            assert [s for _, s in dense] == pytest.approx(cosines[order].tolist(), abs=1e-6)


def test_4_identical_hits_after_reopen_rebuild_add_and_remove(store_folder, tmp_path, embedder):
    other = tmp_path / "别的.txt"
    other.write_text(
        "网格员培训通知\n\n全市配备网格员参加培训，双拥联盟成员单位派员参加。\n", encoding="utf-8"
    )
    with open_store(store_folder) as store:
        before = answers(store, embedder)
        known = {e.id for e in store.documents()}
    assert all(text for _, text in before)
    ingest(store_folder, embedder, read_folder(ROOT / "docs"))
    assert ingest(store_folder, embedder, read_files([other])).added == ["别的.txt"]
    with open_store(store_folder) as store:
        (new,) = [e.id for e in store.documents() if e.id not in known]
        during = answers(store, embedder)
        assert any(i.startswith(new) for dense, text in during for i, _ in dense + text)
    with open_store(store_folder, writable=True) as store:
        store.apply(remove=[new])
        assert answers(store, embedder) == before
    (store_folder / "vectors.faiss").unlink()
    with open_store(store_folder) as store:
        assert answers(store, embedder) == before
        assert store.passages_of(new) == []
    assert problems(store_folder) == []


def test_5_another_model_dimension_or_splitter_is_refused(built, embedder):
    stamp = stamp_for(embedder, IndexSettings())
    with open_store(built, stamp=stamp) as store:
        assert store.stamp == stamp
    changes = {
        "model": ("case-reader@other", stamp.model),
        "dimension": (768, str(stamp.dimension)),
        "splitter": ("0/240/1", stamp.splitter),
    }
    for field, (value, current) in changes.items():
        with pytest.raises(StoreMismatch) as refused:
            open_store(built, stamp=replace(stamp, **{field: value}))
        assert str(value) in str(refused.value)
        assert current in str(refused.value)
        assert "python -m index build" in str(refused.value)


def test_the_command_builds_and_verifies_the_seed_article(tmp_path):
    environment = {**os.environ, "XHS_STORE": str(tmp_path / "store")}
    for arguments, said in ((["build"], f"新入库：《{ARTICLE}》"), (["verify"], "完好")):
        done = subprocess.run(
            [sys.executable, "-m", "index", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert said in done.stderr
        assert done.stdout == ""
