"""Scans in the browser: recognised, looked over, stored, asked, found on its page."""

import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import ImageDraw

from index.library import originals_of, recognised_of
from tests.browser.conftest import running
from tests.browser.test_app import command, environment
from tests.support.files import scans

TITLE = "石桥县水务局清渠行动简报"
WORDS = [
    "2024年，石桥县水务局组织党员47人疏浚渠道12条，惠及群众18.7万人。",
    "全年投入资金36万元，获得县先进集体称号。",
    "工作由机关党委书记周敬尧负责，每月检查一次。",
]
READ = 180_000  # milliseconds: a limit for hanging


def scan():
    """Two pages, skewed; on the first a stroke through 尧."""
    first = scans.with_title(scans.page("", "", *WORDS), TITLE)
    x, y = scans.MARGIN + 11 * scans.SIZE, scans.MARGIN + 4 * scans.STEP
    ImageDraw.Draw(first).line((x - 4, y + 40, x + 36, y + 6), "black", 12)
    second = scans.page("下一步，水务局将把行动扩大到全县16个乡镇。")
    return scans.as_pdf(scans.scanned(first, slant=1.2), scans.scanned(second, slant=-0.8, seed=1))


@pytest.fixture(scope="module")
def store(shipped_store, tmp_path_factory):
    return shutil.copytree(shipped_store, tmp_path_factory.mktemp("scans") / "store")


@pytest.fixture(scope="module")
def served(store, tmp_path_factory):
    with running(command(store), environment(tmp_path_factory.mktemp("people"))) as server:
        yield server


def chosen(page, data, name="简报.pdf"):
    page.click("[data-tab=library]")
    page.wait_for_selector(".library .book")
    given = [{"name": name, "mimeType": "application/pdf", "buffer": data}]
    page.set_input_files(".library input[type=file]", given)


def previewed(page):
    page.wait_for_selector(".library h2:has-text('入库前看一看')", timeout=READ)


def children(parent):
    """What a process has started that recognises pages."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            of = int((each / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            if of == parent and b"index.parse.scans.worker" in (each / "cmdline").read_bytes():
                found.append(each.name)
    return found


def drawn(page, image):
    """Wait until a picture is there; its width."""
    page.wait_for_function(
        "css => document.querySelector(css)?.complete && document.querySelector(css).naturalWidth > 0",
        arg=image,
        timeout=60_000,
    )
    return page.locator(image).bounding_box()["width"]


def test_a_scan_is_cancelled_read_on_corrected_stored_and_shown_on_its_page(served, visit, store):
    page, data = visit(served.url).page, scan()
    chosen(page, data)
    page.wait_for_selector(".library .state:has-text('正在识别 第2/2页')", timeout=READ)
    page.click(".library [data-stop]")
    page.wait_for_selector(".library .bad:has-text('再次上传同一文件时，从没有识别的页继续')", timeout=5000)
    assert children(served.process.pid) == []
    (recognised,) = recognised_of(originals_of(store)).glob("*.jsonl")
    assert len(recognised.read_text("utf-8").splitlines()) == 2  # an empty one, and the first page

    page.click(".library [data-do=discard]")
    chosen(page, data)
    previewed(page)
    assert len(recognised.read_text("utf-8").splitlines()) == 3  # the first page was not read again
    assert "是扫描件，文字由程序识别" in page.inner_text(".library .preview")
    look = page.locator(".scan")
    assert re.search(r"第 1 页.*认得.*平均把握 9\d%", look.locator("h4").inner_text())
    look.scroll_into_view_if_needed()
    assert drawn(page, ".scan .sheet img") > 300
    look.locator(".read button:has(mark.doubt)").first.click()
    assert look.locator(".box.on.doubt").count() == 1
    look.locator(".read button", has_text="机关党委书记").click()
    assert look.locator(".box.on").count() == 1
    assert look.locator(".strip").is_visible()
    look.locator(".fix input:not([type=hidden])").fill(WORDS[2])
    look.locator(".fix input:not([type=hidden])").press("Enter")
    page.wait_for_selector(".scan .read [data-here]", timeout=60_000)
    assert page.inner_text(".scan .read [data-here]") == WORDS[2]
    assert page.locator(".scan .read [data-here] mark").count() == 0
    page.select_option(".scan [name^=scan-]", "2")
    page.wait_for_selector(".scan .read button:has-text('16个乡镇')")
    assert drawn(page, ".scan .sheet img") > 300

    page.click("[data-do=store]")
    page.wait_for_selector(".library h2:has-text('入库结果')", timeout=60_000)
    page.click("[data-tab=ask]")
    _asked(page, wide=True)


def test_a_phone_shows_the_picture_above_the_text(served, visit):
    """The same file again, stored by now: other pages of it would be the same."""
    page = visit(served.url, width=390, height=780).page
    chosen(page, scans.as_file(scans.page(TITLE, "石桥县水务局新建泵站9座。"), "PNG"), "泵站.png")
    page.wait_for_selector(".library .state:has-text('正在识别 第1页')", timeout=READ)
    previewed(page)
    drawn(page, ".scan .sheet img")
    page.locator(".scan .read button", has_text="泵站").click()
    picture, text = page.locator(".scan .paper").bounding_box(), page.locator(".scan .read").bounding_box()
    assert picture["y"] + picture["height"] <= text["y"]
    assert picture["x"] >= 0
    assert picture["x"] + picture["width"] <= 390
    assert page.locator(".scan .fix").bounding_box()["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("[data-do=discard]")
    page.wait_for_selector(".library .book")
    page.click("[data-tab=ask]")
    _asked(page, wide=False)


def _asked(page, *, wide):
    """The scan's own words are found, and shown on the picture of their page."""
    page.fill("#question textarea", "石桥县水务局的清渠工作由谁负责？")
    page.press("#question textarea", "Enter")
    source = page.locator("#live .turn .sources button, #live .turn .nearest button").filter(has_text=TITLE)
    source.first.wait_for(timeout=60_000)
    page.locator("#live .turn .sources button", has_text="第1页，扫描件识别").first.click()
    page.wait_for_selector("#panel mark")
    assert "扫描件识别" in page.inner_text("#panel .facts")
    page.click("#panel .scan-place summary")
    width = drawn(page, "#panel .sheet img")
    assert width <= (1280 if wide else 390)
    box = page.locator("#panel .sheet .box.on").first.bounding_box()
    paper = page.locator("#panel .paper").bounding_box()
    assert paper["y"] - 5 <= box["y"] <= paper["y"] + paper["height"]
