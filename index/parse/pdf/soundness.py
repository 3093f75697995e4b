"""Whether a page of a PDF is a picture: without text of its own, or with text that says nothing."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from index.parse.pages import Letter

COVER = 0.5  # share of a page that pictures cover when it is a scan
FEW = 40  # letters a program may print on a scan: a page number, a stamp of the scanner
UNSOUND = 0.3  # share of letters that stand for nothing, from which a text layer is garbled


def is_picture(page: Any, letters: Sequence[Letter]) -> bool:
    """Whether the page has to be recognised; ``letters`` are those a reader sees."""
    shown = [letter.text for letter in letters if not letter.text.isspace()]
    if len(shown) < FEW and _covered(page) >= COVER:
        return True
    return bool(shown) and sum(map(_is_unsound, shown)) >= UNSOUND * len(shown)


def _is_unsound(letter: str) -> bool:
    """Private use, unassigned, a replacement or a control: what a font without a table of letters gives."""
    return letter == "\ufffd" or unicodedata.category(letter[0]) in ("Co", "Cn", "Cs", "Cc")


def _covered(page: Any) -> float:
    """The share of the page under pictures, 0..1."""
    from pypdfium2 import PdfiumError, raw

    width, height = page.get_size()
    covered = 0.0
    try:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = item.get_bounds()
            wide = min(right, width) - max(left, 0.0)
            tall = min(top, height) - max(bottom, 0.0)
            covered += max(wide, 0.0) * max(tall, 0.0)
    except PdfiumError:  # a damaged object ends the list
        pass
    return min(covered / (width * height), 1.0) if width * height else 0.0
