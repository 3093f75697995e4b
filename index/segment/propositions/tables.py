"""Rows and forms -> propositions: every cell with its row, its columns, its group and its caption. Pure."""

from dataclasses import dataclass, field, replace

from chinese import (
    is_figure_name,
    is_measure_line,
    is_organisation,
    is_total,
    names_form_subject,
    read_numbering,
    split_sentences,
)
from index.records import Block, Carried, Cell, Proposition, Span, Value
from index.segment.propositions.context import Context, in_order, words_of
from index.segment.propositions.line import Line
from index.segment.propositions.prose import Prose
from index.segment.propositions.values import values_of

TELLS = 30  # code points from which a cell that holds a sentence is read as prose
_PART = "其中"


@dataclass
class TableReader:
    """Reads the rows of one body one after the other, and remembers what stands over them."""

    prose: Prose
    number: int = 0  # of the table that is being read
    captions: list[Span] = field(default_factory=list)  # over its first row
    last: str = ""  # the last of them as printed
    group: Span | None = None  # the lone words over the rows that follow
    rows: int = 0
    measure: Span | None = None  # 单位：万元 right above
    subject: Span | None = None  # whose form it is: what stands in its first blank

    def measured(self, block: Block) -> None:
        """A paragraph that says in which unit the table right below it counts."""
        words = self.prose.context.document.text[block.start : block.end]
        if is_measure_line(words):
            self.measure = (block.start, block.end)

    def caption(self, block: Block, start: int, end: int) -> None:
        """A title over a table, or over some of its rows."""
        self._enter(block.table)
        context = self.prose.context
        words = words_of(context.document.text, start, end)
        self.prose.marks.append((start, words[0]))
        carried = in_order([*context.carried(), *self._over()], words)
        self.prose.propositions.append(self._proposition(words, carried, ()))
        if not block.table and is_figure_name(context.document.text[start:end]):
            return  # a picture's title stands over no table
        if not self.rows:
            self.captions.append(words)
            self.last = context.document.text[start:end]
            return
        self.group = words
        if self.captions and _alike(self.last, context.document.text[start:end]):
            self.captions.pop()  # the first of several over some of the rows each, not over all of them

    def row(self, block: Block) -> None:
        """A row, or a blank of a form: a proposition for every cell."""
        self._enter(block.table)
        self.rows += 1
        if block.kind == "field":
            self.group = None  # it stood over the rows inside the form
        self._drop_headers(block)
        for cell in block.cells:
            self._cell(block, cell)

    def _drop_headers(self, row: Block) -> None:
        """A line of headers is neither a title nor a statement: each cell carries its own."""
        headers = [header for cell in row.cells for header in cell.headers]
        lines = {span for span in self.captions if any(span[0] <= h[0] and h[1] <= span[1] for h in headers)}
        if lines:
            self.captions = [span for span in self.captions if span not in lines]
            kept = [p for p in self.prose.propositions if (p.start, p.end) not in lines]
            self.prose.propositions[:] = kept

    def interrupt(self) -> None:
        """Text comes between: a caption that names no table stood over nothing that follows."""
        self.measure = None
        if not self.number:
            self.captions = []

    def _enter(self, number: int) -> None:
        # A caption without a table stands over the one that follows it.
        if number != self.number:
            if self.number:
                self.captions = []
            self.number, self.group, self.rows, self.subject = number, None, 0, None
            if self.measure:
                self.captions.append(self.measure)
                self.measure = None

    def _over(self) -> list[Carried]:
        over = [Carried("caption", *span) for span in self.captions]
        return over + ([Carried("group", *self.group)] if self.group else [])

    def _cell(self, block: Block, cell: Cell) -> None:
        context, span = self.prose.context, (cell.start, cell.end)
        leans = [*self._over(), *self._about(block, cell)]
        leans += [
            Carried("group" if other.group else "row", other.start, other.end)
            for other in block.cells
            if other is not cell and (other.label or (other.group and _outside(other, cell)))
        ]
        leans += [Carried("column", *header) for header in cell.headers]
        if self._tells(span):
            self._told(block, span, leans)
            return
        text = context.document.text
        base = [part for part in context.carried() if part.role != "unit" or not self._names_units(block)]
        carried = in_order([*base, *leans], span)
        line = Line(text[cell.start : cell.end], cell.start)
        whole = any(other.label and is_total(text[other.start : other.end]) for other in block.cells)
        part = any(text.startswith(_PART, *header) for header in cell.headers)
        values = values_of(line, (0, cell.end - cell.start), part)
        if whole:
            values = tuple(replace(value, role="total") for value in values)
        self.prose.propositions.append(self._proposition(span, carried, values))

    def _about(self, block: Block, cell: Cell) -> list[Carried]:
        """Whom or what a form is about, as its first blank says, for all blanks after that one."""
        if self.subject:
            return [Carried("subject", *self.subject)]
        text = self.prose.context.document.text
        named = any(names_form_subject(text[slice(*header)]) for header in cell.headers)
        if named and block.kind == "field" and self.rows == 1:
            self.subject = (cell.start, cell.end)
        return []

    def _names_units(self, block: Block) -> bool:
        """Whether a row is of another unit than the one whose table it is."""
        text = self.prose.context.document.text
        return any(cell.label and is_organisation(text[cell.start : cell.end]) for cell in block.cells)

    def _tells(self, span: Span) -> bool:
        words = self.prose.context.document.text[slice(*span)]
        return len(words) >= TELLS or len(split_sentences(words)) > 1

    def _told(self, block: Block, span: Span, leans: list[Carried]) -> None:
        """A cell of sentences: its clauses lean on the row and the column too."""
        inner = Prose(replace_table(self.prose.context, tuple(leans)))
        inner.line(replace(block, kind="paragraph", marker=0, cells=()), *span)
        self.prose.propositions += inner.propositions
        self.prose.marks += inner.marks

    def _proposition(
        self, span: Span, carried: tuple[Carried, ...], values: tuple[Value, ...]
    ) -> Proposition:
        context = self.prose.context
        return Proposition(context.document.id, context.case_order, "cell", *span, carried, values)


def _outside(group: Cell, cell: Cell) -> bool:
    """Whether a cell that stands for several rows stands for those of ``cell`` too."""
    return not cell.group or group.column < cell.column


def replace_table(context: Context, table: tuple[Carried, ...]) -> Context:
    """The same context inside a cell, where no item above goes on."""
    return replace(context, table=table, items=[], headings=list(context.headings))


def _alike(above: str, below: str) -> bool:
    """Whether two captions are of one series: 第一组…, 第二组…; 常设服务队, 应急服务队."""
    if read_numbering(above)[0] != read_numbering(below)[0]:
        return False
    return bool(read_numbering(above)[0]) or above[:1] == below[:1] or above[-2:] == below[-2:]
