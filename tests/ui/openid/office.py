"""An office with a small page behind everything the server puts before it, and a provider beside it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import gradio as gr

from people.settings import AccountSettings, OpenIdSettings
from rag.settings import ServingSettings
from tests.browser.fake_page import FakeStore
from tests.ui.openid.provider import CLIENT, served
from tests.ui.uploads import transfers
from ui.access import Declared
from ui.account_pages import Office
from ui.network import Network
from ui.serving.server import build_server

SECRET_ENV = "TESTS_OPENID_SECRET"


@contextmanager
def open_office(engine, folder, issuer, root="", **settings):
    """(the office, its address with the root path); ``settings`` are further ones of [accounts.openid]."""
    told = {"issuer": issuer, "client_id": CLIENT, "client_secret_env": SECRET_ENV, **settings}
    accounts = AccountSettings(openid=OpenIdSettings(**told) if issuer else None)
    office = Office.of(engine, accounts, 7860, FakeStore())

    async def built():  # Gradio makes itself an event loop, and never closes it, where none runs
        with gr.Blocks() as page:
            gr.Markdown("问答")
        beside = office.served(Network(accounts=True, root=root), ServingSettings(), api=None)
        return build_server(page, Declared(), "试验", transfers(folder), beside)

    with ThreadPoolExecutor(1) as thread:
        app = thread.submit(asyncio.run, built()).result()
    with served(app) as address:
        yield office, address + root
