"""Bytes -> text: UTF-8, UTF-16 and GB18030; whatever else a file holds is refused, never guessed."""

import codecs

from index.errors import UnreadableSource
from index.parse.hanzi import is_chinese_prose, looks_binary

MAX_BYTES = 32 * 1024 * 1024  # a source file; about ten million Hanzi in UTF-8
NEXT_STEP = "请用记事本或 WPS 打开它，另存为 UTF-8 编码的文本后再试。"
BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(data: bytes, name: str) -> str:
    """The text of a source file, exactly as decoded: line ends kept, a byte-order mark left out.

    UTF-8 and UTF-16 with a byte-order mark are taken at their word; GB18030, and UTF-16 without
    a mark, only when the outcome reads as Chinese prose and no other reading does.

    Raises:
        UnreadableSource: empty, over ``MAX_BYTES``, binary, or in another encoding.

    """
    check_size(len(data), name)
    text = _decode_marked(data, name)
    if text is None:
        text = _attempt(data, "utf-8")
    if text is None or looks_binary(text):
        text = _only_plausible(data, name)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise UnreadableSource(f"「{name}」里没有文字。请确认选对了文件，写入正文后再试。")
    return text


def check_size(size: int, name: str) -> None:
    """Refuse a file of ``size`` bytes that is empty or over ``MAX_BYTES``."""
    if size == 0:
        raise UnreadableSource(f"「{name}」是空文件（0 字节）。请确认选对了文件，写入正文后再试。")
    if size > MAX_BYTES:
        raise UnreadableSource(
            f"「{name}」有 {size / 1048576:.1f} MB，超过单个文件的上限 {MAX_BYTES // 1048576} MB。"
            "请拆成几个较小的文件后再试。"
        )


def _decode_marked(data: bytes, name: str) -> str | None:
    """The text of a file with a byte-order mark; None without one."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UnreadableSource(f"「{name}」是 UTF-32 编码，暂不支持。{NEXT_STEP}")
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            text = _attempt(data[len(mark) :], encoding)
            if text is None or looks_binary(text):
                raise UnreadableSource(f"「{name}」标明是 {encoding} 编码，内容却已损坏。{NEXT_STEP}")
            return text
    return None


def _only_plausible(data: bytes, name: str) -> str:
    """The one reading of ``data`` that is Chinese prose; two or none are refused."""
    readings = {
        text
        for encoding in ("gb18030", "utf-16-le", "utf-16-be")
        if (text := _attempt(data, encoding)) is not None
        # ASCII alone proves nothing here: UTF-16 of Chinese prose always leaves ASCII.
        and not text.isascii()
        and is_chinese_prose(text)
    }
    if len(readings) != 1:
        reason = "认不出它的文字编码（支持 UTF-8、UTF-16、GB18030），或者它不是文本文件"
        raise UnreadableSource(f"无法读取「{name}」：{reason}。{NEXT_STEP}")
    return readings.pop()


def _attempt(data: bytes, encoding: str) -> str | None:
    """``data`` decoded strictly; None when it is not valid ``encoding``."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
