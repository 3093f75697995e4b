"""Pieces of HTML that several tabs share. Pure, everything from outside escaped."""

from html import escape

from index.records import Passage
from rag.records import Citation


def button(do: str, words: str, row: object = "", style: str = "") -> str:
    """A button that acts; ``row`` says on what."""
    kind = f' class="{style}"' if style else ""
    return f'<button type="button"{kind} data-do="{do}" data-id="{escape(str(row))}">{escape(words)}</button>'


def note_html(words: str) -> str:
    """One line above what it is about: why something was not done, or that it was."""
    return f'<p class="failure" role="alert">{escape(words)}</p>' if words else ""


def opens(source: Citation | Passage) -> str:
    """The attributes of a button that opens a source's words in the source panel."""
    place = f'data-start="{source.start}" data-end="{source.end}" data-paragraph="{source.paragraph}"'
    return f'data-open="{escape(source.document_id)}" {place}'
