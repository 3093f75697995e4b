"""Rows of tables of honours: a column of names beside columns of levels, givers, times and holders. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chinese import find_persons
from chinese.language_data import any_of, topic
from chinese.values import find_dates
from index.catalogue.award_names import SHORTEST
from index.catalogue.awards import given_after
from index.catalogue.entries import Honour
from index.catalogue.holders import unit_named
from index.catalogue.honours import level_read, year_named
from index.catalogue.levels import label_of
from index.records import Block, Case, Cell, Document, Proposition, Span

ROLES = ("name", "level", "giver", "time", "person", "holder")  # the first that fits a header
_DATA = topic("awards")
_COLUMNS = {role: re.compile(_DATA.expression(f"column_{role}")) for role in ROLES}
_NONE = re.compile(rf"[—\-－/无\s　]*|.*(?:{any_of(_DATA.words['doubtful'])}|公示中).*|[\d.%％]+[项个]?")
_ENTRY = re.compile(r"(?P<level>[^“”，。；\s]{0,8})“(?P<name>[^“”]{2,40})”(?P<tail>[^，。；“”、\s]{0,12})")
_NAMED = re.compile(r"[（(](?P<name>[\u3400-\u9fff·]{2,8})[）)]$")
_PERSON = "个人"
_DOTTED = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[.．/][0-9]{1,2}")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]$")
_BLANKS = re.compile(r"[\s　]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by what they are to an honour, and by the header over theirs: 2023年·授予机关."""

    block: Block
    cells: Mapping[tuple[str, str], Cell]

    def beside(self, role: str, above: str) -> Cell | None:
        """The cell of a role under the same upper header as a name, else under none."""
        return self.cells.get((role, above)) or self.cells.get((role, ""))


def honours_listed(
    document: Document, blocks: Sequence[Block], cases: Sequence[Case], propositions: Sequence[Proposition]
) -> Iterator[Honour]:
    """The honours of tables that have a column of them; nothing of tables that only count them."""
    text = document.text
    cores = {(p.start, p.end): p for p in propositions if p.kind == "cell"}
    for block in blocks:
        if block.kind not in ("row", "field"):
            continue
        row = _row(text, block)
        # A merged cell is laid out in each of its columns: it names one honour.
        for cell in {(_header(text, c), text[c.start : c.end]): c for c in block.cells}.values():
            if _role(_header(text, cell))[0] != "name" or _is_none(text, cell):
                continue
            case = next((c for c in cases if c.start <= cell.start < c.end), None)
            p = cores.get((cell.start, cell.end)) or next(
                (p for p in propositions if cell.start <= p.start < cell.end), None
            )
            if p is not None:
                yield from _entries(text, row, cell, case, p)


def _row(text: str, block: Block) -> Row:
    cells: dict[tuple[str, str], Cell] = {}
    for cell in block.cells:
        role = _role(_header(text, cell))
        if role[0] and not _is_none(text, cell):
            cells.setdefault(role, cell)
    return Row(block, cells)


def _is_none(text: str, cell: Cell) -> bool:
    return _NONE.fullmatch(text, cell.start, cell.end) is not None


def _header(text: str, cell: Cell) -> str:
    return "·".join(_BLANKS.sub("", text[slice(*span)]) for span in cell.headers)


@cache
def _role(header: str) -> tuple[str, str]:
    """What a column is to an honour, by its header, of two rows the lower one; and the upper one.

    "" for a column that is nothing to one.
    """
    last = _BRACKETED.sub("", header.rpartition("·")[2])
    above = header.rpartition("·")[0]
    if last == "名称" and _COLUMNS["name"].search(above):
        return "name", above
    return next((role for role in ROLES if _COLUMNS[role].fullmatch(last)), ""), above


def _entries(text: str, row: Row, cell: Cell, case: Case | None, p: Proposition) -> Iterator[Honour]:
    """The honour of one cell, or those that it quotes one after the other."""
    quoted = list(_ENTRY.finditer(text, cell.start, cell.end))
    if not quoted:
        words = (cell.start, cell.end)
        if cell.end - cell.start >= SHORTEST:
            yield _honour(text, row, cell, words, text[cell.start : cell.end], case, p)
        return
    for entry in quoted:
        words = (entry.start(), entry.end())
        yield _honour(text, row, cell, words, entry["name"] + entry["tail"].removesuffix("称号"), case, p)


def _honour(
    text: str, row: Row, cell: Cell, words: Span, name: str, case: Case | None, p: Proposition
) -> Honour:
    above = _role(_header(text, cell))[1]
    giver = _span(row.beside("giver", above)) or given_after(text, min(words[1], cell.end))
    level_cell = _span(row.beside("level", above))
    level, level_at = level_read(text, words, giver)
    if level_cell and (said := label_of(text[slice(*level_cell)])):
        level, level_at = said, level_cell
    year = _year(text, row.beside("time", above), cell, words)
    holder, unit = _holder(text, row, cell, above)
    if holder is None and row.block.kind == "field" and case:
        unit = case.unit  # a blank of the form that the case is
    return Honour(
        start=words[0],
        end=words[1],
        name=name,
        proposition=p.id,
        case_order=case.order if case else None,
        level=level,
        level_at=level_at,
        giver=giver,
        year=year[0] if year else None,
        year_at=year[1] if year else None,
        holder=holder,
        unit=unit,
    )


def _year(text: str, time: Cell | None, cell: Cell, words: Span) -> tuple[int, Span] | None:
    """Of the column of times, else of the column's own header, else of the words after the name."""
    after = (words[1], cell.end)
    spans = [_span(time), *cell.headers, (cell.start, words[0]), after, words]
    for span in spans:
        if span is None:
            continue
        if dotted := _DOTTED.match(text, *span):
            return int(dotted["year"]), dotted.span()
        for date in find_dates(text[slice(*span)]):
            if year := year_named(date):
                return year, (span[0] + date.start, span[0] + date.end)
    return None


def _holder(text: str, row: Row, cell: Cell, above: str) -> tuple[Span | None, str]:
    """To whom: the column that says so, else the label of the row; a person's honour is no unit's."""
    if person := row.beside("person", above):
        return _span(person), ""
    named = _NAMED.search(text, cell.start, cell.end)
    if named and find_persons(f"，{named['name']}，"):
        return named.span("name"), ""
    if any(text[c.start : c.end] == _PERSON for c in row.block.cells):
        return None, ""  # a row of honours of persons
    label = next((c for c in row.block.cells if c.label and c is not cell), None)
    at = _span(row.beside("holder", above) or label)
    words = text[slice(*at)] if at else ""
    return at, words if unit_named(words) else ""


def _span(cell: Cell | None) -> Span | None:
    return (cell.start, cell.end) if cell else None
