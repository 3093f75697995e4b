"""The page's own styles and scripts, at an address that changes with them: a browser never asks again."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).resolve().parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


@cache
def static_address() -> str:
    """Where they are served, e.g. /page/0123456789abcdef; modules find each other below it."""
    digest = sha256()
    for path in sorted(STATIC.iterdir()):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)} ".encode() + content)
    return f"/page/{digest.hexdigest()[:16]}"


class KeptFiles(StaticFiles):
    """Files that a browser keeps for good."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """One of them."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = FOR_GOOD
        return response
