"""One shape of a slide -> its lines: words, a table, a chart, SmartArt; what is none of these is counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chinese import is_header_like
from index.parse.layout import Hidden, Line
from index.parse.slides.bullets import list_styles
from index.parse.slides.charts import chart_rows, chart_title, diagram_items
from index.parse.slides.grounds import white_on
from index.parse.slides.placing import Placed
from index.parse.slides.text import A, frame_lines, paragraph_words
from index.parse.tables import GridCell, table_lines

FURNITURE = ("SLIDE_NUMBER", "DATE", "FOOTER", "HEADER")  # kinds of placeholders
MEASURES = {"图": "幅", "音频或视频": "段"}


@dataclass
class Story:
    """A deck while it is read: what was left out, and how many tables it has so far."""

    hidden: Hidden = field(default_factory=Hidden)
    lost: Counter[str] = field(default_factory=Counter)
    tables: int = 0


def kind_of(shape: Any) -> str:
    """The kind of a placeholder; "" for another shape."""
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    return kind.name if kind is not None else ""


def says(shape: Any) -> bool:
    """Whether a shape may have words for the text."""
    if kind_of(shape) in FURNITURE:
        return False
    return bool(shape.has_text_frame and shape.text_frame.text.strip()) or _is_frame(shape)


def is_hidden(shape: Any) -> bool:
    """Whether a shape is not shown."""
    named = next(shape._element.iter("{*}cNvPr"), None)
    return named is not None and named.get("hidden") in ("1", "true")


def _is_frame(shape: Any) -> bool:
    return str(shape._element.tag).endswith("}graphicFrame")


def count_pictures(shape: Any, story: Story) -> None:
    """Note a picture, a sound or a film."""
    if str(shape._element.tag).endswith("}pic"):
        media = next(shape._element.iter("{*}videoFile", "{*}audioFile", "{*}wavAudioFile"), None)
        story.lost["图" if media is None else "音频或视频"] += 1


def shape_lines(
    each: Placed, slide: Any, shapes: list[Placed], story: Story, page: int, level: int
) -> Iterator[Line]:
    """The lines of a shape.

    Args:
        each: the shape.
        slide: it stands on.
        shapes: all of the slide.
        story: of the deck.
        page: the slide's number, 1-based.
        level: of headings that a table's rows may be.

    """
    shape = each.shape
    if shape.has_text_frame:
        white = white_on(each, slide, shapes)
        yield from frame_lines(shape.text_frame._txBody, list_styles(shape, slide), page, story.hidden, white)
    elif getattr(shape, "has_table", False):
        story.tables += 1
        yield from table_lines(_cells(shape.table, story.hidden), story.tables, page=page, level=level)
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape, story, page)
    elif (items := _diagram(shape, page)) is not None:
        yield from items
    else:
        known = next(shape._element.iter("{*}oleObj"), None) is not None
        story.lost["嵌入对象" if known else "图表"] += 1


def _chart(shape: Any, story: Story, page: int) -> Iterator[Line]:
    try:
        rows, title = chart_rows(shape.chart), chart_title(shape.chart)
    except KeyError:  # its part is missing
        rows, title = [], ""
    if not rows:
        story.lost["图表"] += 1
        return
    story.tables += 1
    if title.strip():
        yield Line(title, page=page, kind="caption", table=story.tables)
    yield from (Line("", page=page, kind="row", table=story.tables, cells=cells) for cells in rows)


def _diagram(shape: Any, page: int) -> list[Line] | None:
    """The items of a SmartArt; None for what is none, or for one whose part is missing or damaged."""
    try:
        return diagram_items(shape, page)
    except (KeyError, SyntaxError):  # lxml's errors are of the second
        return None


def _cells(table: Any, hidden: Hidden) -> Iterator[GridCell]:
    """The cells of a table, merged ones once."""
    height, width = len(table.rows), len(table.columns)
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            if cell.is_spanned:
                continue
            words = "\n".join(_cell_words(cell, hidden))
            # No cell reaches out of its table, whatever it says.
            tall = min(cell.span_height, height - row) if cell.is_merge_origin else 1
            wide = min(cell.span_width, width - column) if cell.is_merge_origin else 1
            yield GridCell(row, column, words, tall, wide, is_header_like(words) and _is_bold(cell))


def _cell_words(cell: Any, hidden: Hidden) -> Iterator[str]:
    for paragraph in cell.text_frame._txBody.iterfind(f"{A}p"):
        words = paragraph_words(paragraph, hidden, lambda properties: False)
        yield from (line for part in words.split("\n") if (line := " ".join(hidden.cleaned(part).split())))


def _is_bold(cell: Any) -> bool:
    runs = [run for p in cell.text_frame.paragraphs for run in p.runs if run.text.strip()]
    return bool(runs) and all(run.font.bold for run in runs)
