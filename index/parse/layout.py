"""Lines as a format's parser reads them -> the text of a document and its blocks."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.errors import UnreadableSource
from index.parse.plain import plain_blocks
from index.records import Block

MAX_CHARS = 5_000_000  # code points of one document
FEW_HEADINGS = 1  # a file that marks no more than its title is judged by the shape of its lines


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, heading, table row or record; no line break in it."""

    text: str
    level: int = 0  # of a heading, 1 the outermost; 0 for a paragraph
    page: int = 0  # 1-based; 0 when the format has none
    record: bool = False  # a table's row: short or not, never a heading


@dataclass(frozen=True, slots=True)
class ParsedLayout:
    """What a parser made of a file."""

    lines: tuple[Line, ...]
    notices: tuple[str, ...] = ()  # in Chinese


def laid_out(lines: Iterable[Line]) -> tuple[str, tuple[Block, ...]]:
    """The text, a line each with a blank line before headings, and its blocks."""
    parts: list[str] = []
    blocks: list[Block] = []
    records: set[int] = set()
    at = 0
    for line in lines:
        words = " ".join(line.text.split())
        if not words:
            continue
        if line.level and parts:
            parts.append("")
            at += 1
        blocks.append(
            Block("heading" if line.level else "paragraph", at, at + len(words), line.level, line.page)
        )
        if line.record:
            records.add(at)
        parts.append(words)
        at += len(words) + 1
    text = "\n".join(parts)
    if sum(block.kind == "heading" for block in blocks) <= FEW_HEADINGS:
        return text, _judged(text, blocks, records)
    return text, tuple(blocks)


def _judged(text: str, marked: list[Block], records: set[int]) -> tuple[Block, ...]:
    """Blocks by the shape of their lines; what the file marks as a heading or a record stays one."""
    known = {block.start: block for block in marked}
    judged = []
    for block in plain_blocks(text):
        mark = known[block.start]
        told = mark.kind == "heading" or block.start in records
        judged.append(mark if told else replace(block, page=mark.page))
    return tuple(judged)


class Hidden:
    """Counts what a reader of the printed page does not see, and says so."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def drop(self, kind: str, text: str) -> None:
        """Note ``text`` that is left out for being of this ``kind``."""
        if count := sum(not char.isspace() for char in text):
            self._counts[kind] += count

    def cleaned(self, text: str) -> str:
        """``text`` without characters that have no width and no meaning, which are counted."""
        kept = "".join(char for char in text if not is_invisible(char))
        if len(kept) < len(text):
            self._counts["零宽字符"] += len(text) - len(kept)
        return kept

    def notices(self) -> tuple[str, ...]:
        """One line for each kind, in Chinese."""
        return tuple(f"去掉了{kind} {count} 个字，没有入库" for kind, count in sorted(self._counts.items()))


def is_invisible(char: str) -> bool:
    """Whether a character prints nothing: zero-width and direction marks, tags, controls."""
    if char in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85":
        return False
    return unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co")


def bounded(name: str, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of a file called ``name``. Raises UnreadableSource for none, or for too many words."""
    found: list[Line] = []
    total = 0
    for line in lines:
        total += len(line.text)
        if total > MAX_CHARS:
            raise UnreadableSource(
                f"「{name}」的文字超过上限 {MAX_CHARS // 10_000} 万字。请拆成几个较小的文件后再试。"
            )
        found.append(line)
    if not any(char.isalnum() for line in found for char in line.text):
        raise UnreadableSource(f"「{name}」里没有文字。请确认选对了文件，写入正文后再试。")
    return tuple(found)
