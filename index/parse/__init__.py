"""A source file -> its text and its blocks; one module per format.

files.py     which files are opened, and their bytes
decode.py    bytes -> text, or a refusal; hanzi.py helps it
kinds.py     what a file really is, by its first bytes
plain.py     .txt -> blocks; unwrap.py, lines that were broken at a width
markdown/    .md, .markdown -> blocks; tables.py, its tables
child.py     all other formats, in a child process; worker.py is what runs there
  processes.py how children are started, bounded and ended
  converter.py the child process that becomes LibreOffice, for .doc, .xls, .ppt and those of WPS
  pdf/         .pdf -> lines; ofd/, .ofd; pages/, what pages have in common
  word/        .docx -> lines
  slides/      .pptx -> lines
  web/         .html, .htm -> lines
  sheets/      .xlsx, .csv -> lines
  scans/       .png, .jpg, .tif, .bmp and pages of a .pdf without text: recognised, -> lines
  tables/      the tables of all of them: cells on a grid -> lines
  package.py   the zip packages of office files; parts.py, what their parts are to each other
  numbers.py   the numbers that Word, or a browser, counts itself
  margins.py   headers, footers, watermarks
  layout.py    lines -> text and blocks; hidden characters
containers/  .zip, .eml, .msg -> the documents in them
marked.py    a file marked 秘密 is refused, one marked 内部 told
raw.py       lines and rows alone, for files that do not go into the library
unread.py    formats that cannot be read, and what to do
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.parse.child import read_apart
from index.parse.containers import Contents, Packed, open_container
from index.parse.decode import decode
from index.parse.files import CONTAINERS, FORMATS, INSIDE, READABLE, check_format, read_bytes
from index.parse.kinds import check_kind
from index.parse.layout import ParsedLayout, is_invisible, laid_out
from index.parse.markdown import markdown_blocks
from index.parse.marked import internal_words, layout_head, refuse_secret, text_head
from index.parse.plain import plain_blocks
from index.parse.scans import RecognisedPage, Scans
from index.parse.scans.notices import recognition_notices, unread_pages
from index.parse.scans.pages import PICTURES
from index.parse.scans.placing import with_scans
from index.parse.unread import unread
from index.parse.unwrap import unwrapped
from index.records import Block, Document
from index.text import document_title

__all__ = [
    # containers
    "Contents",
    "Packed",
    "open_container",
    # files
    "CONTAINERS",
    "FORMATS",
    "INSIDE",
    # here
    "ParsedFile",
    "parse_file",
    "parse_text",
]

# Formats whose text is the file's own, decoded; the text of the others is what their parser reads.
TEXTS: dict[str, Callable[[str], list[Block]]] = {
    ".txt": plain_blocks,
    ".md": markdown_blocks,
    ".markdown": markdown_blocks,
}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A source file as text and layout."""

    document: Document
    blocks: tuple[Block, ...]  # in reading order, none empty, none overlapping
    notices: tuple[str, ...] = ()  # what a user should know of it, in Chinese, e.g. hidden text left out
    original: str = ""  # SHA-256 of the file's bytes, hex
    internal: str = ""  # the mark that it is for use inside an office, as printed, e.g. 内部资料 注意保存


def parse_file(path: Path, name: str = "", scans: Scans | None = None) -> ParsedFile:
    """Read a document and find its headings and paragraphs.

    Args:
        path: of a file that is no container.
        name: what it is called, where that is not the name of ``path``; with the same suffix.
        scans: reads pages that are pictures; without it they are refused, or told where others have text.

    Raises:
        SecretSource: marked 秘密, 机密 or 绝密.
        UnreadableSource: missing, no regular file, of an unsupported format, or not readable as text.

    """
    name = name or path.name
    suffix = check_format(path, name, READABLE)
    data = read_bytes(path, name)
    original = hashlib.sha256(data).hexdigest()
    if suffix in TEXTS:
        text = decode(data, name)
        head = text_head(text)
        refuse_secret(name, head)
        parsed = parse_text(text, name)
        internal = internal_words(name, head)
        return ParsedFile(parsed.document, parsed.blocks, _invisible(text), original, internal)
    check_kind(name, suffix, data)
    reading, pages = _read(name, suffix, data, scans)
    head = layout_head(reading)
    refuse_secret(name, head, reading.margins)
    internal = internal_words(name, head, reading.margins)
    text, blocks = laid_out(reading.lines)
    blocks = with_scans(text, blocks, pages)
    notices = (*reading.notices, *recognition_notices(pages, blocks))
    return ParsedFile(_document(text, name, blocks), blocks, notices, original, internal)


def _read(
    name: str, suffix: str, data: bytes, scans: Scans | None
) -> tuple[ParsedLayout, tuple[RecognisedPage, ...]]:
    """The lines of a file, and those of its pages that had to be recognised."""
    first = None if suffix in PICTURES else read_apart(name, data)
    if first is not None and not first.scanned:
        return first, ()
    wanted = first.scanned if first else ()
    if scans is None or not scans.can_read:
        return unread_pages(name, first), ()
    pages = scans.pages(name, data, wanted)
    return read_apart(name, data, [page.as_json() for page in pages]), pages


def parse_text(text: str, name: str) -> ParsedFile:
    """``text`` as if read from a .txt or .md file called ``name``; a .txt broken at a width joined."""
    suffix = Path(name).suffix.lower()
    if suffix not in TEXTS:
        raise unread(name, READABLE)
    text = unwrapped(text) if suffix == ".txt" else text
    blocks = tuple(TEXTS[suffix](text))
    return ParsedFile(_document(text, name, blocks), blocks)


def _document(text: str, name: str, blocks: tuple[Block, ...]) -> Document:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(id=digest[:16], name=name, title=document_title(text, blocks), text=text)


def _invisible(text: str) -> tuple[str, ...]:
    """What to say of characters without width in a text that stays as it is."""
    count = sum(is_invisible(char) for char in text)
    words = "原样保留；被它们隔开的词可能查不到，可以删去后再入库"
    return (f"原文里有 {count} 个看不见的字符（如零宽字符），{words}",) if count else ()
