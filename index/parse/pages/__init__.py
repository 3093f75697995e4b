"""What stands on a page -> its lines and tables in reading order. Pure; points, y from the foot.

letters.py     letters by printed line
turning.py     pages turned so that their lines run from left to right
rules.py       the straight lines drawn on a page
tables.py      ruled tables, cell by cell
columns.py     the columns of a page, in reading order
reading.py     a page's letters and rules -> its printed lines and tables
paragraphs.py  margins taken out, wrapped lines joined
"""

from index.parse.pages.letters import Letter, Point, line_words, lines_of
from index.parse.pages.paragraphs import MARGIN, Printed, paragraphs, without_margins
from index.parse.pages.reading import page_lines
from index.parse.pages.rules import MAX_SEGMENTS, Box, Rule, Rules, outline_edges, ruled
from index.parse.pages.tables import RuledTable, joined
from index.parse.pages.turning import SLANTED, Glyph, Turn, quarters, upright

__all__ = [
    # letters
    "Letter",
    "Point",
    "line_words",
    "lines_of",
    # paragraphs
    "MARGIN",
    "Printed",
    "paragraphs",
    "without_margins",
    # reading
    "page_lines",
    # rules
    "MAX_SEGMENTS",
    "Box",
    "Rule",
    "Rules",
    "outline_edges",
    "ruled",
    # tables
    "RuledTable",
    "joined",
    # turning
    "SLANTED",
    "Glyph",
    "Turn",
    "quarters",
    "upright",
]
