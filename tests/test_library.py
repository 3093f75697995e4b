"""Versions, metadata, source files, corrections and bundles, on real files with a fake embedder."""

import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corrections import merged, renamed, segmentation_of, split
from index.errors import IndexFailure, UnreadableSource
from index.library import Library, checked, is_past
from index.originals import FOLDER
from index.records import Filter, Metadata
from index.settings import IndexSettings
from index.store import open_store
from index.verify import problems
from tests import office_files as made
from tests.storekit import FakeEmbedder, fake_vectors
from tests.test_index_cli import Kit

TEXT = """# 河口镇案例

## 县水利局 修好水渠

县水利局修好水渠12条。

## 县文化局 送书下乡

书屋送书1200册。

书屋还办了夜校。
"""


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    return Kit(tmp_path, monkeypatch, capsys)


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "store"
    embedder = FakeEmbedder()
    from index.ingest import stamp_for

    with open_store(folder, stamp=stamp_for(embedder, IndexSettings()), writable=True):
        pass
    return Library(folder, embedder, IndexSettings()), folder, embedder


def put(tmp_path, name, text=TEXT):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def opened(folder):
    return open_store(folder)


def test_preview_correct_store_describe_replace_remove(tmp_path, library):
    shelf, folder, embedder = library
    with opened(folder) as store:
        preview = shelf.preview(put(tmp_path, "甲.md"), store)
        assert [c.title for c in preview.segmentation.cases] == ["修好水渠", "送书下乡"]
        cases = renamed(preview.segmentation.cases, 2, "送书与夜校", "镇书屋")
        preview = shelf.corrected(preview, cases)
        assert store.documents() == []
        metadata = Metadata("河口镇", "2024-05-01", "镇简报", ("志愿", "志愿", " "), "2025-12-31")
        report = shelf.store([preview], metadata)
        assert report.added == ["甲.md"]
        (entry,) = store.documents()
        assert entry.metadata == replace(metadata, tags=("志愿",))
        assert [(c.title, c.unit) for c in store.cases(entry.id)] == [
            ("修好水渠", "县水利局"),
            ("送书与夜校", "镇书屋"),
        ]
        assert store.source(entry.id).by_hand == tuple(store.cases(entry.id))
        kept = folder / FOLDER / store.source(entry.id).original
        assert kept.read_text(encoding="utf-8") == TEXT
        assert shelf.preview(tmp_path / "甲.md", store).known

        newer = shelf.preview(put(tmp_path, "乙.md", TEXT.replace("1200", "1500")), store)
        embedder.embedded.clear()
        assert shelf.store([newer], Metadata(), replaces=entry.id).replaced == ["乙.md"]
        (current,) = store.documents()
        assert current.metadata == entry.metadata  # what was said of the older version holds
        assert store.entry(entry.id).superseded_by == current.id
        assert "1200册" in store.document(entry.id).text
        assert [p for p, _ in store.search_text("1200册", 5) if p.startswith(entry.id)] == []

        shelf.describe(current.id, "新标题", Metadata(unit="县"))
        assert (store.entry(current.id).title, store.entry(current.id).metadata.unit) == ("新标题", "县")
        shelf.remove(current.id)
        assert store.documents() == []
        for gone in (entry.id, current.id):
            with pytest.raises(KeyError):
                store.document(gone)
        assert list((folder / FOLDER).iterdir()) == []
    assert problems(folder) == []


def test_nearly_the_same_is_pointed_out(tmp_path, library):
    shelf, folder, _ = library
    with opened(folder) as store:
        shelf.store([shelf.preview(put(tmp_path, "甲.md"), store)], Metadata())
        report = shelf.store(
            [shelf.preview(put(tmp_path, "乙.md", TEXT.replace("夜校", "晚校")), store)], Metadata()
        )
        assert [(name, like.name) for name, like in report.alike] == [("乙.md", "甲.md")]
        assert 0.8 <= report.alike[0][1].share < 1
        other = shelf.preview(put(tmp_path, "丙.md", "# 别的\n\n门诊每周开三晚，接诊460人次。\n"), store)
        assert shelf.store([other], Metadata()).alike == []


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (Metadata(date="2024年5月"), "不是日期"),
        (Metadata(valid_until="2024-02-30"), "不是日期"),
        (Metadata(unit="长" * 101), "101 个字，超过上限 100"),
        (Metadata(tags=tuple(map(str, range(21)))), "21 个标签"),
    ],
)
def test_metadata_that_cannot_be_is_refused(bad, said):
    with pytest.raises(IndexFailure, match=said):
        checked(bad)


