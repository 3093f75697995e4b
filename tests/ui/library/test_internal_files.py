"""Files marked 内部 or 秘密 in the 文库 tab: what the preview says, and what it takes to store them."""

import pytest

from index.errors import StoreBusy
from tests.ui.library.test_shelf import NOTE, REGION, SHELF, TEXT, acted, files, place, tab, uploaded  # noqa: F401

INTERNAL = f"内部资料　注意保存\n\n{TEXT}".encode()
SECRET = f"机密★5年\n\n{TEXT}".encode()
BOX = '<input type="checkbox" name="internal" value="{}"{}>这是内部资料，我确认可以入库'


def names(store):
    return [entry.name for entry in store.documents()]


def test_a_secret_file_is_refused_on_the_page_and_the_others_can_be_stored(tab, place):  # noqa: F811
    shelf = uploaded(tab, ("甲.md", SECRET), ("乙.md", TEXT.encode()))
    assert "「甲.md」标有“机密★5年”，按涉密文件处理" in shelf.files[0].error
    acted(tab, shelf, "store")
    assert names(place[0]) == ["乙.md"]


def test_an_internal_file_is_stored_only_with_its_box_ticked(tab, place):  # noqa: F811
    shelf = uploaded(tab, ("乙.md", TEXT.encode()), ("甲.md", INTERNAL))
    region = acted(tab, shelf, "rename", "0:1")[REGION]
    assert "标有“内部资料 注意保存”，是内部资料。" in region
    assert region.count('name="internal"') == 1
    assert BOX.format(1, "") in region
    update = acted(tab, shelf, "store")
    assert "「甲.md」标有“内部资料 注意保存”" in update[NOTE]
    assert "请勾选" in update[NOTE]
    assert update[SHELF] == shelf
    acted(tab, shelf, "store", form={"internal": ["0"]})
    acted(tab, shelf, "store", form={"internal": "1"})
    assert names(place[0]) == []  # neither the other file before it
    acted(tab, shelf, "store", form={"internal": ["1"]})
    assert sorted(names(place[0])) == ["乙.md", "甲.md"]


@pytest.mark.parametrize(("ticks", "shown"), [(["1"], " checked"), (["0"], ""), ("1", ""), (7, "")])
def test_a_tick_stays_when_something_is_corrected(tab, ticks, shown):  # noqa: F811
    shelf = uploaded(tab, ("乙.md", TEXT.encode()), ("甲.md", INTERNAL))
    region = acted(tab, shelf, "rename", "0:1", form={"internal": ticks})[REGION]
    assert BOX.format(1, shown) in region


def test_a_tick_follows_its_file_when_those_before_it_are_stored(tab, place, monkeypatch):  # noqa: F811
    library, store = place[1], place[1].store

    def busy(previews, *rest, **more):
        if previews[0].internal:
            raise StoreBusy("另一个程序正在写。")
        return store(previews, *rest, **more)

    monkeypatch.setattr(library, "store", busy)
    shelf = uploaded(tab, ("乙.md", TEXT.encode()), ("甲.md", INTERNAL))
    update = acted(tab, shelf, "store", form={"internal": ["1"]})
    assert "前面的 1 个文件已经入库" in update[NOTE]
    assert BOX.format(0, " checked") in update[REGION]
