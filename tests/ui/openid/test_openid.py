"""Signing in with an account elsewhere: the whole way with a real provider, and every way to cheat."""

import html
import re
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import JSONResponse, RedirectResponse, Response

from people.accounts import Role
from people.accounts.elsewhere import DISABLED
from people.audit import Action, Outcome, Query
from people.database import open_database
from people.settings import AccountSettings, OpenIdSettings
from rag.settings import ServingSettings
from tests.support.asgi import call, scope
from tests.ui.openid.office import SECRET_ENV, open_office
from tests.ui.openid.provider import (
    CLIENT,
    EC,
    OTHER,
    RSA,
    SECRET,
    SUB,
    confused,
    huge,
    providing,
    slow,
    unsigned,
)
from ui.account_pages import Office, begun
from ui.account_pages import provider as client
from ui.account_pages.openid import BACK, FAILED, STALE, START, UNKNOWN
from ui.account_pages.provider import Provider
from ui.network import Network, UnsafeNetwork

SAID = re.compile(r'<p class="said" role="alert">(.*?)</p>')
NOW = int(time.time())
PASSWORD = "correct horse 马上 staple"


@pytest.fixture(scope="module")
def running():
    with providing() as provider:
        yield provider


@pytest.fixture
def elsewhere(running):
    """The provider, sound again."""
    issuer = running.issuer
    running.__init__()
    running.issuer = issuer
    return running


