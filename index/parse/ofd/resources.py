"""What the objects of an OFD document refer to: composite units, and how things are drawn."""

from collections.abc import Iterator
from typing import Any

from index.parse.ofd.arrays import numbers
from index.parse.ofd.container import Container

MAX_RELATIVES = 16  # looks that lean on each other
_WHITE = 255.0


class Resources:
    """The units and looks of a document, or of one page of it, by their ids."""

    def __init__(self, roots: list[Any], outer: "Resources | None" = None) -> None:
        self.units: dict[str, Any] = dict(outer.units) if outer else {}
        self._looks: dict[str, Any] = dict(outer._looks) if outer else {}
        for root in roots:
            for unit in root.iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
                self.units[unit.get("ID", "")] = unit.find("{*}Content")
            for look in root.iterfind("{*}DrawParams/{*}DrawParam"):
                self._looks[look.get("ID", "")] = look

    def colour(self, element: Any, kind: str, layer: str) -> Any:
        """The FillColor or StrokeColor of an object: its own, its look's, or its layer's; None for none."""
        own = element.find(f"{{*}}{kind}")
        if own is not None:
            return own
        for look in self._chain(element.get("DrawParam") or layer):
            said = look.find(f"{{*}}{kind}")
            if said is not None:
                return said
        return None

    def _chain(self, name: str) -> Iterator[Any]:
        for _ in range(MAX_RELATIVES):
            look = self._looks.get(name)
            if look is None:
                return
            yield look
            name = look.get("Relative", "")


def read_resources(
    container: Container, element: Any, base: str, outer: Resources | None = None
) -> Resources:
    """Those that a document's CommonData, or a page, names."""
    kinds = ("PublicRes", "DocumentRes", "PageRes")
    roots = [root for kind in kinds for _, root in container.linked(element, kind, base)]
    return Resources(roots, outer) if roots or outer is None else outer


def is_white(colour: Any) -> bool:
    """Whether a colour element is plain white: grey, RGB or CMYK by how many values it has."""
    if colour is None or len(colour):  # shaded, or a pattern
        return False
    value = colour.get("Value", "")
    values = [_channel(token) for token in value.split()]
    if len(values) == 4:
        return not any(values)
    return len(values) in (1, 3) and min(values) >= _WHITE


def is_clear(element: Any) -> bool:
    """Whether an object, or a colour, lets all shine through."""
    return element is not None and numbers(element.get("Alpha"), 1) == (0.0,)


def _channel(token: str) -> float:
    try:
        return float(int(token[1:], 16)) if token.startswith("#") else float(token)
    except ValueError:
        return 0.0
