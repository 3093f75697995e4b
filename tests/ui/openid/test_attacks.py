"""Every way to cheat: tokens, states, codes, and a provider that is not sound itself."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.responses import JSONResponse, RedirectResponse, Response

from tests.ui.openid.provider import (
    CLIENT,
    EC,
    OTHER,
    RSA,
    SUB,
    confused,
    huge,
    slow,
    unsigned,
)
from tests.ui.openid.visits import begin, browser, came_back, linked, reason, refused, signed_in_as
from ui.account_pages import begun
from ui.account_pages import provider as client
from ui.account_pages.openid import STALE, START

NOW = int(time.time())


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256")])
def test_signatures_that_are_taken(office, elsewhere, key, alg):
    elsewhere.key, elsewhere.alg = key, alg
    with browser(office[1]) as user:
        assert user.get(came_back(user, begin(user))).status_code == 303
        assert signed_in_as(user) == "甲"


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
        with httpx.Client(base_url=office[1], cookies=cookies, trust_env=False, timeout=60) as again:
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


def test_another_page_cannot_begin_and_may_lead_back(office):
    """What Chromium says when the provider's page leads here, and when a hostile one does."""
    with browser(office[1]) as user:
        cross = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        assert user.get(START, headers=cross).status_code == 403
        back = came_back(user, begin(user))
        framed = user.get(back, headers={**cross, "sec-fetch-dest": "iframe"})
        assert framed.status_code == 403
        assert user.get(back, headers=cross).status_code == 303
