"""The 文库 tab without a browser: uploads, corrections, lists; nothing from outside is trusted."""

import os
import tempfile
import time
from datetime import date
from pathlib import Path

import gradio as gr
import pytest

from index.errors import StoreBusy
from index.library.ingest import stamp_for
from index.library.library import Library
from index.records import Metadata
from index.settings import IndexSettings
from index.store.contract import Entry
from index.store.opening import open_store
from people.drafts import KEPT_DAYS
from tests.support.storekit import FakeEmbedder
from tests.ui.test_render import HOSTILE, Reader
from tests.ui.uploads import SESSION, browser, not_sent, sent, transfers
from ui.library import shelf as shelves
from ui.library.catalogue import NO_DATE, NO_UNIT, PAST, Catalogue, counted
from ui.library.kept_shelves import KeptShelves
from ui.library.library import FAILED, GONE, KEEP, UNKNOWN, Shelves
from ui.library.preview_render import previews_html, reading_html
from ui.library.render import SHOWN, document_html, list_html
from ui.library.shelf import Looked, Shelf, discard, saved

REGION, NOTE, SHELF, FILE = range(4)
TEXT = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n修好水渠12条。\n\n## 县文化局 送书下乡\n\n送书1200册。\n"
NOTHING = {"words": "", "unit": "", "source": "", "tag": "", "year": "", "valid": ""}


def event(do="", row="", form=None, **more):
    return gr.EventData(None, {"do": do, "id": row, "form": form or {}, "replaces": "", **more})


@pytest.fixture
def place(tmp_path):
    settings = IndexSettings()
    embedder = FakeEmbedder()
    folder = tmp_path / "store"
    stamp = stamp_for(embedder, settings)
    with open_store(folder, stamp=stamp, writable=True), open_store(folder) as store:
        pass
    with open_store(folder) as store:
        yield store, Library(folder, embedder, settings)


@pytest.fixture
def files(tmp_path):
    return transfers(tmp_path / "files")


@pytest.fixture
def tab(place, files):
    return Shelves(*place, files)


def upload(tab, shelf, *named):
    """Every update while files called ``named`` are read."""
    came = [sent(tab._files, name, data) for name, data in named]
    return list(tab.upload(shelf, event(files=came), browser()))


def uploaded(tab, *named):
    return upload(tab, Shelf(), *named)[-1][SHELF]


def acted(tab, shelf, do, row="", form=None):
    return list(tab.act(shelf, event(do, row, form)))[-1]


def shelved(files, *came):
    folder = Path(tempfile.mkdtemp(prefix="shelf-"))
    return folder, saved(came, lambda file: files.take(SESSION, file), folder)


def test_names_of_uploads_lead_nowhere_and_every_file_has_a_folder_of_its_own(files):
    names = ["../../etc/passwd.txt", "C:\\资料\\甲.txt", "甲.txt", "", "长" * 300 + ".txt"]
    folder, found = shelved(files, *[sent(files, name, b"x") for name in names])
    assert [name for name, _ in found] == ["passwd.txt", "甲.txt", "甲.txt", "未命名", "长" * 200]
    paths = [path for _, path in found if not isinstance(path, str)]
    assert all(path.is_relative_to(folder) for path in paths)
    assert len(set(paths)) == len(paths) == 4  # no file system holds a name of 600 bytes
    assert "请改短文件名" in found[-1][1]
    discard(Shelf((), folder))
    assert not folder.exists()


@pytest.mark.parametrize("size", [1, 0, -(10**12), 10**12, "x", None])
def test_the_size_that_counts_is_the_one_that_arrives(files, tmp_path, monkeypatch, size):
    monkeypatch.setattr(shelves, "MAX_TOTAL", 100)
    sizes = {"甲.txt": 60, "乙.txt": 41, "丙.txt": 40}
    folder, found = shelved(
        files, *[sent(files, name, b"x" * n) | {"size": size} for name, n in sizes.items()]
    )
    assert found[0][1].read_bytes() == b"x" * 60
    assert "一次上传的文件超过上限" in found[1][1]  # what is refused takes no room from the others
    assert found[2][1].read_bytes() == b"x" * 40
    kept = [path for place in (folder, tmp_path / "files") for path in place.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) == 100
    discard(Shelf((), folder))


