"""Equations of Word (OMML) -> one line of text: 满意票数÷总票数×100, x², √(a+b). Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_OPERATORS = re.compile(r"[-+−±×÷*/／=＝≈≠<>≤≥·∑∏√∫，,、 ]")
_NUMBERS = re.compile(r"[\d.]+")
_OVERLINE, _HAT = "\u0305", "\u0302"
_STYLED = range(0x1D400, 0x1D800)  # italic, bold and other letters of mathematics
_UNSEEN = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}rPr"))


def linear(element: Any) -> str:
    """The words and signs of an ``m:oMath``, or of any part of one, in the order they are read aloud."""
    if element is None or not isinstance(element.tag, str):
        return ""
    if element.tag in (f"{M}t", f"{_W}t"):
        return "".join(map(_plain, element.text or ""))
    shape = _SHAPES.get(element.tag)
    if shape is not None:
        return shape(element)
    if element.tag in _UNSEEN or element.tag.endswith("Pr"):
        return ""
    return "".join(map(linear, element))


def _plain(char: str) -> str:
    return unicodedata.normalize("NFKC", char) if ord(char) in _STYLED else char


def _part(element: Any, name: str) -> str:
    return linear(element.find(f"{M}{name}")).strip()


def _parts(element: Any, name: str) -> list[str]:
    return [linear(part).strip() for part in element.iterfind(f"{M}{name}")]


def _setting(element: Any, name: str, default: str) -> str:
    """A property's value; ``default`` when it is not given."""
    kind = element.tag.removeprefix(M)
    found = element.find(f"{M}{kind}Pr/{M}{name}")
    return default if found is None else str(found.get(f"{M}val", default))


def _enclosed(words: str) -> str:
    """In brackets, when it is more than one term and has none around it."""
    return f"({words})" if _OPERATORS.search(words) and not _is_bracketed(words) else words


def _is_bracketed(words: str) -> bool:
    if not (words.startswith(("(", "（")) and words.endswith((")", "）"))):
        return False
    depth = 0
    for char in words[:-1]:
        depth += (char in "(（") - (char in ")）")
        if depth == 0:
            return False
    return True


def _fraction(element: Any) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    numbers = _NUMBERS.fullmatch(above) and _NUMBERS.fullmatch(below)
    return f"{_enclosed(above)}{'/' if numbers else '÷'}{_enclosed(below)}"


def _script(words: str, table: dict[int, int], sign: str) -> str:
    if not words:
        return ""
    if all(ord(char) in table for char in words):
        return words.translate(table)
    return f"{sign}({words})" if len(words) > 1 else f"{sign}{words}"


def _scripts(element: Any) -> str:
    low = _script(_part(element, "sub"), _LOWERED, "_")
    high = _script(_part(element, "sup"), _RAISED, "^")
    base = _enclosed(_part(element, "e"))
    return low + high + base if element.tag == f"{M}sPre" else base + low + high


def _radical(element: Any) -> str:
    degree = "" if _setting(element, "degHide", "0") in ("1", "on", "true") else _part(element, "deg")
    inside = _part(element, "e")
    inside = inside if _NUMBERS.fullmatch(inside) or _is_bracketed(inside) else f"({inside})"
    return _script(degree, _RAISED, "^") + "√" + inside


def _sum(element: Any) -> str:
    low, high = _part(element, "sub"), _part(element, "sup")
    limits = (f"_({low})" if low else "") + (f"^({high})" if high else "")
    body = _part(element, "e")
    return _setting(element, "chr", "∫") + limits + (f" {body}" if limits else body)


def _brackets(element: Any) -> str:
    inside = _setting(element, "sepChr", "|").join(_parts(element, "e"))
    return _setting(element, "begChr", "(") + inside + _setting(element, "endChr", ")")


def _function(element: Any) -> str:
    name, argument = _part(element, "fName"), _part(element, "e")
    return name + (argument if _is_bracketed(argument) else f"({argument})")


def _limit(element: Any) -> str:
    return f"{_part(element, 'e')}_({_part(element, 'lim')})"


def _accent(element: Any) -> str:
    base = _part(element, "e")
    mark = _OVERLINE if element.tag == f"{M}bar" else _setting(element, "chr", _HAT)
    return base + mark if len(base) == 1 else base


def _matrix(element: Any) -> str:
    rows = ("，".join(_parts(row, "e")) for row in element.iterfind(f"{M}mr"))
    return f"[{'；'.join(rows)}]"


def _lines(element: Any) -> str:
    return "；".join(_parts(element, "e"))


def _shapes(names: Iterable[str], shape: Callable[[Any], str]) -> dict[str, Callable[[Any], str]]:
    return {f"{M}{name}": shape for name in names}


_SHAPES = {
    **_shapes(("f",), _fraction),
    **_shapes(("sSup", "sSub", "sSubSup", "sPre"), _scripts),
    **_shapes(("rad",), _radical),
    **_shapes(("nary",), _sum),
    **_shapes(("d",), _brackets),
    **_shapes(("func",), _function),
    **_shapes(("limLow", "limUpp"), _limit),
    **_shapes(("bar", "acc"), _accent),
    **_shapes(("m",), _matrix),
    **_shapes(("eqArr",), _lines),
}
_EQ_FRACTION = re.compile(r"\\f\(([^(),]+)[,;]([^(),]+)\)", re.IGNORECASE)
_EQ_OVER = re.compile(r"\\o\s*(?:\\a[lcrd]\s*)?\((.*)[,;]([^(),]+)\)\s*$", re.IGNORECASE)


def field_equation(instruction: str) -> str:
    """What an ``EQ`` field shows, of a fraction or of letters over each other; "" when it cannot be told.

    Args:
        instruction: the field's code after the word EQ.

    """
    if over := _EQ_OVER.search(instruction):
        base = over[2].strip()
        circle = over[1].strip()[:1] in "○〇◯O" and base.isdecimal() and 1 <= int(base) <= 20
        return chr(ord("①") + int(base) - 1) if circle else base
    words = _EQ_FRACTION.sub(lambda found: f"{found[1].strip()}÷{found[2].strip()}", instruction).strip()
    return "" if "\\" in words else words
