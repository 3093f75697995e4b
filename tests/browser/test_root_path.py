"""The whole page below a path of its host, behind a reverse proxy over TLS, in a real browser."""

import json
from urllib.parse import urlsplit

import pytest

from people.accounts import Accounts, Passwords, Role
from people.database import open_database
from tests.browser.conftest import Visitor, fake_command, running
from tests.browser.test_check import check
from tests.support.reverse_proxy import proxied
from tests.ui.access.offices import CHEAP, OTHER, PASSWORD

QUESTION = "联盟有多少家成员单位？"
FILE = {"name": "甲.md", "mimeType": "text/markdown", "buffer": "# 甲\n\n修好水渠12条。\n".encode()}


class Recording:
    """A browser's one page, and every address that it asked for."""

    def __init__(self, chromium):
        self.requests, self.complaints = [], []
        self.context = chromium.new_context(locale="zh-CN", ignore_https_errors=True)
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: "Security" in said.text and self.complaints.append(said.text))
        self.page.on(
            "response", lambda got: got.status >= 400 and self.complaints.append(f"{got.status} {got.url}")
        )


@pytest.fixture(params=[True, False], ids=["stripped", "kept"])
def behind(request, tmp_path, certificate):
    """(The proxy, its address with the root path); the page has one administrator."""
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    Accounts(engine, Passwords(hasher=CHEAP)).add("主任", [Role.ADMINISTRATOR], PASSWORD)
    engine.dispose()
    with (
        running([*fake_command(tmp_path), "--root-path", "/qa"]) as server,
        proxied("/qa", request.param, certificate / "one.pem", certificate / "one.key") as (proxy, address),
    ):
        proxy.upstream = server.url
        yield proxy, address


def test_no_request_leaves_the_root_path(chromium, behind):
    proxy, address = behind
    profile = Recording(chromium)
    page, user = profile.page, Visitor(profile, address)
    signed_in(page, address)
    assert user.ask(QUESTION).locator("strong").first.inner_text() == "34家"
    page.locator(".cite").first.click()
    page.wait_for_selector("#panel mark")
    downloaded(page)
    uploaded(page)
    managed(page, address)
    cookies = profile.context.cookies()
    origin, asked = urlsplit(address), {urlsplit(url) for url in profile.requests if url.startswith("http")}
    profile.context.close()
    assert {(each.scheme, each.netloc) for each in asked} == {(origin.scheme, origin.netloc)}
    assert [each.path for each in asked if not each.path.startswith("/qa/")] == []
    assert [path for path in proxy.asked if not path.startswith("/qa/")] == []  # downloads too
    assert {(each["path"], each["secure"], each["httpOnly"]) for each in cookies} == {("/qa", True, True)}
    # What the page still asked for when its user signed out is refused.
    late = [each for each in profile.complaints if each.startswith("401") and "/qa/gradio_api/" in each]
    assert [each for each in profile.complaints if each not in late] == []
    # All of it was really asked for there: styles, scripts, Gradio's own, uploads, downloads.
    for part in ("/qa/page/", "/qa/assets/", "/qa/gradio_api/queue/join", "/qa/theme.css", "/qa/files/",
                 "/qa/admin/add"):  # fmt: skip
        assert any(path.startswith(part) for path in proxy.asked), part


def signed_in(page, address):
    page.goto(f"{address}/", timeout=60_000)
    page.wait_for_url(f"{address}/signin")
    page.fill("[name=name]", "主任")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{address}/password")
    card = page.locator(".card").first
    assert card.evaluate("e => getComputedStyle(e).borderRadius") != "0px"  # it has its style
    for field, words in (("old", PASSWORD), ("new", OTHER), ("again", OTHER)):
        page.fill(f"[name={field}]", words)
    page.press("[name=again]", "Enter")
    page.wait_for_url(f"{address}/")
    page.wait_for_selector("#history .history", state="attached", timeout=60_000)


def downloaded(page):
    page.click("[data-tab=check]")
    check(page)
    with page.expect_download() as waiting:
        page.click("[data-export=text]")
    assert "稿件核查报告" in waiting.value.suggested_filename
    assert waiting.value.path().stat().st_size > 100


def uploaded(page):
    page.click("[data-tab=library]")
    page.set_input_files(".library input[type=file]", [FILE])
    page.wait_for_selector(".library h2:has-text('入库前看一看')")
    page.click("[data-do=store]")
    page.wait_for_selector(".library h2:has-text('入库结果')")


def managed(page, address):
    page.click(".signed-in >> text=管理")
    page.wait_for_url(f"{address}/admin")
    page.fill("form[action='/qa/admin/add'] [name=name]", "李芳")
    page.click("form[action='/qa/admin/add'] button")
    page.wait_for_selector(".said >> text=已增加账号“李芳”")
    page.click("#audit >> text=查找")
    page.wait_for_selector("#audit tbody tr")
    page.click("text=返回")
    page.wait_for_selector("#history .history", state="attached", timeout=60_000)
    page.click(".signed-in button")
    page.wait_for_url(f"{address}/signin")
    assert json.loads(page.evaluate("JSON.stringify(document.cookie)")) == ""  # none is a script's to read
