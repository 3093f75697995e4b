"""Which addresses are the API's, beside the page on the same port."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_OURS = re.compile(r"/(api|v1|mcp)(/.*)?", re.S)


def is_api(path: str) -> bool:
    """Whether the API answers there: /api, /v1, /mcp and all below."""
    return bool(_OURS.fullmatch(path))


class ApiFirst:
    """ASGI middleware: the API's addresses go to it, all else to the page behind.

    It belongs outside whatever asks for a browser's origin or cookie, and inside whatever counts bodies and
    says which network address a request is from.
    """

    def __init__(self, app: ASGIApp, api: ASGIApp) -> None:
        self.app = app
        self.api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on to whom it is for."""
        ours = scope["type"] == "http" and is_api(scope["path"])
        await (self.api if ours else self.app)(scope, receive, send)
