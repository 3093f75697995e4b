"""What the API says of itself, to programs and to people, and where it is beside the page; with curl too."""

import json
import re
import shutil
import subprocess

import pytest
from starlette.responses import PlainTextResponse

from api import NEEDS, ApiFirst, is_api
from tests.api.served_office import QUOTE
from tests.support.asgi import call, scope

CURL = shutil.which("curl")


def test_every_route_is_described_with_who_may(shared):
    got = shared.call("GET", "/api/openapi.json", "")
    told = got.json()
    found = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    assert found == set(NEEDS)
    for (method, path), declared in NEEDS.items():
        route = told["paths"][path][method.lower()]
        assert route["summary"]
        assert route.get("x-role") == (str(declared.role) if declared.role else None)
        assert ("401" in route["responses"]) == bool(declared.role)
        assert bool(route.get("security")) == bool(declared.role)
    assert told["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}
    ask = told["paths"]["/api/v1/ask"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert list(ask["properties"]) == ["scope", "question", "history"]
    assert ask["required"] == ["question"]
    assert "$ref" not in got.text


def test_the_page_of_it_needs_nothing_from_elsewhere(shared):
    got = shared.call("GET", "/api/docs", "")
    assert (got.status_code, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert got.headers["content-security-policy"].startswith("default-src 'none'")
    assert not re.search(r"https?://|<script|\bsrc=|@import|url\(", got.text)
    for _, path in NEEDS:
        assert path in got.text
    assert "资料员" in got.text


def test_public_pages_are_no_event(office):
    office.call("GET", "/api/docs", "")
    office.call("GET", "/api/openapi.json", "")
    assert office.events == []


@pytest.mark.parametrize(("path", "ours"), [
    ("/api", True), ("/api/v1/ask", True), ("/v1/models", True), ("/mcp", True), ("/mcp/", True),
    ("/", False), ("/apis", False), ("/v10", False), ("/files/mcp", False), ("/gradio_api/queue/join", False),
])  # fmt: skip
def test_the_api_stands_beside_the_page(path, ours):
    assert is_api(path) == ours
    both = ApiFirst(PlainTextResponse("page"), api=PlainTextResponse("api"))
    assert call(both, scope(path)).text == ("api" if ours else "page")


def curl(*arguments):
    """The status and the body."""
    assert CURL, "curl is not installed"
    done = subprocess.run(
        [CURL, "--silent", "--noproxy", "*", "--max-time", "20", "--write-out", "\n%{http_code}", *arguments],
        check=True,
        capture_output=True,
    )
    body, _, status = done.stdout.decode().rpartition("\n")
    return int(status), body


def test_curl(office, tmp_path):
    key = ("--header", "Authorization: Bearer administrator-key")
    kind = ("--header", "Content-Type: application/json")
    status, body = curl(*key, *kind, "--data", '{"question": "夜校开课多少期？"}', f"{office.url}/api/v1/ask")
    assert (status, json.loads(body)["citations"][0]["quote"]) == (200, QUOTE)
    assert curl(*kind, "--data", "{}", f"{office.url}/api/v1/ask")[0] == 401
    file = tmp_path / "案例.md"
    file.write_text("# 河口镇案例\n\n## 县水利局 修好水渠\n\n县水利局修好水渠12条。\n", encoding="utf8")
    documents = f"{office.url}/api/v1/documents"
    status, body = curl(*key, "--form", f"file=@{file}", "--form", "unit=河口镇", documents)
    assert (status, json.loads(body)["document"]["name"]) == (201, "案例.md")
    document_id = json.loads(body)["document"]["id"]
    assert curl(*key, "--request", "DELETE", f"{documents}/{document_id}")[0] == 200
    assert json.loads(curl(*key, documents)[1]) == []
