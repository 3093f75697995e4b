"""What a request brings: JSON, or one file; counted as it comes, whatever length was declared."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from api.failures import CLOSE, ClientGone, Refused
from index.errors import why_not_stored

MB = 1024 * 1024
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # of a pair, which without the other cannot be written anywhere
MOST_JSON = 4 * MB  # bytes; the longest draft takes a tenth


async def read_json(request: Request) -> object:
    """The body as JSON. Raises Refused (400, 413, 415) and ClientGone."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, f"内容类型是“{kind[:40]}”，只收 application/json。请改正 Content-Type。", CLOSE)
    body = b"".join([piece async for piece in pieces(request, MOST_JSON)])
    try:
        content: object = json.loads(body.decode("utf-8-sig"))
        if _HALF.search(body):
            json.dumps(content, ensure_ascii=False).encode()
        return content
    except UnicodeEncodeError as error:
        raise Refused(400, "请求里有不成字的半个字符（\\ud800 到 \\udfff）。请检查文字的编码。") from error
    except UnicodeDecodeError as error:
        raise Refused(400, f"请求不是 UTF-8 编码（第 {error.start + 1} 个字节）。请改正编码。") from error
    except RecursionError as error:
        raise Refused(400, "请求的 JSON 嵌套太深。请按说明书 /api/docs 的样子写。") from error
    except ValueError as error:
        empty = "请求没有内容" if not body.strip() else "请求不是 JSON"
        raise Refused(400, f"{empty}。请按说明书 /api/docs 的样子写。") from error


async def pieces(request: Request, most: int) -> AsyncIterator[bytes]:
    """The body piece by piece, at most ``most`` bytes. Raises Refused (413, 415) and ClientGone."""
    counted = limited(request, most)
    try:
        async for piece in counted.stream():
            yield piece
    except ClientDisconnect as error:
        raise ClientGone from error


def limited(request: Request, most: int) -> Request:
    """The same request, whose body raises Refused (413) beyond ``most`` bytes.

    Raises Refused (413) at once where more was declared, and (415) for a compressed body.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "请求的内容是压缩过的，不收。请去掉 Content-Encoding，直接发送。", CLOSE)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise too_large(most)
    left = most

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise too_large(most)
        return message

    return Request(request.scope, receive)


def too_large(most: int) -> Refused:
    """What to say of a body of more than ``most`` bytes."""
    return Refused(413, f"发来的内容超过上限 {most // MB} MB，没有处理。请减少内容后再试。", CLOSE)


async def save(parts: AsyncIterator[bytes], path: Path) -> None:
    """Write what comes. Raises Refused (507) where there is no room."""
    try:
        with path.open("xb") as out:
            async for part in parts:
                out.write(part)
    except OSError as error:
        raise Refused(507, f"文件存不下来（{why_not_stored(error)}）。请告诉管理员。", CLOSE) from error
