"""What every PassageStore must do: plain functions, run on each engine by a test module of its own.

A test module gives a fixture ``engine`` with ``open(stamp=…, writable=…)``, which opens the store of this
test, and ``reworded``: whether BM25 scores may shift when other documents come and go (Milvus keeps its
statistics by segment, with deleted rows). It takes the tests in with
``from tests.support.store_contract import *``.
"""

import threading
from dataclasses import replace

import numpy as np
import pytest

from index.errors import StoreBusy, StoreMismatch, StoreMissing
from index.records import (
    EVERYTHING,
    Block,
    Carried,
    Case,
    Cell,
    Filter,
    Metadata,
    Passage,
    Proposition,
    Value,
)
from index.store.contract import Source, StoreStamp
from tests.support.storekit import ALPHA, BETA, DIMENSION, GAMMA, STAMP, fake_vectors, item

QUESTIONS = ("双拥联盟", "网格员", "红色航线")
NASTY = "甲\"局' or 1 == 1 \\"


def answers(store, k=10, *, scores=True):
    """What the store answers to a few questions; BM25's scores rounded, or left out."""
    with store.snapshot() as now:
        results = []
        for question in QUESTIONS:
            text = now.search_text(question, k)
            results.append([(i, round(s, 4)) if scores else i for i, s in text])
            results.append([(i, round(s, 5)) for i, s in now.search_dense(fake_vectors([question])[0], k)])
        return results, [(e.id, e.name, e.passages) for e in now.documents()]


def ids(hits):
    return [identity for identity, _ in hits]


def every(store, where=EVERYTHING):
    """The documents that a dense search finds anything of."""
    return {i.split(":")[0] for i in ids(store.search_dense(fake_vectors(["问"])[0], 1000, where))}


@pytest.fixture
def store(engine):
    """A store of two documents, open for writing."""
    with engine.open(stamp=STAMP, writable=True) as opened:
        opened.apply(add=[item(*ALPHA), item(*BETA)])
        yield opened


# ---- records


def test_records_come_back_as_they_went_in(store):
    assert store.stamp == STAMP
    for stored in (item(*ALPHA), item(*BETA)):
        document = stored.document
        assert store.document(document.id) == document
        assert store.document_name(document.id) == document.name
        assert store.cases(document.id) == list(stored.cases)
        assert store.case(document.id, 1) == stored.cases[0]
        assert store.passages_of(document.id) == list(stored.passages)
        assert store.source(document.id) == Source(document, stored.blocks, stored.origin)
    wanted = [item(*BETA).passages[2], item(*ALPHA).passages[0], item(*BETA).passages[2]]
    assert store.passages([p.id for p in wanted]) == wanted
    assert [(e.name, e.cases, e.passages) for e in store.documents()] == [("乙.txt", 1, 3), ("甲.txt", 1, 2)]


def test_texts_of_any_kind_come_back_whole(store):
    text = ("标题\x00零", "引号\"'%_；--", "😀👩‍👩‍👧é\u3000全角", "\ufeff\u200b零宽", "行\r")
    stored = item("怪 名'\".txt", *text, unit=NASTY)
    stored = replace(stored, passages=tuple(replace(p, page=7) for p in stored.passages))
    store.apply(add=[stored])
    assert store.document(stored.document.id) == stored.document
    assert store.passages_of(stored.document.id) == list(stored.passages)
    assert store.cases(stored.document.id) == list(stored.cases)


def test_unknown_ids_raise(store):
    for ask in (
        lambda: store.document("x"),
        lambda: store.document_name("x"),
        lambda: store.entry("x"),
        lambda: store.case("x", 1),
        lambda: store.case(item(*ALPHA).document.id, 2),
        lambda: store.passages(["x:0-1"]),
        lambda: store.vectors(["x:0-1"]),
        lambda: store.source("x"),
        lambda: store.rename("x", "新.txt", ""),
        lambda: store.describe("x", "题", Metadata()),
    ):
        with pytest.raises(KeyError):
            ask()
    assert store.passages([]) == store.passages_of("x") == store.cases("x") == store.versions("x") == []
    assert store.vectors([]).shape == (0, DIMENSION)


