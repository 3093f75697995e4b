"""核查: a draft checked in the background, looked at and exported."""

from ui.checking.check import AT_ONCE, WORD, Checks
from ui.checking.render import file_html, upload_html

__all__ = [
    # check
    "AT_ONCE",
    "Checks",
    "WORD",
    # render
    "file_html",
    "upload_html",
]
