"""Which addresses answer, and which calls of Gradio's functions are worth passing on."""

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from people.accounts import Caller
from people.audit import Action, Outcome
from ui.access import Auditor, Door, Needs
from ui.serving.refusals import refusal

# What the page itself asks for. Gradio's uploads, file server, proxy, logins, configuration and
# descriptions of its interface answer nobody.
OPEN = re.compile(
    r"/|/page/[\w./-]+|/(assets|static)/[\w./-]+|/theme\.css|/files(/[\w-]{43})?|/papers/answers|/drafts(/new)?|/day"
    r"|/scans/(documents/[0-9a-f]{16}|waiting/[\w-]{43})/[0-9]{1,5}"
    r"|/signin(/openid(/back)?)?|/signout|/password|/admin(/[\w-]+)?|/healthz|/readyz"
    r"|/gradio_api/(heartbeat/\w+|queue/(join|data)|run/predict|cancel|reset|startup-events|app_id)/?",
    re.ASCII,
)
CALLS = re.compile(r"/gradio_api/(queue/join|run/predict)/?")
CANCEL = re.compile(r"/gradio_api/cancel/?")
ROW = re.compile(r"[0-9a-f:]{1,64}")  # what an id can look like: no words of who asks
SESSION = re.compile(r"\w{1,64}", re.ASCII)
UNREADABLE = object()
NOT_HERE = "没有这个地址。请回到首页。"
STALE = "请刷新页面后再试。"
FORBIDDEN = "你的账号没有这个操作所需的“{}”角色，没有处理。需要的话请找管理员。"
UNDECLARED = f"没有这个操作。{STALE}"
NO_PAGE = f"请求没有说明来自哪个页面。{STALE}"
ANOTHER = f"这个页面是另一个账号打开的。{STALE}"


class Calls:
    """ASGI middleware: closed addresses are 404; a call that no page makes is 400, and runs nothing.

    Gradio answers a function it does not know with a traceback. Where there are accounts, a call that asks
    for a role its caller lacks is 403, and so is one from another account's page.
    """

    def __init__(
        self,
        app: ASGIApp,
        inputs: Mapping[int, int],
        needs: Mapping[int, Needs],
        door: Door | None = None,
        auditor: Auditor | None = None,
    ) -> None:
        """``inputs`` says how many values each function takes, ``needs`` who may call it."""
        self.auditor = auditor
        self.app = app
        self.inputs = inputs
        self.needs = needs
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what the page could have asked."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif not OPEN.fullmatch(scope["path"]) or ".." in scope["path"]:
            await refusal(404, NOT_HERE)(scope, receive, send)
        elif scope["method"] == "POST" and CALLS.fullmatch(scope["path"]):
            await self._call(scope, receive, send)
        elif scope["method"] == "POST" and CANCEL.fullmatch(scope["path"]):
            await self._cancel(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            return
        call = _read(body)
        if fault := self._fault(call):
            await refusal(400, fault)(scope, receive, send)
            return
        forbidden = self._forbidden(call, scope.get("caller"))
        await run_in_threadpool(self._audit, call, scope.get("caller"), forbidden)
        if forbidden:
            await refusal(403, forbidden)(scope, receive, send)
        else:
            await self._passed(call, scope, receive, send)

    async def _cancel(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What a page has under way ends at its own wish alone."""
        body = await _body(receive)
        if body is None:
            return
        call, caller = _read(body), scope.get("caller")
        page = call.get("session_hash") if isinstance(call, dict) else None
        if not isinstance(page, str):
            await refusal(400, NO_PAGE)(scope, receive, send)
        elif self.door and not (caller and self.door.owns(caller.account, page)):
            await refusal(403, ANOTHER)(scope, receive, send)
        else:
            await self._passed(call, scope, receive, send)

    async def _passed(self, call: Any, scope: Scope, receive: Receive, send: Send) -> None:
        # What was looked at is what runs: a name given twice is not read in two ways.
        sound = json.dumps(call).encode()
        again: list[Message] = [{"type": "http.request", "body": sound, "more_body": False}]

        async def replayed() -> Message:
            return again.pop() if again else await receive()

        await self.app(scope, replayed, send)

    def _forbidden(self, call: Mapping[str, Any], caller: Caller | None) -> str:
        """Why a sound call is not this caller's to make, in Chinese; "" when it is."""
        asked = self.needs[call["fn_index"]].asked(call.get("event_data"))
        if self.door is None:
            return ""
        if caller is None or not self.door.owns(caller.account, call["session_hash"]):
            return ANOTHER
        if asked is None:
            return UNDECLARED
        return "" if caller.may(asked) else FORBIDDEN.format(asked)

    def _audit(self, call: Mapping[str, Any], caller: Caller | None, forbidden: str) -> None:
        """Keep what was refused; what is done its handler tells, which knows what it was done to."""
        needs = self.needs[call["fn_index"]]
        named = needs.named(call.get("event_data"))
        if self.auditor and forbidden:
            on = named if named in needs.actions else f"功能 {call['fn_index']}"
            event = call.get("event_data")
            asked = str(event.get("id", "")) if isinstance(event, Mapping) else ""
            known = asked if ROW.fullmatch(asked) else ""
            self.auditor.did(caller, Action.ACCESS, f"{on} {known}".strip(), Outcome.REFUSED)

    def _fault(self, call: Any) -> str:
        """What is wrong with a call, in Chinese; "" when nothing is."""
        if call is UNREADABLE:
            return f"请求不是 JSON，没有处理。{STALE}"
        if not isinstance(call, dict):
            return f"请求不是一个对象，没有处理。{STALE}"
        function, session, data = (call.get(name) for name in ("fn_index", "session_hash", "data"))
        if type(function) is not int or function not in self.inputs:
            return f"没有编号为 {json.dumps(function)[:20]} 的功能。{STALE}"
        if not isinstance(session, str) or not SESSION.fullmatch(session):
            return NO_PAGE
        if not isinstance(data, list) or len(data) != self.inputs[function]:
            given = len(data) if isinstance(data, list) else 0
            return f"这个功能要 {self.inputs[function]} 项内容，收到 {given} 项。{STALE}"
        return ""


async def _body(receive: Receive) -> bytes | None:
    """All of a request's body; None where its client went away."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def _read(body: bytes) -> Any:
    """What a body says; UNREADABLE where it is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return UNREADABLE
