"""Versions, metadata, source files, corrections and bundles, on real files with a fake embedder."""

import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexFailure, StoreDamaged, UnreadableSource
from index.library.library import Library, is_past
from index.library.metadata import checked
from index.records import Filter, Metadata
from index.segment.corrections import merged, renamed, segmentation_of, split
from index.settings import IndexSettings
from index.store.opening import open_store
from index.store.originals import FOLDER
from index.verify.verify import problems
from tests.index.test_index_cli import Kit
from tests.support.files import office_files
from tests.support.storekit import FakeEmbedder, fake_vectors

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
    from index.library.ingest import stamp_for

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
        assert (newer.like.document_id, newer.namesake) == (entry.id, None)
        replaces = {newer.source.document.id: entry.id}
        assert shelf.store([newer], Metadata(), replaces).replaced == ["乙.md"]
        # What stands in the old version word for word keeps its vector.
        assert embedder.embedded == ["县文化局 送书下乡\n书屋送书1500册。\n\n书屋还办了夜校。"]
        (current,) = store.documents()
        assert current.metadata == entry.metadata  # what was said of the older version holds
        assert store.entry(entry.id).superseded_by == current.id
        assert "1200册" in store.document(entry.id).text
        assert [p for p, _ in store.search_text("1200册", 5) if p.startswith(entry.id)] == []

        shelf.describe(current.id, "新标题", Metadata(unit="县"))
        assert (store.entry(current.id).title, store.entry(current.id).metadata.unit) == ("新标题", "县")
        third = shelf.preview(put(tmp_path, "丙.md", TEXT.replace("1200", "1800")), store)
        with pytest.raises(IndexFailure, match="已有新版"):
            shelf.store([third], Metadata(), {third.source.document.id: entry.id})
        assert len(list((folder / FOLDER).iterdir())) == 2
        assert shelf.remove(current.id).name == "乙.md"
        assert store.documents() == []
        for gone in (entry.id, current.id):
            with pytest.raises(KeyError):
                store.document(gone)
        assert list((folder / FOLDER).iterdir()) == []
    assert problems(folder) == []


def test_files_of_one_name_stay_apart_unless_one_is_said_to_be_the_new_version(tmp_path, library):
    shelf, folder, _ = library
    with opened(folder) as store:
        shelf.store([shelf.preview(put(tmp_path, "案例.md"), store)], Metadata())
        (first,) = store.documents()
        other = shelf.preview(put(tmp_path, "案例.md", "# 别的\n\n门诊每周开三晚，接诊460人次。\n"), store)
        assert (other.namesake, other.like) == (first, None)
        assert shelf.store([other], Metadata(unit="镇卫生院")).added == ["案例.md"]
        assert len(store.documents()) == 2
        newer = shelf.preview(put(tmp_path, "案例.md", TEXT.replace("12条", "13条")), store)
        older = [other, replace(newer, source=replace(newer.source, document=other.source.document))]
        with pytest.raises(IndexFailure, match="同一篇作为旧版"):
            shelf.store([newer], Metadata(), {p.source.document.id: first.id for p in (newer, *older)})
        assert [e.superseded_by for e in store.documents()] == ["", ""]


def test_the_source_file_of_another_document_stays(tmp_path, library):
    shelf, folder, _ = library
    with opened(folder) as store:
        for name, text in (("甲.md", TEXT), ("乙.md", TEXT.replace("水渠", "水塘"))):
            shelf.store([shelf.preview(put(tmp_path, name, text), store)], Metadata())
        first, second = store.documents()
        kept = store.source(second.id).original
        shelf.remove(first.id)
        assert [p.name for p in (folder / FOLDER).iterdir()] == [kept]
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
        (Metadata(date="去年5月"), "不是日期"),
        (Metadata(valid_until="2024-02-30"), "不是日期"),
        (Metadata(unit="长" * 101), "101 个字，超过上限 100"),
        (Metadata(tags=tuple(map(str, range(21)))), "21 个标签"),
    ],
)
def test_metadata_that_cannot_be_is_refused(bad, said):
    with pytest.raises(IndexFailure, match=said):
        checked(bad)


def test_days_are_taken_as_people_write_them():
    taken = checked(Metadata(date="2024年5月", valid_until="二〇二四年五月"))
    assert (taken.date, taken.valid_until) == ("2024-05-01", "2024-05-31")  # its first day, and its last


