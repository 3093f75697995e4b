"""Web pages -> lines.

page.py       the tree, walked in reading order
styles.py     what a reader sees of an element: colours, sizes, hidden parts
tables.py     tables as grids, and tables that only lay a page out
controls.py   the numbers of lists, the controls of forms, pictures
furniture.py  lines that belong to the site, and what of the rest is a heading
"""

from index.parse.web.page import read_html

__all__ = ["read_html"]
