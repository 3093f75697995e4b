"""What commands and library do with files marked 秘密 or 内部, and with formats that cannot be read."""

import pytest

from index.errors import SecretSource
from index.records import Metadata
from index.store.opening import open_store
from tests.index.test_index_cli import ARTICLE, OTHER, Kit
from tests.index.test_library import library  # noqa: F401

SECRET = f"秘密★1年\n\n{ARTICLE}"
INTERNAL = f"内部资料　注意保存\n\n{ARTICLE}"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    return Kit(tmp_path, monkeypatch, capsys)


def line_about(run, name):
    (line,) = [line for line in run.err.splitlines() if f"「{name}」" in line]
    return line


def test_a_secret_file_in_the_folder_is_named_and_the_others_go_on(run):
    run.write("甲.md", SECRET)
    run.write("乙.md", OTHER)
    assert run("build") == 2
    assert run.names() == ["乙.md"]
    assert "「甲.md」标有“秘密★1年”，按涉密文件处理，没有读入" in line_about(run, "甲.md")


def test_a_file_that_was_marked_later_leaves_the_index(run):
    run.write("乙.md", OTHER)
    run.write("甲.md", ARTICLE)
    assert run("build") == 0
    run.write("甲.md", SECRET)
    assert run("build") == 2
    assert run.names() == ["乙.md"]


def test_a_secret_file_is_refused_by_add_whatever_is_said(run, tmp_path):
    path = tmp_path / "甲.txt"
    path.write_text(SECRET, encoding="utf-8")
    for arguments in (("add", path), ("add", path, "--internal")):
        assert run(*arguments) == 2
        assert "「甲.txt」标有“秘密★1年”" in run.err
        assert len(run.err.splitlines()) == 1


def test_an_internal_file_is_added_only_when_confirmed(run, tmp_path):
    path = tmp_path / "甲.md"
    path.write_text(INTERNAL, encoding="utf-8")
    assert run("add", path) == 2
    assert "标有“内部资料 注意保存”" in line_about(run, "甲.md")
    assert "--internal" in run.err
    assert run("add", path, "--internal") == 0
    assert run.names() == ["甲.md"]


def test_an_internal_file_in_the_folder_is_left_out_unless_settings_take_it(run, monkeypatch):
    run.write("甲.md", INTERNAL)
    run.write("乙.md", OTHER)
    assert run("build") == 2
    assert run.names() == ["乙.md"]
    assert "index.take_internal = true" in line_about(run, "甲.md")
    monkeypatch.setenv("XHS_INDEX__TAKE_INTERNAL", "true")
    assert run("build") == 0
    assert run.names() == ["乙.md", "甲.md"]


def test_formats_that_cannot_be_read_are_listed_with_the_reason(run):
    run.write("乙.md", OTHER)
    run.write("年报.caj", "x")
    run.write("党课.ppsx", "x")
    assert run("build") == 0
    assert "另存为 PDF" in line_about(run, "年报.caj")
    assert "另存为 .pptx" in line_about(run, "党课.ppsx")


def test_the_preview_of_a_secret_file_is_refused(tmp_path, library):  # noqa: F811
    shelf, folder, _ = library
    (tmp_path / "甲.txt").write_text(SECRET, encoding="utf-8")
    with open_store(folder) as store, pytest.raises(SecretSource, match="秘密★1年"):
        shelf.preview(tmp_path / "甲.txt", store)


def test_the_library_stores_an_internal_file_only_when_confirmed(tmp_path, library):  # noqa: F811
    shelf, folder, _ = library
    (tmp_path / "甲.md").write_text(INTERNAL, encoding="utf-8")
    with open_store(folder) as store:
        preview = shelf.preview(tmp_path / "甲.md", store)
        assert preview.internal == "内部资料 注意保存"
        with pytest.raises(SecretSource, match="我确认可以入库"):
            shelf.store([preview], Metadata())
        assert store.documents() == []
    report = shelf.store([preview], Metadata(), confirmed=[preview.source.document.id])
    assert report.added == ["甲.md"]