def test_validity_ends_after_its_last_day():
    assert not is_past(Metadata(valid_until="2024-05-01"), date(2024, 5, 1))
    assert is_past(Metadata(valid_until="2024-05-01"), date(2024, 5, 2))
    assert not is_past(Metadata(), date(2024, 5, 2))


def taken_apart(tmp_path, library, text=TEXT):
    shelf, folder, _ = library
    with opened(folder) as store:
        return shelf.preview(put(tmp_path, "改.md", text), store)


def test_merge_and_split_undo_each_other(tmp_path, library):
    taken = taken_apart(tmp_path, library)
    text, cases = taken.source.document.text, taken.segmentation.cases
    joined = merged(cases, 2)
    assert [(c.order, c.title) for c in joined] == [(1, "修好水渠")]
    assert text[joined[0].start : joined[0].end].endswith("夜校。")
    line = next(b.start for b in taken.source.blocks if "县文化局 送书" in text[b.start : b.end])
    two = split(joined, taken.source.blocks, text, line)
    assert [text[c.start : c.end] for c in two] == [text[c.start : c.end] for c in cases]
    assert two[1].title == "县文化局 送书下乡"
    with pytest.raises(IndexFailure, match="前面没有案例"):
        merged(cases, 1)
    with pytest.raises(IndexFailure, match="没有编号为 9"):
        merged(cases, 9)
    with pytest.raises(IndexFailure, match="不是一行的开头"):
        split(cases, taken.source.blocks, text, line + 1)
    with pytest.raises(IndexFailure, match="标题是空的"):
        renamed(cases, 1, "  ", "")


@settings(max_examples=30, deadline=None)
@given(picks=st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=8))
def test_any_corrections_leave_every_line_in_one_place(tmp_path_factory, picks):
    from index.parse import parse_text

    parsed = parse_text(TEXT, "改.md")
    from index.segment.learned import segment

    cases = segment(parsed.document, parsed.blocks).cases
    for merging, pick in picks:
        try:
            if merging:
                cases = merged(cases, pick)
            else:
                cases = split(cases, parsed.blocks, parsed.document.text, parsed.blocks[pick % 6].start)
        except IndexFailure:
            continue
    segmentation = segmentation_of(parsed.document, parsed.blocks, cases)
    for block in parsed.blocks:
        homes = [
            c
            for c in segmentation.cases
            if c.heading_start <= block.start < c.heading_end or c.start <= block.start < c.end
        ]
        homes += [p for p in segmentation.parts if p.start <= block.start < p.end]
        assert len(homes) == 1


def test_a_refused_file_is_no_preview(tmp_path, library):
    shelf, folder, _ = library
    (tmp_path / "坏.docx").write_bytes(office_files.ole(encrypted=True))
    with opened(folder) as store, pytest.raises(UnreadableSource, match="密码"):
        shelf.preview(tmp_path / "坏.docx", store)


def test_add_takes_metadata_and_any_format(run):
    path = run.folder / "案例.docx"
    path.write_bytes(office_files.docx((1, "河口镇案例"), (2, "送书下乡"), (0, "书屋送书1200册。")))
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


def test_a_version_put_in_place_by_hand_is_not_undone_by_the_old_file_in_docs(run, tmp_path):
    run.write("甲.md", TEXT)
    run("build")
    old = run.ids()["甲.md"]
    newer = tmp_path / "新版.md"
    newer.write_text(TEXT.replace("1200", "1500"), encoding="utf-8")
    assert run("add", newer, "--replaces", old) == 0
    assert run.names() == ["新版.md"]
    assert run("add", newer, newer, "--replaces", old) == 2
    assert run("add", newer, "--replaces", "没有") == 2
    assert "已不在文库里" in run.err
    for _ in range(2):
        assert run("build") == 0
        assert "《甲.md》在文库里已由新版《新版.md》取代" in run.err
        assert run.names() == ["新版.md"]
    assert run("list") == 0
    assert run.out.endswith("旧版 1 个\n")
    run.write("甲.md", TEXT.replace("1200", "1600"))
    assert run("build") == 0
    assert run.names() == ["新版.md", "甲.md"]


def test_removing_what_docs_would_bring_back_says_so(run):
    run.write("甲.md", TEXT)
    run("build")
    assert run("remove", run.ids()["甲.md"]) == 0
    assert "资料文件夹里的“甲.md”" in run.err
    run("build")
    assert run.names() == ["甲.md"]