def test_validity_ends_after_its_last_day():
    assert not is_past(Metadata(valid_until="2024-05-01"), date(2024, 5, 1))
    assert is_past(Metadata(valid_until="2024-05-01"), date(2024, 5, 2))
    assert not is_past(Metadata(), date(2024, 5, 2))


def taken_apart(tmp_path, library, text=TEXT):
    shelf, folder, _ = library
    with opened(folder) as store:
        return shelf.preview(put(tmp_path, "改.md", text), store)


def test_merge_and_split_undo_each_other(tmp_path, library):
    found = taken_apart(tmp_path, library)
    text, cases = found.source.document.text, found.segmentation.cases
    one = merged(cases, 2)
    assert [(c.order, c.title) for c in one] == [(1, "修好水渠")]
    assert text[one[0].start : one[0].end].endswith("夜校。")
    line = next(b.start for b in found.source.blocks if "县文化局 送书" in text[b.start : b.end])
    two = split(one, found.source.blocks, text, line)
    assert [text[c.start : c.end] for c in two] == [text[c.start : c.end] for c in cases]
    assert two[1].title == "县文化局 送书下乡"
    with pytest.raises(IndexFailure, match="前面没有案例"):
        merged(cases, 1)
    with pytest.raises(IndexFailure, match="没有编号为 9"):
        merged(cases, 9)
    with pytest.raises(IndexFailure, match="不是一行的开头"):
        split(cases, found.source.blocks, text, line + 1)
    with pytest.raises(IndexFailure, match="标题是空的"):
        renamed(cases, 1, "  ", "")


@settings(max_examples=30, deadline=None)
@given(picks=st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=8))
def test_any_corrections_leave_every_line_in_one_place(tmp_path_factory, picks):
    from index.parse import parse_text

    parsed = parse_text(TEXT, "改.md")
    from index.cases import segment

    cases = segment(parsed.document, parsed.blocks).cases
    for merging, pick in picks:
        try:
            if merging:
                cases = merged(cases, pick)
            else:
                cases = split(cases, parsed.blocks, parsed.document.text, parsed.blocks[pick % 6].start)
        except IndexFailure:
            continue
    found = segmentation_of(parsed.document, parsed.blocks, cases)
    for block in parsed.blocks:
        homes = [
            c
            for c in found.cases
            if c.heading_start <= block.start < c.heading_end or c.start <= block.start < c.end
        ]
        homes += [p for p in found.parts if p.start <= block.start < p.end]
        assert len(homes) == 1


def test_a_refused_file_is_no_preview(tmp_path, library):
    shelf, folder, _ = library
    (tmp_path / "坏.docx").write_bytes(made.ole(encrypted=True))
    with opened(folder) as store, pytest.raises(UnreadableSource, match="密码"):
        shelf.preview(tmp_path / "坏.docx", store)


def test_add_takes_metadata_and_any_format(run):
    path = run.folder / "案例.docx"
    path.write_bytes(made.docx((1, "河口镇案例"), (2, "送书下乡"), (0, "书屋送书1200册。")))
    assert run("add", path, "--unit", "河口镇", "--date", "2024-05-01", "--tag", "志愿", "--tag", "读书") == 0
    assert run("list", "--json") == 0
    (listed,) = json.loads(run.out)
    assert (listed["unit"], listed["date"], listed["tags"], listed["versions"]) == (
        "河口镇",
        "2024-05-01",
        ["志愿", "读书"],
        [],
    )
    with open_store(run.store) as store:
        query = fake_vectors(["书"])[0]
        assert store.search_dense(query, 5, Filter(tags=("读书",)))
        assert not store.search_dense(query, 5, Filter(tags=("别的",)))
        assert not store.search_text("书屋", 5, Filter(since="2024-05-02"))
        assert store.search_text("书屋", 5, Filter(until="2024-05-01", units=("河口",)))
    assert run("add", path, "--date", "昨天") == 2
    assert "不是日期" in run.err


