"""One document as a bundle carries it, read and held against itself and the rules for uploads. Pure."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from typing import Annotated

from pydantic import FailFast, TypeAdapter

from index.errors import IndexFailure
from index.library.metadata import checked, field, file_name, shown
from index.library.sources import DOCS, FILE, UPLOAD
from index.records import Block, BlockKind, Case, Cell, Document, Metadata, Passage, ScannedLine
from index.segment import segmentation_of
from index.store import Source, block_of
from index.text import document_title, text_id

MAX_LEVEL = 9  # of a heading, as in a .docx
MAX_PAGE = 100_000
MAX_TABLE = 100_000  # tables of a document
MAX_COLUMN = 16_384  # of a table, as in a .xlsx
MAX_HEADERS = 100  # spans over one cell
MAX_SCANS = 10_000  # recognised lines of one block
MAX_ORIGIN = 5_000  # code points: the longest path and the word before it
MAX_BY_HAND = 2_000  # cases of one document that a person corrected: each is compared with each
MAX_TITLE = 200  # code points of a title that a person wrote
_ORIGINAL = re.compile(r"(?:[0-9a-f]{64}(?:\.[a-z0-9]{1,10})?)?")


@dataclass(frozen=True, slots=True)
class Carried:
    """One document of a bundle with what was made of it."""

    source: Source
    cases: tuple[Case, ...]
    passages: tuple[Passage, ...]  # empty for an older version: nothing of it is searched


@dataclass(unsafe_hash=True)
class _StopAtFirst(FailFast):
    """An error for each of a million bad items would take gigabytes. Hashable, to be part of a union."""


_Cases = Annotated[tuple[Case, ...], _StopAtFirst()]


@dataclass(frozen=True, slots=True)
class _Metadata:
    unit: str = ""
    date: str = ""
    source: str = ""
    tags: Annotated[tuple[str, ...], _StopAtFirst()] = ()
    valid_until: str = ""


_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    column: int
    headers: Annotated[tuple[_Span, ...], _StopAtFirst()] = ()
    label: bool = False
    group: bool = False


@dataclass(frozen=True, slots=True)
class _Scan:
    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]
    confidence: float
    doubtful: Annotated[tuple[int, ...], _StopAtFirst()] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int = 0
    marker: int = 0
    table: int = 0
    cells: Annotated[tuple[_Cell, ...], _StopAtFirst()] = ()
    scans: Annotated[tuple[_Scan, ...], _StopAtFirst()] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    document: Document
    blocks: Annotated[tuple[_Block, ...], _StopAtFirst()]
    origin: str = ""
    metadata: _Metadata = _Metadata()
    by_hand: _Cases | None = None
    original: str = ""


@dataclass(frozen=True, slots=True)
class _Record:
    source: _Source
    cases: _Cases
    passages: Annotated[tuple[Passage, ...], _StopAtFirst()]


_RECORDS, _CARRIED = TypeAdapter(_Record), TypeAdapter(Carried)


def written(carried: Carried) -> bytes:
    """A document as JSON."""
    return _CARRIED.dump_json(carried)


def read(record_of_json: object) -> Carried:
    """A document from what its JSON says. Raises ValueError (pydantic's) for anything of another form."""
    record = _RECORDS.validate_python(record_of_json)
    source, said = record.source, record.source.metadata
    metadata = Metadata(said.unit, said.date, said.source, said.tags, said.valid_until)
    blocks = tuple(map(_block, source.blocks))
    return Carried(
        Source(source.document, blocks, source.origin, metadata, source.by_hand, source.original),
        record.cases,
        record.passages,
    )


def _block(b: _Block) -> Block:
    cells = [(c.start, c.end, c.column, c.headers, c.label, c.group) for c in b.cells]
    scans = [(s.start, s.end, s.page, s.box, s.confidence, s.doubtful) for s in b.scans]
    return block_of((b.kind, b.start, b.end, b.level, b.page, b.marker, b.table, cells, scans))


def sound(carried: Carried, document_id: str) -> Carried:
    """The document under this id, its metadata as ``checked`` gives it.

    Raises ValueError, in Chinese, for what contradicts itself or would be refused of an upload.
    """
    document = carried.source.document
    try:
        file_name(document.name)
        if document.id != document_id or text_id(document.text) != document_id:
            raise ValueError(f"《{document.name}》的原文与它的编号不符")
        if not (_lies_in_text(carried) and all(_says(carried, passage) for passage in carried.passages)):
            raise ValueError(f"《{document.name}》的行、案例或段落与原文对不上")
        _check_source(carried.source)
        _check_titles(carried)
        return replace(carried, source=replace(carried.source, metadata=checked(carried.source.metadata)))
    except IndexFailure as error:
        raise ValueError(f"《{shown(document.name)}》：{error}") from error


def _check_source(source: Source) -> None:
    origin = source.origin
    if origin and not origin.startswith((DOCS, FILE, UPLOAD)):
        raise ValueError(f"《{source.document.name}》的来历“{shown(origin)}”不合规")
    field("来历", origin, MAX_ORIGIN)
    if not _ORIGINAL.fullmatch(source.original):
        raise ValueError(f"原文件名“{shown(source.original)}”不合规")
    if source.by_hand is not None:
        if len(source.by_hand) > MAX_BY_HAND:
            raise ValueError(f"改过的案例有 {len(source.by_hand)} 个，超过上限 {MAX_BY_HAND} 个")
        segmentation_of(source.document, source.blocks, source.by_hand)  # refuses cases that overlap


def _check_titles(carried: Carried) -> None:
    document = carried.source.document
    if document.title != document_title(document.text, carried.source.blocks):
        field("标题", document.title)
    for case in carried.cases:
        heading = document.text[case.heading_start : case.heading_end]
        for name, words in (("案例的标题", case.title), ("案例的单位", case.unit)):
            if len(words) > len(heading) or not set(words) <= set(heading):  # not as printed
                field(name, words, MAX_TITLE)


def _lies_in_text(carried: Carried) -> bool:
    """Whether blocks and cases lie in the text as they say."""
    document, blocks, end = carried.source.document, carried.source.blocks, len(carried.source.document.text)
    cases = [(c.heading_start, c.heading_end, c.start, c.end) for c in carried.cases]
    return (
        all(_is_line(block, end) for block in blocks)
        and all(above.end <= below.start for above, below in pairwise(blocks))
        and all(0 <= a <= b <= end and 0 <= c <= d <= end for a, b, c, d in cases)
        and all(c.document_id == document.id and c.order == n for n, c in enumerate(carried.cases, start=1))
        and carried.source.by_hand in (None, carried.cases)
    )


def _is_line(block: Block, end: int) -> bool:
    """Whether a line and the cells in it lie in a text of ``end`` code points, all numbers within bounds."""
    cells = block.cells
    return (
        0 <= block.start < block.end <= end
        and 0 <= block.level <= MAX_LEVEL
        and 0 <= block.page <= MAX_PAGE
        and 0 <= block.marker <= block.end - block.start
        and 0 <= block.table <= MAX_TABLE
        and all(block.start <= c.start < c.end <= block.end for c in cells)
        and all(above.end <= below.start for above, below in pairwise(cells))
        and all(_is_headed(cell, end) for cell in cells)
        and len(block.scans) <= MAX_SCANS
        and all(_is_scanned(scan, block) for scan in block.scans)
    )


def _is_headed(cell: Cell, end: int) -> bool:
    """Whether the column and the headers of a cell are within bounds."""
    headers = cell.headers
    return (
        0 <= cell.column < MAX_COLUMN
        and len(headers) <= MAX_HEADERS
        and all(0 <= a < b <= end for a, b in headers)
    )


def _is_scanned(scan: ScannedLine, block: Block) -> bool:
    """Whether a recognised line lies in its block, and on the picture of a page."""
    return (
        block.start <= scan.start < scan.end <= block.end
        and 1 <= scan.page <= MAX_PAGE
        and all(isfinite(side) and -1 <= side <= 2 for side in scan.box)
        and 0 <= scan.confidence <= 1
        and all(scan.start <= place < scan.end for place in scan.doubtful)
    )


def _says(carried: Carried, passage: Passage) -> bool:
    document, count = carried.source.document, len(carried.cases)
    return (
        passage.id == f"{document.id}:{passage.start}-{passage.end}"
        and 0 <= passage.start < passage.end
        and document.text[passage.start : passage.end] == passage.text
        and (passage.case_order is None or 1 <= passage.case_order <= count)
    )
