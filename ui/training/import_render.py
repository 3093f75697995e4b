"""题目导入 as HTML. Pure."""

from collections.abc import Sequence

from people.papers import shown_points
from rag.question_files import FileReading
from ui.templating import render

MB = 2**20


def import_html(formats: Sequence[str], largest: int) -> str:
    """Choosing a file, and templates to fill in."""
    return render("training/import.html", formats=formats, largest=largest, megabytes=largest // MB)


def preview_html(name: str, reading: FileReading, token: str) -> str:
    """What a file holds and what was wrong with it; nothing of it is stored yet."""
    return render(
        "training/import_preview.html", name=name, reading=reading, token=token, points=shown_points
    )


def taken_html(name: str, new: int, known: int) -> str:
    """What was stored."""
    return render("training/import_taken.html", name=name, new=new, known=known)
