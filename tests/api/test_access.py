"""Who may call what: every route with every role, keys that are none, and routes that declare nothing."""

import httpx
import pytest
from fastapi import FastAPI

from api import NEEDS, UndeclaredRoute
from api.guard import SECRET, Guard
from api.roles import Declared, declared
from api.server import refuse_undeclared
from people.accounts import Role
from tests.api.served_office import KEYS

ROUTES = sorted(NEEDS, key=str)
CLOSED = [route for route in ROUTES if NEEDS[route].role is not None]
WRONG_HEADERS = ["", "Bearer", "Bearer nobodys", "Basic user-key", "user-key", "Bearer user-key x",
                 "Bearer " + "x" * (SECRET + 1), "bearer USER-KEY"]  # fmt: skip


def path_of(path):
    return path.replace("{id}", "f" * 16)


def test_every_route_is_declared_and_every_declaration_is_a_route(shared):
    found = {(method, route.path) for route in shared.app.routes for method in route.methods}
    assert found == set(NEEDS)
    assert all(isinstance(route.endpoint, Guard) for route in shared.app.routes)


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_route_with_every_role(shared, method, path, key):
    _, roles = KEYS[key]
    needed = NEEDS[method, path].role
    allowed = needed is None or needed in roles or Role.ADMINISTRATOR in roles
    allowed = allowed or (needed is Role.USER and bool(roles))  # a trainer is a user too
    got = shared.call(method, path_of(path), key, headers={"Content-Type": "application/json"})
    if allowed:
        assert got.status_code not in (401, 403)
    else:
        assert got.status_code == 403
        assert needed in str(got.json())
        assert shared.events[-1][0].key == key
        assert shared.events[-1][1:4] == (NEEDS[method, path].action, "", "refused")


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("sent", WRONG_HEADERS)
def test_without_a_key_nothing_is_said(shared, method, path, sent):
    got = shared.call(method, path_of(path), "", headers={"Authorization": sent} if sent else {})
    assert got.status_code == 401
    assert got.headers["www-authenticate"].startswith("Bearer")
    body = got.json()
    words = body["error"]["message"] if path.startswith("/v1") else body["detail"]
    assert "密钥" in words
    caller, action, _, outcome, detail = shared.events[-1]
    assert (caller, action, outcome, detail["address"]) == (
        None, NEEDS[method, path].action, "refused", "127.0.0.1")  # fmt: skip


def test_two_keys_are_none(shared):
    headers = [("Authorization", "Bearer user-key"), ("Authorization", "Bearer nobodys")]
    assert shared.call("GET", "/v1/models", "", headers=dict(headers[:1])).status_code == 200
    assert httpx.get(f"{shared.url}/v1/models", headers=headers, trust_env=False).status_code == 401


def test_a_route_that_declares_nothing_is_refused():
    with pytest.raises(UndeclaredRoute, match="POST /api/v1/new"):
        declared("POST", "/api/v1/new")
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/api/v1/ask")
    def ask():
        """Declared, but unguarded."""

    with pytest.raises(UndeclaredRoute, match="POST /api/v1/ask"):
        refuse_undeclared(app.routes)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_api_route("/api/v1/ask", Guard(Declared(None), None, None, None), methods=["POST"])
    with pytest.raises(UndeclaredRoute, match="POST /api/v1/ask"):
        refuse_undeclared(app.routes)
    with pytest.raises(UndeclaredRoute, match=r"GET /openapi\.json"):
        refuse_undeclared(FastAPI().routes)  # FastAPI's own pages, which load scripts from elsewhere
