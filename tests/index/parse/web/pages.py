"""Pages as their reader sees them, for the tests beside this file."""

from index.parse.web import read_html


def read(body, head=""):
    """What is read of a page with this body."""
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read_html("a.html", page.encode())


def words(body, head=""):
    """Its lines as laid out."""
    return [line.printed for line in read(body, head).lines]
