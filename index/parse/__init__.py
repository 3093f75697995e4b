"""A source file -> its text and its blocks; one module per format.

decode.py    bytes -> text, or a refusal; hanzi.py helps it
kinds.py     what a file really is, by its first bytes
plain.py     .txt -> blocks
markdown.py  .md, .markdown -> blocks; markdown_tables.py, its tables
child.py     all other formats, in a child process; worker.py is what runs there
  converter.py the child process that becomes LibreOffice, for .doc and .wps
  pdf/         .pdf -> lines
  word/        .docx -> lines (.doc and .wps through LibreOffice)
  web/         .html, .htm -> lines
  sheets/      .xlsx, .csv -> lines
  tables/      the tables of all of them: cells on a grid -> lines
  package.py   the zip packages of .docx and .xlsx; parts.py, what their parts are to each other
  numbers.py   the numbers that Word, or a browser, counts itself
  margins.py   headers, footers, watermarks
  layout.py    lines -> text and blocks; hidden characters
marked.py    a file marked 秘密 is refused, one marked 内部 told
unread.py    formats that cannot be read, and what to do
"""

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableSource
from index.parse.child import OLD, read_apart
from index.parse.decode import MAX_BYTES, check_size, decode
from index.parse.kinds import check_kind
from index.parse.layout import is_invisible, laid_out
from index.parse.markdown import markdown_blocks
from index.parse.marked import internal_words, layout_head, refuse_secret, text_head
from index.parse.plain import plain_blocks
from index.parse.unread import unread
from index.parse.unwrap import unwrapped
from index.records import Block, Document
from index.text import document_title

# Formats whose text is the file's own, decoded; the text of the others is what their parser reads.
TEXTS: dict[str, Callable[[str], list[Block]]] = {
    ".txt": plain_blocks,
    ".md": markdown_blocks,
    ".markdown": markdown_blocks,
}
APART = (".docx", ".pdf", ".html", ".htm", ".xlsx", ".csv", *OLD)
FORMATS = (*TEXTS, *APART)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A source file as text and layout."""

    document: Document
    blocks: tuple[Block, ...]  # in reading order, none empty, none overlapping
    notices: tuple[str, ...] = ()  # what a user should know of it, in Chinese, e.g. hidden text left out
    original: str = ""  # SHA-256 of the file's bytes, hex
    internal: str = ""  # the mark that it is for use inside an office, as printed, e.g. 内部资料 注意保存


def parse_file(path: Path) -> ParsedFile:
    """Read ``path`` and find its headings and paragraphs.

    Raises:
        SecretSource: marked 秘密, 机密 or 绝密.
        UnreadableSource: missing, no regular file, of an unsupported format, or not readable as text.

    """
    suffix = _format(path)
    data = _bytes(path)
    original = hashlib.sha256(data).hexdigest()
    if suffix in TEXTS:
        text = decode(data, path.name)
        head = text_head(text)
        refuse_secret(path.name, head)
        parsed = parse_text(text, path.name)
        internal = internal_words(path.name, head)
        return ParsedFile(parsed.document, parsed.blocks, _invisible(text), original, internal)
    check_kind(path.name, suffix, data)
    reading = read_apart(path.name, data)
    head = layout_head(reading)
    refuse_secret(path.name, head, reading.margins)
    internal = internal_words(path.name, head, reading.margins)
    text, blocks = laid_out(reading.lines)
    return ParsedFile(_document(text, path.name, blocks), blocks, reading.notices, original, internal)


def parse_text(text: str, name: str) -> ParsedFile:
    """``text`` as if read from a .txt or .md file called ``name``; a .txt broken at a width joined."""
    suffix = Path(name).suffix.lower()
    if suffix not in TEXTS:
        raise unread(name, FORMATS)
    text = unwrapped(text) if suffix == ".txt" else text
    blocks = tuple(TEXTS[suffix](text))
    return ParsedFile(_document(text, name, blocks), blocks)


def _document(text: str, name: str, blocks: tuple[Block, ...]) -> Document:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(id=digest[:16], name=name, title=document_title(text, blocks), text=text)


def _format(path: Path) -> str:
    """The file's suffix, checked before its content is read."""
    if path.is_dir():
        raise UnreadableSource(f"「{path}」是文件夹，不是文件。请给出其中的文件。")
    if path.suffix.lower() not in FORMATS:
        raise unread(path.name, FORMATS)
    return path.suffix.lower()


def _bytes(path: Path) -> bytes:
    """The file's bytes; of a regular file only, and without waiting for one that is a pipe."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource(f"「{path.name}」是设备或管道，不是文件，没有打开。")
            check_size(status.st_size, path.name)
            data = stream.read(MAX_BYTES + 1)
            check_size(len(data), path.name)  # it may have grown, or never had the size it told
            return data
    except FileNotFoundError as error:
        raise UnreadableSource(f"找不到文件「{path}」。请检查路径和文件名。") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableSource(f"无法打开「{path}」：{reason}。请检查读取权限后再试。") from error


def _invisible(text: str) -> tuple[str, ...]:
    """What to say of characters without width in a text that stays as it is."""
    count = sum(is_invisible(char) for char in text)
    words = "原样保留；被它们隔开的词可能查不到，可以删去后再入库"
    return (f"原文里有 {count} 个看不见的字符（如零宽字符），{words}",) if count else ()
