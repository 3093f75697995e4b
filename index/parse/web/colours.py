"""Values of CSS -> colours and sizes that can be compared."""

import re

WHITE, BLACK = "#ffffff", "#000000"
CLEAR = ""  # nothing is painted
_NEARLY_WHITE = 250  # of 255, from which no eye tells a colour from white
_CLEAR_ALPHA = 0.05
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(([^)]*)\)")
_SIZE = re.compile(r"([0-9]*\.?[0-9]+)([a-z%]*)")
_TOKEN = re.compile(r"[-\w#]+\([^)]*\)|[^\s,/]+")
_NOT_PAINT = frozenset(
    "none inherit initial unset revert repeat no-repeat repeat-x repeat-y scroll fixed local left right top "
    "bottom center cover contain auto border-box padding-box content-box text round space".split()
)
_RELATIVE = frozenset(("em", "%", "larger", "smaller", "ex", "ch"))
_TINY = 2.0  # px or pt
_NAMES = {"white": WHITE, "snow": WHITE, "black": BLACK, "transparent": CLEAR}


def colour(value: str) -> str:
    """A colour as #rrggbb, whatever the notation; CLEAR where nothing is painted; other names as they are."""
    value = value.strip()
    if found := _HEX.fullmatch(value):
        digits = found[1] if len(found[1]) > 4 else "".join(d * 2 for d in found[1])
        red, green, blue, alpha = (int(digits.ljust(8, "f")[n : n + 2], 16) for n in (0, 2, 4, 6))
        return _painted(red, green, blue, alpha / 255)
    if found := _RGB.fullmatch(value):
        parts = re.split(r"[\s,/]+", found[1].strip())
        try:
            shares = [float(p[:-1]) / 100 if p.endswith("%") else float(p) for p in parts]
        except ValueError:
            return value
        if len(shares) < 3:
            return value
        red, green, blue = (
            round(share * 255) if part.endswith("%") else round(share)
            for part, share in zip(parts[:3], shares[:3], strict=True)
        )
        return _painted(red, green, blue, shares[3] if len(shares) > 3 else 1.0)
    return _NAMES.get(value, value)


def _painted(red: int, green: int, blue: int, alpha: float) -> str:
    if alpha < _CLEAR_ALPHA:
        return CLEAR
    if min(red, green, blue) >= _NEARLY_WHITE:
        return WHITE
    return "#" + "".join(f"{min(max(part, 0), 255):02x}" for part in (red, green, blue))


def ground(value: str, above: str | None) -> str | None:
    """What a background paints over the ground ``above`` it; None for pictures and what is not known."""
    if re.search(r"url\(|gradient\(|image\(|var\(", value):
        return None
    painted = above
    for token in _TOKEN.findall(value):
        if token in _NOT_PAINT or token[0].isdigit() or token[0] in "-.":
            continue
        found = colour(token)
        painted = above if found == CLEAR else found
    return painted


def size(value: str, above: str) -> str:
    """Why letters of this size are not read, in Chinese; "" when they are. ``above``: of those around."""
    found = _SIZE.fullmatch(value)
    if not found:
        return above
    number, unit = float(found[1]), found[2]
    if number == 0:
        return "隐藏文字"
    if unit in _RELATIVE:
        return above
    return "极小的文字" if unit in ("px", "pt", "") and number <= _TINY else ""
