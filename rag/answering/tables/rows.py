"""Cell propositions -> tables of rows and columns. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chinese import sums_rows
from index.records import Carried, Document, Proposition, Span

Column = tuple[str, ...]  # the words over a column, outermost first, without blanks

APART = 2  # lines of text between rows of one table, its captions say
_BLANKS = re.compile(r"[\s　*]+")  # and what Markdown sets in bold


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell, or the words that name a row."""

    start: int  # code points of the document's text
    end: int
    words: str  # without blanks
    column: Column = ()
    headers: tuple[Span, ...] = ()  # where the words over it stand
    proposition: str = ""  # id; of a cell that holds sentences, of the first of them


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: what names it, the outermost first, and its cells, the names among them."""

    labels: tuple[Cell, ...]
    cells: tuple[Cell, ...]

    @property
    def sums(self) -> bool:
        """Whether it sums up or averages others, so that it is none of what is counted."""
        return any(sums_rows(label.words) for label in self.labels)

    def under(self, column: Column) -> Cell | None:
        """The cell of a column."""
        return next((cell for cell in self.cells if cell.column == column), None)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same words."""

    document: Document
    captions: tuple[str, ...]  # over the table or some of its rows, without blanks
    columns: tuple[Column, ...]  # as they are first met
    rows: tuple[TableRow, ...]


def tables_of(document: Document, propositions: Sequence[Proposition]) -> list[Table]:
    """The tables of a document, of all its propositions, in reading order.

    A row is a line of the layout; rows are of one table that stand together and share words over a column.
    """
    rows: dict[int, list[Proposition]] = {}
    for p in propositions:
        if p.kind == "cell" or _over(p):
            rows.setdefault(document.text.rfind("\n", 0, p.start) + 1, []).append(p)
    groups: list[list[int]] = []
    columns: set[str] = set()
    for line in sorted(rows):
        words = {_bare(document, part) for p in rows[line] for part in _over(p)}
        if not words:
            continue  # a caption
        near = bool(groups) and document.text.count("\n", groups[-1][-1], line) <= APART + 1
        if near and 2 * len(words & columns) > len(words):
            groups[-1].append(line)
            columns |= words
        else:
            groups.append([line])
            columns = words
    return [_table(document, [rows[line] for line in group]) for group in groups]


def turned(table: Table) -> Table:
    """The table with its columns as rows, for one whose columns are what is compared."""
    rows = []
    for column in table.columns:
        cells = [(row, cell) for row in table.rows if (cell := row.under(column)) and cell not in row.labels]
        if cells:
            head = cells[0][1].headers[-1]
            label = Cell(*head, "·".join(column))
            rows.append(TableRow((label,), tuple(_turned(row, cell) for row, cell in cells)))
    columns = tuple(dict.fromkeys(cell.column for row in rows for cell in row.cells))
    return Table(table.document, table.captions, columns, tuple(rows))


def _turned(row: TableRow, cell: Cell) -> Cell:
    headers = tuple((label.start, label.end) for label in row.labels)
    column = tuple(label.words for label in row.labels)
    return Cell(cell.start, cell.end, cell.words, column, headers, cell.proposition)


def _table(document: Document, lines: Sequence[Sequence[Proposition]]) -> Table:
    captions = (_bare(document, c) for line in lines for p in line for c in p.carried if c.role == "caption")
    rows = tuple(row for line in lines if not _repeats_headers(row := _row(document, line)))
    columns = dict.fromkeys(cell.column for row in rows for cell in row.cells if cell.column)
    return Table(document, tuple(dict.fromkeys(captions)), tuple(columns), rows)


def _repeats_headers(row: TableRow) -> bool:
    """Whether a row is the headers again, as on a further page."""
    under = [cell for cell in row.cells if cell.column]
    return 2 * sum(cell.words in "".join(cell.column) for cell in under) > len(under)


def _row(document: Document, line: Sequence[Proposition]) -> TableRow:
    cells = tuple(_cells(document, line))
    named = sorted({(c.start, c.end) for p in line for c in p.carried if c.role in ("row", "group")})
    begin = document.text.rfind("\n", 0, line[0].start) + 1
    labels = [
        next((cell for cell in cells if (cell.start, cell.end) == span), None)
        or Cell(*span, _BLANKS.sub("", document.text[slice(*span)]))
        for span in named
        if span[0] >= begin
    ]
    return TableRow(tuple(labels) or cells[:1], cells)


def _cells(document: Document, line: Sequence[Proposition]) -> Iterator[Cell]:
    """A cell for each place under a column; the clauses of a cell of sentences are one."""
    parts: dict[tuple[Span, ...], list[Proposition]] = {}
    for p in line:
        over = tuple((c.start, c.end) for c in _over(p))
        if over or p.kind == "cell":
            parts.setdefault(over or ((p.start, p.end),), []).append(p)
    for pieces in parts.values():
        start, end = min(p.start for p in pieces), max(p.end for p in pieces)
        headers = tuple((c.start, c.end) for c in _over(pieces[0]))
        column = tuple(_bare(document, c) for c in _over(pieces[0]))
        words = _BLANKS.sub("", document.text[start:end])
        yield Cell(start, end, words, column, headers, pieces[0].id)


def _over(p: Proposition) -> list[Carried]:
    return [part for part in p.carried if part.role == "column"]


def _bare(document: Document, part: Carried) -> str:
    return _BLANKS.sub("", document.text[part.start : part.end])
