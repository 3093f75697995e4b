"""The web server over a page of two functions: what it takes, what it tells, whom it answers."""

import asyncio
import json

import gradio as gr
import pytest

from tests.support.asgi import call, scope
from ui.serving.server import build_server

JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def server():
    async def built():  # Gradio makes itself an event loop, and never closes it, where none runs
        with gr.Blocks() as page:
            box = gr.Textbox()
            box.submit(lambda words: words, box, box, api_visibility="private")
            page.load(lambda: "", None, box, api_visibility="private")
        return build_server(page, "试验")

    return asyncio.run(built())


def posted(server, path, body, **headers):
    given = {"content-type": "application/json", **headers}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return call(server, scope(path, "POST", given), [sent])


def test_no_request_brings_more_than_the_limit(server):
    asked = scope(JOIN, "POST", {"content-type": "application/json"})
    answer = call(server, asked, [b" " * (8 * 1024 * 1024)] * 12 + [b" "])
    assert answer.status == 413
    assert "超过上限" in answer.text
