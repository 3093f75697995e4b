"""POST /papers/answers keeps one answer of a paper under way, and says so; beside Gradio, to be retried.

Who may: whoever has the attempt's ticket, which only its own page was given; where there are accounts, only
the trainee whose attempt it is.
"""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from people import LearningError, NotFound, Trainee
from people.accounts import Account
from people.papers import AttemptOver
from people.papers import Response as Answer
from ui.access import caller_of
from ui.training.papers.taken_papers import TakenPapers

log = logging.getLogger(__name__)

FIELDS = ("ticket", "question", "response")
UNREADABLE = "请求没有传对，没有保存。请刷新页面后再试。"
NOBODY = "登录已过期，还没有保存。请在另一个标签页里登录，这里会自动再保存。"
FAILED = "保存时程序出了错，会自动再试。如果一直不行，请告诉管理员。"
NO_STORE = {"Cache-Control": "no-store"}


def answer_router(taken: TakenPapers, trainee_of: Callable[[Account], Trainee] | None) -> APIRouter:
    """The route over the papers; ``trainee_of`` says who an account is, None where there are no accounts."""
    router = APIRouter()

    @router.post("/papers/answers", include_in_schema=False)
    async def keep(request: Request) -> Response:
        sent = _read(await request.body())
        if sent is None:
            return _refused(400, UNREADABLE)
        caller = caller_of(request)
        if trainee_of is not None and caller is None:
            return _refused(401, NOBODY)
        account = caller.account if caller and trainee_of else None
        return await run_in_threadpool(_kept, taken, trainee_of, account, sent)

    return router


def _kept(
    taken: TakenPapers,
    trainee_of: Callable[[Account], Trainee] | None,
    account: Account | None,
    sent: dict[str, str],
) -> Response:
    now = datetime.now(UTC)
    try:
        own = trainee_of(account).id if trainee_of and account else None
        answer = Answer(sent["question"], sent["response"], now)
        attempt, answered = taken.keep(sent["ticket"], own, answer)
    except AttemptOver as error:
        return _refused(409, str(error))
    except NotFound as error:
        return _refused(404, str(error))
    except LearningError as error:
        return _refused(422, str(error))
    except Exception:
        log.exception("an answer could not be kept")
        return _refused(500, FAILED)
    left = None if attempt.deadline is None else max(0.0, (attempt.deadline - now).total_seconds())
    kept = {"saved": f"{now.astimezone():%H:%M:%S}", "answered": answered, "left": left}
    return JSONResponse(kept, headers=NO_STORE)


def _read(body: bytes) -> dict[str, str] | None:
    """The fields, all of them texts, the first two names that were given; None for anything else."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict) or not all(isinstance(sent.get(name), str) for name in FIELDS):
        return None
    if not (sent["ticket"].isprintable() and sent["question"].isprintable()):
        return None
    return {name: sent[name] for name in FIELDS}


def _refused(status: int, words: str) -> Response:
    return JSONResponse({"detail": words}, status, headers=NO_STORE)
