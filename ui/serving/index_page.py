"""The first page as a browser gets it: Gradio's, in Chinese, with nothing from other origins."""

import re
import secrets
from html import escape

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from people.accounts import Caller, Role
from ui.serving.browsers import Browsers
from ui.static_files import STATIC, static_address

# Gradio builds its templates with Function(): 'unsafe-eval'. Inline scripts need the nonce, so an
# onerror= or <script> that ever got past escaping still would not run.
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
STYLES = ("page", "check", "train", "library", "feedback")
SCRIPTS = sorted(path.name for path in STATIC.glob("*.js"))
AT = static_address()
HEAD = (
    f'<meta name="color-scheme" content="light"><link rel="icon" href="{AT}/icon.svg">'
    + "".join(f'<link rel="stylesheet" href="{AT}/{name}.css">' for name in STYLES)
    + "".join(f'<link rel="modulepreload" href="{AT}/{name}">' for name in SCRIPTS)  # none waits for another
    + f'<script type="module" src="{AT}/page.js"></script>'  # before Gradio's, which is a module too
)
FOREIGN = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*/>|<link rel="manifest"[^>]*/>', re.S)


def localised(html: str, title: str, nonce: str, caller: Caller | None = None) -> str:
    """Gradio's index page in Chinese, light, its inline scripts marked, foreign addresses left out.

    It names who is signed in and their roles: the page shows what they may do.
    """
    html = FOREIGN.sub("", html)
    html = html.replace('lang="en"', f'lang="zh-CN"{_signed_in(caller)}', 1)
    html = html.replace("<gradio-app", '<gradio-app theme_mode="light"', 1)
    html = re.sub(r"<script(?![^>]*\bsrc=)", f'<script nonce="{nonce}"', html)
    return html.replace(
        '<meta charset="utf-8" />', f'<meta charset="utf-8" /><title>{escape(title)}</title>{HEAD}', 1
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
            await RedirectResponse("/", status_code=303)(scope, receive, send)
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
        text = localised(b"".join(chunks).decode("utf-8"), self.title, nonce, scope.get("caller"))
        kept = {k: v for k, v in Headers(raw=start[0]["headers"]).items() if k == "set-cookie"}
        headers = {**kept, "Cache-Control": "no-store", "Content-Security-Policy": POLICY.format(nonce=nonce)}
        response = HTMLResponse(text, status_code=start[0]["status"], headers=headers)
        if not self.browsers.named(Request(scope)):
            name, secure = self.browsers.cookie, scope["scheme"] == "https"
            response.set_cookie(name, self.browsers.new(), httponly=True, samesite="strict", secure=secure)
        await response(scope, receive, send)
