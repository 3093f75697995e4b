"""What the rows of one table answer together: extremes, rows with a value, rows over a bound, sums, counts.

    tables = tables_of(document, store.propositions_of(document.id))         # of a candidate's document
    answer = picked(question, [(table, frame_of(entries, document.text)) for table in tables])

``entries`` are the document's of the catalogue, ``frame_of`` is ``rag.answering.collection``'s. ``answer``
is None where no column, or more than one, is meant, or where a word of the question is said nowhere of the
table. Else for each row its ``names`` (what it is called by) and ``cells`` (what shows it, with ``headers``);
``said`` names the operation, and ``complete`` is false where cells are empty. Whoever knows column and
operation calls ``operate(table, column, operation)`` itself; ``turned(table)`` compares columns instead of
rows. Rows of sums and averages are never among the rows.

rows.py   cell propositions -> tables        operations.py   what is picked or counted over a column
columns.py   which column is meant           wanted.py       what a question wants of a table
said.py      whether the words of a question are said of a table
wording.py   a question -> the rows it asks for
"""

from rag.answering.tables.operations import Bound, Operation, Picked, operate
from rag.answering.tables.rows import Cell, Column, Table, TableRow, tables_of, turned
from rag.answering.tables.wording import asks_rows, picked

__all__ = [
    # operations
    "Bound",
    "Operation",
    "Picked",
    "operate",
    # rows
    "Cell",
    "Column",
    "Table",
    "TableRow",
    "tables_of",
    "turned",
    # wording
    "asks_rows",
    "picked",
]
