import sqlite3
import subprocess
import sys
import threading
from ast import literal_eval
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from index.errors import IndexFailure, StoreBusy, StoreDamaged, StoreMismatch, StoreMissing
from index.store.contract import Source, StoreStamp
from index.store.opening import open_store
from index.store.sqlite import schema
from index.verify.verify import problems
from tests.support.storekit import ALPHA, BETA, DIMENSION, GAMMA, STAMP, fake_vectors, hits, item


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "store"
    with open_store(folder, stamp=STAMP, writable=True) as store:
        store.add([item(*ALPHA), item(*BETA)])
    return folder


# ---- records


def test_records_come_back_as_they_went_in(folder):
    alpha, beta = item(*ALPHA), item(*BETA)
    with open_store(folder, stamp=STAMP) as store:
        for stored in (alpha, beta):
            assert store.document(stored.document.id) == stored.document
            assert store.document_name(stored.document.id) == stored.document.name
            assert store.cases(stored.document.id) == list(stored.cases)
            assert store.case(stored.document.id, 1) == stored.cases[0]
            assert store.passages_of(stored.document.id) == list(stored.passages)
            assert store.source(stored.document.id) == Source(stored.document, stored.blocks, stored.origin)
        wanted = [beta.passages[2], alpha.passages[0], beta.passages[2]]
        assert store.passages([p.id for p in wanted]) == wanted
        assert [(e.name, e.cases, e.passages) for e in store.documents()] == [
            ("乙.txt", 1, 3),
            ("甲.txt", 1, 2),
        ]
        assert store.stamp == STAMP


def test_texts_of_any_kind_come_back_whole(tmp_path):
    text = ("标题\x00零", "引号\"'%_；--", "😀👩‍👩‍👧é\u3000全角", "\ufeff\u200b零宽", "行\r")
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        stored = item("怪 名'\".txt", *text)
        store.add([stored])
        assert store.document(stored.document.id) == stored.document
        assert store.passages_of(stored.document.id) == list(stored.passages)
    assert problems(tmp_path) == []


def test_unknown_ids_raise(folder):
    with open_store(folder) as store:
        for ask in (
            lambda: store.document("x"),
            lambda: store.document_name("x"),
            lambda: store.case("x", 1),
            lambda: store.case(item(*ALPHA).document.id, 2),
            lambda: store.passages(["x:0-1"]),
            lambda: store.vectors(["x:0-1"]),
            lambda: store.source("x"),
        ):
            with pytest.raises(KeyError):
                ask()
        assert store.passages([]) == store.passages_of("x") == store.cases("x") == []
        assert store.vectors([]).shape == (0, DIMENSION)


def test_records_that_contradict_each_other_are_refused_and_nothing_is_stored(folder):
    gamma = item(*GAMMA)
    wrong = [
        replace(gamma, document=replace(gamma.document, id="0" * 16)),
        replace(gamma, passages=(replace(gamma.passages[0], text="别的。"), gamma.passages[1])),
        replace(gamma, passages=(replace(gamma.passages[0], id="x"), gamma.passages[1])),
        replace(gamma, vectors=gamma.vectors[:1]),
        replace(gamma, vectors=gamma.vectors[:, :4]),
        replace(gamma, vectors=gamma.vectors * 0),
        replace(gamma, vectors=gamma.vectors * np.nan),
    ]
    with open_store(folder, stamp=STAMP, writable=True) as store:
        before = hits(store), store.generation
        for bad in wrong:
            with pytest.raises(ValueError, match=r"丙\.txt"):
                store.add([item("丁.txt", "好的", "一句话。"), bad])
            assert (hits(store), store.generation) == before


# ---- adding, removing, generations


def test_adding_what_is_there_changes_nothing(folder):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        before = hits(store), store.generation
        assert store.add([item(*ALPHA)]) == before[1]
        assert store.apply(remove=["unknown"]) == before[1]
        assert (hits(store), store.generation) == before


def test_removing_removes_everywhere(folder):
    alpha = item(*ALPHA)
    with open_store(folder, stamp=STAMP, writable=True) as store:
        before = hits(store)
        store.add([item(*GAMMA)])
        assert store.remove(item(*GAMMA).document.id)
        assert not store.remove(item(*GAMMA).document.id)
        assert hits(store) == before
        store.remove(alpha.document.id)
        assert store.search_text("双拥联盟34家", 10) == []
        assert all(alpha.document.id not in i for i, _ in store.search_dense(alpha.vectors[0], 10))
        assert store.cases(alpha.document.id) == store.passages_of(alpha.document.id) == []
    with closing(sqlite3.connect(folder / schema.DATABASE)) as raw:
        for table, count in (("documents", 1), ("cases", 1), ("passages", 3), ("vectors", 3)):
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,)
        assert raw.execute("SELECT count(*) FROM vocabulary WHERE term = '双拥'").fetchone() == (0,)
    assert problems(folder) == []