@pytest.mark.parametrize("name", ["甲\0.txt", "甲\ud800.txt", "..", "甲\n.txt", "甲\u202etxt.exe"])
def test_a_name_that_is_none_refuses_its_file_alone(files, tmp_path, name):
    folder, found = shelved(files, sent(files, name, b"x"), sent(files, "乙.txt", b"y"))
    assert "请改名后再试" in found[0][1]
    assert found[1][1].read_bytes() == b"y"
    assert not list((tmp_path / "files").rglob("*"))  # nothing waits of what was refused
    discard(Shelf((), folder))


SIGNED = "# {}\n\n渠道修好12条，受益3000人。\n\n来源：石桥先锋\n\n撰文：尚可期\n\n石桥县水务局\n\n{}\n"


def looked_at(library, store, tmp_path, *days):
    previews = []
    for number, day in enumerate(days):
        path = tmp_path / f"{number}.md"
        path.write_text(SIGNED.format(number, day), encoding="utf8")
        previews.append(Looked(path.name, library.preview(path, store)))
    return Shelf(tuple(previews))


def test_what_a_text_says_of_itself_is_shown_and_filled_in(place, tmp_path):
    store, library = place
    page = previews_html(looked_at(library, store, tmp_path, "2024年1月19日"), [], {})
    assert "文中写明：日期 2024-01-19　作者 尚可期　来源 石桥先锋　发文单位 石桥县水务局" in page
    assert 'name="about-date" value="2024-01-19"' in page
    assert 'name="about-source" value="石桥先锋"' in page
    assert 'name="about-unit" value=""' in page
    assert "日期和来源按文中写的填好了，请核对" in page


def test_only_what_was_filled_in_is_said_to_be(place, tmp_path):
    store, library = place
    page = previews_html(looked_at(library, store, tmp_path, "（日期未定）"), [], {})
    assert 'name="about-date" value=""' in page
    assert ">来源按文中写的填好了，请核对" in page


def test_what_files_say_differently_is_not_filled_in(place, tmp_path):
    store, library = place
    shelf = looked_at(library, store, tmp_path, "2024年1月19日", "2024年2月1日")
    page = previews_html(shelf, [], {})
    assert 'name="about-date" value=""' in page
    assert 'name="about-source" value="石桥先锋"' in page


def test_what_a_person_wrote_or_cleared_stays(place, tmp_path):
    store, library = place
    shelf = looked_at(library, store, tmp_path, "2024年1月19日")
    page = previews_html(shelf, [], {"about-date": "", "about-source": "别处"})
    assert 'name="about-date" value=""' in page
    assert 'name="about-source" value="别处"' in page
    assert "请核对" not in page


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (not_sent("甲.txt", 99 * 1024 * 1024), "「甲.txt」有 99.0 MB，超过单个文件的上限 32 MB"),
        (not_sent("甲.txt", 3), "没有传完整"),
        (not_sent("甲.txt", 3, "磁盘满了。"), "「甲.txt」没有读入：磁盘满了。"),
        ({"name": "甲.txt", "token": "x" * 43}, "没有传完整"),
        ({}, "「未命名」没有读入"),
    ],
)
def test_why_a_file_did_not_come_is_said(files, came, said):
    folder, found = shelved(files, came)
    assert said in found[0][1]
    discard(Shelf((), folder))


@pytest.mark.parametrize(
    ("do", "row", "said"),
    [
        ("nothing", "", UNKNOWN),
        ("open", "0" * 16, GONE),
        ("remove", HOSTILE, GONE),
        ("ask-remove", "x", GONE),
        ("original", "x", GONE),
        ("merge", "0:1", "这个文件不能改"),
        ("split", "x", "没有找到要改的地方"),
        ("rename", "9" * 99 + ":1", "没有找到要改的地方"),
        ("store", "", "没有可以入库的文件"),
        ("list", "x", "没有找到要操作的内容"),
    ],
)
def test_clicks_that_no_page_makes_are_refused_and_change_nothing(tab, do, row, said):
    region, note, shelf, file = acted(tab, Shelf(), do, row)
    assert said in note
    assert (region, shelf, file) == (KEEP, Shelf(), KEEP)


@pytest.mark.parametrize("came", [None, [], [not_sent("甲.txt", 1)] * 21])
def test_an_upload_of_none_or_too_many_is_refused(tab, came):
    (update,) = tab.upload(Shelf(), event(files=came), browser())
    assert "最多 20 个" in update[NOTE]
    assert update[REGION] is KEEP


