"""Whose records a handler works on: the account's, or the browser's where there are no accounts."""

import gradio as gr

from people.accounts import Caller


def caller_of(request: object) -> Caller | None:
    """Who is signed in behind a request of Gradio's or of the server's; None without accounts."""
    scope = getattr(getattr(request, "request", request), "scope", None)
    caller = scope.get("caller") if isinstance(scope, dict) else None
    return caller if isinstance(caller, Caller) else None


def owner_of(request: gr.Request | None, browser: str) -> str:
    """The UUID that conversations are kept under: an account's own, whatever the browser says."""
    caller = caller_of(request)
    return browser if caller is None else caller.account.owner
