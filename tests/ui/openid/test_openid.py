"""Signing in with an account elsewhere: the whole way, whose account it is, and what is set."""

import html
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI

from people.accounts import Role
from people.accounts.elsewhere import DISABLED
from people.audit import Query
from people.database import open_database
from people.settings import AccountSettings, OpenIdSettings
from rag.settings import ServingSettings
from tests.browser.fake_page import FakeStore
from tests.support.asgi import call, scope
from tests.ui.openid.office import SECRET_ENV
from tests.ui.openid.provider import (
    CLIENT,
    OTHER,
    SECRET,
    SUB,
)
from tests.ui.openid.visits import (
    PASSWORD,
    SAID,
    begin,
    browser,
    came_back,
    linked,
    newest,
    reason,
    refused,
    signed_in_as,
)
from ui.account_pages import Office
from ui.account_pages.openid import BACK, START, UNKNOWN
from ui.account_pages.provider import Provider
from ui.network import Network, UnsafeNetwork


def test_the_whole_way(office, elsewhere):
    office, address = office
    with browser(address) as user:
        page = user.get("/signin")
        assert '<a class="button" href="/signin/openid">统一身份认证登录</a>' in page.text
        asked = parse_qs(urlsplit(begin(user)).query)
        assert asked["redirect_uri"] == [address + BACK]
        answer = user.get(came_back(user, begin(user)))
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        kept = {cookie.name for cookie in user.cookies.jar}
        assert kept == {office.door.cookie}
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert signed_in_as(user) == "甲"
        entry = newest(office)
        assert (entry.account, entry.outcome, entry.address) == ("甲", "done", "127.0.0.1")
        assert '"by"' in entry.detail
        user.post("/signout", headers={"origin": address})
        assert signed_in_as(user) is None
    assert office.trail.verify().fault is None


def test_the_whole_way_below_a_root_path(opened, elsewhere):
    office, address = opened(elsewhere.issuer, root="/qa")
    linked(office, elsewhere)
    with browser(address) as user:
        assert '<a class="button" href="/qa/signin/openid">' in user.get("/signin").text
        begun = user.get(START)
        assert f"Path=/qa{START};" in begun.headers["set-cookie"]
        asked = parse_qs(urlsplit(begun.headers["location"]).query)
        assert asked["redirect_uri"] == [address + BACK]
        answer = user.get(came_back(user, begun.headers["location"]))
        assert (answer.status_code, answer.headers["location"]) == (303, "/qa/")
        assert {(cookie.name, cookie.path) for cookie in user.cookies.jar} == {(office.door.cookie, "/qa")}
        assert signed_in_as(user) == "甲"


def test_what_the_provider_publishes_is_asked_for_once(opened, elsewhere):
    office, address = opened(elsewhere.issuer)
    linked(office, elsewhere)
    for _ in range(3):
        with browser(address) as user:
            assert user.get(came_back(user, begin(user))).status_code == 303
    assert elsewhere.asked.count("/keys") == 1
    assert elsewhere.asked.count("/.well-known/openid-configuration") == 1


def test_new_keys_of_the_provider_are_fetched(opened, elsewhere):
    office = opened(elsewhere.issuer)
    linked(office[0], elsewhere)
    with browser(office[1]) as user:
        user.get(came_back(user, begin(user)))
    elsewhere.published, elsewhere.key = [OTHER], OTHER
    with browser(office[1]) as user:
        assert user.get(came_back(user, begin(user))).status_code == 303
    assert elsewhere.asked.count("/keys") == 2


def test_a_provider_that_is_down(opened):
    office, address = opened("http://127.0.0.1:9")
    with browser(address) as user:
        answer = user.get(START)
        refused(user, answer)
        assert answer.status_code == 503
        signed = {"name": "管", "password": PASSWORD}
        assert user.post("/signin", data=signed, headers={"origin": address}).status_code == 303
    assert [entry.outcome for entry in office.trail.search(limit=2)] == ["done", "refused"]


