"""A small reverse proxy, as an office has nginx: an address below a path of its own, over TLS where asked."""

import asyncio
from contextlib import contextmanager

import httpx

from tests.support.asgi import listening

HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade"}


class ReverseProxy:
    """ASGI program: what is below ``prefix`` goes to the server, the rest is another program's.

    ``strips`` says whether the prefix is taken off on the way. Bodies are passed on piece by piece.
    """

    def __init__(self, prefix, strips):
        self.prefix, self.strips, self.upstream = prefix, strips, ""
        self.asked = []  # every path that was asked for

    async def __call__(self, scope, receive, send):
        assert scope["type"] == "http"
        path = scope["raw_path"].decode("ascii")
        self.asked.append(path)
        if path != self.prefix and not path.startswith(f"{self.prefix}/"):
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b"another program's"})
            return
        below = path.removeprefix(self.prefix) or "/" if self.strips else path
        asked = scope["query_string"].decode("ascii")
        address = f"{self.upstream}{below}{asked and f'?{asked}'}"
        body = Body(receive)
        async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
            request = client.build_request(
                scope["method"], address, headers=self._headers(scope), content=body.pieces()
            )
            answer = await client.send(request, stream=True)
            passing = asyncio.create_task(_passed(answer, send))
            gone = asyncio.create_task(body.left())
            await asyncio.wait({passing, gone}, return_when=asyncio.FIRST_COMPLETED)
            for task in (passing, gone):
                task.cancel()
            await asyncio.gather(passing, gone, return_exceptions=True)
            await answer.aclose()

    def _headers(self, scope):
        kept = [(name, value) for name, value in scope["headers"] if name.decode() not in HOP | {"host"}]
        host = dict(scope["headers"])[b"host"]
        said = [(b"x-forwarded-host", host), (b"x-forwarded-proto", scope["scheme"].encode()),
                (b"x-forwarded-for", scope["client"][0].encode())]  # fmt: skip
        return [*kept, *said]


class Body:
    """What a client sends: its body, and that it left."""

    def __init__(self, receive):
        self.receive = receive

    async def pieces(self):
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                return
            yield message.get("body", b"")
            if not message.get("more_body", False):
                return

    async def left(self):
        while (await self.receive())["type"] != "http.disconnect":
            pass


async def _passed(answer, send):
    lowered = [(name.lower(), value) for name, value in answer.headers.raw]
    headers = [(name, value) for name, value in lowered if name.decode() not in HOP]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    async for piece in answer.aiter_raw():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def proxied(prefix, strips, certificate=None, key=None):
    """(The proxy, its own address with the prefix); its ``upstream`` is set by whoever starts the server."""
    proxy = ReverseProxy(prefix, strips)
    options = {"ssl_certfile": certificate, "ssl_keyfile": key, "server_header": False, "date_header": False}
    with listening(proxy, timeout_graceful_shutdown=2, **options) as port:
        yield proxy, f"{'https' if certificate else 'http'}://127.0.0.1:{port}{prefix}"
