""".docx -> lines: headings, automatic numbers, tables; deleted and hidden words left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Hidden, Line, ParsedLayout, bounded
from index.parse.numbers import Numbering, W, read_numbering
from index.parse.package import open_package, read_xml

MAX_TABLE_DEPTH = 20  # tables inside tables
CELL = " | "  # between the cells of a row
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deletions, the old place of moved words, the second copy of a text box, a syllable's reading above it.
_UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}pPr", f"{W}rPr", f"{W}sectPr", _FALLBACK})
_SIGNS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"title$|标题$|文档标题$", re.IGNORECASE)
_PAPER = frozenset({"AUTO", "FFFFFF"})  # fills that are as white as the page
_TINY = 4  # half-points: letters of 2 points and less are not meant to be read


@dataclass(frozen=True, slots=True)
class Style:
    """What a style, or the styles it is based on, says of its paragraphs and runs."""

    level: int = 0  # of a heading; 0 for none
    title: bool = False
    hidden: bool = False
    numbers: tuple[str, int] | None = None  # numId and level


@dataclass
class _Document:
    styles: dict[str, Style]
    numbering: Numbering
    hidden: Hidden = field(default_factory=Hidden)
    titled: bool = False  # a title above the headings pushes them one level down


def read_docx(name: str, data: bytes) -> ParsedLayout:
    """The paragraphs and table rows of a .docx in reading order. Raises UnreadableSource."""
    package = open_package(name, data)
    root = read_xml(package, name, "word/document.xml")
    if root is None or root.find(f"{W}body") is None:
        raise UnreadableSource(
            f"「{name}」不是 Word 文档（.docx）。请用 WPS 或 Word 打开，另存为 .docx 后再试。"
        )
    styles = _styles(read_xml(package, name, "word/styles.xml"))
    document = _Document(styles, read_numbering(read_xml(package, name, "word/numbering.xml")))
    used = {e.get(f"{W}val", "") for e in root.iter(f"{W}pStyle")}
    document.titled = any(styles[s].title for s in used if s in styles)
    lines = bounded(name, _lines(root.find(f"{W}body"), document, 0, name))
    notices = document.hidden.notices()
    if read_xml(package, name, "word/footnotes.xml") is not None and _notes(root):
        notices += ("脚注和尾注没有读入",)
    return ParsedLayout(lines, notices)


def _notes(root: Any) -> bool:
    return next(root.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None


def _lines(parent: Any, document: _Document, depth: int, name: str) -> Iterator[Line]:
    """The lines of a body, a cell or a wrapper of either."""
    if depth > MAX_TABLE_DEPTH:
        raise UnreadableSource(f"「{name}」的表格嵌套超过上限 {MAX_TABLE_DEPTH} 层，没有打开。")
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, document, depth, name)
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                if next(row.iterancestors(f"{W}tbl")) is child:
                    yield from _row(row, document, depth, name)
        elif child.tag not in _UNSEEN and isinstance(child.tag, str):
            yield from _lines(child, document, depth, name)


def _row(row: Any, document: _Document, depth: int, name: str) -> Iterator[Line]:
    cells = [
        " ".join(line.text for line in _lines(cell, document, depth + 1, name))
        for cell in row.iter(f"{W}tc")
        if next(cell.iterancestors(f"{W}tr")) is row
    ]
    if any(cells):
        yield Line(CELL.join(cell for cell in cells if cell), kind="row")


def _paragraph(element: Any, document: _Document, depth: int, name: str) -> Iterator[Line]:
    style = document.styles.get(_attribute(element, "pPr", "pStyle") or "", Style())
    words = "".join(_runs(element, document))
    if style.hidden:
        document.hidden.drop("隐藏文字", words)
        words = ""
    words = " ".join(document.hidden.cleaned(words).split())
    level = _level(element, style, document)
    if words:
        yield Line(_label(element, style, document) + words, 0 if depth else level)
    for box in element.iter(f"{W}txbxContent"):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()) and _owner(box) is element:
            yield from _lines(box, document, depth, name)


def _owner(box: Any) -> Any:
    return next(box.iterancestors(f"{W}p"), None)


def _level(element: Any, style: Style, document: _Document) -> int:
    if style.title:
        return 1
    own = _attribute(element, "pPr", "outlineLvl")
    level = int(own) + 1 if own and own.isdecimal() and int(own) < 9 else style.level
    return level + document.titled if level else 0


def _label(element: Any, style: Style, document: _Document) -> str:
    number_id = _attribute(element, "pPr/" + W + "numPr", "numId")
    place = _attribute(element, "pPr/" + W + "numPr", "ilvl")
    chosen = style.numbers if number_id is None else (number_id, 0)
    if chosen is None or chosen[0] == "0":
        return ""
    level = int(place) if place and place.isdecimal() else chosen[1]
    return document.numbering.label(chosen[0], level)


def _runs(element: Any, document: _Document) -> Iterator[str]:
    """The words in an element, without those of text boxes inside it: they come by themselves."""
    for child in element:
        if child.tag in _UNSEEN or child.tag in (f"{W}p", f"{W}txbxContent"):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            words = "".join(_runs(child, document))
            kind = _unseen(child, document) if child.tag == f"{W}r" else ""
            if kind:
                document.hidden.drop(kind, words)
            else:
                yield words


def _unseen(run: Any, document: _Document) -> str:
    """Why a reader does not see a run; "" when it is seen."""
    mark = run.find(f"{W}rPr/{W}vanish")
    if mark is not None:
        return "" if mark.get(f"{W}val", "1") in _OFF else "隐藏文字"
    if document.styles.get(_attribute(run, "rPr", "rStyle") or "", Style()).hidden:
        return "隐藏文字"
    if (_attribute(run, "rPr", "color") or "").upper() == "FFFFFF" and not _is_shaded(run):
        return "白色文字"
    size = _attribute(run, "rPr", "sz") or ""
    return "极小的文字" if size.isdecimal() and int(size) <= _TINY else ""


def _is_shaded(run: Any) -> bool:
    """Whether white letters stand on a ground that shows them: of their own, their paragraph's or cell's."""
    if run.find(f"{W}rPr/{W}highlight") is not None:
        return True
    shades = [run.find(f"{W}rPr/{W}shd")]
    shades += [above.find(f"{W}pPr/{W}shd") for above in run.iterancestors(f"{W}p")]
    shades += [above.find(f"{W}tcPr/{W}shd") for above in run.iterancestors(f"{W}tc")]
    fills = {shade.get(f"{W}fill", "auto").upper() for shade in shades if shade is not None}
    return bool(fills - _PAPER)


def _attribute(element: Any, properties: str, name: str) -> str | None:
    found = element.find(f"{W}{properties}/{W}{name}")
    return None if found is None else found.get(f"{W}val")


def _styles(root: Any) -> dict[str, Style]:
    if root is None:
        return {}
    raw: dict[str, Any] = {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    return {name: _style(name, raw) for name in raw}


def _style(name: str, raw: dict[str, Any]) -> Style:
    """A style with what it takes from those it is based on; each thing from the nearest that says it."""
    level, title, hidden, numbers = None, False, None, None
    seen: set[str] = set()
    while name in raw and name not in seen:
        seen.add(name)
        style = raw[name]
        called = style.find(f"{W}name").get(f"{W}val", "") if style.find(f"{W}name") is not None else ""
        outline = _attribute(style, "pPr", "outlineLvl")
        match = _HEADING.match(called)
        if level is None and (match or (outline and outline.isdecimal() and int(outline) < 9)):
            level = int(match[1]) if match else int(outline or 0) + 1
        title = title or (level is None and bool(_TITLE.fullmatch(called)))
        mark = style.find(f"{W}rPr/{W}vanish")
        if hidden is None and mark is not None:
            hidden = mark.get(f"{W}val", "1") not in _OFF
        number_id = _attribute(style, "pPr/" + W + "numPr", "numId")
        if numbers is None and number_id:
            place = _attribute(style, "pPr/" + W + "numPr", "ilvl") or "0"
            numbers = (number_id, int(place) if place.isdecimal() else 0)
        parent = style.find(f"{W}basedOn")
        name = "" if parent is None else parent.get(f"{W}val", "")
    return Style(level or 0, title, bool(hidden), numbers)