def test_a_disabled_account(opened, elsewhere):
    office, address = opened(elsewhere.issuer)
    office.accounts.disable(linked(office, elsewhere).id)
    with browser(address) as user:
        refused(user, user.get(came_back(user, begin(user))), DISABLED)


def test_somebody_unknown_gets_no_account(opened, elsewhere):
    """Not even the one of the same name; the audit tells whom an administrator could link."""
    office, address = opened(elsewhere.issuer)
    office.accounts.add("甲", [Role.USER])
    with browser(address) as user:
        refused(user, user.get(came_back(user, begin(user))), UNKNOWN)
    assert [account.name for account in office.accounts.list()] == ["管", "甲"]
    assert newest(office).object == f"{elsewhere.issuer} {SUB}"


def test_somebody_unknown_gets_an_account_where_that_is_set(opened, elsewhere):
    office, address = opened(elsewhere.issuer, create=True, roles=["使用者", "培训员"])
    for _ in range(2):
        with browser(address) as user:
            user.get(came_back(user, begin(user)))
            assert signed_in_as(user) == "甲"
    made = office.accounts.named("甲")
    assert made.roles == {Role.USER, Role.TRAINER}
    assert not made.temporary
    entries = office.trail.search(Query(account="甲"))
    assert [(entry.action, entry.object) for entry in entries] == [("登录", "甲")] * 2 + [("账号", "甲")]
    with browser(address) as user:  # there is no password that fits
        for guess in ("", "None", "null"):
            signed = {"name": "甲", "password": guess}
            assert user.post("/signin", data=signed, headers={"origin": address}).status_code == 401


@pytest.mark.parametrize(
    ("name", "words"),
    [("管", "账号“管”已经有了，没有建立新账号。"), ("", "请填写账号名"), (["管"], "请填写账号名"),
     ("名" * 41, "写了 41 个字"), ("甲\u202e乙", "看不见的字符")],
)  # fmt: skip
def test_a_name_that_is_taken_or_unusable(opened, elsewhere, name, words):
    office, address = opened(elsewhere.issuer, create=True)
    elsewhere.name = name
    with browser(address) as user:
        answer = user.get(came_back(user, begin(user)))
        (said,) = SAID.findall(answer.text)
        assert words in html.unescape(said)
        assert signed_in_as(user) is None
    assert [account.name for account in office.accounts.list()] == ["管"]
    assert reason(office) == "NotAccepted"


def test_without_the_setting_nothing_is_there(opened):
    office, address = opened("")
    with browser(address) as user:
        assert START not in user.get("/signin").text
        assert office.provider is None
        assert user.get(START).status_code == 404


def test_behind_a_proxy_the_cookie_and_the_way_back_are_https(tmp_path, monkeypatch, elsewhere):
    monkeypatch.setenv(SECRET_ENV, SECRET)
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    told = OpenIdSettings(issuer=elsewhere.issuer, client_id=CLIENT, client_secret_env=SECRET_ENV)
    office = Office.of(engine, AccountSettings(openid=told), 7860, FakeStore())
    app = FastAPI()
    for router in office.served(Network(accounts=True), ServingSettings(), api=None).routers:
        app.include_router(router)
    asked = scope(START, headers={"host": "wenda.example"})
    answer = call(app, {**asked, "scheme": "https"})
    assert "Secure" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    sent = parse_qs(urlsplit(answer.headers["location"]).query)
    assert sent["redirect_uri"] == ["https://wenda.example" + BACK]
    engine.dispose()


def test_a_secret_that_is_not_set_and_a_file_that_is_no_certificate(tmp_path, monkeypatch):
    monkeypatch.delenv(SECRET_ENV, raising=False)
    told = OpenIdSettings(issuer="https://idp.example", client_id="c", client_secret_env=SECRET_ENV)
    with pytest.raises(UnsafeNetwork, match=SECRET_ENV):
        Provider.of(told)
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    for file in (bad, tmp_path / "none.pem"):
        with pytest.raises(UnsafeNetwork, match=str(file)):
            Provider.of(told.model_copy(update={"client_secret_env": "", "ca": file}))
