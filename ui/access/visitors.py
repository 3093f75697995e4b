"""Whose records a handler works on: the account's, or the browser's where there are no accounts."""

import gradio as gr

from people.accounts import Caller


def caller_of(request: gr.Request | None) -> Caller | None:
    """Who is signed in; None where the page runs without accounts."""
    asked = getattr(request, "request", None)
    scope = getattr(asked, "scope", None)
    caller = scope.get("caller") if isinstance(scope, dict) else None
    return caller if isinstance(caller, Caller) else None


def owner_of(request: gr.Request | None, browser: str) -> str:
    """The UUID that conversations are kept under: an account's own, whatever the browser says."""
    caller = caller_of(request)
    return browser if caller is None else caller.account.owner
