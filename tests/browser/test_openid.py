"""Signing in with an account elsewhere in a real browser: cookies, headers and policies are the browser's."""

import pytest

from people.accounts import Role
from people.database import open_database
from tests.ui.openid.office import SECRET_ENV, open_office
from tests.ui.openid.provider import SECRET, SUB, providing


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.mark.parametrize("asks", [False, True], ids=["signed in there already", "signing in there"])
def test_there_and_back(tmp_path, monkeypatch, page, asks):
    monkeypatch.setenv(SECRET_ENV, SECRET)
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    with (
        providing() as provider,
        open_office(engine, tmp_path / "files", provider.issuer) as (office, address),
    ):
        provider.asks = asks
        page.goto(address)
        assert page.url == address + "/signin"
        page.click("text=统一身份认证登录")
        if asks:
            page.click("text=同意")
        said = page.locator("p.said")
        assert said.inner_text() == "你的身份还没有对应的账号，没有登录。请找本单位的管理员。"
        assert said.evaluate("e => getComputedStyle(e).borderRadius") == "6px"  # the style sheet came

        account, _ = office.accounts.add("甲", [Role.USER])
        office.elsewhere.link(account.id, f"{provider.issuer} {SUB}")
        page.click("text=统一身份认证登录")
        if asks:
            page.click("text=同意")
        page.wait_for_url(address + "/")
        assert page.evaluate("document.documentElement.dataset.account") == "甲"
        kept = page.context.cookies()
        assert [(c["name"], c["httpOnly"], c["sameSite"]) for c in kept if "signed-in" in c["name"]] == [
            (office.door.cookie, True, "Lax")
        ]
    engine.dispose()


def test_a_link_of_another_site_leads_to_the_sign_in_page(tmp_path, page):
    """The office's portal has one; nobody is signed in yet."""
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    with open_office(engine, tmp_path / "files", "") as (_, address):
        page.route("http://portal.example/", lambda route: route.fulfill(
            content_type="text/html", body=f'<a href="{address}/">go</a>'))  # fmt: skip
        page.goto("http://portal.example/")
        page.click("text=go")
        page.wait_for_url(address + "/signin")
        assert page.locator("h2").inner_text() == "登录"
    engine.dispose()
