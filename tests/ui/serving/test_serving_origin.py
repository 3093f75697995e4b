"""Which requests count as this page's own: Host, Origin, Sec-Fetch-Site, and what a proxy says of them."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse

from tests.support.asgi import call, scope
from ui.serving.forwarded import Forwarded
from ui.serving.origin import OwnOrigin

HERE = "http://127.0.0.1:7860"
PROXY = "10.0.0.2"


async def telling(asked, receive, send):
    request = Request(asked)
    seen = {"url": str(request.url), "client": request.client.host, "headers": sorted(request.headers)}
    await JSONResponse(seen)(asked, receive, send)


GUARDED = OwnOrigin(telling, {"127.0.0.1", "localhost"})


def status(method="GET", path="/page/page.js", **headers):
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return call(GUARDED, scope(path, method, given)).status


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (HERE, 200),
        ("http://127.0.0.1:9999", 403),  # another program of this machine
        ("http://127.0.0.1", 403),
        ("http://localhost:7860", 403),  # the same program, but its page has another name
        ("https://127.0.0.1:7860", 403),
        ("http://attacker.example", 403),
        (HERE + "/x", 403),
        ("http://user@127.0.0.1:7860", 403),
        ("http://127.0.0.1:port", 403),
        ("http://[", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_an_origin_must_be_the_host(method, origin, expected):
    assert status(method, origin=origin) == expected


def test_the_same_name_under_the_port_that_goes_without_saying():
    assert status("POST", host="localhost", origin="http://localhost:80") == 200
    assert status("POST", host="localhost:80", origin="http://localhost") == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_changes_something_names_its_origin(method):
    assert status(method) == 403


@pytest.mark.parametrize("host", ["attacker.example", "127.0.0.1.attacker.example", "", "127.0.0.1/x", None])
def test_other_hosts_are_refused(host):
    assert status(host=host) == 400


@pytest.mark.parametrize(
    ("site", "expected"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
)
def test_what_a_browser_says_of_the_asking_page_counts(site, expected):
    assert status(sec_fetch_site=site) == expected


@pytest.mark.parametrize(
    ("path", "mode", "dest", "expected"),
    [
        ("/", "navigate", "document", 200),
        ("/signin", "navigate", "document", 200),  # where the first page sends who is not signed in
        ("/signin/openid/back", "navigate", "document", 200),
        ("/signin/openid", "navigate", "document", 403),
        ("/signout", "navigate", "document", 403),
        ("/", "navigate", "iframe", 403),
        ("/", "cors", "empty", 403),
        ("/gradio_api/queue/data", "navigate", "document", 403),
    ],
)
def test_where_a_link_of_another_page_leads(path, mode, dest, expected):
    asked = status(path=path, sec_fetch_site="cross-site", sec_fetch_mode=mode, sec_fetch_dest=dest)
    assert asked == expected


@pytest.mark.parametrize(
    ("origin", "passes"), [(HERE, True), ("http://127.0.0.1:9999", False), (None, False)]
)
def test_websockets_are_asked_for_their_origin_too(origin, passes):
    reached, sent = [], []

    async def connect():
        async def program(asked, receive, send):
            reached.append(asked)

        async def send(message):
            sent.append(message["type"])

        asked = scope("/x", headers={"origin": origin}, kind="websocket") | {"scheme": "ws"}
        await OwnOrigin(program, {"127.0.0.1"})(asked, None, send)

    asyncio.run(connect())
    assert (bool(reached), sent) == (passes, [] if passes else ["websocket.close"])


SAID = {
    "x-forwarded-host": "attacker.example, wenda.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "192.0.2.1, 192.0.2.7",
    "x-gradio-server": "http://attacker.example",
    "forwarded": "host=attacker.example",
    "x-real-ip": "192.0.2.1",
}


def seen(client, **kept):
    asked = scope("/x", headers={**SAID, **kept}, client=(client, 5))
    return call(Forwarded(telling, [PROXY]), asked).json


@pytest.mark.parametrize("client", ["127.0.0.1", "10.0.0.3"])
def test_forwarding_headers_of_anybody_count_for_nothing(client):
    assert seen(client, accept="x") == {"url": f"{HERE}/x", "client": client, "headers": ["accept", "host"]}


def test_a_configured_proxy_is_believed_its_last_word():
    assert seen(PROXY) == {"url": "https://wenda.example/x", "client": "192.0.2.7", "headers": ["host"]}


def test_the_origin_behind_a_proxy_is_the_public_one():
    program = Forwarded(OwnOrigin(telling, {"wenda.example"}), [PROXY])
    asked = {**SAID, "origin": "https://wenda.example"}
    assert call(program, scope(method="POST", headers=asked, client=(PROXY, 5))).status == 200
    asked["origin"] = HERE
    assert call(program, scope(method="POST", headers=asked, client=(PROXY, 5))).status == 403
    asked["origin"] = "https://wenda.example"
    assert call(program, scope(method="POST", headers=asked)).status == 400
