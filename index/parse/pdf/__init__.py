"""PDF files with a text layer -> lines.

document.py    the file, its pages one after the other
letters.py     a page's letters, turned upright; ink.py, which of them are seen
rules.py       the lines drawn on a page
tables.py      ruled tables
columns.py     the columns of a page, in reading order
paragraphs.py  margins taken out, wrapped lines joined
"""

from index.parse.pdf.document import read_pdf

__all__ = ["read_pdf"]
