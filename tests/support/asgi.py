"""An ASGI program in this process: called, its request's body given piece by piece, or served on a port."""

import asyncio
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

FOREVER = object()  # as a piece: the client sends nothing more and stays connected


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


def scope(path="/", method="GET", headers=(), query="", kind="http", client=("127.0.0.1", 50000)):
    given = {"host": "127.0.0.1:7860", **dict(headers)}
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in given.items() if v is not None],
        "server": ("127.0.0.1", 7860),
        "client": client,
    }


def call(program, asked, pieces=()):
    """What the program answers; ``pieces`` of the body come one after the other."""
    return asyncio.run(called(program, asked, pieces))


async def called(program, asked, pieces=()):
    waiting, sent = list(pieces) or [b""], []

    async def receive():
        if not waiting or waiting[0] is FOREVER:  # nothing follows the body but the client going away
            await asyncio.Event().wait()
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    await program(asked, receive, send)
    headers = {k.decode(): v.decode() for k, v in sent[0].get("headers", [])}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answered(sent[0].get("status", 0), headers, body)


@contextmanager
def listening(app, **options):
    """The port of ``app`` on a server of its own; ``options`` are uvicorn's."""
    config = uvicorn.Config(app, "127.0.0.1", 0, ws="none", log_level="error", lifespan="off", **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < until
            time.sleep(0.005)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()
