"""What a proxy says of the request it passes on; from anybody else it counts for nothing."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

# Gradio reads the first two and x-gradio-server wherever they come from.
SAID = frozenset(
    {"x-forwarded-host", "x-forwarded-proto", "x-forwarded-for", "x-forwarded-port", "x-forwarded-prefix"}
    | {"x-forwarded-server", "x-gradio-server", "x-real-ip", "forwarded"}
)


class Forwarded:
    """ASGI middleware: a configured proxy's host, scheme and client take the connection's place.

    Behind it nobody sees those headers. Of several values the last is the proxy's own.
    """

    def __init__(self, app: ASGIApp, proxies: Collection[str]) -> None:
        """``proxies`` are IP addresses."""
        self.app = app
        self.proxies = frozenset(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as the proxy saw it, or as it came."""
        if scope["type"] in ("http", "websocket"):
            scope = self._seen(scope)
        await self.app(scope, receive, send)

    def _seen(self, scope: Scope) -> Scope:
        kept = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") not in SAID]
        client = scope.get("client")
        if client is None or client[0] not in self.proxies:
            return {**scope, "headers": kept}
        said = Headers(scope=scope)
        changed = {**scope, "headers": kept}
        if host := _last(said, "x-forwarded-host"):
            changed["headers"] = [(n, v) for n, v in kept if n != b"host"] + [(b"host", host.encode())]
        if (scheme := _last(said, "x-forwarded-proto")) in ("http", "https"):
            changed["scheme"] = scheme
        if address := _last(said, "x-forwarded-for"):
            changed["client"] = (address, 0)
        return changed


def _last(headers: Headers, name: str) -> str:
    values = ",".join(headers.getlist(name))
    return values.rsplit(",", 1)[-1].strip()
