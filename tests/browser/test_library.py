"""文库 in the browser: upload, correct, store, find, replace, delete; over a store with made-up vectors."""

import json
import signal

import pytest

from index.library.library import Library
from index.records import Metadata
from index.settings import IndexSettings
from index.store.opening import open_store
from index.store.originals import FOLDER
from index.verify.verify import problems
from tests.browser.conftest import fake_command, running
from tests.browser.test_page import ENGLISH
from tests.support.files import office_files as made
from tests.support.storekit import FakeEmbedder

CASES = [
    (1, "河口镇志愿服务案例"),
    (2, "河口镇水务站 修好水渠"),
    (0, "水务站修好水渠12条。"),
    (2, "河口镇书屋 送书下乡"),
    (0, "书屋送书1200册。"),
    (0, "夜校的做法"),
    (0, "书屋还办了夜校，开课32次。"),
]
NOTES = "# 云川区简报\n\n云川区税务所上门办税460次。\n"


@pytest.fixture
def place(served, kept):
    """The shared page's store, emptied."""
    folder = kept / "store"
    with open_store(folder) as store:
        for entry in store.documents():
            Library(folder, FakeEmbedder(), IndexSettings()).remove(entry.id)
    return folder


def entered(user):
    user.page.click("[data-tab=library]")
    user.page.wait_for_selector(".library .book")
    return user.page


@pytest.fixture
def page(served, place, visit):
    return entered(visit(served.url))


def files(*named):
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in named]


def upload(page, *named):
    upload_all(page, files(*named))


def upload_all(page, given):
    page.set_input_files(".library input[type=file]", given)
    page.wait_for_selector(".library h2:has-text('入库前看一看')")


def stored(page):
    page.click("[data-do=store]")
    page.wait_for_selector(".library h2:has-text('入库结果')")
    said = page.inner_text(".library .said")
    page.click(".library [data-do=list]")
    page.wait_for_selector(".library .book")
    return said


def put(place, *documents):
    """Store documents without the page: (name, text, metadata)."""
    library = Library(place, FakeEmbedder(), IndexSettings())
    with open_store(place) as store:
        for name, text, known in documents:
            path = place.parent / name
            path.write_text(text, encoding="utf-8")
            library.store([library.preview(path, store)], known)


def titles(page):
    return page.locator(".library .book .stem b").all_inner_texts()


def shows(page, *expected):
    """Wait until the list holds exactly these titles."""
    page.wait_for_function(
        "expected => JSON.stringify([...document.querySelectorAll('.library .book .stem b')]"
        ".map(b => b.innerText)) === JSON.stringify(expected)",
        arg=list(expected),
    )


def test_files_are_looked_at_corrected_stored_and_found(page, place):
    word = made.docx(*CASES)
    named = [("案例.docx", word), ("简报.md", NOTES.encode()), ("坏.docx", made.ole(encrypted=True))]
    page.evaluate(
        "() => { window.states = new Set(); new MutationObserver(() => {"
        " for (const li of document.querySelectorAll('.files li')) window.states.add(li.innerText);"
        "}).observe(document.querySelector('#library-desk'), { childList: true, subtree: true }); }"
    )
    upload(page, *named, ("又一份.docx", word))
    seen = json.loads(page.evaluate("JSON.stringify([...window.states])"))
    for words in ("案例.docx已读入案例 2 个", "坏.docx未能读入", "简报.md等待", "简报.md正在读取"):
        assert any("".join(words.split()) in "".join(one.split()) for one in seen), (words, seen)
    cards = page.locator("section.card")
    assert "设了打开密码" in cards.nth(2).inner_text()
    assert "内容与上面的一个文件完全相同" in cards.nth(3).inner_text()
    with open_store(place) as store:
        assert store.documents() == []  # nothing is stored before somebody says so

    first = cards.nth(0)
    first.locator("summary", has_text="送书下乡").click()
    first.locator(".lines p", has_text="夜校的做法").get_by_role("button").click()
    first.locator("summary", has_text="夜校的做法").wait_for()
    assert first.locator(".pieces > li").count() == 3
    assert page.evaluate("document.activeElement.innerText").startswith("夜校的做法")
    opened = first.locator("details[open]")
    opened.locator("input[name^=unit]").fill("河口镇夜校")
    opened.locator("input[name^=title]").fill("<b>夜校</b>进村")
    opened.locator("input[name^=title]").press("Enter")
    first.locator("summary", has_text="<b>夜校</b>进村").wait_for()
    assert "河口镇夜校" in first.locator("summary", has_text="<b>夜校</b>进村").inner_text()
    first.locator("summary", has_text="送书下乡").click()
    first.locator("details[open]", has_text="送书1200册").locator("[data-do=merge]").click()
    page.wait_for_function("document.querySelectorAll('section.card .pieces')[0].children.length === 2")

    page.fill("[name=about-unit]", "河口镇")
    page.fill("[name=about-date]", "去年")
    page.fill("[name=about-tags]", "志愿、读书")
    page.click("[data-do=store]")
    page.wait_for_selector("#library-note >> text=“去年”不是日期")
    assert page.input_value("[name=about-tags]") == "志愿、读书"
    page.fill("[name=about-date]", "2024-05-01")
    said = stored(page)
    assert said.splitlines()[:2] == ["新入库：《案例.docx》", "新入库：《简报.md》"]
    assert titles(page) == ["河口镇志愿服务案例", "云川区简报"]
    with open_store(place) as store:
        entry = store.documents()[0]
        assert (entry.metadata.unit, entry.metadata.tags) == ("河口镇", ("志愿", "读书"))
        assert [(c.unit, c.title) for c in store.cases(entry.id)] == [
            ("河口镇水务站", "修好水渠"),
            ("河口镇夜校", "<b>夜校</b>进村"),
        ]
    assert len(list((place / FOLDER).iterdir())) == 2
    assert problems(place) == []


