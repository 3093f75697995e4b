"""Nothing without an account: the page, its calls and its files are for those who are signed in."""

import re
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from people.accounts import Caller
from ui.access import Door
from ui.serving.refusals import refusal
from ui.serving.root_path import rooted

OPEN = re.compile(r"/signin(/openid(/back)?)?|/healthz|/readyz|/page/[\w./-]+", re.ASCII)
SELF = ("/password", "/signout")  # all that is open to a first password
PAGES = re.compile(r"/gradio_api/heartbeat/(\w+)/?", re.ASCII)
BACKGROUND = re.compile(
    r"/gradio_api/(heartbeat/.*|queue/data)/?|/drafts/new|/(assets|static)/.*|/theme\.css", re.ASCII
)
NOBODY = "还没有登录，或者登录已经过期。请刷新页面后登录。"
FIRST = "首次登录要先换密码。请刷新页面。"
ANOTHER = "这个页面是另一个账号打开的。请刷新页面后再试。"


class Gate:
    """ASGI middleware: a request without a session goes to the sign-in page, or gets a 401.

    Behind it ``scope["caller"]`` says who asks.
    """

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what is open, and whoever is signed in."""
        if scope["type"] != "http" or OPEN.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        used = not BACKGROUND.fullmatch(scope["path"])
        caller = await run_in_threadpool(self.door.caller, scope, used=used)  # the database may be busy
        if caller is None:
            await _sent_to(scope, "/signin", NOBODY)(scope, receive, send)
        elif caller.account.temporary and scope["path"] not in SELF:
            await _sent_to(scope, "/password", FIRST)(scope, receive, send)
        elif not self._own(caller, scope):
            await refusal(403, ANOTHER)(scope, receive, send)
        else:
            await self.app({**scope, "caller": caller}, receive, send)

    def _own(self, caller: Caller, scope: Scope) -> bool:
        """Whether the page of Gradio's that a request names, if it does, is the caller's."""
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [])
        named = PAGES.fullmatch(scope["path"])
        return all(
            self.door.owns(caller.account, page) for page in [*asked, *(named.groups() if named else ())]
        )


def _sent_to(scope: Scope, address: str, words: str) -> ASGIApp:
    """A person's browser goes to ``address``; a script of the page is told."""
    if scope["method"] in ("GET", "HEAD") and scope["path"] in ("/", "/password", "/admin"):
        return RedirectResponse(
            rooted(scope, address), status_code=303, headers={"Cache-Control": "no-store"}
        )
    return refusal(401, words)
