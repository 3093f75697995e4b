"""Questions that offices have in Word and Excel files -> questions of the bank, and what was wrong.

records.py     what is read of a question before it is checked, and what is reported
text.py        lines of a Word or text file -> raw questions
sheet.py       rows of a spreadsheet -> raw questions
markers.py     numbers, letters and field names as people write them
checking.py    a raw question -> a question, or what is wrong with it
reading.py     a file -> all of it
templates.py   empty files to fill in
"""

from rag.question_files.checking import Home, Sources
from rag.question_files.reading import FORMATS, LARGEST, MOST, read_questions
from rag.question_files.records import Fault, FileReading, ReadQuestion
from rag.question_files.templates import excel_template, word_template

__all__ = [
    # checking
    "Home",
    "Sources",
    # reading
    "FORMATS",
    "LARGEST",
    "MOST",
    "read_questions",
    # records
    "Fault",
    "FileReading",
    "ReadQuestion",
    # templates
    "excel_template",
    "word_template",
]