def test_every_file_is_shown_as_it_is_read(tab):
    updates = upload(tab, Shelf(), ("甲.md", TEXT.encode()), ("坏.png", b"x"))
    assert [u[REGION].count("已读入") for u in updates] == [0, 1, 1, 0]
    assert "正在读取上传的文件（1 / 2）" in updates[1][REGION]
    assert "未能读入" in updates[2][REGION]
    assert "入库前看一看" in updates[3][REGION]
    discard(updates[-1][SHELF])


def test_a_new_upload_deletes_the_files_of_the_last(tab):
    first = uploaded(tab, ("甲.md", TEXT.encode()))
    second = upload(tab, first, ("乙.md", TEXT.encode()))[-1][SHELF]
    assert not first.folder.exists()
    assert acted(tab, second, "discard")[SHELF] == Shelf()
    assert not second.folder.exists()


def test_titles_count_without_a_button_and_a_bad_one_stops_the_storing(tab, place):
    shelf = uploaded(tab, ("甲.md", TEXT.encode()))
    form = {"title-0-1": " 新水渠 ", "unit-0-1": "县水务局", "title-0-2": "送书下乡", "unit-0-2": "县文化局"}
    refused = acted(tab, shelf, "store", form=form | {"title-0-2": " "})
    assert "标题是空的" in refused[NOTE]
    assert place[0].documents() == []
    done = acted(tab, shelf, "store", form=form)
    assert "新入库：《甲.md》" in done[REGION]
    (entry,) = place[0].documents()
    assert [(c.unit, c.title) for c in place[0].cases(entry.id)] == [
        ("县水务局", "新水渠"),
        ("县文化局", "送书下乡"),
    ]
    assert not shelf.folder.exists()


@pytest.mark.parametrize("field", ["title-0-1", "unit-0-1"])
@pytest.mark.parametrize(("sign", "code"), [("\ud800", "U+D800"), ("\0", "U+0000"), ("\u202e", "U+202E")])
def test_a_title_with_hidden_signs_is_refused_as_import_would(tab, place, field, sign, code):
    shelf = uploaded(tab, ("甲.md", TEXT.encode()))
    refused = acted(tab, shelf, "store", form={"title-0-1": "水渠", "unit-0-1": "局", field: f"水{sign}渠"})
    assert code in refused[NOTE]
    assert refused[SHELF] is shelf
    assert place[0].documents() == []


def test_files_that_wait_are_deleted_after_their_days_also_by_two_programs_at_once(tmp_path, monkeypatch):
    kept = KeptShelves(folder=tmp_path / "waiting")
    old, new = kept.made(), kept.made()
    past = time.time() - KEPT_DAYS * 24 * 3600 - 60
    os.utime(old, (past, past))
    listed = sorted(kept.folder.glob("shelf-*"))
    gone = kept.folder / "shelf-gone"  # another program was faster
    monkeypatch.setattr(Path, "glob", lambda *given: [gone, *listed])
    kept.tidy()
    assert not old.exists()
    assert new.exists()


def test_files_wait_from_the_last_time_that_they_were_worked_on(tmp_path):
    kept = KeptShelves(folder=tmp_path / "waiting")
    folder = kept.made()
    os.utime(folder, (0, 0))
    kept.keep(None, Shelf((), folder))
    kept.tidy()
    assert folder.exists()


def test_what_was_stored_before_a_failure_stays_and_the_rest_can_be_tried_again(tab, place, monkeypatch):
    shelf = uploaded(tab, *((f"{n}.md", f"# 题{n}\n\n第{n}句话。\n".encode()) for n in range(3)))
    real, calls = place[1].store, []

    def busy(previews, *rest, **more):
        calls.append(previews[0].source.document.name)
        if len(calls) == 2:
            raise StoreBusy("另一个程序正在写索引。")
        return real(previews, *rest, **more)

    monkeypatch.setattr(place[1], "store", busy)
    old = "0" * 16
    updates = list(tab.act(shelf, event("store", form={"about-unit": "河口镇", "replaces-2": ""})))
    assert "正在入库（1 / 3）" in updates[1][REGION]
    assert "前面的 1 个文件已经入库" in updates[-1][NOTE]
    left = updates[-1][SHELF]
    assert [file.name for file in left.files] == ["1.md", "2.md"]
    assert [e.name for e in place[0].documents()] == ["0.md"]
    assert 'value="河口镇"' in updates[-1][REGION]
    gone = acted(tab, left, "store", form={"replaces-0": old})
    assert "已不在文库里" in gone[NOTE]
    assert "新入库：《2.md》" in acted(tab, left, "store")[REGION]
    assert [e.metadata.unit for e in place[0].documents()] == ["河口镇", "", ""]


