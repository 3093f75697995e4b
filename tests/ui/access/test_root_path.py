"""app.py below a path of its host, behind a reverse proxy: pages, files, API and MCP as programs use them."""

import asyncio
import re
import shutil
import ssl
import sys
from contextlib import contextmanager

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

import app
from api import NEEDS
from people.accounts import Accounts, Keys, Passwords, Role
from people.audit import Trail
from people.database import open_database
from rag.settings import OWN, ServingSettings, root_path
from tests.browser.conftest import running
from tests.support.asgi import call, scope
from tests.support.reverse_proxy import proxied
from tests.ui.access.offices import CHEAP, OTHER, PASSWORD, opened
from ui.account_pages.openid import BACK, START
from ui.command import options
from ui.network import Network
from ui.serving.calls import OPEN
from ui.serving.root_path import UnderRoot, cookie_path, rooted

ARTICLE = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n县水利局修好水渠12条，受益农户300户。\n"
QUESTION = "县水利局修好水渠多少条？"
WRONG = ["qa", "/qa/", "/", "//qa", "/qa//x", "/a b", " /qa", "/qa\n", "/..", "/qa/..", "/../qa", "/.",
         "/qa/./x", "/问答", "/qa?x", "/qa#x", "/%71a", "\\qa", "/" + "a" * 100,
         "https://office/qa"]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_root_path_is_one_chinese_line_and_exit_2(wrong, capsys, monkeypatch):
    with pytest.raises(SystemExit) as left:
        options(["--root-path", wrong])
    said = capsys.readouterr().err
    assert (left.value.code, len(said.splitlines())) == (2, 1)
    assert f"根路径“{repr(wrong[:100])[1:-1]}”" in said
    assert "例如 /qa" in said
    monkeypatch.setenv("XHS_SERVING__ROOT_PATH", wrong)
    assert app.main(["--port", "0", "--no-browser"]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "根路径" in told


@pytest.mark.parametrize("right", ["", "/qa", "/office/qa", "/qa.v2", "/~x/_-", "/..qa", "/qa2/admin"])
def test_a_right_root_path_is_taken(right):
    assert root_path(right) == right
    assert options(["--root-path", right]).network.root == right
    assert ServingSettings(root_path=right).root_path == right


def test_the_command_line_comes_before_the_setting():
    assert Network(root="/qa").behind((), "/wenda").root == "/qa"
    assert Network().behind((), "/wenda").root == "/wenda"
    assert Network(port=80, root="/qa").address(80) == "http://127.0.0.1:80/qa/"
    assert Network(port=80).address(80) == "http://127.0.0.1:80"


def test_no_address_of_our_own_is_a_root_path(house):
    """As one it could not be told from a path that the proxy has stripped."""
    ours = {path.split("/")[1] for _, path in NEEDS} | {"assets", "static", "theme.css", "gradio_api"}
    ours |= {path.split("/")[1] for path in paths(house.server.routes) if OPEN.fullmatch(path)}
    assert ours | {"scans"} == OWN | {""}  # scans are served beside a real library only
    for name in OWN:
        with pytest.raises(ValueError, match="本程序自己的地址"):
            root_path(f"/{name}")


def paths(routes):
    for route in routes:
        if path := getattr(route, "path", ""):
            yield re.sub(r"{.*?}", "x", path)
        else:
            yield from paths(getattr(route, "original_router", route).routes)


async def seen(asked, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    told = f"{asked['path']} {rooted(asked, '/x')} {cookie_path(asked)}"
    await send({"type": "http.response.body", "body": told.encode()})


@pytest.mark.parametrize(
    ("path", "inside"),
    [("/qa/signin", "/signin"), ("/signin", "/signin"), ("/qa/", "/"), ("/", "/"), ("/qab/x", "/qab/x"),
     ("/qa//x", "//x"), ("/qa/qa/x", "/qa/x"), ("/x/qa/y", "/x/qa/y")],
)  # fmt: skip
def test_the_root_is_taken_off_once_where_it_is(path, inside):
    assert call(UnderRoot(seen, "/qa"), scope(path)).text == f"{inside} /qa/x /qa"
    assert call(UnderRoot(seen, ""), scope(path)).text == f"{path} /x /"


def test_without_its_last_slash_the_root_leads_to_the_page():
    answer = call(UnderRoot(seen, "/qa"), scope("/qa"))
    assert (answer.status, answer.headers["location"]) == (303, "/qa/")
    assert call(UnderRoot(seen, "/qa"), scope("/qa", "POST")).text == "/qa /qa/x /qa"


@pytest.fixture(scope="module")
def below(tmp_path_factory):
    """The office of the other tests, at /qa behind a proxy on this machine."""

    def served(office):
        network = Network(accounts=True, root="/qa", proxies=("127.0.0.1",))
        return office.served(network, ServingSettings(hosts=("office.example",)), api=None)

    with opened(tmp_path_factory.mktemp("below"), served=served) as house:
        yield house


PROXY = {
    "x_forwarded_host": "office.example",
    "x_forwarded_proto": "https",
    "origin": "https://office.example",
}


def test_origins_and_hosts_are_looked_at_as_before(below):
    secret, at = below.secret_of("管理员"), "/qa/admin/add"
    form = {"content_type": "application/x-www-form-urlencoded"}
    for path in (at, "/admin/add"):  # kept or stripped by the proxy
        assert below.asked("POST", path, secret, **form, **PROXY).status == 400  # the form was read
        for change in ({"origin": "https://evil.example"}, {"origin": None}, {"origin": "null"},
                       {"origin": "http://office.example"}, {"origin": "https://office.example/qa"},
                       {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}):  # fmt: skip
            assert below.asked("POST", path, secret, **form, **PROXY | change).status == 403, change
        assert below.asked("POST", path, secret, **form, **PROXY | {"x_forwarded_host": "evil"}).status == 400
    linked = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    for path, status in (("/qa/", 200), ("/qa/password", 200), ("/qa/admin", 403)):
        assert below.asked("GET", path, secret, **PROXY | linked | {"origin": None}).status == status


def test_nothing_is_served_beside_what_was(below):
    secret = below.secret_of("管理员")
    for path in ("/qa/config", "/qa/../admin", "/qa//admin", "/qa/qa/admin", "/qa/page/../app.py", "/qax"):
        assert below.asked("GET", path, secret, **PROXY).status in (401, 404)
    assert below.asked("GET", "/qa/admin", **PROXY).headers["location"] == "/qa/signin"
    assert below.asked("GET", "/qa/", secret, query="view=settings", **PROXY).headers["location"] == "/qa/"


def test_every_address_on_the_pages_is_below_the_root(below):
    secret = below.secret_of("管理员")
    for path in ("/qa/", "/qa/signin", "/qa/password", "/qa/admin"):
        page = below.asked("GET", path, secret, **PROXY)
        assert page.status == 200
        addresses = re.findall(r'(?<!data-)\b(?:href|src|action)="(/[^"]*)"', page.text)
        assert addresses
        assert [address for address in addresses if not address.startswith("/qa/")] == []
    index = below.asked("GET", "/", secret, **PROXY).text
    assert '"root":"https://office.example/qa"' in index.replace('": "', '":"')
    assert '<base href="/qa/"' in index


def test_without_a_root_path_the_pages_are_as_they_were(house):
    secret = house.secret_of("管理员")
    for path in ("/", "/signin", "/password", "/admin"):
        page = house.asked("GET", path, secret).text
        assert "/qa" not in page
        assert "importmap" not in page
    assert '<base href="./"' in house.asked("GET", "/", secret).text
    assert (START, BACK) == ("/signin/openid", "/signin/openid/back")


@contextmanager
def office(store, folder):
    """(app.py's own address, an administrator's key, the database) at /qa; ended by its process id."""
    url = f"sqlite:///{folder / 'app.db'}"
    engine = open_database(url)
    boss = Accounts(engine, Passwords(hasher=CHEAP)).add("主任", [Role.ADMINISTRATOR], PASSWORD)[0]
    key = Keys(engine).add("试验", boss, [Role.ADMINISTRATOR], 90)
    command = [sys.executable, "app.py", "--store", store, "--port", "0", "--no-browser",
               "--root-path", "/qa", "--trusted-proxy", "127.0.0.1"]  # fmt: skip
    with running(command, {"XHS_DATABASE": url}) as server:
        assert f"{server.url}/qa/ " in server.lines[0]
        yield server.url, key, engine
    engine.dispose()


@pytest.fixture(scope="module")
def made(tmp_path_factory, ingest):
    from index.library.sources import read_folder

    folder = tmp_path_factory.mktemp("root-store")
    (folder / "docs").mkdir()
    (folder / "docs" / "河口镇.md").write_text(ARTICLE, encoding="utf-8")
    ingest(folder / "store", read_folder(folder / "docs"))
    return folder / "store"


@pytest.mark.parametrize("strips", [True, False], ids=["stripped", "kept"])
def test_programs_use_it_below_its_path(made, tmp_path, certificate, strips):
    own = shutil.copytree(made, tmp_path / "store")
    pem = certificate / "one.pem"
    with (
        office(own, tmp_path) as (upstream, key, engine),
        proxied("/qa", strips, pem, certificate / "one.key") as (proxy, address),
        httpx.Client(verify=ssl.create_default_context(cafile=pem), timeout=60, trust_env=False) as client,
    ):
        proxy.upstream = upstream
        signs_in(client, address)
        uploads(client, address)
        calls(client, address, {"Authorization": f"Bearer {key}"})
        assert asyncio.run(over_mcp(address, key, pem)) == "12条"
        entries = Trail(engine).search(limit=200)
        assert {entry.address for entry in entries} == {"127.0.0.1"}
        assert Trail(engine).verify().fault is None
    assert [path for path in proxy.asked if not path.startswith("/qa/")] == []


def signs_in(client, address):
    origin = {"origin": address.removesuffix("/qa")}
    assert client.get(f"{address}/healthz").json() == {"status": "ok"}
    assert client.get(f"{address}/readyz").json()["status"] == "ready"
    assert client.get(f"{address}/").headers["location"] == "/qa/signin"
    signed = client.post(f"{address}/signin", data={"name": "主任", "password": PASSWORD}, headers=origin)
    assert signed.headers["location"] == "/qa/"
    assert re.search("path=/qa;.*secure", signed.headers["set-cookie"], re.IGNORECASE)
    assert client.get(f"{address}/").headers["location"] == "/qa/password"
    changing = {"old": PASSWORD, "new": OTHER, "again": OTHER}
    changed = client.post(f"{address}/password", data=changing, headers=origin)
    assert (changed.status_code, changed.headers["location"]) == (303, "/qa/")
    page = client.get(f"{address}/")
    assert 'data-account="主任"' in page.text
    for part in re.findall(r'(?:href|src)="(/qa/page/[^"]+)"', page.text):
        assert client.get(f"{address}{part.removeprefix('/qa')}").status_code == 200


def uploads(client, address):
    origin = {"origin": address.removesuffix("/qa")}
    arrived = client.post(f"{address}/files", params={"name": "甲.md"}, content=b"# x\n", headers=origin)
    assert re.fullmatch(r"[\w-]{43}", arrived.json()["token"])


def calls(client, address, key):
    assert client.post(f"{address}/api/v1/ask", json={"question": QUESTION}).status_code == 401
    told = client.post(f"{address}/api/v1/ask", json={"question": QUESTION}, headers=key).json()
    assert (told["status"], told["span"]) == ("grounded", "12条")
    chat = {"model": "xinhuoshi", "messages": [{"role": "user", "content": QUESTION}]}
    answer = client.post(f"{address}/v1/chat/completions", json=chat, headers=key).json()
    assert "12条" in answer["choices"][0]["message"]["content"]
    files = {"file": ("乙.md", "# 乙镇案例\n\n乙镇修桥3座。\n".encode(), "text/markdown")}
    added = client.post(f"{address}/api/v1/documents", files=files, headers=key)
    assert added.status_code == 201
    document = added.json()["document"]["id"]
    assert client.delete(f"{address}/api/v1/documents/{document}", headers=key).status_code == 200
    described = client.get(f"{address}/api/openapi.json").json()
    assert described["servers"] == [{"url": "/qa"}]
    assert client.get(f"{address}{described['servers'][0]['url'].removeprefix('/qa')}/v1/models",
                      headers=key).status_code == 200  # fmt: skip
    page = client.get(f"{address}/api/docs").text
    assert "/qa/api/v1/ask" in page
    assert re.findall(r'href="([^"]+)"', page) == ["openapi.json"]  # below where the page is


async def over_mcp(address, key, pem):
    trusting, headers = ssl.create_default_context(cafile=pem), {"Authorization": f"Bearer {key}"}
    async with (
        httpx2.AsyncClient(headers=headers, verify=trusting, timeout=60, trust_env=False) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
    ):
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert tools == {"ask", "search", "check", "list_documents"}
        return (await client.call_tool("ask", {"question": QUESTION})).structured_content["span"]
