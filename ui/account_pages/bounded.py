"""Answers of another machine that cannot fill this one's memory."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2

ANSWER = 256 * 1024  # bytes


class Bounded(httpx2.AsyncHTTPTransport):
    """Connections whose answers end at ANSWER bytes, and are not packed into less."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; reading more of the answer raises httpx2.ReadError."""
        answer = await super().handle_async_request(request)
        if answer.headers.get("content-encoding", "identity") != "identity":
            await answer.aclose()
            raise httpx2.ReadError("a packed answer, which was not asked for")
        answer.stream = _Bounded(answer.stream)
        return answer


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > ANSWER:
                raise httpx2.ReadError(f"an answer of more than {ANSWER} bytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
