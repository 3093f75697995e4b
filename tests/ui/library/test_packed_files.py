"""Mails and zip files in the 文库 tab: each part has a preview of its own."""

import gradio as gr

from tests.support.files import container_files as made
from tests.ui.library.test_shelf import REGION, TEXT, acted, files, place, tab, uploaded  # noqa: F401
from tests.ui.uploads import browser, sent
from ui.library import shelf as shelves
from ui.library.shelf import Shelf

OTHER = "# 便民\n\n## 县卫生局 夜间门诊\n\n门诊每周开三晚，接诊460人次。\n"
PACKED = made.zipped({"甲.md": TEXT.encode(), "内.zip": b"x", "乙.md": OTHER.encode()})


def names(store):
    return sorted(entry.name for entry in store.documents())


def test_every_part_is_looked_at_and_stored_by_itself(tab, place):  # noqa: F811
    shelf = uploaded(tab, ("报送.zip", PACKED), ("丙.md", b"# \xe4\xb8\x99\n\nx"))
    assert [file.name for file in shelf.files] == [
        "报送.zip › 甲.md",
        "报送.zip › 乙.md",
        "报送.zip",
        "丙.md",
    ]
    assert "「报送.zip › 内.zip」套在里面" in shelf.files[2].error
    folder = shelf.folder
    update = acted(tab, shelf, "store")
    assert "新入库：《报送.zip › 甲.md》" in update[REGION]
    assert names(place[0]) == ["丙.md", "报送.zip › 乙.md", "报送.zip › 甲.md"]
    assert not folder.exists()
    store, library = place
    for entry in store.documents():
        original = library.original(store, entry.id)
        assert original.read_bytes() in (TEXT.encode(), OTHER.encode(), b"# \xe4\xb8\x99\n\nx")


def test_a_mail_is_its_body_and_what_is_attached(tab, place):  # noqa: F811
    letter = made.mail("报送志愿服务材料", "请查收。", [("甲.md", TEXT.encode())])
    acted(tab, uploaded(tab, ("来信.eml", letter)), "store")
    assert names(place[0]) == ["来信.eml › 正文.txt", "来信.eml › 甲.md"]


def test_containers_of_one_upload_are_bounded_together(tab, monkeypatch):  # noqa: F811
    monkeypatch.setattr(shelves, "MAX_UNPACKED", len(TEXT.encode()) + len(OTHER.encode()) + 10)
    shelf = uploaded(tab, ("报送.zip", PACKED), ("又.zip", PACKED))
    assert [file.preview is not None for file in shelf.files] == [True, True, False, False]
    assert "「又.zip」没有读入。请分几次上传" in shelf.files[3].error


def test_a_container_that_is_too_much_takes_no_room_from_the_next(tab, monkeypatch):  # noqa: F811
    small = made.zipped({"丁.md": b"# \xe4\xb8\x81\n\nx"})
    monkeypatch.setattr(shelves, "MAX_UNPACKED", len(TEXT.encode()) + len(OTHER.encode()) + 10)
    shelf = uploaded(tab, ("报送.zip", PACKED), ("又.zip", PACKED), ("小.zip", small))
    assert "「又.zip」没有读入。请分几次上传" in shelf.files[3].error
    assert shelf.files[4].preview is not None


def test_a_new_version_is_not_said_of_several(tab, place):  # noqa: F811
    acted(tab, uploaded(tab, ("旧.md", TEXT.replace("1200", "1300").encode())), "store")
    (old,) = place[0].documents()
    came = [sent(tab._files, "报送.zip", PACKED)]
    chosen = gr.EventData(None, {"do": "", "id": "", "form": {}, "replaces": old.id, "files": came})
    region = list(tab.upload(Shelf(), chosen, browser()))[-1][REGION]
    assert f'value="{old.id}" selected' not in region
