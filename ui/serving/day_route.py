"""GET /day: how a day that somebody typed is read, for the page to show beside the field."""

from datetime import date

from fastapi import FastAPI
from starlette.responses import JSONResponse

from chinese.values import HOW, spoken, written_span

LONGEST = 40  # code points of a date; the rest is not repeated either
PAST = "，已经过期"


def add_day_route(server: FastAPI) -> None:
    """``last``: a month stands for its last day; ``valid``: the end of use, which may be over."""

    @server.get("/day")
    def day(words: str = "", last: bool = False, valid: bool = False) -> JSONResponse:
        said, wrong = read_as(words, last=last, valid=valid, today=date.today())
        return JSONResponse({"said": said, "wrong": wrong}, headers={"Cache-Control": "no-store"})


def read_as(words: str, *, last: bool, valid: bool, today: date) -> tuple[str, bool]:
    """What is said beside the field, "" for an empty one, and whether it could not be read."""
    words = words.strip()
    if not words:
        return "", False
    span = written_span(words[: LONGEST + 1])
    if span is None or len(words) > LONGEST:
        return f"没有读懂“{words[:LONGEST]}”。{HOW}", True
    day = span[last]
    said = f"读作 {spoken(day)}"
    if span[0] != span[1]:
        said += "（按最后一天算）" if last else "（按第一天算）"
    return said + (PAST if valid and day < today else ""), False
