"""What goes wrong -> an answer in Chinese, in the shape that its address promises. Never a traceback."""

import logging
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse

from index.errors import ModelUnavailable, StoreBusy, StoreDamaged, StoreMismatch, StoreMissing
from index.turns import Cancelled
from rag.tools import FAILED, REFUSALS, BadArguments

log = logging.getLogger(__name__)

NO_STORE = {"Cache-Control": "no-store"}
CLOSE = {"Connection": "close"}  # what was half sent must not be taken for the next request
RETRY_S = 5  # seconds after which to try again
LATER = {"Retry-After": str(RETRY_S)}
UNAVAILABLE = "资料库现在不能用，没有处理。请告诉管理员，程序的日志里写有原因。"
STOPPING = "程序正在停止，没有处理完。请过一会儿再试。"
GONE = 499  # the client went away: the audit hears of it, nobody else
_KINDS = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_CODES = {401: "invalid_api_key", 404: "not_found", 503: "overloaded", 504: "timeout"}


class Refused(Exception):
    """A request that is answered with an error status; the words are for its sender, in Chinese."""

    def __init__(self, status: int, words: str, headers: Mapping[str, str] | None = None) -> None:
        """``status`` is 400 to 599."""
        super().__init__(words)
        self.status = status
        self.headers = dict(headers or {})


class ClientGone(Exception):
    """Whoever asked does not wait for the answer any more."""


# The first that fits: the kind of error, the status, the words ("" for its own), the headers.
_ANSWERS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int, str, dict[str, str]], ...] = (
    (ClientGone, GONE, "", {}),
    (Cancelled, 503, STOPPING, LATER),
    (BadArguments, 400, "", {}),
    (StoreBusy, 503, "", LATER),
    ((StoreDamaged, StoreMissing, StoreMismatch, ModelUnavailable), 503, UNAVAILABLE, {}),
    (REFUSALS, 422, "", {}),
)


def refused(error: Exception) -> Refused:
    """What to answer an error with. What nobody could expect is logged, and says nothing of the inside."""
    if isinstance(error, Refused):
        return error
    for kinds, status, words, headers in _ANSWERS:
        if isinstance(error, kinds):
            if words == UNAVAILABLE:
                log.error("the store cannot be used: %s", error)
            return Refused(status, words or str(error), headers)
    log.error("a request of the API failed", exc_info=error)
    return Refused(500, FAILED)


def answer(path: str, refusal: Refused) -> JSONResponse:
    """The refusal in the shape of the address that was asked: OpenAI's below /v1, else ``detail``."""
    headers = NO_STORE | refusal.headers
    return JSONResponse(shaped(path, refusal.status, str(refusal)), refusal.status, headers)


def shaped(path: str, status: int, words: str) -> dict[str, Any]:
    """The body of an error."""
    if path != "/v1" and not path.startswith("/v1/"):
        return {"detail": words}
    kind = _KINDS.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": words, "type": kind, "param": None, "code": _CODES.get(status)}}
