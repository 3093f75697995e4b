"""文库: documents listed, looked at before they are stored, described, removed."""

from ui.library.library import Shelves
from ui.library.shelf import Shelf, discard

__all__ = [
    # library
    "Shelves",
    # shelf
    "Shelf",
    "discard",
]
