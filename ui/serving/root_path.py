"""Where the program is below its host, e.g. https://office/qa/: how addresses of its own begin.

Behind UnderRoot paths are as they are without a root path, and whatever is handed out (links, redirections,
cookies) goes through ``rooted``. ASGI's own ``root_path`` would have to begin every path of the scope too.
"""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

KEY = "xinhuoshi.root_path"


class UnderRoot:
    """ASGI middleware: takes the root path off the path, where the proxy in front did not do so itself."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        """``root`` as rag.settings.root_path accepts it; "" where there is none."""
        self.app = app
        self.root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its path below the root."""
        if scope["type"] not in ("http", "websocket") or not self.root:
            await self.app(scope, receive, send)
        elif scope["path"] == self.root and scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            # Without the last slash a browser would look for the page's parts beside the root.
            await RedirectResponse(f"{self.root}/", status_code=303)(scope, receive, send)
        else:
            path = scope["path"]
            below = path.removeprefix(self.root) if path.startswith(f"{self.root}/") else path
            await self.app({**scope, "path": below, KEY: self.root}, receive, send)


def rooted(scope: Scope, path: str) -> str:
    """An address of the program's own, e.g. /signin, as a browser has to ask for it: /qa/signin."""
    return f"{scope.get(KEY, '')}{path}"


def cookie_path(scope: Scope) -> str:
    """The path of a cookie that all of the program sees, and nothing else on its host."""
    return str(scope.get(KEY) or "/")
