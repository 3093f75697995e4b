"""The interface of OpenAI, for programs that speak nothing else: models and chat completions.

What is streamed was verified whole before: no word is sent that its citations do not prove. Instructions
(system, developer) change nothing: the answers are quotations, and nothing is there to be instructed.
"""

import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.bodies import read_json
from api.failures import NO_STORE, Refused
from api.guard import Call
from people.audit import Detail
from rag.records import Answer, citation_json
from rag.reports import plain_answer
from rag.tools import MOST_TURNS, AskArguments, BadArguments, Operations, Turn, parsed

MODEL = "xinhuoshi"
MOST_MESSAGES = 1000
NO_MODEL = "没有“{}”这个模型，可以用的是 {}。"
LAST = "最后一条消息应是 user 写的问题。请把问题放在 messages 的最后。"
TEXT_ONLY = "消息的 content 应是文字，或由 type 为 text 的部分组成的列表；不收图片、声音和文件。请改成文字。"


class _Lenient(BaseModel):
    """Whatever else such programs send (temperature, tools) has no meaning here and is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Message(_Lenient):
    """One message of a dialogue."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Any = None

    def text(self) -> str:
        """Its words. Raises BadArguments for what is no text."""
        if isinstance(self.content, str):
            return self.content
        parts = self.content if isinstance(self.content, list) else [None]
        texts = [part.get("text") if isinstance(part, dict) else None for part in parts]
        if not all(isinstance(text, str) for text in texts):
            raise BadArguments(TEXT_ONLY)
        return "\n".join(map(str, texts))


class StreamOptions(_Lenient):
    """What a stream has beside the words."""

    include_usage: bool | None = None


class ChatRequest(_Lenient):
    """What a program sends."""

    model: str = Field(description="模型，见 /v1/models")
    messages: list[Message] = Field(
        min_length=1, max_length=MOST_MESSAGES, description="对话，最后一条是问题"
    )
    stream: bool | None = Field(None, description="逐段发送")
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1, le=1, description="只能是 1")

    def arguments(self) -> AskArguments:
        """The last message is the question, the user's before it are the history. Raises BadArguments."""
        if self.messages[-1].role != "user":
            raise BadArguments(LAST)
        *before, question = [message.text() for message in self.messages if message.role == "user"]
        history = [Turn(question=text) for text in before]
        return AskArguments(question=question, history=history[-MOST_TURNS:])


class ChatCompletions:
    """The handlers. Shared between requests: nothing of theirs is held."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    async def models(self, call: Call) -> Response:
        """The one model that there is."""
        return JSONResponse({"object": "list", "data": [_MODEL]}, headers=NO_STORE)

    async def model(self, call: Call) -> Response:
        """The same by its name."""
        name = call.request.path_params["id"]
        if name != MODEL:
            raise Refused(404, NO_MODEL.format(name[:40], MODEL))
        return JSONResponse(_MODEL, headers=NO_STORE)

    async def complete(self, call: Call) -> Response:
        """An answer as a message of an assistant, at once or streamed."""
        asked = parsed(ChatRequest, await read_json(call.request))
        if asked.model != MODEL:
            raise Refused(404, NO_MODEL.format(asked.model[:40], MODEL))
        given = asked.arguments()
        call.said(given.question, Detail.QUESTION)
        call.detail[Detail.GENERATION] = await run_in_threadpool(lambda: self._operations.generation)
        open_to = call.open_to(self._operations)
        answer = await call.work(lambda stopped: open_to.answer(given, stopped))
        call.detail[Detail.STATUS] = answer.status
        reply = _Reply(answer, asked)
        if asked.stream:
            return StreamingResponse(reply.events(), headers=NO_STORE, media_type="text/event-stream")
        return JSONResponse(reply.whole(), headers=NO_STORE)


_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "xinhuoshi-qa"}


class _Reply:
    """One answer in the two shapes of the interface."""

    def __init__(self, answer: Answer, asked: ChatRequest) -> None:
        self._text = plain_answer(answer)
        told = answer.status != "refused"
        self._more = {
            "status": answer.status,
            "citations": [citation_json(one) for one in answer.citations] if told else [],
        }
        self._head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": MODEL}
        # Nothing is counted in tokens here: these are code points, for programs that insist on a number.
        sent = sum(len(message.text()) for message in asked.messages if message.role == "user")
        counts = {"prompt_tokens": sent, "completion_tokens": len(self._text)}
        self._usage = counts | {"total_tokens": sent + len(self._text)}
        self._counted = bool(asked.stream_options and asked.stream_options.include_usage)

    def whole(self) -> dict[str, Any]:
        """The answer at once."""
        message = {"role": "assistant", "content": self._text, "citations": self._more["citations"]}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        head = {**self._head, "object": "chat.completion"}
        return {**head, "choices": [choice], "usage": self._usage, **self._more}

    async def events(self) -> AsyncIterator[str]:
        """The answer line by line, its citations with the last."""
        for chunk in self._chunks():
            yield f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"
        yield "data: [DONE]\n\n"

    def _chunks(self) -> Iterator[dict[str, Any]]:
        yield self._chunk({"role": "assistant", "content": ""})
        for line in self._text.splitlines(keepends=True):
            yield self._chunk({"content": line})
        yield {**self._chunk({}, "stop"), **self._more}
        if self._counted:
            yield {**self._chunk({}), "choices": [], "usage": self._usage}

    def _chunk(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}
