"""The source panel: the whole case a citation comes from, its words highlighted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from index.library import is_past
from index.records import Block, Case, Document, Proposition, ScannedLine
from index.segment import page_of, scans_of
from index.store import Entry, Source
from rag.citing import RECOGNISED, leans_on
from ui.access import CLOSED
from ui.pieces import Marked, box_style, highlighted, pieces
from ui.templating import render

REMOVED = "这份资料已从资料库中移除，原文无法显示。回答里引用的文字是当时核对过的。"


class Documents(Protocol):
    """The part of a store that the panel reads."""

    def entry(self, document_id: str) -> Entry:
        """What is known of it. Raises KeyError when unknown."""

    def source(self, document_id: str) -> Source:
        """The document with its layout. Raises KeyError when unknown."""

    def propositions_of(self, document_id: str, start: int, end: int) -> Sequence[Proposition]:
        """Those whose cores have a character in [start, end)."""

    def cases(self, document_id: str) -> Sequence[Case]:
        """A document's cases by order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: their case, or the text outside all cases; offsets into the document."""

    case: Case | None
    heading: tuple[int, int]  # empty outside every case
    body: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a scan's page."""

    page: int
    source: str  # its address
    boxes: tuple[Mapping[str, str], ...]  # what is outlined, in percent: left, top, width, height


def closed_html() -> str:
    """The panel for a document that is limited to groups of others."""
    return render("chat/source.html", failure=CLOSED)


def source_html(store: Documents, document_id: str, start: int, end: int, paragraph: int) -> str:
    """The panel for ``[start, end)`` of a document; a note where the document is gone.

    ``paragraph`` is the citation's: number of its first paragraph, 0 for a heading.
    """
    try:
        source = store.source(document_id)
    except KeyError:
        return render("chat/source.html", failure=REMOVED)
    document = source.document
    if not 0 <= start < end <= len(document.text):
        return render(
            "chat/source.html",
            failure=f"这份资料里没有这个位置：第 {start} 到第 {end} 个字。请回到回答里，再点一次编号。",
        )
    place = find_place(document, store.cases(document_id), start, end)
    paragraphs = split_paragraphs(document.text, *place.body)
    where = _numbers(paragraphs, start, end, paragraph)
    where += f"，第{page}页" if (page := page_of(source.blocks, start)) else ""
    leaning = leans_on(store.propositions_of(document_id, start, end), start, end)
    scans = scans_of(source.blocks, start, end)
    where += f"，{RECOGNISED}" if scans else ""
    marked = Marked(start, end, tuple((one.start, one.end) for one in leaning))
    return render(
        "chat/source.html",
        failure="",
        standing=_standing(store, document_id),
        facts=_facts(document, place.case, where),
        heading=highlighted(document.text, *place.heading, marked),
        pictures=list(_pictures(document_id, scans)) if source.original else [],
        pieces=list(pieces(document.text, _body(source.blocks, paragraphs), marked)),
    )


def _pictures(document_id: str, scans: Sequence[ScannedLine]) -> Iterator[Picture]:
    """The pages that recognised words stand on, each with the places of their lines."""
    for page in sorted({line.page for line in scans}):
        boxes = tuple(box_style(line.box) for line in scans if line.page == page)
        yield Picture(page, f"scans/documents/{document_id}/{page}", boxes)


def _standing(store: Documents, document_id: str) -> str:
    entry = store.entry(document_id)
    if entry.superseded_by:
        return "这份资料已有新版；下面是当时引用的旧版。"
    if is_past(entry.metadata, date.today()):
        return f"这份资料的有效期到 {entry.metadata.valid_until}，已经过期。"
    return ""


def find_place(document: Document, cases: Sequence[Case], start: int, end: int) -> Place:
    """The case whose heading or body holds ``start``, else the stretch between the cases around it."""
    low, high = 0, len(document.text)
    for case in cases:
        spans = ((case.heading_start, case.heading_end), (case.start, case.end))
        if any(s <= start < e for s, e in spans):
            return Place(case, *spans)
        low = max([low, *(e for _, e in spans if e <= start)])
        high = min([high, *(s for s, e in spans if s >= end and s < e)])
    return Place(None, (low, low), (low, high))


def split_paragraphs(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The non-blank lines of ``text[start:end]`` without surrounding blanks, as offsets into text."""
    paragraphs, at = [], start
    for line in text[start:end].splitlines(keepends=True):
        words = line.strip()
        if words:
            first = at + line.index(words[0])
            paragraphs.append((first, first + len(words)))
        at += len(line)
    return tuple(paragraphs)


def _body(blocks: Sequence[Block], paragraphs: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """The blocks of a body; a line that lies in none, as where a person split a case, by itself."""
    inside = {block.start: block for block in blocks}
    for start, end in paragraphs:
        block = inside.get(start)
        yield block if block and block.end == end else Block("paragraph", start, end)


def _numbers(paragraphs: Sequence[tuple[int, int]], start: int, end: int, first: int) -> str:
    touched = sum(a < end and start < b for a, b in paragraphs)
    if not touched or first < 1:
        return "标题"
    return f"第{first}段" if touched == 1 else f"第{first}—{first + touched - 1}段"


def _facts(document: Document, case: Case | None, paragraph: str) -> list[tuple[str, str]]:
    rows = [("文件", document.name)]
    if case is not None:
        rows += [("案例", case.title), ("单位", case.unit)]
    else:
        rows += [("案例", "不属于任何案例（如导语）")]
    return [*rows, ("位置", paragraph)]
