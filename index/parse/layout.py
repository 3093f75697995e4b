"""Lines as a format's parser reads them -> the text of a document and its blocks."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from index.errors import UnreadableSource
from index.parse.plain import MAX_HEADING, is_heading, plain_blocks
from index.records import Block, Cell, Span

MAX_CHARS = 5_000_000  # code points of one document
TITLE_LINES = 3  # that may be a title
FEW_HEADINGS = 1  # a file that marks no more than its title is judged by the shape of its lines
BETWEEN, IS = "；", "："  # between the cells of a row, and between a column's header and its cell
INNER = "·"  # between a header and the one under it: 党员数·男：9


@dataclass(frozen=True, slots=True)
class LineCell:
    """A filled cell, before it is laid out; see ``index.records.Cell``."""

    text: str
    column: int
    headers: tuple[str, ...] = ()
    label: bool = False
    group: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, heading, list item or table row; no line break in it."""

    text: str  # "" for a row or a field: its cells say it
    level: int = 0  # of a heading, 1 the outermost; of an item, how deep; 0 for all else
    page: int = 0  # 1-based; 0 when the format has none
    kind: Literal["", "item", "row", "field", "caption"] = ""  # "": a heading or paragraph, as ``level`` says
    marker: int = 0  # code points at the start of an item that are its number or bullet
    table: int = 0  # 1-based; 0 outside tables
    cells: tuple[LineCell, ...] = ()

    @classmethod
    def of(cls, fields: Sequence[Any]) -> Self:
        """A line again, from the fields that ``dataclasses.astuple`` made of it, through JSON or not."""
        text, level, page, kind, marker, table, cells = fields
        restored = (LineCell(c[0], c[1], tuple(c[2]), c[3], c[4]) for c in cells)
        return cls(text, level, page, kind, marker, table, tuple(restored))

    @property
    def words(self) -> Iterable[str]:
        """All that it says."""
        return [self.text, *(words for cell in self.cells for words in (*cell.headers, cell.text))]

    @property
    def printed(self) -> str:
        """As it is laid out."""
        return _printed(self, 0)[0]


@dataclass(frozen=True, slots=True)
class ParsedLayout:
    """What a parser made of a file."""

    lines: tuple[Line, ...]
    notices: tuple[str, ...] = ()  # in Chinese
    margins: tuple[str, ...] = ()  # lines of headers and footers, which are no part of the text
    scanned: tuple[int, ...] = ()  # pages, from 1, that are pictures without sound text


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one sheet, as they are numbered there, without what is laid out of them."""

    title: str  # "" for a .csv
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # number from 1, cells from the first column; none is empty


def laid_out(lines: Iterable[Line]) -> tuple[str, tuple[Block, ...]]:
    """The text, a line each with a blank line before headings, and its blocks."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for line in lines:
        spaced = bool(line.level and not line.kind and parts)
        words, cells = _printed(line, at + spaced)
        if not words:
            continue
        if spaced:
            parts.append("")
            at += 1
        blocks.append(
            Block(
                line.kind or ("heading" if line.level else "paragraph"),
                at,
                at + len(words),
                line.level,
                line.page,
                min(line.marker, len(words) - 1),
                line.table,
                cells,
            )
        )
        parts.append(words)
        at += len(words) + 1
    text = "\n".join(parts)
    if sum(block.kind == "heading" for block in blocks) <= FEW_HEADINGS:
        return text, _judged(text, blocks)
    return text, (*_titled(text, blocks[:TITLE_LINES]), *blocks[TITLE_LINES:])


def _titled(text: str, opening: Sequence[Block]) -> Iterator[Block]:
    """The first lines of a file that marks its headings, but not its title, by their shape alone."""
    leading = True
    for block in opening:
        leading = (
            leading and block.kind == "paragraph" and is_heading(text[block.start : block.end], MAX_HEADING)
        )
        yield replace(block, kind="heading") if leading else block


def _printed(line: Line, at: int) -> tuple[str, tuple[Cell, ...]]:
    """A line's words with blanks in order, and where its cells stand when it begins at ``at``."""
    if not line.cells:
        return " ".join(line.text.split()), ()
    text, cells = "", []
    for cell in line.cells:
        words = " ".join(cell.text.split())
        if not words:
            continue
        text += BETWEEN if text else ""
        headers: list[Span] = []
        for header in filter(None, (" ".join(header.split()) for header in cell.headers)):
            text += INNER if headers else ""
            headers.append((at + len(text), at + len(text) + len(header)))
            text += header
        text += IS if headers else ""
        start = at + len(text)
        text += words
        cells.append(Cell(start, at + len(text), cell.column, tuple(headers), cell.label, cell.group))
    return text, tuple(cells)


def _judged(text: str, marked: list[Block]) -> tuple[Block, ...]:
    """Blocks by the shape of their lines; what the file itself says of a line stays as it says."""
    known = {block.start: block for block in marked}
    judged = []
    for block in plain_blocks(text):
        mark = known[block.start]
        judged.append(mark if mark.kind != "paragraph" else replace(block, page=mark.page))
    return tuple(judged)


class Hidden:
    """Counts what a reader of the printed page does not see, and says so."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def copy(self) -> "Hidden":
        """The same counts; the two count on by themselves."""
        other = Hidden()
        other._counts = self._counts.copy()
        return other

    def take(self, other: "Hidden") -> None:
        """Count what ``other``, a copy of this, has counted since."""
        self._counts = other._counts.copy()

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
    kept: list[Line] = []
    total = 0
    for line in lines:
        total += sum(map(len, line.words))
        if total > MAX_CHARS:
            raise UnreadableSource(
                f"「{name}」的文字超过上限 {MAX_CHARS // 10_000} 万字。请拆成几个较小的文件后再试。"
            )
        kept.append(line)
    if not any(char.isalnum() for line in kept for words in line.words for char in words):
        raise UnreadableSource(f"「{name}」里没有文字。请确认选对了文件，写入正文后再试。")
    return tuple(kept)
