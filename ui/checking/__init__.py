"""核查: a draft checked in the background, looked at and exported."""

from ui.checking.check import WORD, Checks
from ui.checking.render import upload_html
from ui.checking.sample import Sample

__all__ = [
    # check
    "Checks",
    "WORD",
    # render
    "upload_html",
    # sample
    "Sample",
]
