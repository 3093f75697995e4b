""".html -> lines: headings, paragraphs, list items, tables, fields; what is not shown is left out."""

import re
from collections.abc import Iterable
from typing import Any

from index.errors import UnreadableSource
from index.parse.decode import NEXT_STEP, decode
from index.parse.layout import Line, ParsedLayout, bounded
from index.parse.web.controls import control_words, lost_kind, lost_notice, opened_list
from index.parse.web.furniture import told
from index.parse.web.gathering import Gathering
from index.parse.web.styles import Look, Styles, entered, is_gone
from index.parse.web.tables import OpenTable

MAX_DEPTH = 5000  # elements inside elements
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SKIPPED = frozenset(
    "script style noscript template nav footer button iframe object embed svg canvas audio video head rt rp "
    "math datalist".split()
)
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd section article main aside header blockquote pre figure figcaption form "
    "fieldset legend table thead tbody tfoot tr td th caption hr address details summary body html center "
    "menu h1 h2 h3 h4 h5 h6".split()
)
_BLOCK_DISPLAYS = frozenset("block flex grid list-item table table-row flow-root -webkit-box".split())
_INLINE_DISPLAYS = frozenset(("inline", "contents"))
_ALWAYS_BLOCKS = frozenset("li dt dd table thead tbody tfoot tr td th caption h1 h2 h3 h4 h5 h6".split())
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_LISTS = frozenset(("ul", "ol", "menu"))
_CONTROLS = frozenset(("input", "select", "textarea"))


def read_html(name: str, data: bytes) -> ParsedLayout:
    """The text of a web page in reading order; nothing in it is run or fetched. Raises UnreadableSource."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_decoded(name, data))
    walk = _Walk(name, Styles(tree))
    if tree.body is not None:
        walk.through(tree.body)
    lines = bounded(name, walk.lines())
    return ParsedLayout(lines, (*walk.gathering.hidden.notices(), *lost_notice(walk.lost)))


def _decoded(name: str, data: bytes) -> str:
    """As the page says of itself; else as any text file."""
    said = _CHARSET.search(data[:4096])
    encoding = said[1].decode("ascii").lower() if said else ""
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}.get(encoding, "")
    if not encoding or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, name)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"「{name}」说自己是 {encoding} 编码，内容却不是。{NEXT_STEP}") from error


class _Walk:
    """Depth first, without recursion: a page may nest deeper than Python's stack."""

    def __init__(self, name: str, styles: Styles) -> None:
        self.gathering = Gathering(name)
        self.lost: dict[str, int] = {}  # kind -> how many pictures, films … were met
        self._name = name
        self._styles = styles

    def lines(self) -> Iterable[Line]:
        """All lines of the page, once it has been walked through."""
        self.gathering.flush()
        return told(self.gathering.lines, self.gathering.hidden)

    def through(self, body: Any) -> None:
        """Read the page whose body this is."""
        look = Look()
        if body.parent is not None:
            look = entered(look, body.parent, self._styles.of(body.parent))
        stack: list[tuple[Any, Look, bool | None]] = [(body, look, None)]  # leaving a block? None: entering
        depth = 0
        while stack:
            node, look, block = stack.pop()
            if block is not None:
                depth -= 1
                self._leave(node.tag, block)
            elif node.tag == "-text":
                self.gathering.add(node.text_content or "", look)
            elif entering := self._enter(node, look):
                inside, block = entering
                depth += 1
                if depth > MAX_DEPTH:
                    raise UnreadableSource(f"「{self._name}」的结构嵌套超过上限 {MAX_DEPTH} 层，没有打开。")
                stack.append((node, look, block))
                children = reversed(list(node.iter(include_text=True)))
                stack.extend((child, inside, None) for child in children)

    def _enter(self, node: Any, look: Look) -> tuple[Look, bool] | None:
        """How the children look, and whether the element is a block; None when they are not to be read."""
        tag = node.tag
        if tag.startswith(("-", "!", "_")):
            return None
        style = self._styles.of(node)
        if is_gone(node, style):
            self.gathering.hidden.drop("隐藏文字", node.text() or "")
            return None
        inside = entered(look, node, style)
        if kind := lost_kind(node):
            if not inside.unseen:
                self.lost[kind] = self.lost.get(kind, 0) + 1
            return None
        if tag in _SKIPPED:
            return None
        if tag in _CONTROLS:
            self.gathering.add(f" {control_words(node)}", inside)
            return None
        block = _is_block(tag, style)
        self._open(node, style, block)
        return inside, block

    def _open(self, node: Any, style: dict[str, str], block: bool) -> None:
        gathering, tag = self.gathering, node.tag
        if block or tag == "br":
            gathering.flush()
        if tag in ("td", "th", "thead", "tr", "table"):
            self._open_table(node)
        elif tag in _LISTS:
            gathering.lists.append(opened_list(node, style))
        elif tag == "li":
            gathering.start_item(node.attributes.get("value"), style)
        elif tag in ("dt", "dd"):
            gathering.defining = tag
        elif tag == "a":
            gathering.link += 1
            gathering.linked = True
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            gathering.level = int(tag[1])

    def _open_table(self, node: Any) -> None:
        tables, attributes = self.gathering.tables, node.attributes
        if node.tag == "table":
            if tables:
                tables[-1].laying_out = True
            tables.append(OpenTable(attributes.get("role") in ("presentation", "none")))
        elif tables and node.tag == "thead":
            tables[-1].head = True
        elif tables and node.tag == "tr":
            tables[-1].start_row()
        elif tables:
            emphatic = node.tag == "th" or tables[-1].head
            tables[-1].start_cell(attributes.get("rowspan"), attributes.get("colspan"), emphatic)

    def _leave(self, tag: str, block: bool) -> None:
        gathering = self.gathering
        if tag == "a":
            gathering.linked = False
        if block:
            gathering.flush()
            gathering.level = 0
        if tag in _LISTS:
            gathering.lists.pop()
        elif tag == "li":
            gathering.item = None
        elif tag in ("dt", "dd", "dl"):
            gathering.end_definition(tag)
        elif tag == "table":
            gathering.end_table()
        elif gathering.tables and tag in _GROUPS:
            gathering.tables[-1].end_group()
        elif gathering.tables and tag in ("td", "th"):
            gathering.tables[-1].open = None


def _is_block(tag: str, style: dict[str, str]) -> bool:
    """Whether an element begins and ends lines."""
    display = style.get("display", "")
    if tag in _ALWAYS_BLOCKS:
        return True
    return display in _BLOCK_DISPLAYS or (tag in _BLOCKS and display not in _INLINE_DISPLAYS)
