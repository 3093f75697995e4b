"""A real connection to the web server: half a request is given up, a whole one is not."""

import asyncio
import socket

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from ui.serving import timeouts

WHOLE = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LAST = WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
HALF = WHOLE[:-2] + b"X: "
WAIT = 30  # seconds; a limit for hanging, not a measurement


async def slow(asked, receive, send):
    await asyncio.sleep(0.5)  # longer than half a head is waited for
    await PlainTextResponse("done")(asked, receive, send)


def heard(monkeypatch, *pieces):
    """What the server sends until it closes the connection; each piece waits for an answer to the last."""
    monkeypatch.setattr(timeouts.PatientProtocol, "head_s", 0.1)
    return asyncio.run(_heard(pieces))


async def _heard(pieces):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        http = timeouts.PatientProtocol
        config = uvicorn.Config(slow, http=http, lifespan="off", log_level="error", ws="none")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        try:
            for piece in pieces[:-1]:
                writer.write(piece)
                assert (await asyncio.wait_for(reader.readuntil(b"done"), WAIT)).endswith(b"done")
            writer.write(pieces[-1])
            return await asyncio.wait_for(reader.read(), WAIT)
        finally:
            writer.close()
            server.should_exit = True
            await serving


@pytest.mark.parametrize("pieces", [[b""], [HALF], [WHOLE, HALF]])
def test_half_a_head_is_given_up(monkeypatch, pieces):
    assert heard(monkeypatch, *pieces) == b""


def test_an_answer_may_take_longer(monkeypatch):
    assert heard(monkeypatch, LAST).endswith(b"done")