def test_records_that_contradict_each_other_are_refused_and_nothing_is_stored(store):
    gamma = item(*GAMMA)
    before = answers(store), store.generation
    for bad in (
        replace(gamma, document=replace(gamma.document, id="0" * 16)),
        replace(gamma, passages=(replace(gamma.passages[0], text="别的。"), gamma.passages[1])),
        replace(gamma, vectors=gamma.vectors[:, :4]),
        replace(gamma, vectors=gamma.vectors * 0),
    ):
        with pytest.raises(ValueError, match=r"丙\.txt"):
            store.apply(add=[item("丁.txt", "好的", "一句话。"), bad])
        assert (answers(store), store.generation) == before


# ---- searching


def many(count):
    """Documents of a few passages each; their vectors are as random as their texts."""
    return [
        item(f"{n}.txt", f"标题{n}", *(f"第{n}份第{p}段文字。" for p in range(n % 5 + 1)))
        for n in range(count)
    ]


def test_dense_search_equals_brute_force(store):
    items = many(60)
    store.apply(add=items)
    held = [*items, item(*ALPHA), item(*BETA)]
    known = [p.id for i in held for p in i.passages]
    vectors = np.concatenate([i.vectors for i in held]).astype(np.float64)
    for question in ("一", "二", "三"):
        query = fake_vectors([question])[0]
        cosines = dict(zip(known, vectors @ query.astype(np.float64), strict=True))
        hits = store.search_dense(query * 3, 25)  # a length of its own changes nothing
        best = sorted(cosines.values(), reverse=True)[:25]
        assert [s for _, s in hits] == pytest.approx(best, abs=1e-3)
        assert [cosines[i] for i in ids(hits)] == pytest.approx(best, abs=1e-3)
        assert store.vectors(ids(hits)) @ query == pytest.approx(best, abs=1e-3)


def test_a_vector_without_direction_or_of_another_shape_is_refused(store):
    for bad in (np.zeros(DIMENSION), np.full(DIMENSION, np.nan), np.ones(DIMENSION + 1)):
        with pytest.raises(ValueError, match="vector"):
            store.search_dense(bad.astype(np.float32), 3)


def test_ties_are_ordered_by_id(store):
    same = [item(f"{n}.txt", f"标题{n}", "同样的一段话。") for n in range(12)]
    store.apply(add=same)
    hits = store.search_dense(same[0].vectors[0], 5)
    assert ids(hits) == sorted(i.passages[0].id for i in same)[:5]
    assert [s for _, s in hits] == pytest.approx([1.0] * 5, abs=1e-3)


