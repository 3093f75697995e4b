"""GET and POST /drafts: what the page's script keeps of fields, for the account or the browser that asks."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as Limited
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from people import UnknownBrowser
from people.drafts import FIELDS, Change, Drafts, Kept, Outcome
from people.entries import NotAccepted
from ui.access import caller_of, keeper_of
from ui.drafts.fields import kept_fields
from ui.serving.refusals import refusal

NO_STORE = {"Cache-Control": "no-store"}
LONGEST_AGO = 30 * 24 * 3600 * 1000  # milliseconds
UNREADABLE = "发来的草稿读不懂，没有保存。请刷新页面后再试。"
ANOTHER = "这个网页是另一个账号打开的，草稿没有保存。请刷新页面后再试。"
NOBODY = "不知道草稿是哪个浏览器的，没有保存。请刷新页面后再试。"

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Change(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    field: Name
    value: str | None
    ago: int = Limited(ge=0, le=LONGEST_AGO)  # milliseconds since it was typed


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    page: Annotated[str, StringConstraints(min_length=1, max_length=36)]
    changes: list[_Change] = Limited(max_length=FIELDS)


def drafts_router(drafts: Drafts) -> APIRouter:
    """The routes over the typed text of all owners; each caller sees their own alone."""
    router, routes = APIRouter(include_in_schema=False), _Routes(drafts)
    router.add_api_route("/drafts", routes.kept, methods=["GET"], response_model=None)
    router.add_api_route("/drafts/new", routes.kept, methods=["GET"], response_model=None)
    router.add_api_route("/drafts", routes.save, methods=["POST"], response_model=None)
    return router


class _Routes:
    """Safe to share between threads."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._run = secrets.token_hex(8)  # another run of the program knows nothing of an open page

    def kept(self, request: Request, after: int = 0) -> Response:
        """What the caller has typed since a revision; looking for news is no use of a session (gate.py)."""
        if not _own(request):
            return refusal(403, ANOTHER)
        try:
            kept = self._drafts.kept(keeper_of(request), max(0, min(after, 2**62)))
        except UnknownBrowser:
            return refusal(400, NOBODY)
        fields = [_told(one) for one in kept]
        return JSONResponse({"run": self._run, "fields": fields, "declared": kept_fields()}, headers=NO_STORE)

    async def save(self, request: Request) -> Response:
        """Keep what was typed; says of each field what became of it."""
        if not _own(request):
            return refusal(403, ANOTHER)
        try:
            sent = _Sent.model_validate_json(await request.body())
        except ValidationError:
            return refusal(400, UNREADABLE)
        changes = _changes(sent.changes)
        try:
            outcomes = await run_in_threadpool(self._drafts.save, keeper_of(request), sent.page, changes)
        except UnknownBrowser:
            return refusal(400, NOBODY)
        except NotAccepted as error:
            return refusal(400, str(error))
        return JSONResponse(
            {"run": self._run, "fields": [_outcome(one) for one in outcomes]}, headers=NO_STORE
        )


def _own(request: Request) -> bool:
    """Whether the page is of the account that is signed in now: a browser may have changed it meanwhile."""
    caller = caller_of(request)
    return unquote(request.headers.get("x-account", "")) == ("" if caller is None else caller.account.name)


def _changes(sent: Sequence[_Change]) -> list[Change]:
    now = datetime.now(UTC)
    return [Change(one.field, one.value, now - timedelta(milliseconds=one.ago)) for one in sent]


def _told(kept: Kept) -> dict[str, object]:
    return {"field": kept.field, "value": kept.value, "revision": kept.revision, "page": kept.page}


def _outcome(outcome: Outcome) -> dict[str, object]:
    newer = None if outcome.newer is None else _told(outcome.newer)
    told = {"field": outcome.field, "revision": outcome.revision}
    return told | {"newer": newer, "refused": outcome.refused}