def test_what_people_said_and_corrected_outlives_another_model(run):
    run.write("甲.md", TEXT)
    run("build")
    identity = run.ids()["甲.md"]
    library = Library(run.store, run.embedder, IndexSettings())
    library.describe(identity, "新标题", Metadata("河口镇", tags=("志愿",)))
    with open_store(run.store) as store:
        kept = store.source(identity)
    run.embedder = FakeEmbedder("other@1", 4)
    assert run("build") == 0
    with open_store(run.store) as store:
        assert store.source(identity) == kept
        assert kept.document.title == "新标题"
    assert run("verify") == 0


def test_export_and_import_carry_everything(run, tmp_path):
    run.write("甲.md", TEXT)
    run("build")
    for number in ("1500", "1600"):
        run.write("甲.md", TEXT.replace("1200", number))
        run("build")
    run.write("甲.md", TEXT.replace("1200", "1500"))  # an old version comes back
    run("build")
    word = tmp_path / "乙.docx"
    word.write_bytes(office_files.docx((1, "河口镇案例"), (0, "门诊每周开三晚。")))
    run("add", word, "--unit", "河口镇")
    with open_store(run.store) as store:
        before = [
            (e, store.versions(e.id), store.passages_of(e.id), store.cases(e.id)) for e in store.documents()
        ]
        texts = {old.id: store.document(old.id).text for _, olds, *_ in before for old in olds}
        assert len(texts) == 2
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


def test_importing_goes_on_from_what_is_stored(run, tmp_path):
    """The version stored here is the bundle's old one: the bundle's new one takes its place."""
    run.write("甲.md", TEXT)
    run("build")
    old = run.ids()["甲.md"]
    run("export", tmp_path / "旧.zip")
    run.write("甲.md", TEXT.replace("1200", "1500"))
    run("build")
    new = run.ids()["甲.md"]
    run("export", tmp_path / "新.zip")
    run.store = tmp_path / "second"
    assert run("import", tmp_path / "旧.zip") == 0
    assert run("import", tmp_path / "新.zip") == 0
    with open_store(run.store) as store:
        assert [e.id for e in store.documents()] == [new]
        assert [e.id for e in store.versions(new)] == [old]
    assert run("import", tmp_path / "旧.zip") == 0
    assert "已由新版《甲.md》取代" in run.err
    assert list(run.ids().values()) == [new]
    assert run("verify") == 0


def changed_bundle(run, tmp_path, change):
    """A bundle of one document and its old version, each member through ``change(name, data)``."""
    run.write("甲.md", TEXT)
    run("build")
    run.write("甲.md", TEXT.replace("1200", "1500"))
    run("build")
    run("export", tmp_path / "全部.zip")
    with zipfile.ZipFile(tmp_path / "全部.zip") as good, zipfile.ZipFile(tmp_path / "改.zip", "w", 8) as bad:
        for name in good.namelist():
            bad.writestr(name, change(name, good.read(name)))
    run.store = tmp_path / "second"
    return tmp_path / "改.zip"


def in_json(change):
    def changed(name, data):
        if not name.startswith("documents/") or not name.endswith(".json"):
            return data
        record = json.loads(data)
        change(record)
        return json.dumps(record)

    return changed


BROKEN = {
    "text": (in_json(lambda r: r["source"]["document"].update(text="别的文字")), "编号不符"),
    "passage": (in_json(lambda r: [p.update(text="别的") for p in r["passages"]]), "对不上"),
    "case": (in_json(lambda r: r["cases"][0].update(end=10**6)), "对不上"),
    "block": (in_json(lambda r: r["source"]["blocks"][0].update(end=-1)), "对不上"),
    "type": (in_json(lambda r: r["source"].update(document=7)), "不是本程序导出的文件"),
    "vectors": (lambda name, data: b"x" if name.endswith(".npy") else data, "不是本程序导出的文件"),
    "shape": (lambda name, data: cut_vectors(data) if name.endswith(".npy") else data, "的向量不是"),
    "original": (lambda name, data: b"x" if name.startswith("originals/") else data, "被改动过"),
    "outside": (in_json(lambda r: r["source"].update(original="../../x.md")), "不合规"),
    "bomb": (lambda name, data: bytes(1 << 22) if name.endswith(".npy") else data, "压缩比"),
    "format": (lambda name, data: data.replace(b"bundle-1", b"bundle-9"), "xhs-bundle-9"),
    "circle": (lambda name, data: circled(data) if name == "bundle.json" else data, "版本关系"),
}


