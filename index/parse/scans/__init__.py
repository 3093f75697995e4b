"""Pages without text, and pictures: read by OCR, page by page, in a bounded child of their own.

records.py     what is recognised on a page
engine.py      an upright page's picture -> lines, by RapidOCR's models
picture.py     a page's picture made ready: the right way up, level, without its seals
ruling.py      the lines drawn on a picture
punctuation.py signs as Chinese print has them
worker.py      the child: one page after the other; pages.py, a file's pages as pictures
recognition.py the child's parent: progress, cancel
keeping.py     what was recognised before, and what a person corrected of it
letters.py     recognised lines -> letters on a page, for the geometry of pdf/
document.py    recognised pages among pages of text -> lines
placing.py     where recognised lines came to stand in the text
page_image.py  a page's picture to be looked at; image_worker.py, the child that draws it
notices.py     what a user is told of recognised pages, and of those that could not be
"""

from index.parse.scans.keeping import VERSION, KeptPages
from index.parse.scans.page_image import page_image
from index.parse.scans.placing import DOUBTFUL
from index.parse.scans.recognition import Cancelled, ScanProgress, Scans, quiet
from index.parse.scans.records import RecognisedLine, RecognisedPage

__all__ = [
    # keeping
    "VERSION",
    "KeptPages",
    # page_image
    "page_image",
    # placing
    "DOUBTFUL",
    # recognition
    "Cancelled",
    "ScanProgress",
    "Scans",
    "quiet",
    # records
    "RecognisedLine",
    "RecognisedPage",
]
