"""The page's web server: 127.0.0.1 only, Chinese from the first byte, nothing from other origins."""

import asyncio
import logging
import re
import secrets
import signal
import socket
from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import Any, cast

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.ports import HOST
from ui.serving.calls import Calls
from ui.serving.forwarded import Forwarded
from ui.serving.limits import MB, BodyLimit, BodyLimits
from ui.serving.origin import OwnOrigin
from ui.serving.page_config import public_config
from ui.serving.timeouts import PatientProtocol
from ui.theme import STATIC, office_theme

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Gradio builds its templates with Function(): 'unsafe-eval'. Inline scripts need the nonce, so an
# onerror= or <script> that ever got past escaping still would not run.
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
HEAD = (
    '<meta name="color-scheme" content="light"><link rel="icon" href="/page/icon.svg">'
    '<link rel="stylesheet" href="/page/page.css"><script src="/page/page.js"></script>'
    '<link rel="stylesheet" href="/page/check.css"><script src="/page/check.js"></script>'
    '<link rel="stylesheet" href="/page/train.css"><script src="/page/train.js"></script>'
    '<link rel="stylesheet" href="/page/library.css"><script src="/page/library.js"></script>'
)
UNDESCRIBED: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
UPLOADS = 96 * MB  # of one request: 64 MB of files in base64, with their names
FOREIGN = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*/>|<link rel="manifest"[^>]*/>', re.S)


def build_server(
    blocks: gr.Blocks, title: str, *, hosts: Collection[str] = (), proxies: Collection[str] = ()
) -> FastAPI:
    """The Gradio page behind the checks, headers and rewriting of this room.

    ``hosts`` are further names it answers to, ``proxies`` the IP addresses of proxies that are believed.
    """
    server = FastAPI(**UNDESCRIBED)
    server.mount("/page", StaticFiles(directory=Path(STATIC)))
    gr.mount_gradio_app(
        server,
        blocks,
        path="",
        server_name=HOST,
        theme=office_theme(),
        app_kwargs=UNDESCRIBED,
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    blocks.config = cast(Any, public_config(blocks.config))
    inputs = {number: len(function.inputs) for number, function in blocks.fns.items()}
    # The last is asked first.
    server.add_middleware(OwnPage, title=title)
    server.add_middleware(Calls, inputs=inputs)
    server.add_middleware(BodyLimit, limits=BodyLimits(UPLOADS))
    server.add_middleware(OwnOrigin, hosts={HOST, "localhost", *hosts})
    server.add_middleware(Forwarded, proxies=proxies)
    server.add_middleware(OwnHeaders)
    return server


def serve(server: FastAPI, listening: socket.socket) -> None:
    """Answer requests on the socket until interrupted, or told to end: both raise KeyboardInterrupt."""
    # What uvicorn does with SIGTERM at the end would skip every clean-up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config = uvicorn.Config(
        server,
        http=PatientProtocol,
        ws="none",
        proxy_headers=False,  # uvicorn's own would believe every program of this machine
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_saying)
    uvicorn.Server(config).run(sockets=[listening])


def _worth_saying(record: logging.LogRecord) -> bool:
    # Pages still open at the end hold a connection that has to be cut: no error.
    cut = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cut and not record.getMessage().startswith("Cancel ")


def localised(html: str, title: str, nonce: str) -> str:
    """Gradio's index page in Chinese, light, its inline scripts marked, foreign addresses left out."""
    html = FOREIGN.sub("", html)
    html = html.replace('lang="en"', 'lang="zh-CN"', 1)
    html = html.replace("<gradio-app", '<gradio-app theme_mode="light"', 1)
    html = re.sub(r"<script(?![^>]*\bsrc=)", f'<script nonce="{nonce}"', html)
    return html.replace(
        '<meta charset="utf-8" />', f'<meta charset="utf-8" /><title>{escape(title)}</title>{HEAD}', 1
    )


class OwnPage:
    """ASGI middleware: the index page localised."""

    def __init__(self, app: ASGIApp, title: str) -> None:
        self.app = app
        self.title = title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but the index page, which is read whole and rewritten."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self.app(scope, receive, send)
        elif scope["query_string"]:
            # ?view=settings and its like lead to Gradio's own English pages.
            await RedirectResponse("/", status_code=303)(scope, receive, send)
        elif scope["method"] == "GET":
            await self._index(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _index(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        chunks: list[bytes] = []
        start: list[Message] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
            else:
                chunks.append(message.get("body", b""))

        await self.app({**scope, "headers": plain}, receive, collect)
        nonce = secrets.token_urlsafe(16)
        text = localised(b"".join(chunks).decode("utf-8"), self.title, nonce)
        kept = {k: v for k, v in Headers(raw=start[0]["headers"]).items() if k == "set-cookie"}
        headers = {**kept, "Cache-Control": "no-store", "Content-Security-Policy": POLICY.format(nonce=nonce)}
        response = HTMLResponse(text, status_code=start[0]["status"], headers=headers)
        await response(scope, receive, send)


class OwnHeaders:
    """ASGI middleware: security headers on every answer, and no permission for other origins."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, the heads of answers changed."""

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]
                headers.update(HEADERS)
            await send(message)

        await self.app(scope, receive, sender)