def test_the_list_is_filtered_and_its_picture_narrows_it(served, place, visit):
    put(
        place,
        ("甲.md", "# 甲的题目\n\n甲的话。\n", Metadata("河口镇", "2023-03-01", "镇简报", ("志愿",))),
        ("乙.md", "# 乙的题目\n\n乙的话。\n", Metadata("河口镇", "2024-03-01", "日报", (), "2024-12-31")),
        ("丙.md", "# 丙的题目\n\n## 县水利局 修好水渠\n\n修好水渠12条。\n", Metadata()),
    )
    page = entered(visit(served.url))
    for fields, found in (
        ({"words": "乙的"}, ["乙的题目"]),
        ({"unit": "水利"}, ["丙的题目"]),
        ({"source": "简报"}, ["甲的题目"]),
        ({"tag": "志愿", "year": "2024"}, []),
        ({"tag": "志愿", "year": "2023"}, ["甲的题目"]),
        ({"tag": "没有"}, []),
    ):
        for name in ("words", "unit", "source", "tag", "year"):
            page.fill(f".pick [name={name}]", fields.get(name, ""))
        page.press(".pick [name=year]", "Enter")
        shows(page, *found)
        assert page.inner_text(".library h2") == f"文库（{len(found)} 篇）"
    assert "没有符合条件的资料" in page.inner_text(".library .book")
    page.fill(".pick [name=tag]", "")
    page.select_option(".pick [name=valid]", "已过有效期")
    page.click(".pick [data-do=list]")
    shows(page, "乙的题目")
    assert page.inner_text(".library .book i.state") == "已过有效期"
    page.select_option(".pick [name=valid]", "")
    page.click(".pick [data-do=list]")
    shows(page, "丙的题目", "乙的题目", "甲的题目")
    bars = [text.split("\t") for text in page.locator(".picture tr").all_inner_texts()]
    assert [(row[0].strip(), row[-1]) for row in bars] == [
        ("河口镇", "2 篇"),
        ("县水利局", "1 篇"),
        ("2024", "1 篇"),
        ("2023", "1 篇"),
        ("没有注明日期", "1 篇"),
    ]
    page.click(".picture button:text('没有注明日期')")
    shows(page, "丙的题目")


