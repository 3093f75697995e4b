"""Files that the page's handlers make: put up for the browser that asked, as a mark its script fetches."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from index.errors import UnreadableSource, why_not_stored
from people.audit import Action
from ui.access import Auditor, caller_of, scope_of
from ui.elements import note_html
from ui.events import sent
from ui.serving import Download, Transfers, rooted
from ui.templating import render


def offered(
    files: Transfers, handler: Callable[..., Any], auditor: Auditor | None = None
) -> Callable[..., Any]:
    """The handler of (state, event[, request]), each Download among its outputs put up and replaced by HTML.

    What cannot be put up is replaced by a note why; what can is an export for the audit.
    """

    def shown(output: Any, request: gr.Request) -> Any:
        if isinstance(output, tuple):
            return tuple(shown(part, request) for part in output)
        if not isinstance(output, Download):
            return output
        try:
            address = files.offer(files.session(request), output)
            html = file_html(output.name, rooted(scope_of(request), address))
        except UnreadableSource as error:
            return note_html(str(error))
        except OSError as error:
            return note_html(f"「{output.name}」存不下来（{why_not_stored(error)}）。请告诉管理员。")
        if auditor:
            auditor.did(caller_of(request), Action.EXPORT, output.name)
        return html

    takes_request = "request" in inspect.signature(handler).parameters

    def once(state: Any, event: gr.EventData, request: gr.Request) -> Any:
        return shown(handler(state, event, *([request] if takes_request else ())), request)

    def several(state: Any, event: gr.EventData, request: gr.Request) -> Iterator[Any]:
        for output in handler(state, event, *([request] if takes_request else ())):
            yield shown(output, request)

    return several if inspect.isgeneratorfunction(handler) else once


Taken = Callable[[], tuple[str, bytes]]  # an upload's name and bytes, once; raises UnreadableSource


def received(files: Transfers, handler: Callable[[Any, Taken, gr.Request], Any]) -> Callable[..., Any]:
    """The handler of (state, upload, request), called with the upload that an event names as its file."""

    def once(state: Any, event: gr.EventData, request: gr.Request) -> Any:
        def taken() -> tuple[str, bytes]:
            empty: dict[str, object] = {}
            waiting = files.take(files.session(request), sent(event, "file", empty))
            try:
                return waiting.name, waiting.path.read_bytes()
            finally:
                waiting.path.unlink(missing_ok=True)

        return handler(state, taken, request)

    return once


def file_html(name: str, address: str) -> str:
    """A file for the browser to fetch and save; an address is given out once, so each is a new value."""
    return render("file.html", name=name, address=address)