def test_full_text_finds_and_ranks(store):
    alpha, beta = item(*ALPHA), item(*BETA)
    hits = store.search_text("联盟已扩充至34家成员单位", 10)
    assert ids(hits)[0] == alpha.passages[0].id
    scores = [s for _, s in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(s > 0 for s in scores)
    assert ids(store.search_text("網格員", 10))[0] == beta.passages[0].id  # traditional characters
    assert ids(store.search_text("入格党员", 1)) == [beta.passages[2].id]
    for nothing in ("", "  ，。", "鱻鱻鱻", '"*'):
        assert store.search_text(nothing, 10) == []


def test_k_of_any_size(store):
    vector = fake_vectors(["问"])[0]
    assert store.search_dense(vector, 0) == store.search_text("双拥", 0) == []
    assert len(store.search_dense(vector, 1)) == 1
    assert len(store.search_dense(vector, 1000)) == 5
    assert len(store.search_text("双拥 网格", 1000)) == len(store.search_text("双拥 网格", 5))


# ---- filters


def described(name, unit, case_unit="", **metadata):
    """A document of one passage in a case, of ``case_unit``, and one passage outside every case."""
    plain = item(name, f"题{name}", "双拥工作第一段。", "双拥工作第二段。", unit=case_unit)
    outside = replace(plain.passages[1], case_order=None)
    return replace(plain, passages=(plain.passages[0], outside), metadata=Metadata(unit=unit, **metadata))


@pytest.fixture
def library(engine):
    """Documents that differ in every field a filter asks of, by their names."""
    items = {
        "plain": described("plain", ""),
        "old": described("old", "福州市教育局", date="2019-05-01", valid_until="2020-12-31", tags=("党建",)),
        "new": described(
            "new", "福州市财政局", "鼓楼区教育局", date="2023-12-20", source="福州日报", tags=("双拥", "党建")
        ),
        "nasty": described("nasty", NASTY, source=NASTY, tags=(NASTY,), date="2021-01-01"),
    }
    with engine.open(stamp=STAMP, writable=True) as opened:
        opened.apply(add=items.values())
        yield opened, items


FILTERS = [
    (Filter(), "plain plain old old new new nasty nasty"),
    (Filter(units=("教育局",)), "old old new"),
    (Filter(units=("财政局",)), "new"),
    (Filter(units=("财政局", "鼓楼区")), "new new"),
    (Filter(units=("没有这个单位",)), ""),
    (Filter(units=("%",)), ""),
    (Filter(sources=("福州日报",)), "new new"),
    (Filter(sources=("福州",)), ""),
    (Filter(tags=("双拥",)), "new new"),
    (Filter(tags=("双拥", "党建")), "old old new new"),
    (Filter(tags=("党",)), ""),
    (Filter(since="2021-01-01"), "new new nasty nasty"),
    (Filter(until="2021-01-01"), "old old nasty nasty"),
    (Filter(since="2020-01-01", until="2022-01-01"), "nasty nasty"),
    (Filter(valid_on="2020-12-31"), "plain plain old old new new nasty nasty"),
    (Filter(valid_on="2021-01-01"), "plain plain new new nasty nasty"),
    (Filter(tags=("党建",), units=("教育局",), since="2020-01-01"), "new"),
    (Filter(units=(NASTY,)), "nasty nasty"),
    (Filter(sources=(NASTY,)), "nasty nasty"),
    (Filter(tags=(NASTY,)), "nasty nasty"),
    (Filter(tags=("x\n\r\t\x01' or \"",)), ""),
]


def test_filters_of_every_field(library):
    store, items = library
    names = {i.document.id: name for name, i in items.items()}
    query = fake_vectors(["问"])[0]
    for where, expected in FILTERS:
        for hits in (store.search_dense(query, 100, where), store.search_text("双拥", 100, where)):
            assert sorted(names[i.split(":")[0]] for i in ids(hits)) == sorted(expected.split()), where


def test_a_filter_by_document(library):
    store, items = library
    wanted = tuple(items[name].document.id for name in ("old", "nasty"))
    assert every(store, Filter(documents=wanted)) == set(wanted)
    assert every(store, Filter(documents=("unknown",))) == set()
    assert every(store, Filter(documents=('" or id != "',))) == set()


def test_filtered_search_returns_the_best_of_what_is_allowed(library):
    store, items = library
    query = fake_vectors(["问"])[0]
    unfiltered = store.search_dense(query, 100)
    allowed = items["old"].document.id
    expected = [(i, s) for i, s in unfiltered if i.startswith(allowed)]
    ((passage_id, score),) = store.search_dense(query, 1, Filter(documents=(allowed,)))
    assert (passage_id, score) == (expected[0][0], pytest.approx(expected[0][1], abs=1e-5))


# ---- changes


def test_adding_what_is_there_changes_nothing(store):
    before = answers(store), store.generation
    assert store.apply(add=[item(*ALPHA), item(*ALPHA)]) == before[1]
    assert store.apply(remove=["unknown"]) == before[1]
    assert (answers(store), store.generation) == before


def test_removing_removes_everywhere(store, engine):
    alpha, gamma = item(*ALPHA), item(*GAMMA)
    before = answers(store, scores=not engine.reworded)
    store.apply(add=[gamma])
    assert store.apply(remove=[gamma.document.id, gamma.document.id]) == 4
    assert answers(store, scores=not engine.reworded) == before
    store.apply(remove=[alpha.document.id])
    assert store.search_text("双拥联盟34家", 10) == []
    assert every(store) == {item(*BETA).document.id}
    assert store.cases(alpha.document.id) == store.passages_of(alpha.document.id) == []
    with pytest.raises(KeyError):
        store.document(alpha.document.id)
    with pytest.raises(KeyError):
        store.passages([alpha.passages[0].id])


def test_the_order_of_adding_does_not_change_what_is_found(store, engine):
    before = answers(store, scores=False)
    store.apply(remove=[item(*ALPHA).document.id])
    store.apply(add=[item(*ALPHA)])
    assert answers(store, scores=False) == before


def test_a_replaced_version_is_cited_but_not_found(store):
    old, new = item(*ALPHA), item("甲.txt", "双拥联盟", "联盟已扩充至40家成员单位。")
    before = store.generation
    assert store.apply(add=[replace(new, replaces=old.document.id)]) == before + 1
    assert [e.id for e in store.documents()] == [item(*BETA).document.id, new.document.id]
    assert every(store) == {item(*BETA).document.id, new.document.id}
    assert all(i.startswith(new.document.id) for i in ids(store.search_text("双拥联盟", 10)))
    assert store.document(old.document.id) == old.document
    assert store.case(old.document.id, 1) == old.cases[0]
    assert store.entry(old.document.id).superseded_by == new.document.id
    assert [e.id for e in store.versions(new.document.id)] == [old.document.id]
    newest = item("甲.txt", "双拥联盟", "联盟已扩充至41家成员单位。")
    store.apply(add=[replace(newest, replaces=new.document.id)])
    assert [e.id for e in store.versions(newest.document.id)] == [new.document.id, old.document.id]
    store.apply(remove=[newest.document.id])
    for gone in (newest, new, old):
        with pytest.raises(KeyError):
            store.entry(gone.document.id)
    assert every(store) == {item(*BETA).document.id}


def test_an_old_version_can_come_back(store):
    old, new = item(*ALPHA), item("甲.txt", "双拥联盟", "联盟已扩充至40家成员单位。")
    store.apply(add=[replace(new, replaces=old.document.id)])
    store.apply(add=[replace(old, replaces=new.document.id)])
    assert every(store) == {old.document.id, item(*BETA).document.id}
    assert [e.id for e in store.versions(old.document.id)] == [new.document.id]
    assert store.entry(old.document.id).superseded_by == ""


def test_a_version_that_comes_back_leaves_its_history_in_one_line(store):
    """Versions follow one another: each is superseded by one, and supersedes at most one."""
    texts = ("联盟已扩充至40家成员单位。", "联盟已扩充至41家成员单位。")
    first, second, third = item(*ALPHA), *(item("甲.txt", "双拥联盟", text) for text in texts)
    store.apply(add=[replace(second, replaces=first.document.id)])
    store.apply(add=[replace(third, replaces=second.document.id)])
    store.apply(add=[replace(second, replaces=third.document.id)])
    older = [third.document.id, first.document.id]
    assert [e.id for e in store.versions(second.document.id)] == older
    assert [e.superseded_by for e in store.versions(second.document.id)] == [second.document.id, older[0]]
    assert store.document(first.document.id) == first.document
    store.apply(remove=[second.document.id])
    assert every(store) == {item(*BETA).document.id}
    with pytest.raises(KeyError):
        store.document(first.document.id)


def test_a_swap_is_one_generation(store):
    before = store.generation
    assert store.apply(add=[item(*GAMMA)], remove=[item(*ALPHA).document.id]) == before + 1
    assert [e.name for e in store.documents()] == ["丙.txt", "乙.txt"]


def test_renaming_keeps_everything_but_the_name(store):
    alpha = item(*ALPHA)
    store.rename(alpha.document.id, "新.txt", "docs:新.txt")
    assert store.document_name(alpha.document.id) == "新.txt"
    assert store.source(alpha.document.id).origin == "docs:新.txt"
    assert store.passages_of(alpha.document.id) == list(alpha.passages)


def test_describing_is_shown_and_filtered_by(store):
    alpha = item(*ALPHA).document.id
    known = Metadata("福州市双拥办", "2023-12-20", "福州日报", ("双拥", NASTY), "2025-01-01")
    before = store.generation
    assert store.describe(alpha, "新题目", known) == before + 1
    entry = store.entry(alpha)
    assert (entry.title, entry.metadata, entry.passages) == ("新题目", known, 2)
    assert store.document(alpha).title == "新题目"
    assert every(store, Filter(tags=(NASTY,), since="2023-12-01")) == {alpha}
    assert every(store, Filter(valid_on="2025-01-02")) == {item(*BETA).document.id}
    store.describe(alpha, "新题目", Metadata())
    assert every(store, Filter(tags=(NASTY,))) == set()


def test_describing_a_unit_counts_where_the_case_names_none(engine):
    bare = item("丁.txt", "题", "一段话。", unit="")
    with engine.open(stamp=STAMP, writable=True) as store:
        store.apply(add=[bare, item(*ALPHA)])
        store.describe(bare.document.id, "题", Metadata(unit="福州市某局"))
        store.describe(item(*ALPHA).document.id, "题", Metadata(unit="福州市某局"))
        assert every(store, Filter(units=("福州市",))) == {bare.document.id}


# ---- stamps


def test_another_stamp_is_refused_with_both_values_and_the_command(store, engine):
    store.close()
    for stamp, shown in (
        (StoreStamp("other@2", DIMENSION, "test-1"), ("fake@1", "other@2")),
        (StoreStamp("fake@1", 384, "test-1"), ("8", "384")),
        (StoreStamp("fake@1", DIMENSION, "test-2"), ("test-1", "test-2")),
    ):
        for writable in (False, True):
            with pytest.raises(StoreMismatch) as refused:
                engine.open(stamp=stamp, writable=writable)
            for part in (*shown, "python -m index build"):
                assert part in str(refused.value)


def test_restamping_keeps_the_texts_and_refuses_the_old_model(store, engine):
    new = StoreStamp("new@1", 4, "test-1")
    alpha, again = item(*ALPHA), item(*ALPHA, dimension=4)
    with engine.open(stamp=STAMP) as reader:
        assert len(reader.search_dense(alpha.vectors[0], 10)) == 5
        before = store.generation
        assert store.restamp(new) == before + 1
        with pytest.raises(StoreMismatch, match="new@1"):
            reader.search_text("双拥", 10)
    assert sorted(store.pending()) == sorted(i.document.id for i in (alpha, item(*BETA)))
    assert store.search_dense(again.vectors[0], 10) == store.search_text("双拥", 10) == []
    assert store.source(alpha.document.id) == Source(alpha.document, alpha.blocks)
    store.apply(add=[again])
    assert store.pending() == [item(*BETA).document.id]
    assert ids(store.search_dense(again.vectors[1], 1)) == [again.passages[1].id]
    assert store.stamp == new
    with engine.open(stamp=new) as reader:
        assert every_of(reader, 4) == {alpha.document.id}


def every_of(store, dimension):
    return {i.split(":")[0] for i in ids(store.search_dense(fake_vectors(["问"], dimension)[0], 100))}


def test_restamping_leaves_old_versions_cited_and_not_pending(store):
    old, new = item(*ALPHA), item("甲.txt", "双拥联盟", "联盟已扩充至40家成员单位。")
    store.apply(add=[replace(new, replaces=old.document.id)])
    store.restamp(replace(STAMP, splitter="test-2"))
    assert sorted(store.pending()) == sorted([new.document.id, item(*BETA).document.id])
    assert store.document(old.document.id) == old.document


def test_cases_corrected_by_hand_outlive_another_splitter(store):
    alpha = item(*ALPHA)
    store.apply(remove=[alpha.document.id])
    store.apply(add=[replace(alpha, by_hand=True)])
    store.restamp(replace(STAMP, splitter="test-2"))
    assert store.cases(alpha.document.id) == list(alpha.cases)
    assert store.cases(item(*BETA).document.id) == []


# ---- opening, readers and writers


def test_a_store_that_is_not_there(engine):
    with pytest.raises(StoreMissing, match="python -m index build"):
        engine.open(stamp=STAMP)
    with pytest.raises(StoreMissing):
        engine.open(writable=True)


def test_reopening_gives_identical_hits(store, engine):
    seen = [answers(store)]
    store.close()
    for writable in (False, True, False):
        with engine.open(stamp=STAMP, writable=writable) as opened:
            seen.append(answers(opened))
    assert all(reply == seen[0] for reply in seen)


def test_a_second_writer_is_refused(store, engine):
    with pytest.raises(StoreBusy, match="正在写"):
        engine.open(writable=True)
    store.close()
    with engine.open(writable=True) as opened:
        assert len(opened.documents()) == 2


def test_a_reader_cannot_write_and_a_closed_store_answers_nothing(store, engine):
    reader = engine.open()
    with pytest.raises(ValueError, match="reading only"):
        reader.apply(add=[item(*GAMMA)])
    reader.close()
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.documents()


def test_two_readers_see_each_commit(store, engine):
    gamma = item(*GAMMA)
    with engine.open(stamp=STAMP) as first, engine.open() as second:
        for change in ({"add": [gamma]}, {"remove": [gamma.document.id]}):
            generation = store.apply(**change)
            assert first.generation == second.generation == generation
            assert answers(first) == answers(second) == answers(store)


def test_a_snapshot_keeps_its_records(store, engine):
    alpha, gamma = item(*ALPHA), item(*GAMMA)
    with engine.open() as reader:
        with reader.snapshot() as now:
            generation, entries = now.generation, now.documents()
            store.apply(add=[gamma], remove=[alpha.document.id])
            assert (now.generation, now.documents()) == (generation, entries)
            assert now.document(alpha.document.id) == alpha.document
            assert now.passages([alpha.passages[0].id]) == [alpha.passages[0]]
            # What came later is not found; that what went is found still, not every engine promises.
            passage_ids = ids(now.search_dense(gamma.vectors[0], 100))
            assert not any(i.startswith(gamma.document.id) for i in passage_ids)
        assert {e.name for e in reader.documents()} == {"乙.txt", "丙.txt"}


def test_threads_never_see_half_a_document(store, engine):
    alpha, gamma = item(*ALPHA), item(*GAMMA)
    sizes = {i.document.id: len(i.passages) for i in (alpha, gamma, item(*BETA))}
    failures, done, looks = [], threading.Event(), []

    def look(reader):
        try:
            while not done.is_set():
                with reader.snapshot() as now:
                    known = {e.id for e in now.documents()}
                    passage_ids = ids(now.search_dense(fake_vectors(["问"])[0], 100))
                    assert {i.split(":")[0] for i in passage_ids} <= known
                    assert now.passages(passage_ids)
                    assert all(len(now.passages_of(i)) == sizes[i] for i in known)
                looks.append(known)
        except Exception as error:
            failures.append(error)

    with engine.open(stamp=STAMP) as reader:
        threads = [threading.Thread(target=look, args=(reader,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for _ in range(8):
            store.apply(add=[gamma], remove=[alpha.document.id])
            store.apply(add=[alpha], remove=[gamma.document.id])
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert looks


def test_records_are_what_they_say(store):
    """The records a store gives back are the records' own types, not rows."""
    alpha = item(*ALPHA).document.id
    assert type(store.passages_of(alpha)[0]) is Passage
    assert type(store.case(alpha, 1)) is Case
    assert type(store.entry(alpha).metadata) is Metadata
    assert type(store.entry(alpha).metadata.tags) is tuple


# ---- propositions


def test_propositions_come_back_as_they_went_in_in_reading_order(store):
    beta = item(*BETA)
    said = list(beta.propositions)
    assert len(said) == 4
    assert store.propositions_of(beta.document.id) == said
    assert store.propositions([said[3].id, said[0].id, said[3].id]) == [said[3], said[0], said[3]]
    assert store.propositions([]) == store.propositions_of("x") == []
    for unknown in (f"{beta.document.id}:0-1", f"{said[1].id}+1-2", "x", ""):
        with pytest.raises(KeyError):
            store.propositions([unknown])


def test_propositions_of_a_passage_are_those_that_reach_into_it(store):
    beta = item(*BETA)
    second = beta.passages[1]
    assert store.propositions_of(beta.document.id, second.start, second.end) == [beta.propositions[2]]
    assert store.propositions_of(beta.document.id, second.start) == list(beta.propositions[2:])
    assert store.propositions_of(beta.document.id, 0, second.start) == list(beta.propositions[:2])
    across = store.propositions_of(beta.document.id, second.start - 2, second.start + 1)
    assert across == list(beta.propositions[1:3])


def test_kinds_roles_and_values_of_propositions_come_back(engine):
    gamma = item(*GAMMA)
    start = gamma.passages[1].start
    leans = (Carried("caption", 0, 4), Carried("row", 5, 7), Carried("row", 7, 9))
    said = (
        Proposition(
            gamma.document.id,
            None,
            "cell",
            start,
            start + 4,
            leans,
            (Value(start + 2, start + 4, "at most"),),
        ),
        Proposition(gamma.document.id, 1, "item", start, start + 4, leans[:1]),
    )
    with engine.open(stamp=STAMP, writable=True) as opened:
        opened.apply(add=[replace(gamma, propositions=said)])
        assert opened.propositions_of(gamma.document.id) == list(said)
        assert opened.propositions([p.id for p in said]) == list(said)


def test_propositions_are_found_by_what_they_say_and_by_what_they_carry(store):
    alpha, beta = item(*ALPHA), item(*BETA)
    found = store.search_propositions("扩充至34家成员", 10)
    assert ids(found)[0] == alpha.propositions[1].id
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
    assert all(s > 0 for _, s in found)
    assert set(ids(store.search_propositions("網格治理", 10))) >= {p.id for p in beta.propositions[1:]}
    assert ids(store.search_propositions("入格党员", 1)) == [beta.propositions[3].id]
    for nothing in ("", "  ，。", "鱻鱻鱻", '"*'):
        assert store.search_propositions(nothing, 10) == []
    assert store.search_propositions("网格", 0) == []


def test_propositions_are_searched_where_a_filter_says(library):
    store, items = library
    names = {i.document.id: name for name, i in items.items()}
    for where in (Filter(units=("教育局",)), Filter(tags=("双拥",)), Filter(since="2021-01-01")):
        wanted = {i.split(":")[0] for i in ids(store.search_text("双拥", 100, where))}
        found = {i.split(":")[0] for i in ids(store.search_propositions("双拥工作", 100, where))}
        assert found == wanted, (where, [names[i] for i in found])


def test_propositions_of_a_removed_or_replaced_document_are_gone(store):
    alpha, beta = item(*ALPHA), item(*BETA)
    store.apply(remove=[alpha.document.id])
    assert store.propositions_of(alpha.document.id) == []
    assert store.search_propositions("双拥联盟", 10) == []
    with pytest.raises(KeyError):
        store.propositions([alpha.propositions[1].id])
    newer = item("乙.txt", "网格治理", "配备网格员3万名。")
    store.apply(add=[replace(newer, replaces=beta.document.id)])
    assert store.propositions_of(beta.document.id) == []
    found = ids(store.search_propositions("网格员 入格党员", 10))
    assert newer.propositions[1].id in found
    assert all(i.startswith(newer.document.id) for i in found)
    assert store.propositions_of(newer.document.id) == list(newer.propositions)


def test_restamping_drops_propositions(store):
    alpha = item(*ALPHA)
    store.restamp(replace(STAMP, splitter="test-2"))
    assert store.propositions_of(alpha.document.id) == []
    assert store.search_propositions("双拥联盟", 10) == []
    store.apply(add=[alpha])
    assert store.propositions_of(alpha.document.id) == list(alpha.propositions)
    assert ids(store.search_propositions("扩充至34家", 1)) == [alpha.propositions[1].id]


def test_propositions_outside_their_text_are_refused_and_nothing_is_stored(store):
    gamma = item(*GAMMA)
    end, good = len(gamma.document.text), gamma.propositions[1]
    for bad in (
        replace(good, end=end + 1),
        replace(good, start=good.end),
        replace(good, document_id="0" * 16),
        replace(good, carried=(Carried("path", -1, 3),)),
        replace(good, carried=(Carried("path", 3, 3),)),
        replace(good, values=(Value(good.start - 1, good.end),)),
    ):
        with pytest.raises(ValueError, match=r"丙\.txt"):
            store.apply(add=[replace(gamma, propositions=(bad,))])
        assert store.propositions_of(gamma.document.id) == []


def test_blocks_with_markers_tables_and_cells_come_back(store):
    gamma = item(*GAMMA)
    blocks = (
        Block(
            "row",
            0,
            9,
            table=2,
            cells=(Cell(0, 2, 0, ((1, 3), (4, 6)), label=True), Cell(5, 9, 3, group=True)),
        ),
        Block("item", 10, 12, level=2, page=3, marker=2),
    )
    store.apply(add=[replace(gamma, blocks=blocks)])
    assert store.source(gamma.document.id).blocks == blocks
