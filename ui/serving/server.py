"""The page's web server: Chinese from the first byte, nothing from other origins."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

import gradio as gr
import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from index.parse.decode import MAX_BYTES
from ui.access import Auditor, Declared, Door
from ui.network import Network
from ui.ports import HOST
from ui.serving.calls import Calls
from ui.serving.day_route import add_day_route
from ui.serving.file_routes import add_file_routes
from ui.serving.forwarded import Forwarded
from ui.serving.gate import Gate
from ui.serving.headers import OwnHeaders
from ui.serving.index_page import OwnPage
from ui.serving.limits import BodyLimit, BodyLimits
from ui.serving.origin import OwnOrigin
from ui.serving.page_config import public_config
from ui.serving.root_path import UnderRoot
from ui.serving.timeouts import PatientProtocol
from ui.serving.transfers import Transfers
from ui.static_files import STATIC, KeptFiles, static_address
from ui.theme import office_theme

FORM = 2**20  # bytes of a form around an uploaded file
UNDESCRIBED: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}


@dataclass(frozen=True, slots=True)
class Served:
    """What is served beside the page itself."""

    hosts: Collection[str] = ()  # further names it answers to
    proxies: Collection[str] = ()  # IP addresses of proxies that are believed
    door: Door | None = None  # who is signed in; None: one user, nobody signs in
    auditor: Auditor | None = None  # what is kept of who does what
    routers: Sequence[APIRouter] = ()  # further pages
    root: str = ""  # the path below the host that everything is at, e.g. /qa
    api: Callable[[ASGIApp], ASGIApp] | None = None  # puts the API before the page: for programs, with keys


def build_server(
    blocks: gr.Blocks, declared: Declared, title: str, files: Transfers, served: Served | None = None
) -> FastAPI:
    """The Gradio page behind the checks, headers and rewriting of this room.

    ``declared`` says who may call what, ``files`` are those on their way. Raises Undeclared.
    """
    served = served or Served()
    server = FastAPI(**UNDESCRIBED)
    add_file_routes(server, files)
    add_day_route(server)
    for router in served.routers:
        server.include_router(router)
    server.mount(static_address(), KeptFiles(directory=STATIC))
    gr.mount_gradio_app(
        server,
        blocks,
        path="",
        server_name=HOST,
        root_path=served.root or None,
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
    inputs = {number: len(function.inputs) for number, function in blocks.fns.items() if function.fn}
    # The last is asked first.
    server.add_middleware(OwnPage, title=title, browsers=files.browsers)
    needs = declared.of(blocks)
    server.add_middleware(Calls, inputs=inputs, needs=needs, door=served.door, auditor=served.auditor)
    if served.door:
        server.add_middleware(Gate, door=served.door)
    server.add_middleware(OwnOrigin, hosts={HOST, "localhost", *served.hosts})
    if served.api:
        server.add_middleware(served.api)
    uploads = {"/files": MAX_BYTES, "/api/v1/documents": MAX_BYTES + FORM}
    server.add_middleware(BodyLimit, limits=BodyLimits(), sizes=uploads)
    server.add_middleware(UnderRoot, root=served.root)
    server.add_middleware(Forwarded, proxies=served.proxies)
    server.add_middleware(OwnHeaders)
    return server


def serve(server: FastAPI, listening: socket.socket, network: Network | None = None) -> None:
    """Answer requests on the socket until interrupted, or told to end: both raise KeyboardInterrupt."""
    # What uvicorn does with SIGTERM at the end would skip every clean-up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    network = network or Network()
    config = uvicorn.Config(
        server,
        ssl_certfile=network.certificate,
        ssl_keyfile=network.key,
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
