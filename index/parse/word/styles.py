"""Word's styles: what each says of paragraphs, runs and the parts of tables, with what it is based on."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from index.parse.numbers import W
from index.parse.word.colours import letters, shading

_OFF = frozenset({"0", "false", "off", "none"})
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"title$|标题$|文档标题$", re.IGNORECASE)
_CAPTION = re.compile(r"caption|题注|图注|表题|图题|表名", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How letters and their ground look; what is not said is "" or None."""

    letters: str = ""  # colour
    ground: str = ""
    bold: bool | None = None
    font: str = ""

    def over(self, other: "Look") -> "Look":
        """What one look says, and where it says nothing what the other does."""
        bold = other.bold if self.bold is None else self.bold
        return Look(self.letters or other.letters, self.ground or other.ground, bold, self.font or other.font)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style, or the styles it is based on, says of its paragraphs, runs and tables."""

    level: int = 0  # of a heading; 0 for none
    title: bool = False
    caption: bool = False
    hidden: bool = False
    numbers: tuple[str, int] | None = None  # numId and level
    look: Look = Look()
    parts: dict[str, Look] = field(default_factory=dict)  # of a table: "firstRow", "band1Horz", …


NONE = Style()


def read_styles(root: Any) -> dict[str, Style]:
    """The styles of styles.xml by their ids; none when ``root`` is None."""
    if root is None:
        return {}
    raw: dict[str, Any] = {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    return {name: _style(name, raw) for name in raw}


def inside(element: Any, *names: str) -> Any:
    """The first ``w:`` child of the first ``w:`` child …, or None: ``inside(cell, "tcPr", "shd")``."""
    return element.find(_path(names))


@cache
def _path(names: tuple[str, ...]) -> str:
    return "/".join(f"{W}{name}" for name in names)


def attribute(element: Any, *names: str) -> str | None:
    """The ``w:val`` of a property: ``attribute(paragraph, "pPr", "pStyle")``; None without it."""
    found = inside(element, *names)
    return None if found is None else found.get(f"{W}val")


def is_on(mark: Any) -> bool | None:
    """What a switch such as ``w:b`` or ``w:vanish`` says; None when there is none."""
    return None if mark is None else mark.get(f"{W}val", "1") not in _OFF


def number_of(element: Any) -> tuple[str, str | None] | None:
    """The list that an element's ``w:numPr`` names and its level there, as written; None without one."""
    number_id = attribute(element, "pPr", "numPr", "numId")
    return None if number_id is None else (number_id, attribute(element, "pPr", "numPr", "ilvl"))


def run_look(element: Any) -> Look:
    """The look that an element's own ``w:rPr`` gives."""
    properties = element.find(f"{W}rPr")
    if properties is None:
        return Look()
    fonts = properties.find(f"{W}rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    ground = shading(properties.find(f"{W}shd"))
    return Look(letters(properties.find(f"{W}color")), ground, is_on(properties.find(f"{W}b")), font)


def _part_look(element: Any) -> Look:
    """Of a style or a part of a table style: its runs, on the ground of its cells or paragraphs."""
    grounds = (element.find(f"{W}{where}/{W}shd") for where in ("tcPr", "pPr", "tblPr"))
    behind = next((fill for fill in map(shading, grounds) if fill), "")
    return run_look(element).over(Look(ground=behind))


def _style(name: str, raw: dict[str, Any]) -> Style:
    """A style with what it takes from those it is based on; each thing from the nearest that says it."""
    level, title, hidden, numbers = None, False, None, None
    caption, look, parts = False, Look(), dict[str, Look]()
    seen: set[str] = set()
    while name in raw and name not in seen:
        seen.add(name)
        style = raw[name]
        called = style.find(f"{W}name").get(f"{W}val", "") if style.find(f"{W}name") is not None else ""
        caption = caption or bool(_CAPTION.fullmatch(called))
        level = _heading(style, called) if level is None else level
        title = title or (level is None and bool(_TITLE.fullmatch(called)))
        hidden = is_on(style.find(f"{W}rPr/{W}vanish")) if hidden is None else hidden
        numbers = numbers or _numbers(style)
        look = look.over(_part_look(style))
        for part in style.iterfind(f"{W}tblStylePr"):
            kind = part.get(f"{W}type", "")
            parts[kind] = parts.get(kind, Look()).over(_part_look(part))
        parent = style.find(f"{W}basedOn")
        name = "" if parent is None else parent.get(f"{W}val", "")
    return Style(level or 0, title, caption, bool(hidden), numbers, look, parts)


def _heading(style: Any, called: str) -> int | None:
    if match := _HEADING.match(called):
        return int(match[1])
    outline = attribute(style, "pPr", "outlineLvl")
    return int(outline) + 1 if outline and outline.isdecimal() and int(outline) < 9 else None


def _numbers(style: Any) -> tuple[str, int] | None:
    said = number_of(style)
    if said is None or not said[0]:
        return None
    return said[0], int(said[1]) if said[1] and said[1].isdecimal() else 0
