"""The commands with ``--store milvus+http://…``: the same as with a folder, and from one to the other."""

import json
from uuid import uuid4

import pytest

import index.__main__ as command
from index.library.ingest import Ingestion, stamp_for
from index.library.sources import read_folder
from index.settings import ROOT, IndexSettings
from index.store.opening import open_store
from rag.program import Program
from rag.search.retriever import Retriever, by_rank
from rag.settings import RetrievalSettings, Settings
from tests.support.milvus_servers import lite
from tests.support.storekit import ALPHA, BETA, STAMP, FakeEmbedder, item

ARTICLE = (
    "# 党建案例\n\n## 市水利局 建好阵地\n\n市水利局建成阵地12个。\n\n## 市检察院 结对\n\n结对40余个单位。\n"
)
QUESTION = "坊巷讲习所接待了多少参观者？"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with lite(tmp_path_factory.mktemp("milvus")) as running:
        yield running


@pytest.fixture
def address(server, tmp_path, monkeypatch):
    """An address of this test's own; the commands find its records by the settings."""
    monkeypatch.setenv("XHS_INDEX__RECORDS", f"sqlite:///{tmp_path / 'records.db'}")
    return server.address(f"t{uuid4().hex[:8]}")


@pytest.fixture
def settings(tmp_path):
    return IndexSettings(records=f"sqlite:///{tmp_path / 'records.db'}")


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Runs a command with a fake embedder; gives its exit code and what it printed."""
    monkeypatch.setattr("index.embedding.Embedder", lambda settings: FakeEmbedder())
    monkeypatch.setattr("index.library.library.ROOT", tmp_path)  # source files are kept under it
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "案例.md").write_text(ARTICLE, encoding="utf8")

    def command_run(name, *arguments, store):
        docs = ("--docs", str(tmp_path / "docs")) if name == "build" else ()
        code = command.main([name, *map(str, arguments), *docs, "--store", str(store)])
        return code, *capsys.readouterr()

    return command_run


def listed(run, store):
    code, out, _ = run("list", "--json", store=store)
    assert code == 0
    return json.loads(out)


def test_every_command_works_on_milvus(run, address, tmp_path):
    extra = tmp_path / "另一篇.txt"
    extra.write_text("市财政局开展党建工作。", encoding="utf8")
    code, _, err = run("build", store=address)
    assert (code, err.splitlines()[-1]) == (0, f"完成：索引 {address} 现有 1 篇文档、2 个段落。")
    assert run("build", store=address)[2].startswith("内容没有变化")
    assert run("add", extra, "--tag", "党建", "--date", "2023-12-20", store=address)[0] == 0
    entries = {entry["name"]: entry for entry in listed(run, address)}
    assert entries["案例.md"]["cases"] == 2
    assert (entries["另一篇.txt"]["tags"], entries["另一篇.txt"]["date"]) == (["党建"], "2023-12-20")
    assert run("verify", store=address)[0] == 0
    kept = tmp_path / "var" / "originals" / address.rpartition("/")[2]
    assert len(list(kept.iterdir())) == 2
    assert run("remove", entries["另一篇.txt"]["id"], store=address)[0] == 0
    assert [entry["name"] for entry in listed(run, address)] == ["案例.md"]
    assert len(list(kept.iterdir())) == 1
    assert run("verify", store=address)[0] == 0


def test_a_store_moves_to_milvus_and_back(run, address, settings, tmp_path):
    folder, back = tmp_path / "store", tmp_path / "back"
    run("build", store=folder)
    extra = tmp_path / "通知.txt"
    for text in ("会议在3日召开。", "会议改在5日召开。"):
        extra.write_text(text, encoding="utf8")
        run("add", extra, "--unit", "市委办", store=folder)
    for source, target in ((folder, address), (address, back)):
        bundle = tmp_path / f"{uuid4().hex}.zip"
        assert run("export", bundle, store=source)[0] == 0
        assert run("import", bundle, store=target)[0] == 0
        assert listed(run, target) == listed(run, folder)
        assert run("verify", store=target)[0] == 0
    assert [len(entry["versions"]) for entry in listed(run, address)] == [0, 1]
    with open_store(folder) as old, open_store(address, settings=settings) as far, open_store(back) as new:
        ids = [p.id for e in old.documents() for p in old.passages_of(e.id)]
        assert far.passages(ids) == new.passages(ids) == old.passages(ids)
        assert far.vectors(ids) == pytest.approx(old.vectors(ids), abs=1e-3)
        assert new.vectors(ids) == pytest.approx(old.vectors(ids), abs=1e-3)


def test_verify_mends_what_milvus_lost(run, address, settings):
    run("build", store=address)
    with open_store(address, settings=settings) as store, store.snapshot() as now:
        store.server.delete(now.collection, now.keys([p.id for p in now.passages_of(now.documents()[0].id)]))
    code, _, err = run("verify", store=address)
    assert code == 2
    assert "少了 2 个段落" in err
    code, _, err = run("verify", "--mend", store=address)
    assert code == 0
    assert "已修好" in err
    assert run("verify", store=address)[0] == 0


def test_a_wrong_address_is_one_line(run, tmp_path):
    code, _, err = run("list", store="milvus+http://127.0.0.1/x")
    assert code == 2
    assert len(err.splitlines()) == 1


# ---- asking


def test_ranks_alone_give_the_scores():
    assert by_rank([("b", -7.5), ("a", -3.0), ("c", -0.1)]) == [("b", 1.0), ("a", 61 / 62), ("c", 61 / 63)]
    assert by_rank([]) == []


class Aimed(FakeEmbedder):
    """Answers every question with the vector of one passage's text."""

    def encode_queries(self, texts):
        return super().encode_queries([BETA[3]] * len(texts))


def test_the_retriever_fuses_milvus_by_rank(address, settings):
    with open_store(address, stamp=STAMP, writable=True, settings=settings) as store:
        store.apply(add=[item(*ALPHA), item(*BETA)])
        vector = item(*BETA).vectors[1]
        dense, text = store.search_dense(vector, 200), store.search_text("双拥联盟", 200)
        expected = {}
        for place, (passage, _) in enumerate(dense, 1):
            expected[passage] = 0.5 * 61 / (60 + place)
        for place, (passage, _) in enumerate(text, 1):
            expected[passage] += 0.5 * 61 / (60 + place)
        hits = Retriever(store, Aimed(), RetrievalSettings()).search("双拥联盟", 10)
    assert {hit.passage.id: hit.score for hit in hits} == pytest.approx(expected)


def test_a_question_is_answered_from_milvus_as_from_the_folder(address, settings, shipped_embedder, chatbot):
    with open_store(
        address, stamp=stamp_for(shipped_embedder, settings), writable=True, settings=settings
    ) as store:
        Ingestion(store, shipped_embedder, settings, lambda done, total: None).run(read_folder(ROOT / "docs"))
    with Program.open(Settings(store=address, index=settings)) as far:
        answer, expected = far.chatbot.ask(QUESTION), chatbot.ask(QUESTION)
    assert expected.status == "grounded"
    assert (answer.status, answer.answer, answer.citations) == (
        expected.status,
        expected.answer,
        expected.citations,
    )
