import json
import os
import sys
from functools import partial
from pathlib import Path

import pytest

import index.__main__ as command
from index.library.ingest import Ingestion
from index.store.opening import open_store
from index.store.vectors import FILE
from tests.support.storekit import FakeEmbedder, fake_vectors

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = """# 党建案例

## 市水利局 建好阵地

市水利局建成阵地12个。

## 市检察院 结对共建

市检察院与40余个单位结对。
"""
OTHER = "# 便民案例\n\n## 市政府办公厅 打造热线\n\n12345热线接入诉求。\n"


class Kit:
    """The command over a folder of its own, with a fake embedder."""

    def __init__(self, folder, monkeypatch, capsys):
        self.docs, self.store, self.folder = folder / "docs", folder / "store", folder
        self.docs.mkdir()
        self.embedder = FakeEmbedder()
        self.capsys = capsys
        monkeypatch.setattr("index.embedding.Embedder", lambda settings: self.embedder)

    def write(self, name, text):
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def __call__(self, *arguments):
        self.embedder.embedded.clear()
        if arguments[0] == "build":
            arguments = (*arguments, "--docs", str(self.docs))
        code = command.main([*map(str, arguments), "--store", str(self.store)])
        self.out, self.err = self.capsys.readouterr()
        return code

    def names(self):
        with open_store(self.store) as store:
            return [entry.name for entry in store.documents()]

    def ids(self):
        with open_store(self.store) as store:
            return {entry.name: entry.id for entry in store.documents()}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    return Kit(tmp_path, monkeypatch, capsys)


def test_build_list_and_verify(run):
    run.write("党建.md", ARTICLE)
    run.write("README.md", "# 说明\n\n不是资料。\n")
    run.write(".hidden.txt", "隐藏的文件，不是资料。")
    assert run("build") == 0
    assert run.out == ""
    assert "新入库：《党建.md》" in run.err
    assert run.embedder.embedded == [
        "市水利局 建好阵地\n市水利局建成阵地12个。",
        "市检察院 结对共建\n市检察院与40余个单位结对。",
    ]
    assert run("list", "--json") == 0
    (entry,) = json.loads(run.out)
    assert entry == {
        "id": run.ids()["党建.md"],
        "name": "党建.md",
        "title": "党建案例",
        "cases": 2,
        "passages": 2,
        "unit": "",
        "date": "",
        "source": "",
        "tags": [],
        "valid_until": "",
        "versions": [],
    }
    assert run("list") == 0
    assert run.out == f"{entry['id']}  党建.md  党建案例  案例 2  段落 2\n"
    assert run("verify") == 0
    assert "完好" in run.err


def test_building_again_embeds_nothing(run):
    run.write("党建.md", ARTICLE)
    run("build")
    with open_store(run.store) as store:
        generation = store.generation
    assert run("build") == 0
    assert run.embedder.embedded == []
    assert "没有变化" in run.err
    with open_store(run.store) as store:
        assert store.generation == generation


def test_build_follows_the_folder(run):
    run.write("甲.md", ARTICLE)
    path = run.write("乙.md", OTHER)
    run("build")
    path.write_text(OTHER.replace("12345", "12346"), encoding="utf-8")
    assert run("build") == 0
    assert "内容有变，已更新：《乙.md》" in run.err
    assert len(run.embedder.embedded) == 1
    with open_store(run.store) as store:
        assert store.search_text("12345", 5) == []
        assert len(store.search_text("12346", 5)) == 1
    path.rename(run.docs / "丙.md")
    assert run("build") == 0
    assert "《乙.md》→《丙.md》" in run.err
    assert run.embedder.embedded == []
    (run.docs / "丙.md").unlink()
    assert run("build") == 0
    assert "已移除：《丙.md》" in run.err
    assert run.names() == ["甲.md"]
    assert run("verify") == 0


def test_the_same_content_under_two_names_is_stored_once(run):
    run.write("甲.md", ARTICLE)
    run.write("乙.md", ARTICLE)
    assert run("build") == 0
    assert "内容与《乙.md》相同，不重复入库：《甲.md》" in run.err
    assert run.names() == ["乙.md"]


