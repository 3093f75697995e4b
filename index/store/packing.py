"""Blocks and propositions as the compact JSON that every engine keeps, and back. Pure."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from index.records import Block, Carried, Cell, Document, Proposition, ScannedLine, Span, Value

_COMPACT = json.JSONEncoder(separators=(",", ":"))


def packed_blocks(blocks: Iterable[Block]) -> str:
    """The layout of a document: each block's fields in their order, cells as lists."""
    return _COMPACT.encode([_fields(block) for block in blocks])


def blocks_of(raw: str) -> tuple[Block, ...]:
    """What ``packed_blocks`` packed."""
    return tuple(map(block_of, json.loads(raw)))


def block_of(fields: Sequence[Any]) -> Block:
    """A block of its fields in their order; cells and the spans of their headers may be any sequences."""
    kind, start, end, level, page, marker, table, cells, *more = fields
    scans = tuple(map(_scan_of, more[0])) if more else ()
    return Block(kind, start, end, level, page, marker, table, tuple(map(_cell_of, cells)), scans)


def _scan_of(fields: Sequence[Any]) -> ScannedLine:
    start, end, page, (left, top, right, bottom), confidence, doubtful = fields
    return ScannedLine(start, end, page, (left, top, right, bottom), confidence, tuple(doubtful))


def _cell_of(fields: Sequence[Any]) -> Cell:
    start, end, column, headers, label, group = fields
    return Cell(start, end, column, tuple((a, b) for a, b in headers), label, group)


def _fields(block: Block) -> tuple[Any, ...]:
    cells = [(c.start, c.end, c.column, c.headers, c.label, c.group) for c in block.cells]
    fields = block.kind, block.start, block.end, block.level, block.page, block.marker, block.table, cells
    if not block.scans:
        return fields
    scans = [
        (s.start, s.end, s.page, [round(side, 4) for side in s.box], s.confidence, s.doubtful)
        for s in block.scans
    ]
    return *fields, scans


def packed_carried(carried: Sequence[Carried]) -> str:
    """What a proposition leans on: [[role, start, end], …]."""
    return _COMPACT.encode([(part.role, part.start, part.end) for part in carried])


def packed_values(values: Sequence[Value]) -> str:
    """The values of a proposition: [[start, end, role], …]."""
    return _COMPACT.encode([(value.start, value.end, value.role) for value in values]) if values else "[]"


def proposition_of(
    document_id: str, case_order: int | None, kind: Any, start: int, end: int, carried: str, values: str
) -> Proposition:
    """A proposition of the columns that engines keep."""
    leans = tuple(Carried(*part) for part in json.loads(carried))
    return Proposition(
        document_id, case_order, kind, start, end, leans, tuple(Value(*v) for v in json.loads(values))
    )


def core_of(proposition_id: str) -> tuple[str, int, int]:
    """The document and the core that a proposition's id names. Raises KeyError for what is no id."""
    document_id, _, spans = proposition_id.partition(":")
    start, _, end = spans.partition("+")[0].partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        raise KeyError(proposition_id)
    return document_id, int(start), int(end)


def by_ids(ids: Sequence[str], among: Iterable[Proposition]) -> list[Proposition]:
    """The propositions in the order of ``ids``. Raises KeyError for one that is not ``among`` them."""
    known = {proposition.id: proposition for proposition in among}
    return [known[i] for i in ids]


def spans_of(proposition: Proposition) -> Iterable[Span]:
    """Every part of a proposition: its core, what it carries, its values."""
    yield proposition.start, proposition.end
    yield from ((part.start, part.end) for part in proposition.carried)
    yield from ((value.start, value.end) for value in proposition.values)


def lie_in(document: Document, propositions: Iterable[Proposition]) -> bool:
    """Whether every part of these propositions is a run of the document's text, values in their core."""
    end = len(document.text)
    return all(
        p.document_id == document.id
        and all(0 <= a < b <= end for a, b in spans_of(p))
        and all(p.start <= v.start and v.end <= p.end for v in p.values)
        for p in propositions
    )
