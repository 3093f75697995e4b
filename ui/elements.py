"""Pieces of HTML that several tabs put beside their own. Pure."""

from ui.templating import render


def note_html(words: str) -> str:
    """One line above what it is about: why something was not done, or that it was; "" for no words."""
    return render("note.html", words=words)
