"""A PDF page's letters as a reader sees them: upright, with their places; those nobody sees left out."""

import ctypes
from collections.abc import Iterable
from math import hypot, isfinite
from typing import Any
from unicodedata import east_asian_width

from chinese import unified
from index.parse.layout import Hidden
from index.parse.pages import SLANTED, Glyph, Letter, Turn, quarters, upright
from index.parse.pdf.ink import Ink


def page_letters(page: Any, text: Any, hidden: Hidden) -> tuple[list[Letter], Turn]:
    """The letters of a page, and how it was turned.

    Args:
        page: pypdfium2's PdfPage.
        text: its PdfTextPage.
        hidden: counts the letters that are left out.

    """
    width, height = page.get_width(), page.get_height()
    if page.get_rotation() in (90, 270):  # the sizes are those of the page as shown
        width, height = height, width
    return upright(list(_glyphs(page, text, hidden)), width, height)


def _glyphs(page: Any, text: Any, hidden: Hidden) -> Iterable[Glyph]:
    from pypdfium2 import raw

    ink = Ink(page, text)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, at) or 0xFFFD)
        if char in "\r\n" or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, ctypes.byref(x), ctypes.byref(y))
        if why := ink.unseen(at, box.left, y.value):
            hidden.drop(why, char)
            continue
        raw.FPDFText_GetMatrix(text, at, matrix)
        turns = quarters(matrix.a, matrix.b)
        if turns is None:
            hidden.drop(SLANTED, char)
            continue
        if char := hidden.cleaned(char.replace("\ufffe", "-").replace("\x02", "-")):
            points, char = raw.FPDFText_GetFontSize(text, at), unified(char)
            wide = points * hypot(matrix.a, matrix.b) if east_asian_width(char[0]) in "WF" else 0.0
            size = points * (hypot(matrix.c, matrix.d) or 1.0)
            edges = (box.left, box.bottom, box.right, box.top)
            if not all(map(isfinite, (*edges, x.value, y.value, size, wide))):
                continue  # damaged
            yield Glyph(char, edges, (x.value, y.value), size, wide, turns)
