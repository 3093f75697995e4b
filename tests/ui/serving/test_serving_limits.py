"""Request bodies: counted as they come, refused in Chinese, not waited for without end."""

import json

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse

from tests.support.asgi import FOREVER, call, scope
from ui.serving.limits import MB, BodyLimit, BodyLimits


async def counting(asked, receive, send):
    """Answers with the number of bytes it was given."""
    body = await Request(asked, receive).body()
    await PlainTextResponse(str(len(body)))(asked, receive, send)


def post(pieces, declared=None, limits=None):
    headers = {} if declared is None else {"content-length": str(declared)}
    limited = BodyLimit(counting, limits or BodyLimits(size=100))
    return call(limited, scope(method="POST", headers=headers), pieces)


@pytest.mark.parametrize("declared", [None, 1, 100])
@pytest.mark.parametrize("pieces", [[b"x" * 101], [b"x" * 60, b"x" * 41], [b"x"] * 200])
def test_more_than_the_limit_is_refused_whatever_was_declared(declared, pieces):
    answer = post(pieces, declared)
    assert answer.status == 413
    assert json.loads(answer.body) == {"detail": "发来的内容超过上限 100 字节，没有处理。请减少内容后再试。"}
    assert answer.headers["connection"] == "close"


def test_a_body_up_to_the_limit_passes():
    assert post([b"x" * 60, b"x" * 40]).text == "100"


def test_a_larger_declared_length_is_refused_before_anything_is_read():
    answer = post([FOREVER], 5 * MB, BodyLimits())
    assert answer.status == 413
    assert "上限 4 MB" in answer.text


@pytest.mark.parametrize("limits", [BodyLimits(idle_s=0.01), BodyLimits(idle_s=9, whole_s=0.01)])
def test_a_body_that_stops_half_way_is_given_up(limits):
    answer = post([b"x", FOREVER], 2, limits)
    assert answer.status == 408
    assert "没有处理" in answer.text
    assert answer.headers["connection"] == "close"


def test_an_answer_that_was_begun_is_not_followed_by_another():
    async def early(asked, receive, send):
        await StreamingResponse(iter([b"ab"]), status_code=200)(asked, receive, send)
        await receive()

    answer = call(BodyLimit(early, BodyLimits(size=1)), scope(method="POST"), [b"xx"])
    assert (answer.status, answer.body) == (200, b"ab")


def test_what_fails_for_another_reason_still_fails():
    async def failing(asked, receive, send):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call(BodyLimit(failing, BodyLimits()), scope())
