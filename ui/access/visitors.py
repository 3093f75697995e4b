"""Whose records a handler works on: the account's, or the browser's where there are no accounts."""

from uuid import UUID

import gradio as gr
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from people.accounts import Caller

OWNER_COOKIE = "xinhuoshi-owner-{}"  # the page's script sets it; the port, as cookies do not tell ports apart


def scope_of(request: object) -> Scope:
    """The ASGI scope behind a request of Gradio's or of the server's; an empty one where there is none."""
    scope = getattr(getattr(request, "request", request), "scope", None)
    return scope if isinstance(scope, dict) else {}


def caller_of(request: object) -> Caller | None:
    """Who is signed in behind a request of Gradio's or of the server's; None without accounts."""
    caller = scope_of(request).get("caller")
    return caller if isinstance(caller, Caller) else None


def owner_of(request: gr.Request | None, browser: str) -> str:
    """The UUID that conversations are kept under: an account's own, whatever the browser says."""
    caller = caller_of(request)
    return browser if caller is None else caller.account.owner


def keeper_of(request: object) -> str:
    """Whose unfinished work a request is about: the account's UUID, or the browser's; "" for none."""
    caller = caller_of(request)
    if caller is not None:
        return caller.account.owner
    scope = getattr(getattr(request, "request", request), "scope", None)
    if not isinstance(scope, dict):
        return ""
    _, port = scope.get("server") or ("", None)
    said = cookie_parser(Headers(scope=scope).get("cookie", "")).get(OWNER_COOKIE.format(port), "")
    try:
        return said if str(UUID(said)) == said else ""
    except ValueError:
        return ""
