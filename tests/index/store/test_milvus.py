"""What is Milvus's own: the loopback, kills between its two halves, restarts, aliases, damage, errors."""

import logging
import os
import socket
import sys
from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import create_engine, text

from index.errors import IndexFailure, StoreBusy, StoreDamaged, StoreMissing
from index.records import Filter, Metadata
from index.settings import IndexSettings
from index.store.contract import StoreStamp
from index.store.milvus.deletions import Doomed
from index.store.milvus.rows import expression, key_of, row_of, words
from index.store.milvus.server import Server
from index.store.milvus.store import parsed
from index.store.milvus.writing import Writing
from index.store.opening import open_store
from index.verify.verify import problems
from tests.support.milvus_servers import Lite, free_port, listening, lite
from tests.support.store_contract import answers
from tests.support.storekit import ALPHA, BETA, GAMMA, STAMP, fake_vectors, item

# 127.0.0.1 as the kernel writes it, and as it writes it for a socket of both families.
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F"}
ALPHA_ID, GAMMA_ID = item(*ALPHA).document.id, item(*GAMMA).document.id


class Place:
    """One store: its address and the settings that say where its records are."""

    def __init__(self, server, folder):
        self.server = server
        self.name = f"t{uuid4().hex[:8]}"
        self.address = server.address(self.name)
        self.records = folder / "records.db"
        self.settings = IndexSettings(records=f"sqlite:///{self.records}", milvus_timeout_s=20)

    def open(self, *, stamp=STAMP, writable=False):
        return open_store(self.address, stamp=stamp, writable=writable, settings=self.settings)

    def problems(self):
        return problems(self.address, self.settings)

    def change(self, statement):
        engine = create_engine(self.settings.records)
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def state(self):
        """All that a reader sees."""
        with self.open(stamp=None) as store:
            return answers(store, scores=False), store.stamp, store.pending(), store.generation


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with lite(tmp_path_factory.mktemp("milvus")) as running:
        yield running


@pytest.fixture
def place(server, tmp_path):
    new = Place(server, tmp_path)
    with new.open(writable=True) as store:
        store.apply(add=[item(*ALPHA), item(*BETA)])
    return new


@pytest.fixture
def raw(server):
    """The server itself, behind the store's back."""
    opened = Server(server.uri, 20, "Strong")
    yield opened
    opened.close()


# ---- the server of the tests


def test_the_server_listens_on_loopback_only(server):
    addresses = listening(server.process.pid)
    assert addresses
    assert {address.split(":")[0] for address in addresses} <= LOOPBACK
    assert {int(address.split(":")[1], 16) for address in addresses} == {server.port}


def test_a_listener_elsewhere_would_be_seen():
    with socket.create_server(("127.0.0.2", 0)):
        assert "0200007F" in {address.split(":")[0] for address in listening(os.getpid())}


# ---- addresses and settings


@pytest.mark.parametrize(
    ("address", "uri", "name"),
    [
        ("milvus+http://127.0.0.1:19530/cases", "http://127.0.0.1:19530", "cases"),
        ("milvus+https://milvus.local:443/Cases_2", "https://milvus.local:443", "Cases_2"),
        ("milvus+http://[::1]:19530/c", "http://[::1]:19530", "c"),
    ],
)
def test_addresses(address, uri, name):
    assert parsed(address) == (uri, name)


@pytest.mark.parametrize(
    "address",
    [
        "milvus+http://127.0.0.1/cases",
        "milvus+http://127.0.0.1:19530",
        "milvus+http://127.0.0.1:19530/",
        "milvus+http://127.0.0.1:19530/党建",
        "milvus+http://127.0.0.1:19530/a__1",
        "milvus+http://127.0.0.1:19530/a/b",
        "milvus+http://127.0.0.1:99999/a",
        "milvus+http://:19530/a",
        f"milvus+http://127.0.0.1:19530/{'a' * 65}",
    ],
)
def test_an_address_that_cannot_be_is_refused_with_the_right_form(address):
    with pytest.raises(IndexFailure, match=r"milvus\+http://主机:端口/集合名"):
        open_store(address, stamp=STAMP, writable=True)