def test_a_replacement_is_one_generation(folder):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        before = store.generation
        assert store.apply(add=[item(*GAMMA)], remove=[item(*ALPHA).document.id]) == before + 1
        assert [e.name for e in store.documents()] == ["丙.txt", "乙.txt"]


def test_renaming_keeps_everything_but_the_name(folder):
    alpha = item(*ALPHA)
    with open_store(folder, stamp=STAMP, writable=True) as store:
        store.rename(alpha.document.id, "新.txt", "docs:新.txt")
        assert store.document_name(alpha.document.id) == "新.txt"
        assert store.passages_of(alpha.document.id) == list(alpha.passages)
        with pytest.raises(KeyError):
            store.rename("x", "新.txt", "")
    assert problems(folder) == []


def test_reopening_gives_identical_hits(folder):
    seen = []
    for writable in (False, True, False):
        with open_store(folder, stamp=STAMP, writable=writable) as store:
            seen.append(hits(store))
    assert seen[0] == seen[1] == seen[2]


def test_the_order_of_adding_does_not_change_the_hits(folder, tmp_path):
    with open_store(tmp_path / "other", stamp=STAMP, writable=True) as store:
        store.add([item(*GAMMA)])
        store.add([item(*BETA)])
        store.add([item(*ALPHA)])
        store.remove(item(*GAMMA).document.id)
    with open_store(folder) as first, open_store(tmp_path / "other") as second:
        assert hits(first) == hits(second)


# ---- stamps


@pytest.mark.parametrize(
    ("stamp", "shown"),
    [
        (StoreStamp("other@2", DIMENSION, "test-1"), ("fake@1", "other@2")),
        (StoreStamp("fake@1", 384, "test-1"), ("8", "384")),
        (StoreStamp("fake@1", DIMENSION, "test-2"), ("test-1", "test-2")),
    ],
)
def test_another_stamp_is_refused_with_both_values_and_the_command(folder, stamp, shown):
    for writable in (False, True):
        with pytest.raises(StoreMismatch) as refused:
            open_store(folder, stamp=stamp, writable=writable)
        for part in (*shown, "python -m index build"):
            assert part in str(refused.value)


def test_another_format_is_refused(folder):
    with closing(sqlite3.connect(folder / schema.DATABASE)) as raw:
        raw.execute("UPDATE meta SET value = '0.9' WHERE key = 'format'")
        raw.commit()
    with pytest.raises(StoreMismatch, match=rf"0\.9.*{schema.FORMAT}.*python -m index build"):
        open_store(folder)


def test_restamping_keeps_the_texts_and_refuses_the_old_model(folder):
    new = StoreStamp("new@1", 4, "test-1")
    alpha, again = item(*ALPHA), item(*ALPHA, dimension=4)
    with open_store(folder, stamp=STAMP) as reader, open_store(folder, stamp=STAMP, writable=True) as writer:
        assert len(reader.search_dense(alpha.vectors[0], 10)) == 5
        writer.restamp(new)
        with pytest.raises(StoreMismatch, match="new@1"):
            reader.search_text("双拥", 10)
        assert sorted(writer.pending()) == sorted(i.document.id for i in (alpha, item(*BETA)))
        assert writer.source(alpha.document.id) == Source(alpha.document, alpha.blocks)
        writer.add([again])
        assert writer.pending() == [item(*BETA).document.id]
        assert [i for i, _ in writer.search_dense(again.vectors[1], 1)] == [again.passages[1].id]
        assert writer.stamp == new


def test_pending_documents_are_announced(folder, caplog):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        store.restamp(STAMP)
    with open_store(folder, stamp=STAMP) as store:
        assert len(store.pending()) == 2
    assert "2 篇文档暂时查不到" in caplog.text
    assert any("2 篇" in problem for problem in problems(folder))


# ---- opening