def test_a_document_is_described_replaced_and_removed_and_its_old_version_stays_until_then(
    served, place, visit
):
    put(place, ("甲.md", NOTES, Metadata()))
    page = entered(visit(served.url))
    page.click("[data-do=open]")
    page.wait_for_selector("text=云川区税务所上门办税460次。")
    page.fill("[name=about-title]", "云川区<i>简报</i>")
    page.fill("[name=about-valid]", "2020-01-01")
    page.click("[data-do=describe]")
    page.wait_for_selector("h2 i.state:text('已过有效期')")
    with page.expect_download() as download:
        page.click("[data-do=original]")
    assert download.value.suggested_filename == "甲.md"
    assert download.value.path().read_text(encoding="utf-8") == NOTES
    page.click("[data-do=list]")
    page.wait_for_selector(".library .book b:text('云川区<i>简报</i>')")

    newer = NOTES.replace("460", "560")
    upload(page, ("甲.md", newer.encode()))
    assert "库里有一篇同名的资料" in page.inner_text("section.card >> nth=0")
    assert page.input_value("[name=replaces-0]") == ""  # nothing is replaced unless somebody says so
    page.click("[data-do=discard]")
    page.click("[data-do=open]")
    page.wait_for_selector("text=上传新版")
    with open_store(place) as store:
        (old,) = store.documents()
    upload(page, ("甲.md", newer.encode()))
    assert page.input_value("[name=replaces-0]") == old.id
    assert "内容有变，已更新：《甲.md》" in stored(page)
    assert titles(page) == ["云川区简报"]
    page.click("[data-do=open]")
    page.wait_for_selector("text=上门办税560次")
    assert page.input_value("[name=about-valid]") == "2020-01-01"  # what was said of the older version holds
    page.click("[data-do=open]:text('查看旧版')")
    page.wait_for_selector("text=上门办税460次")
    assert "这是旧版，不再检索" in page.inner_text(".library .standing")
    page.click("[data-do=open]:text('看新版')")
    page.wait_for_selector("text=上门办税560次")

    page.click("[data-do=ask-remove]")
    page.wait_for_selector("h2:has-text('删除《云川区简报》？')")
    page.click("[data-do=open]:text('不删')")
    page.click("[data-do=ask-remove]")
    page.click("[data-do=remove]")
    page.wait_for_selector(".library h2:text-is('已删除')")
    page.click(".library [data-do=list]")
    page.wait_for_selector("text=文库是空的")
    with open_store(place) as store, pytest.raises(KeyError):
        store.document(old.id)
    assert list((place / FOLDER).iterdir()) == []


def test_what_cannot_be_uploaded_is_said_and_the_next_upload_works(page, place, tmp_path):
    many = [(f"{n}.md", NOTES.encode()) for n in range(21)]
    page.set_input_files(".library input[type=file]", files(*many))
    page.wait_for_selector("#library-note >> text=一次选了 21 个文件，最多 20 个")
    paths = [tmp_path / name for name in ("大.txt", "空.txt", "图.png", "简报.md")]
    for path, data in zip(paths, (bytes(33 * 1024 * 1024), b"", b"\x89PNG", NOTES.encode()), strict=True):
        path.write_bytes(data)
    upload_all(page, paths)  # by path: as a message to the browser 33 MB take half a minute
    said = [page.inner_text(f"section.card >> nth={n}") for n in range(4)]
    for words, one in zip(
        ("33.0 MB，超过单个文件的上限", "空文件", "打不开", "段落 1 个"), said, strict=True
    ):
        assert words in one
    page.click("[data-do=discard]")
    page.wait_for_selector("text=文库是空的")
    upload(page, ("简报.md", NOTES.encode()))
    assert "新入库：《简报.md》" in stored(page)
    upload(page, ("同样.md", NOTES.encode()))
    assert "不会重复入库" in page.inner_text("section.card")
    assert page.locator("[data-do=store]").count() == 0


def test_another_writer_is_waited_for_not_fought(page, place):
    from index.store.sqlite.schema import take_writer_lock

    upload(page, ("简报.md", NOTES.encode()))
    lock = take_writer_lock(place)
    try:
        page.click("[data-do=store]")
        page.wait_for_selector("#library-note >> text=另一个程序正在写索引")
    finally:
        lock.close()
    assert "新入库：《简报.md》" in stored(page)


def test_everything_is_chinese_and_fits_a_phone(served, place, visit):
    put(place, ("甲.md", NOTES, Metadata("河口镇", "2024-01-01")))
    user = visit(served.url, width=390, height=844)
    page = entered(user)

    def fits():
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        tab = page.locator("#library")
        assert tab.evaluate("e => e.scrollWidth <= e.clientWidth")

    fits()
    upload(page, ("案例.docx", made.docx(*CASES)), ("坏.pdf", b"%PDF-1.4"))
    page.click(".library summary >> nth=0")
    page.click("summary:has-text('看段落怎样切分') >> nth=0")
    fits()
    stored(page)
    page.click("[data-do=open] >> nth=0")
    page.wait_for_selector("[name=about-title]")
    fits()
    page.click("[data-do=ask-remove]")
    page.wait_for_selector("[data-do=remove]")
    fits()
    assert not [text for text in user.texts() if ENGLISH.search(text)]


