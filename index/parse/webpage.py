""".html -> lines: headings, paragraphs, list items, table rows; what is not shown is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.errors import UnreadableSource
from index.parse.decode import NEXT_STEP, decode
from index.parse.layout import Hidden, Line, ParsedLayout, bounded
from index.parse.word import CELL

MAX_DEPTH = 5000  # elements inside elements
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SKIPPED = frozenset(
    "script style noscript template nav footer form button select iframe object embed svg canvas "
    "audio video head rt rp textarea math".split()
)
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd section article main aside header blockquote pre figure figcaption "
    "table thead tbody tfoot tr caption hr address details summary h1 h2 h3 h4 h5 h6 body html".split()
)
_CELLS = frozenset(("td", "th"))
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.I
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?(?![0-9a-f])|white|rgb\(\s*255\s*,\s*255\s*,\s*255)", re.I
)
_BACKGROUND = re.compile(r"background", re.I)


@dataclass
class _Walk:
    """The line being gathered while the tree is walked."""

    hidden: Hidden = field(default_factory=Hidden)
    words: list[str] = field(default_factory=list)
    level: int = 0

    def flush(self) -> Iterator[Line]:
        text = self.hidden.cleaned(" ".join("".join(self.words).split())).strip(" |")
        self.words = []
        if text:
            yield Line(text, self.level, kind="row" if CELL in text else "")


def read_html(name: str, data: bytes) -> ParsedLayout:
    """The text of a web page in reading order; nothing in it is run or fetched. Raises UnreadableSource."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_decoded(name, data))
    walk = _Walk()
    lines = bounded(name, _lines(tree.body, walk, name))
    return ParsedLayout(lines, walk.hidden.notices())


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


def _lines(body: Any, walk: _Walk, name: str) -> Iterator[Line]:
    """Depth first, without recursion: a page may nest deeper than Python's stack."""
    stack: list[tuple[Any, bool]] = [(body, False)] if body is not None else []
    depth = 0
    while stack:
        node, leaving = stack.pop()
        if leaving:
            depth -= 1
            yield from _leave(node.tag, walk)
            continue
        if node.tag == "-text":
            walk.words.append(node.text_content or "")
            continue
        kind = _unseen(node)
        if kind or node.tag in _SKIPPED or node.tag.startswith(("-", "!", "_")):
            if kind:
                walk.hidden.drop(kind, node.text() or "")
            continue
        depth += 1
        if depth > MAX_DEPTH:
            raise UnreadableSource(f"「{name}」的结构嵌套超过上限 {MAX_DEPTH} 层，没有打开。")
        yield from _enter(node.tag, walk)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
    yield from walk.flush()


def _enter(tag: str, walk: _Walk) -> Iterator[Line]:
    if tag in _BLOCKS or tag == "br":
        yield from walk.flush()
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        walk.level = int(tag[1])


def _leave(tag: str, walk: _Walk) -> Iterator[Line]:
    if tag in _CELLS:
        walk.words.append(CELL)
    if tag in _BLOCKS:
        yield from walk.flush()
        walk.level = 0


def _unseen(node: Any) -> str:
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "hidden" in attributes or _HIDING.search(style):
        return "隐藏文字"
    return "白色文字" if _WHITE.search(style) and not _BACKGROUND.search(style) else ""