def test_two_new_versions_of_one_document_are_refused(tab, place):
    first = uploaded(tab, ("甲.md", TEXT.encode()))
    acted(tab, first, "store")
    (old,) = place[0].documents()
    shelf = uploaded(tab, *((f"{n}.md", TEXT.replace("12", str(n)).encode()) for n in (13, 14)))
    refused = acted(tab, shelf, "store", form={"replaces-0": old.id, "replaces-1": old.id})
    assert "有两个文件选了同一篇" in refused[NOTE]
    discard(shelf)


def test_an_unexpected_failure_is_said_and_logged(tab, caplog):
    tab._views["open"] = lambda shelf, act: 1 / 0
    assert FAILED in acted(tab, Shelf(), "open", "x")[NOTE]
    assert "ZeroDivisionError" in caplog.text


def test_hostile_names_texts_and_metadata_stay_text(tab, place):
    evil = Metadata(HOSTILE[:90], "2024-01-01", HOSTILE[:90], (HOSTILE[:90],), "2020-01-01")
    entry = Entry("d", HOSTILE, HOSTILE, HOSTILE, 0, 1, evil, "")
    shelf = uploaded(tab, (f"{HOSTILE}.md".replace("/", "∕"), f"# {HOSTILE}\n\n{HOSTILE}。\n".encode()))
    source = shelf.preview(0).source
    pages = [
        list_html([(entry, (HOSTILE,))], 0, NOTHING | {"words": HOSTILE}, date(2024, 1, 1)),
        document_html(entry, source, shelf.preview(0).passages, [entry], 0, date(2024, 1, 1)),
        previews_html(shelf, [entry], {"about-unit": HOSTILE, "about-tags": HOSTILE}),
        reading_html(shelf.files, [HOSTILE]),
    ]
    for page in pages:
        assert not {"script", "img"} & set(Reader(page).tags)
        assert not [name for name, _ in Reader(page).attributes if name.startswith("on")]
    discard(shelf)


def entries(n):
    return [Entry(f"{i}", f"{i:03}.md", f"题目{i:03}", "", 0, 1) for i in range(n)]


def test_long_lists_come_in_pages_that_keep_the_filter():
    found = [(entry, ()) for entry in entries(SHOWN + 1)]
    first, second = (list_html(found, page, NOTHING | {"unit": "河口"}, date.today()) for page in (0, 1))
    assert first.count('data-do="open"') == SHOWN
    assert ("下一页" in first, "上一页" in first) == (True, False)
    assert ("下一页" in second, "上一页" in second) == (False, True)
    assert '<input type="hidden" name="unit" value="河口">' in first


def test_the_picture_counts_by_unit_and_year():
    known = [Metadata("甲局", "2023-01-01"), Metadata("", "2024-05-01"), Metadata()]
    found = [
        (Entry(f"{n}", "", "", "", 0, 1, metadata), units)
        for n, (metadata, units) in enumerate(zip(known, (("甲局", "乙局"), ("乙局",), ()), strict=True))
    ]
    picture = counted(found)
    assert picture.units == (("乙局", 2), ("甲局", 1), (NO_UNIT, 1))
    assert picture.years == (("2024", 1), ("2023", 1), (NO_DATE, 1))


def test_the_catalogue_follows_the_store(tab, place):
    catalogue, today = Catalogue(place[0]), date(2024, 6, 1)
    assert catalogue.matching(NOTHING, today) == []
    acted(tab, uploaded(tab, ("甲.md", TEXT.encode())), "store", form={"about-valid": "2024-05-31"})
    ((entry, units),) = catalogue.matching(NOTHING, today)
    assert units == ("县水利局", "县文化局")
    for field, value, held in (
        ("unit", "水利", True),
        ("unit", "别的", False),
        ("year", NO_DATE, True),
        ("valid", PAST, True),
        ("valid", "现行有效", False),
        ("words", "河口镇", True),
    ):
        assert bool(catalogue.matching(NOTHING | {field: value}, today)) == held, field
    place[1].remove(entry.id)
    assert catalogue.matching(NOTHING, today) == []