def test_questions_and_drafts_are_narrowed(served, visit):
    user = visit(served.url)
    page = user.page
    scope = "#ask-scope"
    page.click(f"{scope} summary")
    page.fill(f"{scope} [name=scope-units]", "市检察院、<b>")
    page.fill(f"{scope} [name=scope-since]", "前年")
    page.click(f"{scope} [data-do=narrow]")
    page.wait_for_selector(f"{scope} >> text=“前年”不是日期")
    assert page.input_value(f"{scope} [name=scope-units]") == "市检察院、<b>"
    page.fill(f"{scope} [name=scope-since]", "2023-01-01")
    page.check(f"{scope} [name=scope-valid]")
    page.click(f"{scope} [data-do=narrow]")
    told = "单位含“市检察院”或“<b>”，2023-01-01起，不含已过有效期的"
    page.wait_for_selector(f"{scope} summary:text-is('范围：{told}')")
    turn = user.ask("联盟有多少家成员单位？")
    assert turn.locator(".engine").inner_text() == f"只查了这些资料：{told}。"
    page.click(f"{scope} summary")
    page.click(f"{scope} [data-do=everything]")
    page.wait_for_selector(f"{scope} summary:text-is('范围：全部资料')")
    assert user.ask("这是哪个单位的案例？").locator(".engine").count() == 0

    page.click("[data-tab=check]")
    page.click("#check-scope summary")
    page.fill("#check-scope [name=scope-tags]", "志愿")
    page.press("#check-scope [name=scope-tags]", "Enter")
    page.wait_for_selector("#check-scope summary:text-is('范围：标签有“志愿”')")
    page.fill("#draft textarea", "2021年9月，由32名青年党员轮流授课。")
    page.click("#draft-go")
    page.wait_for_selector(".checked")
    assert page.inner_text(".narrowed-to") == "核查时只对照了这些资料：标签有“志愿”。"

    page.click("[data-tab=train]")
    page.fill("[name=name]", "丁同志")
    page.keyboard.press("Enter")
    page.wait_for_selector(".start")
    page.click(".choose .scope summary")
    page.fill(".choose [name=scope-units]", "别的单位")
    page.click("[data-do=practise]")
    page.wait_for_selector("#train-note >> text=选的案例、题型和范围里没有题目")
    page.fill(".choose [name=scope-units]", "税务局")
    page.click("[data-do=practise]")
    page.wait_for_selector("form.asking")


@pytest.mark.slow
def test_an_upload_waits_in_one_place_through_a_kill_and_is_gone_when_given_up(tmp_path, visit):
    temporary, waiting = tmp_path / "temporary", tmp_path / "waiting"
    temporary.mkdir()

    def uploads(place):
        return [path for path in place.rglob("*.md") if path.is_file()]

    with running(fake_command(tmp_path), {"TMPDIR": str(temporary)}) as server:
        user = visit(server.url)
        upload(entered(user), ("简报.md", NOTES.encode()))
        assert (len(uploads(waiting)), uploads(temporary)) == (1, [])
        assert waiting.stat().st_mode & 0o077 == 0
        server.stop(signal.SIGKILL)
        server.restart()
        assert (len(uploads(waiting)), uploads(temporary)) == (1, [])
        page = user.open().page
        page.click("[data-tab=library]")
        page.wait_for_selector(".library h2:has-text('入库前看一看')")
        page.click(".library [data-do=discard]")
        page.wait_for_selector(".library .book")
        assert uploads(waiting) == []
        server.stop()
        assert server.process.returncode == 0
        assert list(temporary.iterdir()) == []


def test_an_internal_file_waits_for_its_box(page, place):
    upload(page, ("内部简报.md", f"内部资料　注意保存\n\n{NOTES}".encode()))
    page.click("[data-do=store]")
    page.wait_for_function("document.body.innerText.includes('请勾选“这是内部资料，我确认可以入库”')")
    with open_store(place) as store:
        assert store.documents() == []
    page.check("section.card input[name=internal]")
    assert "新入库：《内部简报.md》" in stored(page)