def cut_vectors(data):
    import io

    import numpy as np

    out = io.BytesIO()
    np.save(out, np.load(io.BytesIO(data))[:, 1:])
    return out.getvalue()


def circled(data):
    head = json.loads(data)
    first, second = head["documents"]
    head["documents"] = {first: second, second: first}
    return json.dumps(head)


@pytest.mark.parametrize("what", BROKEN)
def test_a_bundle_that_was_tampered_with_is_refused(run, tmp_path, what):
    change, said = BROKEN[what]
    assert run("import", changed_bundle(run, tmp_path, change)) == 2
    assert said in run.err
    assert len(run.err.splitlines()) == 1
    assert not run.store.exists() or run.names() == []
    assert {p.name for p in tmp_path.iterdir()} - {"second"} == {"docs", "store", "全部.zip", "改.zip"}


def test_a_file_that_is_no_bundle_is_refused(run, tmp_path):
    (tmp_path / "坏.zip").write_bytes(b"x")
    assert run("import", tmp_path / "坏.zip") == 2
    assert run("import", tmp_path / "没有.zip") == 2
    assert "找不到文件" in run.err
    run.write("甲.md", TEXT)
    run("build")
    assert run("export", tmp_path / "没有" / "全部.zip") == 2


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE documents SET text = text || '。' WHERE superseded_by <> ''", "原文与入库时不同"),
        ("UPDATE documents SET superseded_by = 'nobody' WHERE superseded_by <> ''", "新版不在库里"),
        ("UPDATE documents SET pending = 1 WHERE superseded_by <> ''", "还留在检索里"),
        ("UPDATE documents SET blocks = '[[\"heading\", 0, 999999, 1, 0]]'", "行与原文对不上"),
        ("UPDATE documents SET date = '2024年5月'", "不是日期"),
        ('UPDATE cases SET "end" = 999999', "案例与原文对不上"),
        ("UPDATE passages SET case_order = 7", "不存在的案例 7"),
    ],
)
def test_verify_finds_what_breaks_an_invariant(run, statement, said):
    from tests.index.store.test_store import change

    run.write("甲.md", TEXT)
    run("build")
    run.write("甲.md", TEXT.replace("1200", "1500"))
    run("build")
    assert run("verify") == 0
    change(run.store, statement)
    assert run("verify") == 2
    assert said in run.err


def test_mending_sweeps_files_of_no_document_and_says_so(run):
    run.write("甲.md", TEXT)
    run("build")
    (run.store / FOLDER / "多余.docx").write_bytes(b"x")
    assert run("verify") == 2
    assert "1 个不属于任何文档的文件（多余.docx）" in run.err
    assert run("verify", "--mend") == 0
    assert "已修好：" in run.err
    assert "多余.docx" in run.err
    next((run.store / FOLDER).iterdir()).write_bytes(b"x")
    assert run("verify") == 2
    assert "不见了或被改动过" in run.err


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
    from tests.index.store.test_store import change

    run.write("甲.md", TEXT)
    run("build")
    change(run.store, statement)
    assert run("verify") == 2
    assert run("verify", "--mend") == 0
    assert run("verify") == 0
    assert run.names() == ["甲.md"]


@pytest.mark.parametrize("name", ["../../秘密.txt", "/etc/hostname", "..", "a\\b"])
def test_a_store_that_names_a_file_elsewhere_neither_shows_nor_deletes_it(tmp_path, library, name):
    """Whoever was handed a store has its database from somebody else."""
    shelf, folder, _ = library
    secret = tmp_path / "秘密.txt"
    secret.write_text("不给看")
    path = put(tmp_path, "甲.md")
    with opened(folder) as store:
        shelf.store([shelf.preview(path, store)], Metadata())
    with sqlite3.connect(folder / "store.db") as connection:
        connection.execute("UPDATE documents SET original = ?", (name,))
    connection.close()
    with opened(folder) as store:
        (entry,) = store.documents()
        with pytest.raises(StoreDamaged, match="不是文件的名字"):
            shelf.original(store, entry.id)
    with pytest.raises(StoreDamaged, match="不是文件的名字"):
        shelf.remove(entry.id)
    assert secret.read_text() == "不给看"
