"""The first page as a browser gets it: Gradio's, in Chinese, with nothing from other origins."""

import json
import re
import secrets
from html import escape

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from people.accounts import Caller, Role
from ui.serving.browsers import Browsers
from ui.serving.root_path import cookie_path, rooted
from ui.static_files import STATIC, static_address

# Gradio builds its templates with Function(): 'unsafe-eval'. Inline scripts need the nonce, so an
# onerror= or <script> that ever got past escaping still would not run.
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
STYLES = ("page", "kept", "check", "train", "library", "feedback", "help", "print")
SCRIPTS = sorted(path.name for path in STATIC.glob("*.js"))
FOREIGN = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*/>|<link rel="manifest"[^>]*/>', re.S)


def localised(
    html: str, title: str, nonce: str, caller: Caller | None = None, *, port: int = 0, root: str = ""
) -> str:
    """Gradio's index page in Chinese, light, its inline scripts marked, foreign addresses left out.

    It names who is signed in and their roles: the page shows what they may do. ``port`` is the server's
    own, ``root`` the root path.
    """
    html = FOREIGN.sub("", html)
    html = html.replace('lang="en"', f'lang="zh-CN" data-port="{port}"{_signed_in(caller)}', 1)
    html = html.replace("<gradio-app", '<gradio-app theme_mode="light"', 1)
    html = re.sub(r"<script(?![^>]*\bsrc=)", f'<script nonce="{nonce}"', html)
    if root:  # the parts of the page are below it, also where a proxy shows the page without the last slash
        html = html.replace('<base href="./"', f'<base href="{root}/"', 1)
    head = f'<meta charset="utf-8" /><title>{escape(title)}</title>{_head(root, nonce)}'
    return html.replace('<meta charset="utf-8" />', head, 1)


def _head(root: str, nonce: str) -> str:
    """The page's own styles and scripts."""
    plain = static_address()
    at = f"{root}{plain}"
    # The regions' scripts were built when no root path was known: they import the plain address.
    moved = json.dumps({"imports": {f"{plain}/": f"{at}/"}})
    return (
        (f'<script type="importmap" nonce="{nonce}">{moved}</script>' if root else "")
        + f'<meta name="color-scheme" content="light"><link rel="icon" href="{at}/icon.svg">'
        + "".join(f'<link rel="stylesheet" href="{at}/{name}.css">' for name in STYLES)
        + "".join(f'<link rel="modulepreload" href="{at}/{name}">' for name in SCRIPTS)  # none waits
        + f'<script type="module" src="{at}/page.js"></script>'  # before Gradio's, which is a module too
    )


def _signed_in(caller: Caller | None) -> str:
    if caller is None:
        return ""
    roles = " ".join(role for role in Role if caller.may(role))
    return f' data-account="{escape(caller.account.name)}" data-roles="{roles}"'


class OwnPage:
    """ASGI middleware: the index page localised; with it a browser gets the name its files go by."""

    def __init__(self, app: ASGIApp, title: str, browsers: Browsers) -> None:
        self.app = app
        self.title = title
        self.browsers = browsers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but the index page, which is read whole and rewritten."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self.app(scope, receive, send)
        elif scope["query_string"]:
            # ?view=settings and its like lead to Gradio's own English pages.
            await RedirectResponse(rooted(scope, "/"), status_code=303)(scope, receive, send)
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
        port = int((scope.get("server") or ("", 0))[1] or 0)  # ours, whatever a proxy calls it
        whole, caller = b"".join(chunks).decode("utf-8"), scope.get("caller")
        text = localised(whole, self.title, nonce, caller, port=port, root=rooted(scope, ""))
        kept = {k: v for k, v in Headers(raw=start[0]["headers"]).items() if k == "set-cookie"}
        headers = {**kept, "Cache-Control": "no-store", "Content-Security-Policy": POLICY.format(nonce=nonce)}
        response = HTMLResponse(text, status_code=start[0]["status"], headers=headers)
        if not self.browsers.named(Request(scope)):
            name, secure = self.browsers.cookie, scope["scheme"] == "https"
            response.set_cookie(
                name,
                self.browsers.new(),
                path=cookie_path(scope),
                httponly=True,
                samesite="strict",
                secure=secure,
            )
        await response(scope, receive, send)
