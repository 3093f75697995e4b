"""PDF files with a text layer -> lines; what all pages have in common is in pages/.

document.py    the file, its pages one after the other
letters.py     a page's letters; ink.py, which of them are seen
rules.py       the lines drawn on a page
"""

from index.parse.pdf.document import read_pdf

__all__ = ["read_pdf"]
