"""Tables of any format -> lines: every row a record, each cell beside the headers of its column.

grid.py     the cells on a grid, merged ones in all their places; what of it is header, label, form
headers.py  how much a row looks like a header; keys.py, which columns name rows and groups of them
blocks.py   several tables in one grid
lines.py    the grid -> lines; the tables of one sheet
"""

from index.parse.tables.grid import Grid, GridCell
from index.parse.tables.lines import regions, table_lines

__all__ = ["Grid", "GridCell", "regions", "table_lines"]
