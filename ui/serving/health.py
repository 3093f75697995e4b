"""Whether the program is alive and whether it can answer, for a supervisor or a proxy. No secrets."""

import logging
import tomllib
from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from index.settings import ROOT

log = logging.getLogger(__name__)

VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]["version"]
State = Mapping[str, str | int]


def health_router(ready: Callable[[], State]) -> APIRouter:
    """GET /healthz: alive. GET /readyz: what ``ready`` says, or 503 where it raises."""
    router = APIRouter()

    @router.get("/healthz")
    async def alive() -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    @router.get("/readyz")
    async def able() -> JSONResponse:
        try:
            state = await run_in_threadpool(ready)
        except Exception as error:  # whatever is wrong with a store or a database
            log.exception("not ready")
            told = {"status": "unready", "error": type(error).__name__}
            return JSONResponse(told, 503, headers={"Cache-Control": "no-store"})
        return JSONResponse({"status": "ready", **state}, headers={"Cache-Control": "no-store"})

    return router
