"""OFD files (GB/T 33190, a zip of XML) -> lines; what all pages have in common is in pages/.

document.py    the file: its documents, the version in force of each, what is left out
container.py   the members of the zip
outline.py     the headings that bookmarks and tags name
sheet.py       what is drawn on a page: templates and content
resources.py   composite objects, looks, colours
text.py        text objects -> letters
drawing.py     matrices, paths
arrays.py      lists of numbers, with repetitions
"""

from index.parse.ofd.document import read_ofd

__all__ = ["read_ofd"]
