"""Which letters of a PDF page a reader sees: white ones only on a filled shape or a picture."""

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

_INVISIBLE = 3  # text render mode
_WHITE = 255
Box = tuple[float, float, float, float]  # left, bottom, right, top in points


class Ink:
    """One page's letters; what it knows of a run of them it asks PDFium once."""

    def __init__(self, page: Any, text: Any) -> None:
        """``page`` and ``text`` are pypdfium2's PdfPage and PdfTextPage."""
        self._page = page
        self._text = text
        self._runs: dict[int, str] = {}  # a text object's address -> why its letters are not seen
        self._grounds: list[Box] | None = None

    def unseen(self, at: int, left: float, bottom: float) -> str:
        """Why the letter ``at``, whose box begins there, is not seen, in Chinese; "" when it is."""
        from pypdfium2 import raw

        item = raw.FPDFText_GetTextObject(self._text, at)
        if not item:
            return ""
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        if key not in self._runs:
            self._runs[key] = self._why(raw, item, at)
        why = self._runs[key]
        return "" if why == "白色文字" and self._on_ground(left, bottom) else why

    def _why(self, raw: Any, item: Any, at: int) -> str:
        if raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
            return "隐藏文字"
        colours = [ctypes.c_uint() for _ in range(4)]
        if not raw.FPDFText_GetFillColor(self._text, at, *(ctypes.byref(c) for c in colours)):
            return ""
        red, green, blue, alpha = (c.value for c in colours)
        if alpha == 0:
            return "隐藏文字"
        return "白色文字" if min(red, green, blue) == _WHITE else ""

    def _on_ground(self, left: float, bottom: float) -> bool:
        """Whether something that is not white lies under a place, as under a table's head."""
        if self._grounds is None:
            self._grounds = list(_grounds(self._page))
        return any(x <= left <= right and y <= bottom <= top for x, y, right, top in self._grounds)


def _grounds(page: Any) -> Iterator[Box]:
    import pypdfium2
    from pypdfium2 import raw

    with suppress(pypdfium2.PdfiumError):  # a damaged object ends the list
        for item in page.get_objects(max_depth=1):
            picture, path = item.type == raw.FPDF_PAGEOBJ_IMAGE, item.type == raw.FPDF_PAGEOBJ_PATH
            if picture or (path and _is_coloured(raw, item)):
                yield item.get_bounds()


def _is_coloured(raw: Any, path: Any) -> bool:
    """Whether a path is filled with anything but white."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke)) or not mode.value:
        return False
    colours = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(path, *(ctypes.byref(c) for c in colours)):
        return False
    red, green, blue, alpha = (c.value for c in colours)
    return alpha > 0 and min(red, green, blue) < _WHITE
