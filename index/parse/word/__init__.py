""".docx -> lines (.doc and .wps come through LibreOffice).

reader.py    the body: paragraphs, tables, text boxes; headers and footers by themselves
runs.py      the words of a paragraph; fields.py, symbols.py, equations.py: what stands in it for words
tables.py    tables as cells on a grid; lines.py: items and captions
styles.py    what styles say of paragraphs, letters and tables
grounds.py   white letters and what they stand on; colours.py: colours
"""

from index.parse.word.colours import is_paper, is_white, scheme_colour, shape_fill
from index.parse.word.equations import linear
from index.parse.word.lines import with_kinds
from index.parse.word.reader import margin_words, read_docx

__all__ = [
    # colours
    "is_paper",
    "is_white",
    "scheme_colour",
    "shape_fill",
    # equations
    "linear",
    # lines
    "with_kinds",
    # reader
    "margin_words",
    "read_docx",
]
