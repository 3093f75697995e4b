"""Mails and zip files -> the documents in them, one level deep, each in a file of its own.

opening.py  the parent's side: checks, the child, what it wrote
worker.py   the child that takes a container apart
parcel.py   what may be taken out of one, and under which name
archive.py  .zip
mail.py     .eml; outlook.py, .msg; letter.py, the body of either as a document
"""

from index.parse.containers.opening import Contents, Packed, open_container

__all__ = ["Contents", "Packed", "open_container"]