def test_a_missing_store_and_an_unknown_address(tmp_path):
    with pytest.raises(StoreMissing, match="python -m index build"):
        open_store(tmp_path / "none", stamp=STAMP)
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "none", writable=True)
    assert not (tmp_path / "none").exists()
    with pytest.raises(IndexFailure, match=r"milvus\+http://"):
        open_store("qdrant://127.0.0.1:6333/cases", stamp=STAMP)
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexFailure, match="--store"):
        open_store(tmp_path / "file", stamp=STAMP, writable=True)


def test_a_second_writer_is_refused_here_and_in_another_process(folder):
    code = "import sys; from index.store.opening import open_store; open_store(sys.argv[1], writable=True)"
    with open_store(folder, writable=True):
        with pytest.raises(StoreBusy, match="正在写"):
            open_store(folder, writable=True)
        other = subprocess.run(
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False
        )
        assert "StoreBusy" in other.stderr
    with open_store(folder, writable=True) as store:
        assert store.remove(item(*ALPHA).document.id)


def test_a_reader_cannot_write_and_a_closed_store_answers_nothing(folder):
    store = open_store(folder)
    with pytest.raises(ValueError, match="reading only"):
        store.add([item(*GAMMA)])
    store.close()
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.documents()


# ---- damage


def flip(data, position):
    data[position] ^= 0xFF


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.__setitem__(slice(None), b"not a database at all" * 500),
        lambda data: data.clear(),
        lambda data: data.__delitem__(slice(100, None)),
        lambda data: data.__delitem__(slice(len(data) // 2, None)),
        lambda data: data.__delitem__(slice(len(data) - 4096, None)),
        lambda data: flip(data, 5),
        lambda data: data.__setitem__(slice(100, 4000), bytes(3900)),
    ],
    ids=["text", "empty", "stump", "half", "last page", "magic", "first page"],
)
@pytest.mark.parametrize("writable", [False, True])
def test_a_damaged_database_is_named_and_nothing_deleted(folder, damage, writable):
    path = folder / schema.DATABASE
    data = bytearray(path.read_bytes())
    damage(data)
    path.write_bytes(data)
    files = {p.name for p in folder.iterdir()} | {schema.LOCK}
    with pytest.raises(StoreDamaged) as refused:
        open_store(folder, stamp=STAMP, writable=writable)
    assert str(path) in str(refused.value)
    assert "没有删除任何文件" in str(refused.value)
    assert path.read_bytes() == data
    assert files <= {p.name for p in folder.iterdir()} | {schema.LOCK}


def change(folder, statement, *values):
    with closing(sqlite3.connect(folder / schema.DATABASE)) as raw:
        raw.execute(statement, values)
        raw.commit()


def test_an_altered_text_is_never_shown(folder):
    alpha = item(*ALPHA)
    change(folder, "UPDATE documents SET text = replace(text, '34', '35')")
    with open_store(folder) as store, pytest.raises(StoreDamaged, match=r"甲\.txt"):
        store.document(alpha.document.id)


def test_bytes_that_are_no_text_are_damage(folder):
    change(folder, "UPDATE passages SET text = CAST(x'ff41' AS TEXT)")
    with open_store(folder) as store, pytest.raises(StoreDamaged):
        store.passages_of(item(*ALPHA).document.id)


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE documents SET text = replace(text, '34', '35')", "原文与入库时不同"),
        ("UPDATE passages SET text = replace(text, '34', '35')", "与原文对不上"),
        ("UPDATE passages SET start = start + 1", "与原文对不上"),
        ("UPDATE passages SET context = '别的标题'", "被改动过"),
        ("UPDATE cases SET unit = '别的单位'", "被改动过"),
        (
            "UPDATE vectors SET vector = CAST(zeroblob(8) || substr(vector, 9) AS BLOB) WHERE row = 1",
            "被改动过",
        ),
        ("DELETE FROM vectors WHERE row = 1", "向量与段落不一致"),
        ("INSERT INTO fulltext (rowid, context, text) VALUES (99, '', '多余')", "全文索引与段落不一致"),
        ("INSERT INTO fulltext (fulltext) VALUES ('delete-all')", "全文索引与段落不一致"),
        ("UPDATE meta SET value = 'x' WHERE key = 'corpus'", "文档清单"),
        ("UPDATE meta SET value = 1 WHERE key = 'generation'", "第 2 代，数据库是第 1 代"),
        ("INSERT INTO cases VALUES ('nobody', 1, '', '', 0, 0, 0, 0)", "不属于任何文档"),
    ],
)
def test_verify_names_what_is_wrong_and_how_to_mend_it(folder, statement, complaint):
    assert problems(folder) == []
    change(folder, statement)
    faults = problems(folder)
    assert any(complaint in problem for problem in faults)
    assert all("python -m index" in problem for problem in faults)


