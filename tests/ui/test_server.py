"""The web server over a page of two functions: what it takes, what it tells, whom it answers."""

import asyncio
import json
import re

import gradio as gr
import pytest

from tests.support.asgi import call, scope
from tests.ui.uploads import transfers
from ui.access import Declared, Needs
from ui.serving.server import build_server
from ui.static_files import STATIC, static_address

JOIN = "/gradio_api/queue/join"
HERE, OTHER = "http://127.0.0.1:7860", "http://127.0.0.1:9999"
CALL = {"data": ["问"], "fn_index": 0, "session_hash": "abc"}


def secret_function(words):
    return words


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    async def built():  # Gradio makes itself an event loop, and never closes it, where none runs
        with gr.Blocks() as page:
            box = gr.Textbox()
            gr.State(None)
            declared = Declared()
            declared(box.submit(secret_function, box, box, api_visibility="private"), Needs())
            declared(page.load(lambda: "", None, box, api_visibility="private"), Needs())
        return build_server(page, declared, "试验", transfers(tmp_path_factory.mktemp("files")))

    return asyncio.run(built())


def posted(server, path, body, **headers):
    given = {"content-type": "application/json", "origin": HERE, **headers}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return call(server, scope(path, "POST", given), [sent])


def got(server, path, **headers):
    return call(server, scope(path, headers={name.replace("_", "-"): v for name, v in headers.items()}))


def test_no_request_brings_more_than_the_limit(server):
    asked = scope(JOIN, "POST", {"content-type": "application/json", "origin": HERE})
    answer = call(server, asked, [b" " * (1024 * 1024)] * 4 + [b" "])
    assert answer.status == 413
    assert "上限 4 MB" in answer.text


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.iterdir()))
def test_a_browser_keeps_styles_and_scripts_for_good(server, name):
    answer = got(server, f"{static_address()}/{name}")
    assert (answer.status, answer.body) == (200, (STATIC / name).read_bytes())
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert got(server, f"/page/0123456789abcdef/{name}").status == 404


def test_the_page_names_the_styles_and_scripts_of_now(server):
    answer = got(server, "/")
    named = set(re.findall(r'(?:href|src)="(/page/[^"]+)"', answer.text))
    names = {path.name for path in STATIC.iterdir()} - {"account.css"}  # of the pages for signing in and 管理
    assert named == {f"{static_address()}/{name}" for name in names}
    assert answer.headers["cache-control"] == "no-store"


def test_a_changed_file_has_another_address(tmp_path, monkeypatch):
    monkeypatch.setattr("ui.static_files.STATIC", tmp_path)
    addresses = []
    for content in ("one", "two", "one"):
        (tmp_path / "page.js").write_text(content)
        addresses.append(static_address.__wrapped__())
    assert addresses[0] == addresses[2] != addresses[1]


@pytest.mark.parametrize(
    "path", ["/", f"{static_address()}/page.js", "/theme.css", "/gradio_api/app_id", JOIN]
)
def test_a_page_of_another_port_is_answered_nothing(server, path):
    ask = posted if path == JOIN else got
    answer = ask(server, path, CALL, origin=OTHER) if path == JOIN else ask(server, path, origin=OTHER)
    assert answer.status == 403
    assert "别的网页" in answer.text
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_no_answer_permits_another_origin(server):
    answer = got(server, "/gradio_api/app_id", origin=HERE)
    assert answer.status == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["/config", "/config/", "/openapi.json", "/docs", "/redoc", "/login", "/monitoring", "/manifest.json"]
    + [f"/gradio_api/{name}" for name in ("info", "openapi.json", "upload", "file=/etc/passwd", "runs")]
    + [
        "/gradio_api/call/start",
        "/gradio_api/api/predict",
        "/gradio_api/component_server",
        "/page/../app.py",
    ],
)
def test_what_the_page_does_not_use_answers_nobody(server, path):
    answer = got(server, path)
    assert answer.status == 404
    assert answer.json == {"detail": "没有这个地址。请回到首页。"}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_page_tells_no_versions_addresses_or_names_of_functions(server):
    page = got(server, "/").text
    config = json.JSONDecoder().raw_decode(page.split("window.gradio_config = ", 1)[1])[0]
    assert config["root"] == HERE
    assert [c["type"] for c in config["components"]] == ["textbox", "state", "form"]
    assert len(config["dependencies"]) == 2
    # An address in memory, not two letters of a random token.
    assert re.search(r"\bat 0x[0-9a-f]{6}", page) is None
    for told in (gr.__version__, "delete_callback", "_as_input", "example_inputs", "secret_function"):
        assert told not in page, told


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-gradio-server"])
def test_nobody_says_where_the_page_is(server, header):
    assert "attacker" not in got(server, "/", **{header: "http://attacker.example"}).text


@pytest.mark.parametrize("path", [JOIN, "/gradio_api/run/predict"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fn_index": 999}, "没有编号为 999 的功能"),
        ({"fn_index": -1}, "没有编号为 -1 的功能"),
        ({"fn_index": "0"}, '没有编号为 "0" 的功能'),
        ({"fn_index": True}, "没有编号为 true 的功能"),
        ({"fn_index": None}, "没有编号为 null 的功能"),
        ({"session_hash": None}, "没有说明来自哪个页面"),
        ({"session_hash": "../x"}, "没有说明来自哪个页面"),
        ({"data": []}, "要 1 项内容，收到 0 项"),
        ({"data": "x"}, "要 1 项内容，收到 0 项"),
    ],
)
def test_a_call_that_no_page_makes_is_one_line(server, path, change, said, caplog):
    answer = posted(server, path, CALL | change)
    assert answer.status == 400
    assert said in answer.json["detail"]
    assert caplog.records == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"\xff", b"[" * 100_000])
def test_a_call_that_is_no_object_is_one_line(server, body):
    answer = posted(server, JOIN, body)
    assert answer.status == 400
    assert answer.json["detail"].endswith("没有处理。请刷新页面后再试。")


def test_a_call_of_the_page_is_taken(server):
    answer = posted(server, JOIN, CALL)
    assert (answer.status, list(answer.json)) == (200, ["event_id"])
