"""The made-up documents as .docx."""

import io

from docx import Document

from tests.support.files.six_documents import Head, Table


def word(blocks):
    """Headings by their styles, tables with merged cells."""
    document = Document()
    for block in blocks:
        if isinstance(block, Head):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Table):
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for row, column, words, tall, wide in block.cells():
                cell = table.cell(row, column)
                if tall > 1 or wide > 1:
                    cell = cell.merge(table.cell(row + tall - 1, column + wide - 1))
                cell.text = words
        else:
            document.add_paragraph(block.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
