"""Tables of results -> a Word file, with the same words and numbers as the page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row

from rag.reports.word_document import blank_document, clean, number_pages

SMALL = Pt(9)
MARGIN = Cm(2)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table under its heading."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""  # under it


def tables_word(title: str, tables: Sequence[ReportTable], *, created: datetime) -> bytes:
    """The tables as a .docx, the page on its side: headings repeated, no row over two pages."""
    document = blank_document(title, created)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    number_pages(section)
    document.add_heading(clean(title), 0)
    for table in tables:
        _add(document, table)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _add(document: WordDocument, table: ReportTable) -> None:
    document.add_heading(clean(table.heading), 1)
    if not table.rows:
        document.add_paragraph("还没有内容。")
        return
    made = document.add_table(0, len(table.columns), "Table Grid")
    for at, values in enumerate((table.columns, *table.rows)):
        row = made.add_row()
        _mark(row, "w:cantSplit")
        if at == 0:
            _mark(row, "w:tblHeader")
        for cell, value in zip(row.cells, values, strict=True):
            run = cell.paragraphs[0].add_run(clean(str(value)))
            run.font.size, run.bold = SMALL, at == 0
            cell.paragraphs[0].paragraph_format.line_spacing = 1
    if table.note:
        document.add_paragraph().add_run(clean(table.note)).font.size = SMALL


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name, attrs={qn("w:val"): "true"}))
