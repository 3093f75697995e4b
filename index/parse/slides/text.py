"""The paragraphs of a text frame -> lines, with their bullets as items; the words in a paragraph."""

from collections.abc import Iterator
from typing import Any

from index.parse.layout import Hidden, Line
from index.parse.slides.bullets import Counter, level_of, mark_of
from index.parse.word import linear

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_ENDED = "。！？；"
_TINY = 200  # hundredths of a point: letters of this size and less are not meant to be read
_COUNTED = ("slidenum", "datetime")  # fields that say nothing of the text


def frame_lines(body: Any, styles: list[Any], page: int, hidden: Hidden, white: Any) -> Iterator[Line]:
    """The lines of a text body.

    Items are numbered, or deeper than the first level, or phrases: whole sentences that a template sets off
    by bullets are paragraphs, as on paper.

    Args:
        body: the ``txBody`` element.
        styles: its list styles, the nearest first.
        page: the slide's number, 1-based.
        hidden: counts what nobody sees.
        white: says of a run whether it is white on white.

    """
    counter = Counter()
    for paragraph in body.iterfind(f"{A}p"):
        words = paragraph_words(paragraph, hidden, white)
        said = [line for part in words.split("\n") if (line := " ".join(hidden.cleaned(part).split()))]
        if not said:
            continue
        level, mark = level_of(paragraph), mark_of(paragraph, styles)
        label = counter.label(mark, level)
        sentence = not level and not label and said[0][-1] in _ENDED
        if mark is None or sentence:
            yield from (Line(line, page=page) for line in said)
            continue
        yield Line(label + said[0], level + 1, page, "item", len(label))
        yield from (Line(line, page=page) for line in said[1:])


def paragraph_words(paragraph: Any, hidden: Hidden, white: Any) -> str:
    """What a paragraph says, a line break where it has one; slide numbers and dates left out."""
    words = ""
    for child in paragraph:
        if child.tag == f"{A}br":
            words += "\n"
        elif child.tag == f"{A}r" or (
            child.tag == f"{A}fld" and not child.get("type", "").startswith(_COUNTED)
        ):
            words += _run(child, hidden, white)
        elif isinstance(child.tag, str) and (math := list(child.iter(_MATH))):
            words += "".join(map(linear, math))
    return words


def _run(run: Any, hidden: Hidden, white: Any) -> str:
    words = run.findtext(f"{A}t") or ""
    words = words.replace("\v", "\n").replace("_x000B_", "\n")
    properties = run.find(f"{A}rPr")
    size = "" if properties is None else properties.get("sz", "")
    if size.isdecimal() and int(size) <= _TINY:
        hidden.drop("极小的文字", words)
        return ""
    if properties is not None and white(properties):
        hidden.drop("白色文字", words)
        return ""
    return words
