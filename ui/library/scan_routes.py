"""GET /scans/…: the pictures of scans' pages, for whoever may read them; never by a path."""

import hashlib
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from index.errors import IndexFailure
from index.library import Library
from index.store import PassageStore
from people.accounts import Role
from ui.access import CLOSED, Limits, caller_of
from ui.serving.refusals import refusal

log = logging.getLogger(__name__)

MOST = 4000  # waiting files whose pictures can be asked for, the latest
NO_PICTURE = "没有这一页的图片：没有保存原文件，或者识别的记录已不在。"
NOT_YOURS = "入库前的图片只给资料员看。需要的话请找管理员。"
# Asked for again each time: whoever may see it no longer does not; who has it is not sent it again.
HEADERS = {"Cache-Control": "private, no-cache", "Content-Security-Policy": "sandbox; default-src 'none'"}


class WaitingPictures:
    """Files looked at and not stored yet, by names that nobody can guess. Safe to share between threads."""

    def __init__(self) -> None:
        self._tokens: OrderedDict[Path, str] = OrderedDict()
        self._paths: dict[str, Path] = {}
        self._lock = threading.Lock()

    def token(self, path: Path) -> str:
        """The name of a file, the same each time it is asked for."""
        with self._lock:
            token = self._tokens.setdefault(path, "") or secrets.token_urlsafe(32)
            self._tokens[path] = token
            self._tokens.move_to_end(path)
            self._paths[token] = path
            while len(self._tokens) > MOST:
                _, oldest = self._tokens.popitem(last=False)
                del self._paths[oldest]
        return token

    def path(self, token: str) -> Path | None:
        """The file of a name; None for a name that was never given, or long ago."""
        with self._lock:
            return self._paths.get(token)


def scan_router(store: PassageStore, library: Library, limits: Limits, waiting: WaitingPictures) -> APIRouter:
    """Pages of stored documents for whoever may read them, of waiting files for librarians."""
    router = APIRouter()

    @router.get("/scans/documents/{document_id}/{page}", include_in_schema=False)
    def of_document(request: Request, document_id: str, page: str) -> Response:
        caller = caller_of(request)
        if caller is not None and not caller.may(Role.USER):
            return refusal(403, CLOSED)
        if document_id in limits.closed(request):
            return refusal(403, CLOSED)
        return _answered(request, lambda: library.original(store, document_id), library, page)

    @router.get("/scans/waiting/{token}/{page}", include_in_schema=False)
    def of_waiting(request: Request, token: str, page: str) -> Response:
        caller = caller_of(request)
        if caller is not None and not caller.may(Role.LIBRARIAN):
            return refusal(403, NOT_YOURS)
        return _answered(request, lambda: waiting.path(token), library, page)

    return router


def _answered(request: Request, found: Callable[[], Path | None], library: Library, page: str) -> Response:
    try:
        path = found()
        known = path is not None and page.isdecimal() and len(page) < 6
        picture = library.scanned.image(path, int(page)) if known and path else b""
    except (KeyError, FileNotFoundError):
        picture = b""
    except (IndexFailure, OSError):
        log.exception("the picture of a page could not be made")
        picture = b""
    if not picture:
        return refusal(404, NO_PICTURE)
    tag = f'"{hashlib.sha256(picture).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(picture, media_type="image/jpeg", headers=headers)
