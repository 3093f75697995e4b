"""How a paragraph of a slide is set off: by a bullet, by a number, or not at all, as it inherits it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.parse.numbers import numeral

LEVELS = 9
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_NONE, _SIGNS, _NUMBERS = f"{_A}buNone", (f"{_A}buChar", f"{_A}buBlip"), f"{_A}buAutoNum"
# Beginnings of the names of number schemes, and how they count.
_FORMS = (
    ("arabic", "decimal"), ("alphaLc", "lowerLetter"), ("alphaUc", "upperLetter"), ("romanLc", "lowerRoman"),
    ("romanUc", "upperRoman"), ("circle", "decimalEnclosedCircle"), ("ea1", "chineseCounting"),
)  # fmt: skip
_AROUND = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Minus": ("-", "-")}


@dataclass
class Counter:
    """How far the numbers of one text frame have counted, by level."""

    counts: dict[int, tuple[str, int]] = field(default_factory=dict)  # level -> scheme, number

    def label(self, mark: Any, level: int) -> str:
        """The number before a paragraph; "" for a bullet. ``mark`` is None where there is neither."""
        self.counts = {depth: count for depth, count in self.counts.items() if depth <= level}
        if mark is None or mark.tag != _NUMBERS:
            self.counts.pop(level, None)
            return ""
        scheme, start = mark.get("type", ""), mark.get("startAt", "1")
        before = self.counts.get(level)
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        number = before[1] + 1 if before and before[0] == scheme else first
        self.counts[level] = (scheme, number)
        form = next((form for begins, form in _FORMS if scheme.startswith(begins)), "decimal")
        before_it, after = next((a for end, a in _AROUND.items() if scheme.endswith(end)), ("", ""))
        after = "、" if form == "chineseCounting" and after == "." else after
        return before_it + numeral(number, form) + after


def level_of(paragraph: Any) -> int:
    """How deep a paragraph stands, from 0."""
    properties = paragraph.find(f"{_A}pPr")
    said = "0" if properties is None else properties.get("lvl", "0")
    return min(int(said), LEVELS - 1) if said.isdecimal() and len(said) < 4 else 0


def mark_of(paragraph: Any, styles: list[Any]) -> Any:
    """The bullet or number of a paragraph: its own, else that of the first list style that says one.

    Args:
        paragraph: an ``a:p``.
        styles: list styles (``a:lstStyle`` and the like), the nearest first.

    Returns:
        The element that says it; None without a bullet or number.

    """
    name = f"{_A}lvl{level_of(paragraph) + 1}pPr"
    levels = [paragraph.find(f"{_A}pPr"), *(style.find(name) for style in styles)]
    for properties in levels:
        for child in () if properties is None else properties:
            if child.tag == _NONE:
                return None
            if child.tag in _SIGNS or child.tag == _NUMBERS:
                return child
    return None


def list_styles(shape: Any, slide: Any) -> list[Any]:
    """The list styles of a shape's text, the nearest first: its own, its layout's, its master's."""
    found = list(_own_style(shape._element))
    if not shape.is_placeholder:
        return found
    layout, master = slide.slide_layout, slide.slide_layout.slide_master
    kind, place = shape.placeholder_format.type, shape.placeholder_format.idx
    same = [p for p in layout.placeholders if p.placeholder_format.idx == place]
    for base in same[:1]:
        kind = base.placeholder_format.type
        found += _own_style(base._element)
    for base in [p for p in master.placeholders if p.placeholder_format.type == kind][:1]:
        found += _own_style(base._element)
    title = kind is not None and "TITLE" in kind.name and "SUB" not in kind.name
    styles = master._element.find(f"{_P}txStyles/{_P}{'titleStyle' if title else 'bodyStyle'}")
    return found if styles is None else [*found, styles]


def _own_style(element: Any) -> Iterator[Any]:
    style = element.find(f"{{*}}txBody/{_A}lstStyle")
    if style is not None:
        yield style
