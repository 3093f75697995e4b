"""Refusals of the web server: one Chinese line, the same shape for every route."""

from starlette.responses import JSONResponse

CLOSE = {"Connection": "close"}  # what was half sent must not be taken for the next request


def refusal(status: int, words: str, *, close: bool = False) -> JSONResponse:
    """An answer of ``status`` (400 to 599) that says ``words``; ``close`` ends the connection too."""
    headers = {"Cache-Control": "no-store", **(CLOSE if close else {})}
    return JSONResponse({"detail": words}, status, headers)
