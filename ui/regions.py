"""Pieces that every tab of the page is built of."""

from typing import Literal, TypedDict

import gradio as gr
from gradio.events import Dependency

from index.records import EVERYTHING
from ui.access import Declared, Needs
from ui.scope import Scope
from ui.scripts import afterwards, on_load


class Quiet(TypedDict):
    """How every event goes: no bar of Gradio's over the region, and not by name."""

    show_progress: Literal["hidden"]
    api_visibility: Literal["private"]


QUIET: Quiet = {"show_progress": "hidden", "api_visibility": "private"}
ACTS = "desk.acts(element, trigger, 'act')"
ANSWERING = 8  # clicks in work at once
AT_THE_DOOR = 160  # more than the lines of rag.lines take: who waits shall wait where places are told
ANYBODY = Needs()


def region(elem_id: str, *calls: str, value: str = "") -> gr.HTML:
    """A part of the page whose HTML handlers give."""
    # Without a script of its own Gradio would send every click to the server.
    return gr.HTML(value, elem_id=elem_id, js_on_load=on_load(*calls) or None, apply_default_css=False)


def then(event: Dependency, call: str) -> None:
    """What the page does after an event, also when nothing changed or the program failed."""
    event.then(None, js=afterwards(call), **QUIET)


def narrowing(page: gr.Blocks, declared: Declared, scope: Scope, elem_id: str) -> gr.State:
    """The form that narrows what is looked at; returns the filter."""
    where = gr.State(EVERYTHING)
    form = region(elem_id, ACTS)
    declared(page.load(scope.start, None, [form, where], **QUIET), ANYBODY)
    acting = form.act(scope.act, where, [form, where], **QUIET)
    declared(acting, Needs(told_by="do", actions=scope.actions))
    then(acting, f"desk.done('{elem_id}')")
    return where
