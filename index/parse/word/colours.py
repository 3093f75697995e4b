"""The colours of Word: letters, and grounds in WordprocessingML, DrawingML and VML. Pure.

A colour is six hex digits in capitals; "" stands for none said, and for one that Word chooses itself.
"""

import re
from typing import Any

from index.parse.numbers import W

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_VML = "{urn:schemas-microsoft-com:vml}"
WHITE, BLACK, SOME = "FFFFFF", "000000", "808080"  # SOME: a colour that only the theme knows
_LETTERS = 0xF5  # least of each channel of letters that white paper swallows
_PAPER = 0xE8  # least of each channel of a ground on which white letters cannot be read
_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})(?![0-9A-Fa-f])")
_PALE = frozenset(("background1", "light1", "bg1", "lt1", "white", "window"))
_PALE_STILL = 90_000  # a theme's white, darkened to this share of 100,000 and less, is a colour
_FALSE = frozenset(("f", "false", "0"))
_PERCENT = re.compile(r"pct(\d{1,2})$")
_SHAPE_FILLS = (f"{A}solidFill", f"{A}gradFill", f"{A}pattFill", f"{A}blipFill", f"{A}noFill")


def is_white(colour: str) -> bool:
    """Whether letters of this colour are not seen on white paper."""
    return bool(colour) and min(_channels(colour)) >= _LETTERS


def is_paper(colour: str) -> bool:
    """Whether white letters are not seen on a ground of this colour."""
    return min(_channels(colour or WHITE)) >= _PAPER


def letters(element: Any) -> str:
    """The colour that a ``w:color`` gives."""
    if element is None:
        return ""
    value, theme = element.get(f"{W}val", "auto"), element.get(f"{W}themeColor", "")
    return _hex(value) or (WHITE if theme in _PALE and not element.get(f"{W}themeShade") else "")


def shading(element: Any) -> str:
    """The ground that a ``w:shd`` gives: its fill, with the pattern over it mixed in."""
    if element is None or element.get(f"{W}val") == "nil":
        return ""
    pattern, theme = element.get(f"{W}val", "clear"), element.get(f"{W}themeFill", "")
    fill = _hex(element.get(f"{W}fill", "auto"))
    if not fill and theme:
        fill = WHITE if theme in _PALE else SOME
    if pattern == "clear":
        return fill
    over = _hex(element.get(f"{W}color", "auto")) or BLACK
    percent = _PERCENT.match(pattern)
    share = 1.0 if pattern == "solid" else int(percent[1]) / 100 if percent else 0.5
    return _mixed(over, fill or WHITE, share)


def highlight(element: Any) -> str:
    """The ground that a ``w:highlight`` gives."""
    value = "none" if element is None else element.get(f"{W}val", "none")
    return {"none": "", "white": WHITE}.get(value, SOME)


def page_colour(root: Any) -> str:
    """The colour of a document's pages, from its root."""
    background = root.find(f"{W}background")
    if background is None:
        return ""
    theme = background.get(f"{W}themeColor", "")
    return _hex(background.get(f"{W}color", "")) or (SOME if theme and theme not in _PALE else "")


def shape_fill(shape: Any) -> str:
    """The ground of a drawn shape, DrawingML or VML; "" when it is see-through."""
    if shape.tag.startswith(_VML):
        return _vml_fill(shape)
    properties = next((child for child in shape if _local(child) in ("spPr", "grpSpPr", "bgPr")), None)
    for child in () if properties is None else properties:
        if child.tag in _SHAPE_FILLS:
            return _drawn_fill(child)
    style = next((child for child in shape if _local(child) == "style"), None)
    reference = None if style is None else style.find(f"{A}fillRef")
    if reference is None or reference.get("idx", "0") in ("0", "1000"):
        return ""
    return next((scheme_colour(colour) for colour in reference), "")


def _drawn_fill(fill: Any) -> str:
    if fill.tag == f"{A}noFill":
        return ""
    if fill.tag == f"{A}blipFill":
        return SOME
    colours = [c for e in fill.iter() if (c := scheme_colour(e))]
    return next((colour for colour in colours if not is_paper(colour)), WHITE)


def scheme_colour(element: Any) -> str:
    """The colour of one DrawingML colour element; "" for any other element."""
    kind = _local(element)
    if kind == "srgbClr":
        return _hex(element.get("val", ""))
    if kind == "sysClr":
        return _hex(element.get("lastClr", "")) or (WHITE if element.get("val") == "window" else BLACK)
    if kind == "prstClr":
        return WHITE if element.get("val") == "white" else SOME
    if kind != "schemeClr":
        return ""
    darkened = element.find(f"{A}lumMod")
    share = "100000" if darkened is None else darkened.get("val", "100000")
    still = not share.isdecimal() or int(share) > _PALE_STILL
    return WHITE if element.get("val") in _PALE and still else SOME


def _vml_fill(shape: Any) -> str:
    """VML fills with white unless it is told otherwise; groups and pictures are no ground of their own."""
    fill = shape.find(f"{_VML}fill")
    if shape.tag == f"{_VML}group" or shape.get("filled") in _FALSE:
        return ""
    if fill is not None and fill.get("on") in _FALSE:
        return ""
    colour = shape.get("fillcolor") or ("" if fill is None else fill.get("color", ""))
    if not colour:
        return SOME if fill is not None and fill.get("type") in ("frame", "tile", "pattern") else WHITE
    return _hex(colour) or (WHITE if colour.split()[0].lower() in _PALE else SOME)


def _hex(value: str) -> str:
    found = _HEX.match(value)
    if not found:
        return ""
    digits = found[1].upper()
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _mixed(over: str, ground: str, share: float) -> str:
    pairs = zip(_channels(over), _channels(ground), strict=True)
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