def test_added_files_stay_when_the_folder_is_built(run, tmp_path):
    run.write("甲.md", ARTICLE)
    run("build")
    other = tmp_path / "外来.md"
    other.write_text(OTHER, encoding="utf-8")
    assert run("add", other) == 0
    other.unlink()
    assert run("build") == 0
    assert run.names() == ["外来.md", "甲.md"]
    other.write_text(OTHER.replace("接入", "受理"), encoding="utf-8")
    assert run("add", other) == 0
    assert "内容有变，已更新：《外来.md》" in run.err
    assert run.names() == ["外来.md", "甲.md"]
    run.write("外来副本.md", OTHER.replace("接入", "受理"))
    assert run("build") == 0
    assert "不重复入库：《外来副本.md》" in run.err


def test_adding_twice_says_so(run, tmp_path):
    path = tmp_path / "甲.md"
    path.write_text(ARTICLE, encoding="utf-8")
    assert run("add", path) == 0
    assert run("add", path) == 0
    assert "没有变化" in run.err
    assert run.embedder.embedded == []


def test_unusable_files_are_named_and_the_others_added(run, tmp_path):
    good, bad = tmp_path / "好.md", tmp_path / "坏.txt"
    good.write_text(ARTICLE, encoding="utf-8")
    bad.write_bytes(bytes(range(256)) * 4)
    assert run("add", bad, good, tmp_path / "无.txt", tmp_path / "图.png") == 2
    assert run.names() == ["好.md"]
    for name in ("坏.txt", "无.txt", "图.png"):
        assert name in run.err
    assert run("add", tmp_path / "无.txt") == 2
    assert len(run.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are text there")
def test_names_in_other_bytes_are_told_and_the_others_indexed(run):
    """As an archive packed on an old Windows leaves them: GBK, and what is neither."""
    docs = os.fsencode(run.docs)
    inside = os.path.join(docs, "旧资料".encode("gbk"))
    os.mkdir(inside)
    for path in (
        os.path.join(docs, "案例汇编.md".encode("gbk")),
        os.path.join(docs, b"\xff\xfe.md"),
        os.path.join(docs, "照片".encode("gbk") + b".png"),
        os.path.join(inside, b"a.md"),
    ):
        Path(os.fsdecode(path)).write_text(OTHER, encoding="utf-8")
    run.write("甲.md", ARTICLE)
    assert run("build") == 2  # something was not taken in
    assert run.names() == ["甲.md"]
    assert "未能入库：「案例汇编.md」的文件名或路径不是 UTF-8 编码" in run.err
    assert "「\\udcff\\udcfe.md」" in run.err
    assert "「a.md」（在文件夹" in run.err
    assert "旧资料" in run.err
    assert "「照片.png」" in run.err
    run.err.encode("utf-8")
    assert run("build") == 2
    assert run("add", Path(os.fsdecode(os.path.join(inside, b"a.md")))) == 2
    assert run.names() == ["甲.md"]


def test_a_file_that_became_unreadable_keeps_what_it_held(run):
    path = run.write("甲.md", ARTICLE)
    run.write("乙.md", OTHER)
    run.write("图.webp", "x")
    assert run("build") == 0
    assert "图.webp" in run.err
    path.write_bytes(bytes(range(256)) * 4)
    assert run("build") == 2
    assert run.names() == ["乙.md", "甲.md"]


def test_an_empty_or_missing_folder_does_not_empty_the_index(run):
    path = run.write("甲.md", ARTICLE)
    run("build")
    path.unlink()
    assert run("build") == 2
    assert len(run.err.splitlines()) == 1
    run.docs.rmdir()
    assert run("build") == 2
    assert str(run.docs) in run.err
    assert run.names() == ["甲.md"]


def test_remove(run):
    run.write("甲.md", ARTICLE)
    run.write("乙.md", OTHER)
    run("build")
    assert run("remove", run.ids()["乙.md"]) == 0
    assert "《乙.md》" in run.err
    assert run.names() == ["甲.md"]
    assert run("remove", "0123456789abcdef") == 2
    assert "0123456789abcdef" in run.err
    assert "python -m index list" in run.err
    assert run("verify") == 0


def test_another_model_is_refused_by_add_and_taken_over_by_build(run, tmp_path):
    path = run.write("甲.md", ARTICLE)
    added = tmp_path / "外来.md"
    added.write_text(OTHER, encoding="utf-8")
    run("build")
    run("add", added)
    added.unlink()
    run.embedder = FakeEmbedder("fake@2", dimension=4)
    assert run("add", path) == 2
    assert "fake@1" in run.err
    assert "fake@2" in run.err
    assert "python -m index build" in run.err
    assert run("build") == 0
    assert len(run.embedder.embedded) == 3
    assert run.names() == ["外来.md", "甲.md"]
    with open_store(run.store) as store:
        (hit,) = store.search_dense(fake_vectors(["市政府办公厅 打造热线\n12345热线接入诉求。"], 4)[0], 1)
        assert hit[1] == pytest.approx(1, abs=1e-3)
    assert run("verify") == 0
    (run.docs / "甲.md").write_text(ARTICLE.replace("12个", "13个"), encoding="utf-8")
    assert run("build") == 0
    assert run.names() == ["外来.md", "甲.md"]


def test_another_splitter_cuts_anew(run, monkeypatch):
    run.write("甲.md", ARTICLE)
    run("build")
    monkeypatch.setenv("XHS_INDEX__PASSAGE_CHARS", "60")
    assert run("build") == 0
    assert len(run.embedder.embedded) == 2
    with open_store(run.store) as store:
        assert "/60/" in store.stamp.splitter


def test_an_interrupted_build_goes_on_where_it_stopped(run, monkeypatch):
    monkeypatch.setattr("index.library.Ingestion", partial(Ingestion, batch=1))
    for n in range(4):
        run.write(f"{n}.md", OTHER.replace("12345", f"1234{n}"))
    encode, calls = run.embedder.encode_passages, []

    def stop_at_third(texts):
        calls.append(texts)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return encode(texts)

    monkeypatch.setattr(run.embedder, "encode_passages", stop_at_third)
    assert run("build") == 130
    assert "接着做" in run.err
    assert run.names() == ["0.md", "1.md"]
    assert run("build") == 0
    assert len(run.embedder.embedded) == 2
    assert run.names() == ["0.md", "1.md", "2.md", "3.md"]
    assert run("verify") == 0


def test_verify_names_a_damaged_file_and_build_mends_it(run):
    run.write("甲.md", ARTICLE)
    run("build")
    sound = (run.store / FILE).read_bytes()
    (run.store / FILE).write_bytes(sound[:-1])
    assert run("verify") == 2
    assert "已损坏" in run.err
    assert run("build") == 0
    assert run("verify") == 0
    (run.store / "store.db").write_bytes(b"x" * 5000)
    for name in ("verify", "build", "list"):
        assert run(name) == 2
        assert len(run.err.splitlines()) == 1
        assert "没有删除任何文件" in run.err


@pytest.fixture
def called(capsys):
    """The command in this process as it is called: exit code, standard output, standard error."""

    def call(*arguments):
        try:
            code = command.main(arguments)
        except SystemExit as leaving:
            code = leaving.code
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "缺少"),
        (("frob",), "frob"),
        (("add",), "FILE"),
        (("build", "--frob"), "--frob"),
        (("list", "--store"), "--store"),
        (("list", "--store", "/nonexistent/store"), "python -m index build"),
        (("list", "--store", "milvus+http://x"), "milvus+http"),
    ],
)
def test_wrong_use_is_one_chinese_line_and_exit_code_two(called, arguments, said):
    code, out, err = called(*arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


def test_wrong_settings_are_named(called, monkeypatch):
    monkeypatch.setenv("XHS_INDEX__PASSAGE_CHARS", "7")
    code, _, err = called("list")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "index.passage_chars" in err
    assert "7" in err


def test_help_is_chinese(called):
    code, out, _ = called("build", "--help")
    assert code == 0
    assert "用法" in out
    assert "usage" not in out