def test_a_changed_file_keeps_its_older_version(run):
    run.write("甲.md", TEXT)
    run("build")
    old = run.ids()["甲.md"]
    run.write("甲.md", TEXT.replace("1200", "1500"))
    assert run("build") == 0
    with open_store(run.store) as store:
        assert store.entry(old).superseded_by == run.ids()["甲.md"]
        assert "1200册" in store.document(old).text
    assert run("verify") == 0
    (run.docs / "甲.md").unlink()
    run.write("乙.md", "# 乙\n\n别的。\n")
    run("build")
    with open_store(run.store) as store, pytest.raises(KeyError):
        store.document(old)


def test_export_and_import_carry_everything(run, tmp_path):
    run.write("甲.md", TEXT)
    run("build")
    run.write("甲.md", TEXT.replace("1200", "1500"))
    run("build")
    word = tmp_path / "乙.docx"
    word.write_bytes(made.docx((1, "河口镇案例"), (0, "门诊每周开三晚。")))
    run("add", word, "--unit", "河口镇")
    with open_store(run.store) as store:
        before = [
            (e, store.versions(e.id), store.passages_of(e.id), store.cases(e.id)) for e in store.documents()
        ]
        texts = {old.id: store.document(old.id).text for _, olds, *_ in before for old in olds}
    assert run("export", tmp_path / "全部.zip") == 0
    first, run.store = run.store, tmp_path / "second"
    assert run("import", tmp_path / "全部.zip") == 0
    assert run.embedder.embedded == []
    with open_store(run.store) as store:
        assert [
            (e, store.versions(e.id), store.passages_of(e.id), store.cases(e.id)) for e in store.documents()
        ] == before
        assert {i: store.document(i).text for i in texts} == texts
    assert run("verify") == 0
    assert run("import", tmp_path / "全部.zip") == 0
    assert "不必重新入库：2 篇" in run.err
    run.embedder = FakeEmbedder("other@1", 4)
    run.store = tmp_path / "third"
    assert run("import", tmp_path / "全部.zip") == 0
    assert len(run.embedder.embedded) == sum(len(passages) for _, _, passages, _ in before)
    assert {p.name for p in (run.store / FOLDER).iterdir()} == {p.name for p in (first / FOLDER).iterdir()}


def test_a_file_that_is_no_bundle_is_refused(run, tmp_path):
    run.write("甲.md", TEXT)
    run("build")
    run("export", tmp_path / "全部.zip")
    (tmp_path / "坏.zip").write_bytes(b"x")
    assert run("import", tmp_path / "坏.zip") == 2
    assert run("import", tmp_path / "没有.zip") == 2
    with zipfile.ZipFile(tmp_path / "全部.zip") as good, zipfile.ZipFile(tmp_path / "改.zip", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data.replace(b"1200", b"1201") if name.endswith(".json") else data)
    run.store = tmp_path / "second"
    assert run("import", tmp_path / "改.zip") == 2
    assert "编号不符" in run.err
    assert run.names() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passages SET context = '别的'",
        "UPDATE cases SET unit = '别的单位'",
        "DELETE FROM vectors WHERE row = 1",
        "INSERT INTO fulltext (fulltext) VALUES ('delete-all')",
        "INSERT INTO cases VALUES ('nobody', 1, '', '', 0, 0, 0, 0)",
        "UPDATE meta SET value = 'x' WHERE key = 'corpus'",
    ],
)
def test_mending_makes_a_store_sound_again(run, statement):
    from tests.test_store import change

    run.write("甲.md", TEXT)
    run("build")
    change(run.store, statement)
    assert run("verify") == 2
    assert run("verify", "--mend") == 0
    assert run("verify") == 0
    assert run.names() == ["甲.md"]