def test_a_server_that_is_not_there_is_named_with_its_limit(tmp_path):
    port = free_port()
    settings = IndexSettings(records=f"sqlite:///{tmp_path / 'r.db'}", milvus_timeout_s=1)
    with pytest.raises(IndexFailure, match=rf"127\.0\.0\.1:{port}.*最多等 1 秒.*milvus_timeout_s"):
        open_store(f"milvus+http://127.0.0.1:{port}/cases", stamp=STAMP, writable=True, settings=settings)


@pytest.mark.parametrize("records", ["nonsense", "mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:"])
def test_an_unusable_database_is_refused_and_its_password_not_shown(server, records):
    with pytest.raises(IndexFailure, match=r"index\.records") as refused:
        open_store(server.address("x"), stamp=STAMP, settings=IndexSettings(records=records))
    assert "secret" not in str(refused.value)


def test_a_missing_package_is_named_with_its_command(place, monkeypatch):
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(
        IndexFailure, match=r"pymilvus.*pip install --no-deps --require-hashes -r requirements-cluster\.lock"
    ):
        place.open()


def test_a_collection_of_somebody_else_is_left_alone(place, tmp_path):
    other = IndexSettings(records=f"sqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(IndexFailure, match=place.name):
        open_store(place.address, stamp=STAMP, writable=True, settings=other)
    with place.open() as store:
        assert len(store.documents()) == 2


# ---- rows


def test_a_key_tells_every_other_field():
    passage = item(*ALPHA).passages[0]
    vector, known = fake_vectors(["一"])[0], Metadata("单位", "2023-12-20", "报", ("党建",), "2024-01-01")
    row = row_of(passage, vector, "单位", known, full_text=True)
    assert row["key"].startswith(f"{passage.id}#")
    assert (row["date"], row["valid_until"]) == (20231220, 20240101)
    assert row_of(passage, vector, "单位", known, full_text=True) == row
    for field, value in (
        ("vector", (vector * 0.999).tolist()),
        ("unit", ""),
        ("source", ""),
        ("tags", []),
        ("date", 0),
        ("valid_until", 20240102),
        ("words", "别的"),
        ("document", "0" * 16),
    ):
        assert row[field] != value
        assert key_of(passage.id, row | {field: value}) != row["key"]


def test_words_are_folded_and_keep_their_decimals():
    assert words("網格員２.145萬名，“Ａbc”！") == "网格员2d145万名 abc".replace("员2", "员 2").replace(
        "5万", "5 万"
    )
    assert words("  ，。") == ""
    assert len(words("党" * 50_000).encode()) == 60_000


def test_no_word_of_a_person_stands_in_an_expression():
    nasty = '" or key != "'
    condition = expression(
        Filter(units=(nasty,), sources=(nasty,), tags=(nasty,), documents=("0" * 16,)), [nasty]
    )
    assert nasty not in condition
    assert "or" not in condition.replace("source", "").split()
    assert expression(Filter(documents=(nasty,)), []) is None
    assert expression(Filter(units=("没有",)), []) is None
    assert expression(Filter(), []) == ""


# ---- one commit point


class Killed(BaseException):
    """Stands for a kill: nothing of the program runs after it."""


def die(*_arguments, **_options):
    raise Killed


STEPS = [
    (Doomed, "add"),  # nothing noted yet
    (Server, "write"),  # noted, not written
    (Writing, "insert"),  # written, nothing of it committed
    (Writing, "next_generation"),  # all but committed
    (Doomed, "keys"),  # committed, nothing deleted
    (Server, "delete"),
    (Doomed, "swept"),  # deleted, still noted
]


def killed_at(monkeypatch, owner, step, work):
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, die)
        with pytest.raises(Killed):
            work()


@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[step for _, step in STEPS])
def test_a_kill_between_any_two_steps_leaves_the_old_store_or_the_new(place, raw, monkeypatch, owner, step):
    before = place.state()

    def swap(store):
        store.apply(add=[item(*GAMMA)], remove=[ALPHA_ID])

    store = place.open(writable=True)
    killed_at(monkeypatch, owner, step, lambda: swap(store))
    store._held.close()  # what the system does for a dead process
    killed = place.state()
    committed = (owner, step) in STEPS[4:]
    assert (killed == before) != committed
    with place.open(writable=True) as store:
        swap(store)
    after = place.state()
    assert after[3] == before[3] + 1
    assert not committed or killed == after
    assert place.problems() == []
    named = {i.document.id for i in (item(*BETA), item(*GAMMA))}
    assert {row["document"] for row in raw.every_row(f"{place.name}__1")} == named


