"""What a click sends to the program, read with care: every value in it comes from outside."""

from typing import TypeVar
from uuid import uuid4

import gradio as gr

from ui.access import caller_of
from ui.desk import Act

Value = TypeVar("Value")


def sent(event: gr.EventData, name: str, default: Value) -> Value:
    """A value that came with an event; ``default`` where it is missing or of another type."""
    try:
        value = getattr(event, name)
    except (AttributeError, TypeError):  # nothing of this name, or nothing that has names
        return default
    return value if isinstance(value, type(default)) and not isinstance(value, bool) else default


def page_of(request: gr.Request | None) -> str:
    """Which page a call comes from; a call that does not say is a page of its own, and stops nobody's run."""
    return str(request.session_hash) if request and request.session_hash else uuid4().hex


def user_of(request: gr.Request | None) -> str:
    """Among whom turns are shared fairly: accounts, or pages where there are none."""
    caller = caller_of(request)
    return page_of(request) if caller is None else f"account {caller.account.id}"


def clicked(event: gr.EventData) -> Act:
    """What was clicked, with the form around it."""
    empty: dict[object, object] = {}
    form = {str(name): value for name, value in sent(event, "form", empty).items()}
    return Act(sent(event, "do", ""), sent(event, "id", ""), form)
