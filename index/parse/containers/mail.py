"""The body and the attachments of an .eml."""

import email
import email.policy
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

from index.errors import UnreadableSource
from index.parse.containers.letter import Letter, put_letter
from index.parse.containers.parcel import Parcel, decoded, shown_name
from index.parse.package import damaged

MAX_DEPTH = 20  # parts inside one another
_NAMING = ("content-type", "content-disposition")
_GBK = ("gb2312", "gbk", "gb18030", "hz-gb-2312")


def unpack_mail(parcel: Parcel, data: bytes) -> None:
    """Take body and attachments out. Raises UnreadableSource for what is no mail."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    heads = {name.lower(): value for name, value in message.raw_items()}
    if not heads.keys() & {"from", "subject", "date", "content-type", "received", "to"}:
        raise damaged(parcel.name)
    parts = list(_parts(parcel.name, message))
    bodies = tuple(_words(part) for part in parts if _is_body(part))
    sender = _heading(heads.get("from", "")).split("<")[0].strip(' "') or _heading(heads.get("from", ""))
    subject = " ".join(_heading(heads.get("subject", "")).split())
    put_letter(parcel, Letter(subject, sender, _day(heads.get("date", "")), bodies))
    for number, part in enumerate((part for part in parts if not _is_body(part)), 1):
        _attach(parcel, part, number)


def _parts(name: str, message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something; of the same words in several forms the richest that is text."""
    if depth > MAX_DEPTH:
        raise UnreadableSource(f"「{name}」的邮件结构嵌套超过上限 {MAX_DEPTH} 层，没有打开。")
    _settle(message)
    inner: Any = message.get_payload()
    if not isinstance(inner, list) or message.get_content_maintype() == "message":
        yield message
        return
    if message.get_content_subtype() == "alternative":
        chosen = [part for part in inner if _holds_html(part)] or inner[:1]
        inner = chosen[-1:]
    for part in inner:
        yield from _parts(name, part, depth + 1)


def _settle(message: Message) -> None:
    """Read the raw bytes in the headers that name a part: email takes them for no text at all."""
    for name, value in list(message.raw_items()):
        raw = str(value).encode("utf-8", "surrogateescape")
        if name.lower() in _NAMING and not raw.isascii():
            message.replace_header(name, decoded(raw))


def _holds_html(part: Message) -> bool:
    return any(one.get_content_type() == "text/html" for one in part.walk())


def _is_body(part: Message) -> bool:
    kind, put = part.get_content_type(), part.get_content_disposition()
    return kind in ("text/plain", "text/html") and put != "attachment" and not part.get_filename()


def _words(part: Message) -> tuple[str, bool]:
    """The text of a part, and whether it is HTML."""
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    return _text(data, str(part.get_content_charset() or "")), part.get_content_type() == "text/html"


def _text(data: bytes, charset: str) -> str:
    encoding = "gb18030" if charset.lower() in _GBK else charset
    try:
        return data.decode(encoding or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decoded(data)


def _attach(parcel: Parcel, part: Message, number: int) -> None:
    if part.get_content_maintype() == "message":
        name = shown_name(_heading(part.get_filename() or "")) or f"转发的邮件{number}.eml"
        parcel.wants(name if name.lower().endswith(".eml") else f"{name}.eml", 0)
        return
    name = shown_name(_heading(part.get_filename() or ""))
    if not name and part.get_content_maintype() in ("image", "application"):
        return  # a picture in the body, a signature
    if part.get("Content-ID") and part.get_content_maintype() == "image":
        return
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    inner = name or f"附件{number}.txt"
    if parcel.wants(inner, len(data)):
        parcel.put(inner, data)


def _heading(value: Any) -> str:
    """The words of a header: encoded as the standard says, or raw bytes of UTF-8 or GBK."""
    raw = str(value)
    plain = decoded(raw.encode("utf-8", "surrogateescape"))
    if "=?" not in plain:
        return plain
    try:
        pieces = decode_header(plain)
    except (MessageError, ValueError):
        return plain
    words = (each if isinstance(each, str) else _text(each, charset or "") for each, charset in pieces)
    return "".join(words)


def _day(value: str) -> str:
    """The day of a mail, as it was where it was sent."""
    try:
        return parsedate_to_datetime(value).date().isoformat() if value else ""
    except (ValueError, TypeError, IndexError):
        return ""
