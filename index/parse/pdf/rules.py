"""The straight lines drawn on a PDF page."""

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from index.parse.pages import MAX_SEGMENTS, Box, Point, Rules, Turn, outline_edges, ruled


def page_rules(page: Any, turn: Turn) -> Rules:
    """The rules of a page, as it is turned. None for a page that is a drawing."""
    return ruled(_strokes(page), turn)


def _strokes(page: Any) -> Iterator[Box]:
    """The edges of what is drawn, and thin filled shapes, as boxes."""
    import pypdfium2
    from pypdfium2 import raw

    total = 0
    with suppress(pypdfium2.PdfiumError):  # a damaged object ends the list
        for item in page.get_objects(max_depth=1):
            if item.type != raw.FPDF_PAGEOBJ_PATH:
                continue
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
            total += raw.FPDFPath_CountSegments(item)
            if total > MAX_SEGMENTS or not (fill.value or stroke.value):
                continue
            for outline in _outlines(raw, item):
                yield from outline_edges(outline, stroked=bool(stroke.value))


def _outlines(raw: Any, item: Any) -> Iterator[list[Point]]:
    """The corners of each outline of a path, closed ones with the first again."""
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for number in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
