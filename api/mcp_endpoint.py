"""The Model Context Protocol at /mcp: streamable HTTP without sessions, one answer of JSON a request."""

import json
from collections.abc import Mapping
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Message

from api.bodies import read_json
from api.failures import NO_STORE, refused
from api.guard import Call
from people.audit import Detail
from rag.tools import AskArguments, CheckArguments, Operations, Tool, ToolRefused, parsed, tool_server


class McpEndpoint:
    """The handler. Each request has a server of its own, so that none is answered for another's caller."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    async def answer(self, call: Call) -> Response:
        """Answer one message of the protocol."""
        body = json.dumps(await read_json(call.request)).encode()
        first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        got = _Collected()

        async def receive() -> Message:
            return first.pop() if first else await call.request.receive()

        async def run(tool: Tool, given: Mapping[str, Any]) -> Any:
            try:
                return await self._run(call, tool, given)
            except Exception as error:
                refusal = refused(error)
                call.status = refusal.status
                raise ToolRefused(str(refusal)) from error

        manager = StreamableHTTPSessionManager(tool_server(run), json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(call.request.scope, receive, got.send)
        return got.response()

    async def _run(self, call: Call, tool: Tool, given: Mapping[str, Any]) -> Any:
        call.action = tool.name
        arguments = parsed(tool.arguments, given)
        draft = isinstance(arguments, CheckArguments)
        text = getattr(arguments, "text" if draft else "question", None)
        if text is not None:
            call.said(text, Detail.DRAFT if draft else Detail.QUESTION)
            call.detail[Detail.GENERATION] = await run_in_threadpool(lambda: self._operations.generation)
        open_to = call.open_to(self._operations)
        told = await call.work(lambda stopped: tool.run(open_to, arguments, stopped), long=draft)
        if isinstance(arguments, AskArguments):
            call.detail[Detail.STATUS] = told["status"]
        elif draft:
            call.detail[Detail.SENTENCES] = len(told["sentences"])
        return told


class _Collected:
    """What an application sends, kept instead of sent."""

    def __init__(self) -> None:
        self._status = 500
        self._headers: list[tuple[bytes, bytes]] = []
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Keep one message."""
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message.get("headers", ()))
        else:
            self._body += message.get("body", b"")

    def response(self) -> Response:
        """All of it."""
        response = Response(bytes(self._body), self._status, NO_STORE)
        kept = [(n, v) for n, v in self._headers if n.lower() not in (b"content-length", b"cache-control")]
        response.raw_headers += kept
        return response
