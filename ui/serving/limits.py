"""How much of a request's body is taken in, and for how long one that comes slowly is waited for."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.serving.refusals import refusal

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """What a request's body may cost."""

    size: int = 4 * MB  # bytes; the longest draft takes a tenth
    idle_s: float = 20.0  # seconds without a byte
    whole_s: float = 600.0  # seconds for all of it


class BodyLimit:
    """ASGI middleware: counts the bytes of every body as they come, whatever length was declared."""

    def __init__(self, app: ASGIApp, limits: BodyLimits, sizes: Mapping[str, int] | None = None) -> None:
        """``sizes`` are other sizes, in bytes, for single paths."""
        self.app = app
        self.limits = limits
        self.sizes = sizes or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; one that is too large gets a 413, one that stops half way a 408."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limits = replace(self.limits, size=self.sizes.get(scope["path"], self.limits.size))
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > limits.size:
            await _too_large(limits.size)(scope, receive, send)
            return
        exchange = _Exchange(receive, send, limits)
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except Exception:  # whatever the program does with a body that ends early
            if exchange.refused is None:
                raise
        if exchange.refused and not exchange.started:
            await exchange.refused(scope, receive, send)


class _Exchange:
    """One request: its body counted; an answer that was begun before the body failed stays."""

    def __init__(self, receive: Receive, send: Send, limits: BodyLimits) -> None:
        self._receive, self._send, self._limits = receive, send, limits
        self._left = limits.size
        self._until = asyncio.get_running_loop().time() + limits.whole_s
        self._whole = False  # the body has come to its end
        self.started = False
        self.refused: Response | None = None

    async def receive(self) -> Message:
        """The next piece. A body that fails is a client that went away for whoever reads it."""
        if self.refused:
            return {"type": "http.disconnect"}
        try:
            message = await asyncio.wait_for(self._receive(), self._patience())
        except TimeoutError:
            self.refused = refusal(
                408, "请求只发来一部分，等了太久，没有处理。请检查网络后再试一次。", close=True
            )
            return {"type": "http.disconnect"}
        self._left -= len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            self.refused = _too_large(self._limits.size)
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        """Pass a piece of the answer on, but none that begins after the body failed."""
        if self.refused and not self.started:
            return
        self.started = True
        await self._send(message)

    def _patience(self) -> float | None:
        """Seconds to wait for the next piece; None once the body is whole and only its end is awaited."""
        if self._whole:
            return None
        return min(self._limits.idle_s, max(0.0, self._until - asyncio.get_running_loop().time()))


def _too_large(limit: int) -> Response:
    shown = f"{limit / MB:g} MB" if limit >= MB else f"{limit} 字节"
    return refusal(413, f"发来的内容超过上限 {shown}，没有处理。请减少内容后再试。", close=True)