def test_rows_that_a_dead_writer_left_are_never_found(place, raw, monkeypatch):
    with place.open(writable=True) as store:
        killed_at(monkeypatch, Writing, "insert", lambda: store.apply(add=[item(*GAMMA)]))
        gamma = item(*GAMMA)
        assert GAMMA_ID in {row["document"] for row in raw.every_row(f"{place.name}__1")}
        assert all(not i.startswith(GAMMA_ID) for i, _ in store.search_dense(gamma.vectors[0], 100))
        assert store.search_text("红色航线", 10) == []
        # However many of them crowd out what is known, as many as asked for are found.
        crowd = [item(f"{n}.txt", "题", f"第{n}段。") for n in range(120)]
        killed_at(monkeypatch, Writing, "insert", lambda: store.apply(add=crowd))
        for asked in fake_vectors([f"第{n}段。" for n in range(5)]):
            assert len(store.search_dense(asked, 5)) == 5
    with place.open(writable=True):
        pass
    assert {row["document"] for row in raw.every_row(f"{place.name}__1")} == {
        ALPHA_ID,
        item(*BETA).document.id,
    }


def test_a_writer_whose_lock_was_lost_commits_nothing(place, monkeypatch):
    with place.open(writable=True) as store:
        real = Server.write

        def overtaken(self, name, rows):
            real(self, name, rows)
            place.change("DELETE FROM library_doomed")  # as another writer's sweep does

        monkeypatch.setattr(Server, "write", overtaken)
        with pytest.raises(StoreBusy, match="再运行一次"):
            store.apply(add=[item(*GAMMA)])
        assert len(store.documents()) == 2


def test_a_killed_restamp_leaves_the_old_store_or_the_new(place, raw, monkeypatch):
    new = StoreStamp("fake@2", STAMP.dimension, STAMP.splitter)
    before = place.state()
    with place.open(writable=True) as store:
        killed_at(monkeypatch, Writing, "restamp", lambda: store.restamp(new))
    assert place.state() == before
    with place.open(stamp=None, writable=True) as store:
        assert raw.collections().count(f"{place.name}__2") == 0  # swept at opening
        killed_at(monkeypatch, Server, "point", lambda: store.restamp(new))
    assert place.state()[1:3] == (new, sorted([ALPHA_ID, item(*BETA).document.id]))
    with place.open(stamp=new, writable=True):
        assert raw.behind(place.name) == f"{place.name}__2"
        assert f"{place.name}__1" not in raw.collections()


# ---- restarts and rebuilds


@pytest.mark.slow
def test_a_server_killed_and_started_again_answers_as_before(tmp_path):
    server = Lite(tmp_path / "milvus")
    server.start()
    try:
        place = Place(server, tmp_path)
        with place.open(writable=True) as store:
            store.apply(add=[item(*ALPHA), item(*BETA)])
            store.apply(add=[item(*GAMMA)], remove=[ALPHA_ID])
        before = place.state()
        with place.open() as reader:
            seen = answers(reader, scores=False)
            server.kill()
            server.start()
            assert answers(reader, scores=False) == seen
        assert place.state() == before
        assert place.problems() == []
    finally:
        server.stop()


def test_the_alias_follows_a_rebuild(place, raw):
    assert raw.behind(place.name) == f"{place.name}__1"
    new = StoreStamp("fake@2", 4, STAMP.splitter)
    with place.open(stamp=None, writable=True) as store:
        store.restamp(new)
        store.apply(add=[item(*ALPHA, dimension=4), item(*BETA, dimension=4)])
    assert raw.behind(place.name) == f"{place.name}__2"
    assert f"{place.name}__1" not in raw.collections()
    hits = raw.nearest(place.name, fake_vectors(["问"], 4)[0], 10, "")
    assert len(hits) == 5
    assert place.problems() == []


def test_a_lost_collection_is_announced_and_made_again(place, raw, caplog):
    raw.drop(f"{place.name}__1")
    with pytest.raises(StoreDamaged, match="python -m index build"):
        place.open()
    with caplog.at_level(logging.WARNING), place.open(writable=True) as store:
        assert "不见了" in caplog.text
        assert sorted(store.pending()) == sorted([ALPHA_ID, item(*BETA).document.id])
        store.apply(add=[item(*ALPHA), item(*BETA)])
        assert store.pending() == []
    assert place.problems() == []