def test_verify_compares_the_words_of_the_full_text(folder):
    change(folder, "INSERT INTO fulltext (fulltext, rowid, context, text) VALUES ('delete', 1, '', '联盟')")
    change(folder, "INSERT INTO fulltext (rowid, context, text) VALUES (1, '', '联邦')")
    assert any("个词与段落文字不一致" in problem for problem in problems(folder))


# ---- readers beside a writer


def test_a_snapshot_keeps_its_generation(folder):
    alpha = item(*ALPHA)
    with open_store(folder, stamp=STAMP) as reader, open_store(folder, stamp=STAMP, writable=True) as writer:
        with reader.snapshot() as now:
            old = now.search_text("双拥联盟", 10), now.search_dense(alpha.vectors[0], 10)
            writer.apply(add=[item(*GAMMA)], remove=[alpha.document.id])
            assert (now.search_text("双拥联盟", 10), now.search_dense(alpha.vectors[0], 10)) == old
            assert now.document(alpha.document.id) == alpha.document
            assert reader.search_text("双拥联盟", 10) == []
            assert now.search_dense(alpha.vectors[0], 10) == old[1]
        assert {e.name for e in reader.documents()} == {"乙.txt", "丙.txt"}


def swap(store, times):
    """Alternates between two sets of documents; a reader must see one or the other whole."""
    for _ in range(times):
        store.apply(add=[item(*GAMMA)], remove=[item(*ALPHA).document.id])
        store.apply(add=[item(*ALPHA)], remove=[item(*GAMMA).document.id])


def states(folder):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        first = hits(store)
        store.apply(add=[item(*GAMMA)], remove=[item(*ALPHA).document.id])
        second = hits(store)
        store.apply(add=[item(*ALPHA)], remove=[item(*GAMMA).document.id])
        return first, second


def test_threads_searching_while_a_writer_writes_see_whole_generations(folder):
    allowed, seen, failures, done = states(folder), [], [], threading.Event()

    def search(store):
        try:
            while not done.is_set():
                seen.append(hits(store))
        except Exception as error:
            failures.append(error)

    with open_store(folder, stamp=STAMP) as reader:
        threads = [threading.Thread(target=search, args=(reader,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        with open_store(folder, stamp=STAMP, writable=True) as writer:
            swap(writer, 25)
        done.set()
        for thread in threads:
            thread.join()
        assert hits(reader) == allowed[0]
    assert failures == []
    assert all(state in allowed for state in seen)
    assert len(seen) > 10
    assert allowed[0] in seen


def test_processes_searching_while_a_writer_writes_see_whole_generations(folder):
    code = """
import sys
from index.store.opening import open_store
from tests.support.storekit import STAMP, hits
with open_store(sys.argv[1], stamp=STAMP) as store:
    print("ready", flush=True)
    seen = []
    while store.generation < int(sys.argv[2]):
        seen.append(hits(store))
    seen.append(hits(store))
    print(repr([s for n, s in enumerate(seen) if s not in seen[:n]]))
"""
    allowed = states(folder)
    with open_store(folder, stamp=STAMP, writable=True) as writer:
        last = writer.generation + 2 * 25
        readers = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(folder), str(last)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for reader in readers:
            assert reader.stdout.readline() == "ready\n"
        swap(writer, 25)
        for reader in readers:
            out, err = reader.communicate(timeout=120)
            assert reader.returncode == 0, err
            distinct = literal_eval(out)
            assert distinct
            assert all(state in allowed for state in distinct)
    assert problems(folder) == []


def test_a_second_thread_may_close_connections_it_did_not_open(folder):
    store = open_store(folder, stamp=STAMP)
    results = []
    thread = threading.Thread(target=lambda: results.append(store.search_dense(fake_vectors(["问"])[0], 3)))
    thread.start()
    thread.join()
    store.close()
    assert len(results[0]) == 3


class Emptied(list):
    """The pool of connections while another thread closes them too, each just before it is taken."""

    def __bool__(self):
        held = len(self) > 0
        for connection in self:
            connection.close()
        self.clear()
        return held


def test_closing_while_another_thread_closes_the_pool_too_is_no_error(tmp_path):
    store = open_store(tmp_path / "store", stamp=STAMP, writable=True)
    store._idle = Emptied(store._idle)
    store.close()
