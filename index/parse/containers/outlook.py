"""The body and the attachments of an .msg."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from index.errors import UnreadableSource
from index.parse.containers.letter import Letter, put_letter
from index.parse.containers.parcel import Parcel, shown_name
from index.parse.files import CONTAINERS
from index.parse.package import damaged

_SENDER = 0x0C1A  # the property that names who sent a mail


def unpack_outlook(parcel: Parcel, data: bytes) -> None:
    """Take body and attachments out. Raises UnreadableSource for a damaged file."""
    from oxmsg import Message

    try:
        message = Message.load(BytesIO(data))
        sent = message.sent_date
        named = message.sender or message.properties.str_prop_value(_SENDER) or ""
        sender = named.split("<")[0].strip(' "') or named
        day = sent.date().isoformat() if sent else ""
        put_letter(parcel, Letter(" ".join(message.subject.split()), sender, day, _body(message)))
        for number, attachment in enumerate(message.attachments, 1):
            _attach(parcel, attachment, number)
    except (UnreadableSource, MemoryError):
        raise
    except Exception as error:  # the library meets damage with whatever its own code runs into
        raise damaged(parcel.name) from error


def _body(message: Any) -> tuple[tuple[str, bool], ...]:
    with suppress(LookupError, UnicodeDecodeError):  # an encoding that Python does not know
        if html := message.html_body:
            return ((html, True),)
    return ((message.body or "", False),)


def _attach(parcel: Parcel, attachment: Any, number: int) -> None:
    content, name = attachment.file_bytes, shown_name(attachment.file_name or "")
    if content is None:  # a mail in the mail, or a link
        known = Path(name).suffix.lower() in CONTAINERS
        parcel.wants(name if known else f"{name or f'转发的邮件{number}'}.msg", 0)
        return
    inner = name or f"附件{number}"
    if parcel.wants(inner, len(content)):
        parcel.put(inner, content)
