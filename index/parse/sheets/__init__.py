"""Spreadsheets -> lines.

workbook.py        .xlsx and .csv: titles, and the rows of each table
marks.py           merged cells, hidden rows and columns, formulas without a value
number_formats.py  a number and its format -> the words that the sheet shows
"""

from index.parse.sheets.workbook import read_csv, read_xlsx

__all__ = ["read_csv", "read_xlsx"]
