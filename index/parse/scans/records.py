"""What is recognised on a page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """One line. Places are shares of the upright page's width and height, 0..1, from its top left corner."""

    text: str
    box: Box
    sides: tuple[tuple[float, float], ...]  # left and right of each code point
    confidences: tuple[float, ...]  # of each code point, 0..1

    @property
    def confidence(self) -> float:
        """The mean of its characters', 0..1."""
        return sum(self.confidences) / len(self.confidences) if self.confidences else 0.0


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """All lines of a page, and how its picture was turned for them."""

    number: int  # 1-based
    width: float  # points, upright
    height: float
    quarters: int  # quarter turns clockwise that made it upright, 0..3
    slant: float  # degrees counter-clockwise by which it was then turned to be level
    lines: tuple[RecognisedLine, ...]
    level: tuple[Box, ...] = ()  # ruled lines from left to right
    upright: tuple[Box, ...] = ()  # ruled lines from top to foot

    def as_json(self) -> dict[str, Any]:
        """For ``of``."""
        return asdict(self)

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """A page again, from ``as_json``, through JSON or not. Raises KeyError, TypeError for another's."""
        lines = tuple(
            RecognisedLine(
                line["text"],
                _box(line["box"]),
                tuple((float(left), float(right)) for left, right in line["sides"]),
                tuple(map(float, line["confidences"])),
            )
            for line in fields["lines"]
        )
        return cls(
            int(fields["number"]),
            float(fields["width"]),
            float(fields["height"]),
            int(fields["quarters"]),
            float(fields["slant"]),
            lines,
            tuple(map(_box, fields["level"])),
            tuple(map(_box, fields["upright"])),
        )


def _box(sides: Any) -> Box:
    left, top, right, bottom = map(float, sides)
    return left, top, right, bottom
