"""Documents that came in mails and zip files: taken in, followed, replaced and removed one by one."""

import pytest

from index.store.opening import open_store
from index.store.originals import FOLDER
from index.verify.verify import problems
from tests.index.test_index_cli import ARTICLE, OTHER, Kit
from tests.support.files import container_files as made

DOCS = {"一季度/党建.md": ARTICLE.encode(), "便民.md": OTHER.encode()}
NAMES = ["报送.zip › 一季度 › 党建.md", "报送.zip › 便民.md"]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    return Kit(tmp_path, monkeypatch, capsys)


def pack(run, files, name="报送.zip"):
    (run.docs / name).write_bytes(made.zipped(files))


def originals(run):
    """What the kept source files hold."""
    return sorted(path.read_bytes() for path in (run.store / FOLDER).iterdir())


def test_a_zip_in_the_folder_is_several_documents_each_followed_by_itself(run):
    pack(run, DOCS)
    assert run("build") == 0
    assert sorted(run.names()) == sorted(NAMES)
    assert originals(run) == sorted(DOCS.values())
    assert run("build") == 0
    assert "内容没有变化，不必重新入库：2 篇" in run.err
    assert run.embedder.embedded == []

    pack(run, DOCS | {"便民.md": OTHER.replace("12345", "12380").encode()})
    assert run("build") == 0
    assert f"内容有变，已更新：《{NAMES[1]}》" in run.err
    with open_store(run.store) as store:
        (newer,) = [entry for entry in store.documents() if entry.name == NAMES[1]]
        assert [old.name for old in store.versions(newer.id)] == [NAMES[1]]
        assert newer.origin == f"docs:{NAMES[1]}"

    pack(run, {"便民.md": OTHER.replace("12345", "12380").encode()})
    assert run("build") == 0
    assert f"文件已不在，已移除：《{NAMES[0]}》" in run.err
    assert run.names() == [NAMES[1]]
    assert problems(run.store) == []


def test_a_container_that_cannot_be_read_takes_nothing_away(run):
    pack(run, DOCS)
    run.write("别的.md", "# 别的\n\n门诊每周开三晚，接诊460人次。\n")
    run("build")
    (run.docs / "报送.zip").write_bytes(b"PK\x03\x04 damaged")
    assert run("build") == 2
    assert "「报送.zip」" in run.err
    assert len(run.names()) == 3
    (run.docs / "报送.zip").unlink()
    assert run("build") == 0
    assert run.names() == ["别的.md"]
    assert len(originals(run)) == 1


def test_documents_of_a_container_are_listed_shown_and_removed_one_by_one(run, tmp_path):
    pack(run, DOCS | {"内.zip": made.zipped(DOCS), "图.png": b"x"})
    assert run("add", run.docs / "报送.zip", "--unit", "河口镇") == 0
    assert "没有读入：「报送.zip › 内.zip」套在里面" in run.err
    assert "没有读入：「报送.zip › 图.png」是图片" in run.err
    assert run("list") == 0
    assert all(name in run.out for name in NAMES)
    assert run("show", NAMES[1]) == 0
    assert "12345热线接入诉求" in run.out
    assert run("remove", run.ids()[NAMES[0]]) == 0
    assert run.names() == [NAMES[1]]
    assert originals(run) == [OTHER.encode()]
    assert problems(run.store) == []


def test_one_text_in_two_containers_is_one_document(run):
    pack(run, DOCS)
    (run.docs / "来信.eml").write_bytes(made.mail("报送", "请查收。", [("便民.md", OTHER.encode())]))
    assert run("add", run.docs / "报送.zip", run.docs / "来信.eml") == 0
    assert sorted(run.names()) == sorted([*NAMES, "来信.eml › 正文.txt"])
    assert "不重复入库：《来信.eml › 便民.md》" in run.err


def test_only_a_container_of_one_can_be_a_new_version(run):
    pack(run, DOCS)
    old = run.write("旧.md", "# 旧的\n\n门诊每周开三晚，接诊460人次。\n")
    run("add", old)
    document_id = run.ids()["旧.md"]
    assert run("add", run.docs / "报送.zip", "--replaces", document_id) == 2
    assert "里有 2 篇，只能有一篇作为新版" in run.err
    assert run.names() == ["旧.md"]
    pack(run, {"新.md": OTHER.encode()})
    assert run("add", run.docs / "报送.zip", "--replaces", document_id) == 0
    assert run.names() == ["报送.zip › 新.md"]


def test_a_secret_file_in_a_zip_is_refused_and_leaves_the_index(run):
    pack(run, DOCS)
    run("build")
    pack(run, DOCS | {"便民.md": f"机密★3年\n\n{OTHER}".encode()})
    assert run("build") == 2
    assert "「报送.zip › 便民.md」标有“机密★3年”" in run.err
    assert run.names() == [NAMES[0]]


def test_an_exported_store_carries_them(run, tmp_path):
    pack(run, DOCS)
    run("build")
    assert run("export", tmp_path / "all.zip") == 0
    before, run.store = run.ids(), tmp_path / "other"
    assert run("import", tmp_path / "all.zip") == 0
    assert run.ids() == before
    assert originals(run) == sorted(DOCS.values())


def test_nothing_that_was_taken_out_stays_behind(run, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    pack(run, DOCS)
    assert run("build") == 0
    (run.docs / "报送.zip").write_bytes(made.locked(DOCS))
    assert run("add", run.docs / "报送.zip") == 2
    assert list(scratch.iterdir()) == []
