"""A source file -> its text and its blocks; one module per format.

decode.py    bytes -> text, or a refusal
plain.py     .txt -> blocks
markdown.py  .md, .markdown -> blocks
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableSource
from index.parse.decode import check_size, decode
from index.parse.markdown import markdown_blocks
from index.parse.plain import plain_blocks
from index.records import Block, Document
from index.titles import document_title

PARSERS: dict[str, Callable[[str], list[Block]]] = {
    ".txt": plain_blocks,
    ".md": markdown_blocks,
    ".markdown": markdown_blocks,
}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A source file as text and layout."""

    document: Document
    blocks: tuple[Block, ...]  # in reading order, none empty, none overlapping


def parse_file(path: Path) -> ParsedFile:
    """Read ``path`` and find its headings and paragraphs.

    Raises:
        UnreadableSource: missing, a folder, of an unsupported format, or not readable as text.

    """
    return parse_text(read_text(path), path.name)


def parse_text(text: str, name: str) -> ParsedFile:
    """``text`` as if it had been read from a file called ``name``, whose suffix says the format."""
    blocks = tuple(_parser(name)(text))
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = Document(id=digest[:16], name=name, title=document_title(text, blocks), text=text)
    return ParsedFile(document, blocks)


def read_text(path: Path) -> str:
    """The decoded text of ``path``, its format checked before its content is read."""
    if path.is_dir():
        raise UnreadableSource(f"「{path}」是文件夹，不是文件。请给出其中的文件。")
    _parser(path.name)
    try:
        check_size(path.stat().st_size, path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableSource(f"找不到文件「{path}」。请检查路径和文件名。") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableSource(f"无法打开「{path}」：{reason}。请检查读取权限后再试。") from error
    return decode(data, path.name)


def _parser(name: str) -> Callable[[str], list[Block]]:
    suffix = Path(name).suffix.lower()
    if suffix not in PARSERS:
        supported = "、".join(PARSERS)
        shown = suffix or "没有扩展名"
        raise UnreadableSource(
            f"不支持「{name}」的格式（{shown}），目前支持 {supported}。请另存为其中一种格式后再试。"
        )
    return PARSERS[suffix]
