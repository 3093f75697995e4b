"""What may be said of a document: the same rules for an upload, the command line and a bundle. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from chinese.values import HOW, written_day
from index.catalogue import Imprint
from index.errors import IndexFailure, UnreadableSource
from index.records import Document, Metadata, Span

MAX_FIELD = 100  # code points of one field of metadata
MAX_TAGS = 20
MAX_NAME = 255  # code points of a file's name; file systems take no more
_SHOWN = 30  # code points of a refused value that the message repeats
_HIDDEN = ("Cc", "Cs", "Zl", "Zp")  # control characters, halves of a pair, line and paragraph separators
_NUMBERED_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # turn the direction of print: gpj.exe reads exe.jpg


def checked(metadata: Metadata) -> Metadata:
    """The metadata with blanks trimmed and dates in ISO form. Raises IndexFailure for what cannot be."""
    tags = tuple(dict.fromkeys(field("标签", tag) for tag in metadata.tags if tag.strip()))
    if len(tags) > MAX_TAGS:
        raise IndexFailure(f"有 {len(tags)} 个标签，超过上限 {MAX_TAGS} 个。请删去几个。")
    return Metadata(
        unit=field("单位", metadata.unit),
        date=_day("日期", metadata.date, last=False),
        source=field("来源", metadata.source),
        tags=tags,
        valid_until=_day("有效期", metadata.valid_until, last=True),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says of itself; "" and () where it does not, or not surely."""

    date: str = ""  # ISO 8601, a day: "2023-12-20"
    source: str = ""
    issuer: str = ""
    authors: tuple[str, ...] = ()


NOTHING_SAID = Said()


def said(document: Document, imprint: Imprint) -> Said:
    """The words of an imprint, each on one line; a month alone is no day of issue."""

    def words(span: Span | None) -> str:
        return "".join(document.text[slice(*span)].split())[:MAX_FIELD].strip("“”《》") if span else ""

    return Said(
        date=imprint.day if _NUMBERED_DATE.fullmatch(imprint.day) else "",
        source=words(imprint.source),
        issuer=words(imprint.issuer),
        authors=tuple(words(name) for name in imprint.authors),
    )


def field(name: str, value: str, most: int = MAX_FIELD) -> str:
    """One line of words, blanks trimmed. Raises IndexFailure when it is too long or holds hidden signs."""
    words = " ".join(value.split())
    if len(words) > most:
        raise IndexFailure(f"{name}有 {len(words)} 个字，超过上限 {most} 个字。请写短一些。")
    if sign := _hidden(words):
        raise IndexFailure(f"{name}“{shown(words)}”里有看不见的控制字符（{sign}）。请删去后再试。")
    return words


def file_name(name: str) -> str:
    """A file's name as it is. Raises UnreadableSource for one that is a path or holds hidden signs."""
    if len(name) > MAX_NAME:
        raise UnreadableSource(
            f"文件名「{shown(name)}」有 {len(name)} 个字，超过上限 {MAX_NAME} 个字。请改短后再试。"
        )
    if sign := _hidden(name):
        raise UnreadableSource(f"文件名「{shown(name)}」里有换行或看不见的控制字符（{sign}）。请改名后再试。")
    if name.strip() in ("", ".", "..") or "/" in name or "\\" in name:
        raise UnreadableSource(f"文件名「{shown(name)}」是路径，不是文件的名字。请改名后再试。")
    return name


def shown(value: str, most: int = _SHOWN) -> str:
    """The beginning of a value from outside, fit for a message: signs that print nothing as ``?``."""
    return "".join("?" if _hidden(sign) else sign for sign in value[:most])


def _day(name: str, value: str, *, last: bool) -> str:
    """ISO 8601; of a month or a year its first day or its last."""
    if not (words := value.strip()):
        return ""
    if (day := written_day(words, last=last)) is None:
        raise IndexFailure(f"{name}“{shown(words)}”不是日期。{HOW}")
    return day.isoformat()


def _hidden(words: str) -> str:
    """The code point of the first sign that does not show, e.g. U+0000; "" when all do."""
    for sign in words:
        if unicodedata.category(sign) in _HIDDEN or _TURNING.match(sign):
            return f"U+{ord(sign):04X}"
    return ""
