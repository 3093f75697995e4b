""".docx -> lines: headings, items, tables, captions as printed; deleted and hidden words left out."""

import zipfile
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Line, ParsedLayout, bounded
from index.parse.numbers import W, read_numbering
from index.parse.package import open_package
from index.parse.parts import Part, main_part, read_part, related_part
from index.parse.tables import table_lines
from index.parse.word.colours import page_colour
from index.parse.word.grounds import BOX, Grounds
from index.parse.word.lines import with_kinds
from index.parse.word.runs import UNSEEN, Story, is_second_copy, settle_controls
from index.parse.word.styles import attribute, number_of, read_styles
from index.parse.word.tables import is_frame, nested, read_cells

MAX_TABLE_DEPTH = 20  # tables inside tables
_NOTES = {
    "脚注和尾注": (f"{W}footnoteReference", f"{W}endnoteReference"),
    "批注": (f"{W}commentReference",),
}


def read_docx(name: str, data: bytes) -> ParsedLayout:
    """The paragraphs, items and table rows of a .docx in reading order. Raises UnreadableSource."""
    package = open_package(name, data)
    part = main_part(package, name)
    body = None if part.root is None else part.root.find(f"{W}body")
    if body is None:
        raise UnreadableSource(
            f"「{name}」不是 Word 文档（.docx）。请用 WPS 或 Word 打开，另存为 .docx 后再试。"
        )
    reader = _Reader(name, _story(package, name, part))
    used = {e.get(f"{W}val", "") for e in part.root.iter(f"{W}pStyle")}
    styles = reader.story.grounds.styles
    reader.story.titled = any(styles[style].title for style in used if style in styles)
    settle_controls(part.root, reader.story.hidden)
    lines = with_kinds(bounded(name, reader.lines(body)))
    unread = [kind for kind, tags in _NOTES.items() if next(part.root.iter(*tags), None) is not None]
    notices = (f"{'、'.join(unread)}没有读入",) if unread else ()
    return ParsedLayout(lines, (*reader.story.notices(), *notices))


def margin_words(package: zipfile.ZipFile, name: str) -> list[str]:
    """The lines of all headers and footers, each once, in the order of the package's parts.

    For what must be seen there, such as 秘密; the text of a document has none of it.

    Args:
        package: as ``open_package`` gives it.
        name: of the file, for errors.

    """
    part = main_part(package, name)
    found: dict[str, None] = {}
    for member in (*part.related.get("header", ()), *part.related.get("footer", ())):
        root = read_part(package, name, member)
        if root is not None:
            reader = _Reader(name, _story(package, name, part))
            found |= dict.fromkeys(words for line in reader.lines(root) for words in line.words if words)
    return list(found)


def _story(package: zipfile.ZipFile, name: str, part: Part) -> Story:
    styles = read_styles(related_part(package, name, part, "styles"))
    numbering = read_numbering(related_part(package, name, part, "numbering"))
    return Story(Grounds(styles, page_colour(part.root)), numbering)


class _Reader:
    """Walks through the body of a document, a cell or a text box."""

    def __init__(self, name: str, story: Story) -> None:
        self.name = name
        self.story = story

    def lines(self, parent: Any, depth: int = 0) -> Iterator[Line]:
        """The lines of a body or of a wrapper in it; ``depth`` counts the tables around it."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag in (f"{W}altChunk", f"{W}subDoc"):
                self.story.lost["嵌入的文件"] += 1
            elif isinstance(child.tag, str) and child.tag not in UNSEEN and not is_second_copy(child):
                yield from self.lines(child, depth)

    def _table(self, table: Any, depth: int) -> Iterator[Line]:
        """A table's rows; after them those of tables in its cells. A frame's cells one by one instead."""
        if depth >= MAX_TABLE_DEPTH:
            raise UnreadableSource(f"「{self.name}」的表格嵌套超过上限 {MAX_TABLE_DEPTH} 层，没有打开。")
        before, self.story = self.story, self.story.copy()
        cells = read_cells(table, self.story, self._cell_words)
        if is_frame(cells, self._is_heading):
            self.story = before  # its cells are read again, as text: nothing is counted twice
            for one in cells:
                yield from self.lines(one.element, depth + 1)
            return
        self.story.tables += 1
        number = self.story.tables
        yield from table_lines((one.cell for one in cells), number, level=max(self.story.level, 1) + 1)
        for inner in (inner for one in cells for inner in nested(one.element)):
            yield from self._table(inner, depth + 1)

    def _cell_words(self, cell: Any) -> str:
        """The words of a cell, a line each; tables inside it come after it."""
        found: list[str] = []
        for paragraph in cell.iter(f"{W}p"):
            if next(paragraph.iterancestors(f"{W}tc")) is cell and not self._is_passed_over(paragraph, cell):
                found += (line.text for line in self._own_lines(paragraph))
        return "\n".join(found)

    def _is_passed_over(self, paragraph: Any, cell: Any) -> bool:
        for above in paragraph.iterancestors():
            if above is cell:
                return False
            if above.tag in UNSEEN or is_second_copy(above):
                return True
        return False

    def _is_heading(self, paragraph: Any) -> bool:
        return bool(self._level(paragraph) and next(paragraph.iter(f"{W}t"), None) is not None)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Line]:
        yield from self._own_lines(element)
        for box in element.iter(BOX):
            if next(box.iterancestors(f"{W}p")) is element and not self._is_passed_over(box, element):
                yield from self.lines(box, depth)

    def _own_lines(self, element: Any) -> Iterator[Line]:
        """A paragraph's lines; the number that Word counts itself stands before the first."""
        story = self.story
        style = story.style(element, "pPr", "pStyle")
        words = story.words(element)
        if style.hidden:
            story.hidden.drop("隐藏文字", words)
            return
        level = self._level(element)
        label, depth = self._label(element)
        for said in filter(str.strip, map(story.hidden.cleaned, words.split("\n"))):
            text = " ".join((label + said).split())
            marker = len(text) - len(" ".join(said.split()))
            story.level = level or story.level
            if level:
                yield Line(text, level)
            elif style.caption:
                yield Line(text, kind="caption")
            elif depth:
                yield Line(text, depth, kind="item", marker=marker)
            else:
                yield Line(text)
            label, depth = "", 0

    def _level(self, element: Any) -> int:
        style = self.story.style(element, "pPr", "pStyle")
        if style.title:
            return 1
        own = attribute(element, "pPr", "outlineLvl")
        level = int(own) + 1 if own and own.isdecimal() and int(own) < 9 else style.level
        return level + self.story.titled if level else 0

    def _label(self, element: Any) -> tuple[str, int]:
        """The words of a paragraph's number, and how deep in its list it stands, from 1; 0 in none."""
        said = number_of(element)
        chosen = self.story.style(element, "pPr", "pStyle").numbers if said is None else (said[0], 0)
        if chosen is None or chosen[0] == "0":
            return "", 0
        place = said[1] if said else None
        level = int(place) if place and place.isdecimal() else chosen[1]
        label = self.story.numbering.label(chosen[0], level)
        return label, level + 1 if label or self.story.numbering.is_bullet(chosen[0], level) else 0
