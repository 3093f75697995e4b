"""An .ofd file -> lines, page by page: the version in force of each document in it."""

from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import ParsedLayout, bounded
from index.parse.ofd.container import Container, locked
from index.parse.ofd.pages import Pages
from index.parse.ofd.sheet import Tally
from index.parse.package import damaged
from index.parse.pages import Printed, RuledTable, paragraphs, without_margins

ROOT = "OFD.xml"
MAX_PAGES = 2000
NAMED = 5  # attachments and versions that a notice names
_MEASURES = {"图": "幅", "批注": "条", "水印": "处", "损坏的页": "页"}


def read_ofd(name: str, data: bytes) -> ParsedLayout:
    """The paragraphs and tables of an .ofd. Raises UnreadableSource."""
    container = Container(name, data)
    root = container.xml(ROOT)
    if root is None:
        raise damaged(name)
    if any("encrypt" in str(element.tag).lower() for element in root.iter()):
        raise locked(name)
    tally, notices = Tally(name), list[str]()
    documents = [each for body in root.iterfind("{*}DocBody") for each in _document(container, body, notices)]
    if not documents:
        raise damaged(name)
    if len(documents) > 1:
        notices.insert(0, f"文件里有 {len(documents)} 个文档，依次读入")
    readers = [Pages(container, base, document, tally) for base, document in documents]
    printed, pages = _printed(name, readers)
    _refuse_wordless(printed, pages, tally)
    for body in root.iterfind("{*}DocBody"):
        tally.lost["签名或签章"] += _signatures(container, body)
    lines = bounded(name, paragraphs(without_margins(printed, pages)))
    margins = tuple(words for reader in readers for words in reader.margins if words.strip())
    return ParsedLayout(lines, (*tally.hidden.notices(), *_lost(tally), *notices), margins)


def _printed(name: str, readers: list[Pages]) -> tuple[list[Printed | RuledTable], int]:
    """The lines of all pages, and how many pages there are."""
    pages = sum(len(reader.listed) for reader in readers)
    if pages > MAX_PAGES:
        raise UnreadableSource(f"「{name}」有 {pages} 页，超过上限 {MAX_PAGES} 页。请拆成几个文件后再试。")
    printed: list[Printed | RuledTable] = []
    number = 0
    for reader in readers:
        for page in reader.listed:
            number += 1
            printed += reader.read(page, number)
    return printed, pages


def _document(container: Container, body: Any, notices: list[str]) -> Iterator[tuple[str, Any]]:
    """Place and root of the version in force of a document; none when it is damaged."""
    place = container.find(body.findtext("{*}DocRoot"), ROOT)
    older = []
    for version in body.iterfind("{*}Versions/{*}Version"):
        at = container.find(version.get("BaseLoc"), ROOT)
        described = container.sound(at)
        if version.get("Current") in ("true", "1"):
            said = described.findtext("{*}DocRoot") if described is not None else None
            place = container.find(said, at) or place
        else:
            told = described.get("Name") or described.get("Version") if described is not None else ""
            older.append(told or version.get("ID", ""))
    root = container.xml(place) if place else None
    if root is None:
        return
    if older:
        notices.append(f"另有 {len(older)} 个版本没有读入：{_named(older)}")
    attached = [
        attachment.get("Name", "")
        for _, listed in container.linked(root, "Attachments", place)
        for attachment in listed.iterfind("{*}Attachment")
    ]
    if attached:
        notices.append(f"附件 {len(attached)} 个没有读入：{_named(attached)}")
    yield place, root


def _named(names: list[str]) -> str:
    shown = "、".join(" ".join(name.split())[:60] for name in names[:NAMED])
    return shown + ("等" if len(names) > NAMED else "")


def _signatures(container: Container, body: Any) -> int:
    listed = container.linked(body, "Signatures", ROOT)
    return sum(len(list(root.iterfind("{*}Signature"))) for _, root in listed)


def _refuse_wordless(printed: list[Printed | RuledTable], pages: int, tally: Tally) -> None:
    """Refuse a file without words, or most of whose letters have no code."""
    if tally.uncoded > tally.coded:
        raise UnreadableSource(
            f"「{tally.name}」的文字大多没有编码（{tally.uncoded} 个字只有字形），读不出来。"
            "请从原来的程序里重新输出，或用文字识别（OCR）软件转成文字后再试。"
        )
    if not printed and tally.lost["损坏的页"]:
        raise damaged(tally.name)
    if not printed:
        raise UnreadableSource(
            f"「{tally.name}」的 {pages} 页里没有文字，像是扫描件。"
            "请用 OFD 阅读器打开，另存为 PDF 后再放进来，由程序识别文字。"
        )


def _lost(tally: Tally) -> Iterator[str]:
    lost = +tally.lost
    lost["没有编码的字"] += tally.uncoded
    parts = [f"{kind} {count} {_MEASURES.get(kind, '个')}" for kind, count in (+lost).items()]
    if parts:
        yield f"{'、'.join(parts)}没有读入"
