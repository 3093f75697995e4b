"""Around every route: who asks, whether they may, what went wrong, and what the audit is told."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.failures import Refused, answer, refused
from api.office import Around
from api.roles import Declared
from api.workers import Work, Workers
from index.turns import Cancelled
from people.accounts import Caller
from people.audit import Detail
from rag.records import Answer
from rag.tools import Operations

log = logging.getLogger(__name__)
T = TypeVar("T")

SECRET = 512  # characters of a key that is looked up
NO_KEY = "没有密钥，或者密钥不对、过期、被收回。请在 Authorization 里写 Bearer 和密钥；密钥由管理员发放。"
NOT_RECORDED = "请求已经处理，但没有能记入审计，所以不给出结果。请告诉管理员。"
BARRED = "这个密钥的账号已停用，没有处理完。请找管理员。"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="xinhuoshi"'}


@dataclass(slots=True)
class Call:
    """One request of somebody who may."""

    request: Request
    caller: Caller | None  # None where anybody may
    around: Around
    workers: Workers
    action: str
    closed: frozenset[str] = frozenset()  # documents that the caller may not read
    object: str = ""  # what the audit says it was done to
    status: int = 0  # what the audit is told in place of the answer's own: MCP says 200 of a refused tool
    detail: dict[str, Any] = field(default_factory=dict)

    async def work(self, work: Work[T], *, long: bool = False, writes: bool = False) -> T:
        """Do in the pool what takes the processor; the body was read before. Raises as Workers.run.

        Work that asks whether it is stopped is so, too, once the account was disabled: Refused (403).
        """
        account = self.caller.account.id if self.caller else 0

        def watched(stopped: Callable[[], bool]) -> T:
            return work(lambda: stopped() or self._barred())

        try:
            return await self.workers.run(self.request, account, watched, long=long, writes=writes)
        except Cancelled:
            if await run_in_threadpool(self._barred):
                raise Refused(403, BARRED) from None
            raise

    def open_to(self, operations: Operations) -> Operations:
        """The operations for this caller: without what is closed to them; what finds nothing is counted."""
        return operations.without(self.closed, self._missed)

    def said(self, text: str, name: Detail) -> None:
        """Note what was asked or checked."""
        self.detail |= {name: text, Detail.CHARS: len(text)}

    def _barred(self) -> bool:
        return self.caller is not None and self.around.barred(self.caller)

    def _missed(self, answer: Answer) -> None:
        if self.caller is not None:
            self.around.missed(self.caller, answer)


Handler = Callable[[Call], Awaitable[Response]]


class Guard:
    """The endpoint of every route. Shared between requests: it is never changed."""

    def __init__(
        self,
        declared: Declared,
        handler: Handler,
        around: Around,
        workers: Workers,
    ) -> None:
        self.declared = declared
        self._handler = handler
        self._around = around
        self._workers = workers

    async def __call__(self, request: Request) -> Response:
        """Answer; an error is an answer too."""
        began = time.perf_counter()
        call = Call(request, None, self._around, self._workers, self.declared.action)
        try:
            if self.declared.role is not None:
                call.caller = await self._known(request)
                self._allow(call.caller)
                call.closed = await run_in_threadpool(self._around.closed_to, call.caller)
            response = await self._handler(call)
        except Exception as error:
            response = answer(request.url.path, refused(error))
        if self.declared.role is None:
            return response
        return await self._recorded(call, response, began)

    async def _known(self, request: Request) -> Caller:
        given = request.headers.getlist("authorization")
        scheme, _, secret = (given[0] if len(given) == 1 else "").partition(" ")
        secret = secret.strip()
        caller = None
        if scheme.lower() == "bearer" and 0 < len(secret) <= SECRET:
            caller = await run_in_threadpool(self._around.caller_of, secret, address(request))
        if caller is None:
            raise Refused(401, NO_KEY, CHALLENGE)
        return caller

    def _allow(self, caller: Caller) -> None:
        needed = self.declared.role
        if needed is not None and not caller.may(needed):
            held = "、".join(sorted(caller.roles)) or "没有角色"
            raise Refused(403, f"这个操作要“{needed}”角色，这个密钥有：{held}。请向管理员要另一个密钥。")

    async def _recorded(self, call: Call, response: Response, began: float) -> Response:
        status = call.status or response.status_code
        outcome = "done" if status < 400 else "refused" if status < 500 else "failed"
        took = round((time.perf_counter() - began) * 1000)
        detail = {Detail.HTTP: status, Detail.MS: took, **call.detail}
        if call.caller is None:
            detail[Detail.ADDRESS] = address(call.request)
        on_event = self._around.on_event
        try:
            await run_in_threadpool(on_event, call.caller, call.action, call.object, outcome, detail)
        except Exception:
            log.exception("the audit could not be written")
            return answer(call.request.url.path, Refused(500, NOT_RECORDED))
        return response


def address(request: Request) -> str:
    """The network address a request is from; "" where there is none."""
    return request.client.host if request.client else ""
