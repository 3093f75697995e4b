"""Who may call: this page's own scripts, and programs of this machine that only read. No other page.

A page of another port or site runs in the same browser, with the same network: without this it could
ask questions, store documents and read what comes back.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.serving.refusals import refusal

FOREIGN_HOST = "这个地址不是本程序的地址，没有处理。请用程序启动时显示的网址打开。"
FOREIGN_PAGE = "请求来自别的网页，没有处理。请在本程序自己的网页里操作。"
READS = ("GET", "HEAD")
# What a link of another page may lead to: the first page, where that sends on to, and back from signing in.
LINKED = frozenset({"/", "/signin", "/password", "/signin/openid/back"})
PORTS = {"http": 80, "https": 443}


class OwnOrigin:
    """ASGI middleware: the Host must be one of ours, and whatever names an origin must name that host.

    What changes something must name its origin, as every browser does. Reading without one stays
    possible, for a browser's own address line and for programs that look whether the page is up.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        """``hosts`` are names without a port."""
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from here; the rest gets one line and is not looked at."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_ours(headers):
            refused = refusal(400, FOREIGN_HOST, close=True)
        elif not _same_origin(scope, headers):
            refused = refusal(403, FOREIGN_PAGE, close=True)
        else:
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":  # closed before it is accepted, it becomes a 403
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await refused(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        names = headers.getlist("host")
        return len(names) == 1 and _place(f"http://{names[0]}")[1] in self.hosts


def _same_origin(scope: Scope, headers: Headers) -> bool:
    origins = headers.getlist("origin")
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    here = _place(f"{scheme}://{headers['host']}")
    if any(_place(origin) != here for origin in origins):
        return False
    if not origins and (scope["type"] == "websocket" or scope["method"] not in READS):
        return False
    site = headers.get("sec-fetch-site", "none")
    return site in ("same-origin", "none") or _follows_link(scope, headers)


def _follows_link(scope: Scope, headers: Headers) -> bool:
    """Whether a link on another page was followed to ours: that page sees nothing of it."""
    asked = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return scope["path"] in LINKED and scope["method"] == "GET" and asked == ("navigate", "document")


def _place(origin: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an origin; what is none (``null``, a path behind it) equals no host's."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return "", "", None
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return "", "", None
    return parts.scheme, parts.hostname or "", port or PORTS.get(parts.scheme)