@contextmanager
def house(folder, issuer, **settings):
    """(An office with the administrator 管, its address), of its own database."""
    engine = open_database(f"sqlite:///{folder / 'app.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SECRET_ENV, SECRET)
        with open_office(engine, folder / "files", issuer, **settings) as (office, address):
            office.accounts.add("管", [Role.ADMINISTRATOR], PASSWORD)
            yield office, address
    engine.dispose()


@pytest.fixture
def opened(tmp_path):
    """Opens an office that nobody shares."""
    with ExitStack() as open_ones:
        yield lambda issuer, **settings: open_ones.enter_context(house(tmp_path, issuer, **settings))


@pytest.fixture(scope="module")
def shared(running, tmp_path_factory):
    with house(tmp_path_factory.mktemp("shared"), running.issuer) as (office, address):
        linked(office, running)
        yield office, address


@pytest.fixture
def office(shared, elsewhere):
    """The office whose account 甲 is linked, for tests that leave it as it is; its address."""
    return shared


@pytest.fixture(scope="module")
def first_office(running, tmp_path_factory):
    with house(tmp_path_factory.mktemp("first"), running.issuer) as kept:
        yield kept


@pytest.fixture
def unasked(first_office, elsewhere):
    """An office that has not heard from the provider yet, for tests in which it hears nothing sound."""
    return first_office


def linked(office, provider):
    account, _ = office.accounts.add("甲", [Role.USER])
    return office.elsewhere.link(account.id, f"{provider.issuer} {SUB}")


def browser(address):
    return httpx.Client(base_url=address, follow_redirects=False, trust_env=False)


def begin(user):
    """The address that the browser is sent to."""
    answer = user.get(START)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def came_back(user, begun_at):
    """The address that the provider sends back to."""
    answer = user.get(begun_at)
    assert answer.status_code == 303
    return answer.headers["location"]


def signed_in_as(user):
    answer = user.get("/")
    found = re.search('data-account="([^"]*)"', answer.text)
    return html.unescape(found[1]) if answer.status_code == 200 and found else None


def refused(user, answer, words=FAILED):
    """The sign-in page with one line, no session, and the line in the audit."""
    assert answer.status_code in (401, 503)
    assert [html.unescape(said) for said in SAID.findall(answer.text)] == [words]
    assert '<form class="card" method="post" action="/signin">' in answer.text
    assert "内部细节" not in answer.text
    assert signed_in_as(user) is None


def newest(office):
    return office.trail.search(Query(action=Action.SIGN_IN), limit=1)[0]


def reason(office):
    entry = newest(office)
    assert (entry.outcome, entry.address) == (Outcome.REFUSED.value, "127.0.0.1")
    return re.search('"reason": ?"([^"]*)"', entry.detail)[1]


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


def test_what_the_provider_publishes_is_asked_for_once(opened, elsewhere):
    office, address = opened(elsewhere.issuer)
    linked(office, elsewhere)
    for _ in range(3):
        with browser(address) as user:
            assert user.get(came_back(user, begin(user))).status_code == 303
    assert elsewhere.asked.count("/keys") == 1
    assert elsewhere.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256")])
def test_signatures_that_are_taken(office, elsewhere, key, alg):
    elsewhere.key, elsewhere.alg = key, alg
    with browser(office[1]) as user:
        assert user.get(came_back(user, begin(user))).status_code == 303
        assert signed_in_as(user) == "甲"


def test_new_keys_of_the_provider_are_fetched(opened, elsewhere):
    office = opened(elsewhere.issuer)
    linked(office[0], elsewhere)
    with browser(office[1]) as user:
        user.get(came_back(user, begin(user)))
    elsewhere.published, elsewhere.key = [OTHER], OTHER
    with browser(office[1]) as user:
        assert user.get(came_back(user, begin(user))).status_code == 303
    assert elsewhere.asked.count("/keys") == 2


LIES = {
    "nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "audience": {"aud": "another"},
    "no audience": {"aud": None},
    "several audiences, nobody's in particular": {"aud": [CLIENT, "another"]},
    "several audiences, another's": {"aud": [CLIENT, "another"], "azp": "another"},
    "audience, though for us": {"aud": "another", "azp": CLIENT},
    "authorized another": {"azp": "another"},
    "issuer": {"iss": "https://attacker.example"},
    "no issuer": {"iss": None},
    "expired": {"exp": NOW - 600, "iat": NOW - 900},
    "never expires": {"exp": None},
    "expires at no time": {"exp": "never"},
    "of the future": {"iat": NOW + 6000, "exp": NOW + 9000},
    "not yet": {"nbf": NOW + 6000},
    "another token's": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "nobody": {"sub": None},
    "nobody at all": {"sub": ""},
    "somebody unspeakable": {"sub": "a\x00b"},
    "a long somebody": {"sub": "a" * 256},
    "a list": {"sub": [SUB]},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies(office, elsewhere, lie):
    elsewhere.said = LIES[lie]
    with browser(office[1]) as user:
        refused(user, user.get(came_back(user, begin(user))))
    assert reason(office[0]).endswith("Error")


FORGED = {
    "not signed": {"token": unsigned},
    "signed with the public key": {"token": confused},
    "signed with a key of its own": {"key": OTHER, "kid": "rsa"},
    "of an unknown key": {"key": OTHER},
    "of no key": {"key": OTHER, "kid": ""},
    "of an algorithm that is not taken": {"alg": "RS512"},
    "no token": {"token": lambda claims: "x.y"},
    "no text": {"token": lambda claims: {"iss": 1}},
    "none": {"token": lambda claims: None},
    "cut": {"token": lambda claims: "a.b.c"},
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_token_that_is_forged(office, elsewhere, forged):
    for name, value in FORGED[forged].items():
        setattr(elsewhere, name, value)
    with browser(office[1]) as user:
        refused(user, user.get(came_back(user, begin(user))))
    assert reason(office[0])


@pytest.mark.parametrize("change", ["", "x", "&", "0" * 43])
def test_a_wrong_state(office, change):
    with browser(office[1]) as user:
        back = came_back(user, begin(user))
        wrong = re.sub("state=[^&]*", f"state={change}", back)
        refused(user, user.get(wrong), STALE)
    assert reason(office[0]) == "state"


def test_a_state_serves_once(office, elsewhere):
    with browser(office[1]) as user:
        back = came_back(user, begin(user))
        cookies = dict(user.cookies)
        user.get(back)
        assert signed_in_as(user) == "甲"
        with httpx.Client(base_url=office[1], cookies=cookies, trust_env=False) as again:
            refused(again, again.get(back), STALE)
    assert len(elsewhere.shown) == 1


def test_a_state_is_of_one_browser(office, elsewhere):
    """Somebody's address that leads back here signs nobody else in to their account."""
    with browser(office[1]) as attacker, browser(office[1]) as victim:
        back = came_back(attacker, begin(attacker))
        refused(victim, victim.get(back), STALE)
        begin(victim)  # with a cookie of its own
        refused(victim, victim.get(came_back(attacker, begin(attacker))), STALE)
    assert elsewhere.shown == []


def test_a_state_ends(office, monkeypatch):
    monkeypatch.setattr(begun, "WAITS_S", -1.0)
    with browser(office[1]) as user:
        refused(user, user.get(came_back(user, begin(user))), STALE)


def test_no_more_are_under_way_than_memory_holds(monkeypatch):
    monkeypatch.setattr(begun, "MOST", 3)
    ways = begun.UnderWay()
    first, *rest = [ways.begin("b") for _ in range(4)]
    assert ways.take(first.state, first.browser) is None
    assert [ways.take(one.state, one.browser) for one in rest] == rest


def test_a_code_serves_once(office, elsewhere):
    """The provider says so, and nothing of what it says is shown."""
    with browser(office[1]) as user:
        first = came_back(user, begin(user))
        code = parse_qs(urlsplit(first).query)["code"][0]
        user.get(first)
        user.post("/signout", headers={"origin": office[1]})
        second = re.sub("code=[^&]*", f"code={code}", came_back(user, begin(user)))
        refused(user, user.get(second))
    assert elsewhere.shown == [code, code]
    assert reason(office[0]) == "OAuthError"


@pytest.mark.parametrize(
    "change",
    [("code=[^&]*", "error=access_denied&error_description=内部细节"), ("code=[^&]*", "code=" + "x" * 2049),
     ("iss=[^&]*", "iss=https%3A%2F%2Fattacker.example")],
)  # fmt: skip
def test_no_code_of_this_provider(office, elsewhere, change):
    with browser(office[1]) as user:
        refused(user, user.get(re.sub(*change, came_back(user, begin(user)))))
    assert elsewhere.shown == []


@pytest.mark.parametrize("where", ["/.well-known/openid-configuration", "/keys"])
@pytest.mark.parametrize("how", ["huge", "slow", "broken", "elsewhere", "list", "empty"])
def test_a_provider_that_is_not_sound_at_the_start(unasked, elsewhere, monkeypatch, where, how):
    monkeypatch.setattr(client, "WAIT_S", 0.5)
    elsewhere.wrong[where] = WRONG[how]
    with browser(unasked[1]) as user:
        began = time.monotonic()
        refused(user, user.get(START))
        assert time.monotonic() - began < 5
    assert reason(unasked[0]) in FAULTS.get(how, {reason(unasked[0])})


@pytest.mark.parametrize("how", ["huge", "slow", "broken", "elsewhere", "list", "empty"])
def test_a_provider_that_is_not_sound_at_the_end(office, elsewhere, monkeypatch, how):
    monkeypatch.setattr(client, "WAIT_S", 0.5)
    with browser(office[1]) as user:
        back = came_back(user, begin(user))
        elsewhere.wrong["/token"] = WRONG[how]
        began = time.monotonic()
        refused(user, user.get(back))
        assert time.monotonic() - began < 5
    assert reason(office[0]) in FAULTS.get(how, {reason(office[0])})


async def broken():
    return JSONResponse({"error": "内部细节"}, 500)


async def redirecting():
    return RedirectResponse("http://127.0.0.1:9/", 307)


async def listing():
    return JSONResponse([1])


async def empty():
    return JSONResponse({})


WRONG = {"huge": huge, "slow": slow, "broken": broken,
         "elsewhere": redirecting, "list": listing, "empty": empty}  # fmt: skip
FAULTS = {"huge": {"ReadError"}, "slow": {"TimeoutError"}}  # of the others any will do


def test_what_was_not_sound_is_not_kept(opened, elsewhere):
    office, address = opened(elsewhere.issuer)
    linked(office, elsewhere)
    with browser(address) as user:
        elsewhere.wrong["/keys"] = broken
        refused(user, user.get(START))
        elsewhere.wrong = {}
        assert user.get(came_back(user, begin(user))).status_code == 303


def test_a_packed_answer_is_not_unpacked(unasked, elsewhere):
    async def packed():
        return Response(b"\x1f\x8b", headers={"content-encoding": "gzip"})

    elsewhere.wrong["/keys"] = packed
    with browser(unasked[1]) as user:
        refused(user, user.get(START))
    assert reason(unasked[0]) == "ReadError"


@pytest.mark.parametrize(
    "described",
    [{"issuer": "https://attacker.example"}, {"token_endpoint": "http://10.0.0.1/token"}, {"jwks_uri": 3},
     {"authorization_endpoint": "javascript:alert(1)"}, {"authorization_endpoint": None}],
)  # fmt: skip
def test_a_description_that_is_not_taken(unasked, elsewhere, described):
    elsewhere.described = described
    with browser(unasked[1]) as user:
        refused(user, user.get(START))


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
    [("管", "账号“管”已经有了，没有建立新账号。"), ("", "账号名“”有 0 个字"), (["管"], "账号名“”有 0 个字"),
     ("名" * 41, "有 41 个字"), ("甲\u202e乙", "看不见的控制字符")],
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


def test_another_page_cannot_begin_and_may_lead_back(office):
    """What Chromium says when the provider's page leads here, and when a hostile one does."""
    with browser(office[1]) as user:
        cross = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        assert user.get(START, headers=cross).status_code == 403
        back = came_back(user, begin(user))
        framed = user.get(back, headers={**cross, "sec-fetch-dest": "iframe"})
        assert framed.status_code == 403
        assert user.get(back, headers=cross).status_code == 303


def test_behind_a_proxy_the_cookie_and_the_way_back_are_https(tmp_path, monkeypatch, elsewhere):
    monkeypatch.setenv(SECRET_ENV, SECRET)
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    told = OpenIdSettings(issuer=elsewhere.issuer, client_id=CLIENT, client_secret_env=SECRET_ENV)
    office = Office.of(engine, AccountSettings(openid=told), 7860, lambda: 0)
    app = FastAPI()
    for router in office.served(Network(accounts=True), ServingSettings()).routers:
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
