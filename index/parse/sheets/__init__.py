"""Spreadsheets -> lines.

workbook.py        .xlsx and .csv: titles, and the rows of each table
marks.py           merged cells, hidden rows and columns, formulas without a value
number_formats.py  a number and its format -> the words that the sheet shows
"""

from index.parse.sheets.number_formats import shown as number_shown
from index.parse.sheets.workbook import csv_rows, read_csv, read_xlsx, xlsx_rows

__all__ = [
    # number_formats
    "number_shown",
    # workbook
    "csv_rows",
    "read_csv",
    "read_xlsx",
    "xlsx_rows",
]
