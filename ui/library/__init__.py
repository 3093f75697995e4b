"""文库: documents listed, looked at before they are stored, described, removed."""

from ui.library.kept_shelves import KeptShelves, waiting_folder
from ui.library.library import Shelves
from ui.library.shelf import Shelf, left

__all__ = [
    # kept_shelves
    "KeptShelves",
    "waiting_folder",
    # library
    "Shelves",
    # shelf
    "Shelf",
    "left",
]