# ---- verify


def test_verify_says_what_is_wrong_with_milvus(place, raw):
    assert place.problems() == []
    collection = f"{place.name}__1"
    rows = {row["document"]: row for row in raw.every_row(collection)}
    alpha = rows[ALPHA_ID]
    other = np.array(alpha["vector"], dtype=np.float32)[::-1].tolist()
    raw.write(collection, [alpha | {"vector": other}])
    raw.write(collection, [alpha | {"key": "stray"}])
    beta = next(row for key, row in rows.items() if key != ALPHA_ID)
    raw.delete(collection, [beta["key"]])
    faults = place.problems()
    assert len(faults) == 3
    for complaint in ("少了 1 个段落", "1 个段落的向量或文字被改动过", "1 条不属于任何段落"):
        assert any(complaint in problem for problem in faults), complaint
    assert all("python -m index" in problem for problem in faults)
    with place.open() as store, pytest.raises(StoreDamaged, match="少了 1 个"):
        store.vectors([p.id for p in item(*BETA).passages])


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE library_documents SET text = CAST('别的' AS BLOB)", "原文与入库时不同"),
        ("UPDATE library_passages SET start = start + 1", "与原文对不上"),
        ("UPDATE library_passages SET context = CAST('别的标题' AS BLOB)", "被改动过"),
        ("UPDATE library_cases SET unit = CAST('别的单位' AS BLOB)", "被改动过"),
        ("UPDATE library_stores SET corpus = CAST('x' AS BLOB)", "文档清单"),
        ("UPDATE library_documents SET pending = 1", "等待重新入库"),
        ("UPDATE library_cases SET document_id = 'nobody' WHERE document_id = '" + ALPHA_ID + "'", "不属于"),
    ],
)
def test_verify_says_what_is_wrong_with_the_records(place, statement, complaint):
    place.change(statement)
    faults = place.problems()
    assert any(complaint in problem for problem in faults)
    assert all("python -m index" in problem for problem in faults)


def test_bytes_that_are_no_text_are_damage(place):
    place.change("UPDATE library_passages SET text = x'ff41'")
    with place.open() as store, pytest.raises(StoreDamaged, match=r"records\.db"):
        store.passages_of(ALPHA_ID)


def test_an_alias_led_astray_is_noticed_and_mended(place, raw):
    raw.create(f"{place.name}_other", STAMP.dimension)
    raw.point(place.name, f"{place.name}_other")
    assert any("别名" in problem for problem in place.problems())
    with place.open(writable=True):
        pass
    assert place.problems() == []


# ---- several stores


def test_two_stores_share_a_server_and_a_database(place):
    other = Place(place.server, place.records.parent)
    with other.open(writable=True) as store:
        store.apply(add=[item(*GAMMA), item(*ALPHA)])
        store.apply(remove=[ALPHA_ID])
        assert [e.id for e in store.documents()] == [GAMMA_ID]
    with place.open() as store:
        assert {e.id for e in store.documents()} == {ALPHA_ID, item(*BETA).document.id}
        assert store.search_text("红色航线", 10) == []
    assert place.problems() == other.problems() == []


def test_a_store_without_records_is_missing(server, tmp_path):
    place = Place(server, tmp_path)
    for writable in (False, True):
        with pytest.raises(StoreMissing, match="python -m index build"):
            place.open(stamp=None, writable=writable)
    assert not place.records.exists()


def test_hits_are_fused_by_rank(place):
    with place.open() as store, store.snapshot() as now:
        assert store.by_rank
        assert now.by_rank


def test_describing_writes_new_rows_and_sweeps_the_old(place, raw):
    def keys():
        return {row["key"] for row in raw.every_row(f"{place.name}__1") if row["document"] == ALPHA_ID}

    before = keys()
    with place.open(writable=True) as store:
        store.describe(ALPHA_ID, "题", Metadata(tags=("党建",)))
        after = keys()
        assert len(after) == 2
        assert not after & before
        store.describe(ALPHA_ID, "题", replace(Metadata(), tags=()))
    assert keys() == before
    assert place.problems() == []
