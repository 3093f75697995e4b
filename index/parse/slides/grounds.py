"""White letters of a slide that nobody sees: no colour, no picture and no shape lies under them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from index.parse.slides.placing import Placed
from index.parse.word import is_paper, is_white, scheme_colour, shape_fill

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def white_on(each: Placed, slide: Any, all_shapes: Sequence[Placed]) -> Callable[[Any], bool]:
    """What says of a run's properties whether its letters in this shape are white on white.

    Only what is told for certain counts: a colour of the letters' own, on a slide without any ground.
    """
    own = shape_fill(each.shape._element)
    if own:
        seen = not is_paper(own)
    else:
        seen = _has_ground(slide) or any(_lies_under(other, each) for other in all_shapes)
    return _never if seen else _is_white


def _never(properties: Any) -> bool:
    return False


def _is_white(properties: Any) -> bool:
    fill = properties.find(f"{_A}solidFill")
    return fill is not None and any(is_white(scheme_colour(colour)) for colour in fill)


def _has_ground(slide: Any) -> bool:
    """Whether the slide, its layout or its master has a ground that may be other than white, or drawings."""
    layout = slide.slide_layout
    if any(_draws(shapes) for shapes in (layout.shapes, layout.slide_master.shapes)):
        return True
    for part in (slide, layout, layout.slide_master):
        background = part._element.find(f"{_P}cSld/{_P}bg")
        if background is not None:
            return any(not is_white(colour) for colour in _colours(background)) or not list(
                _colours(background)
            )
    return False


def _draws(shapes: Any) -> bool:
    return any(not shape.is_placeholder for shape in shapes)


def _colours(background: Any) -> Iterator[str]:
    yield from (colour for element in background.iter() if (colour := scheme_colour(element)))


def _lies_under(other: Placed, each: Placed) -> bool:
    apart = (
        other.shape is each.shape
        or other.right <= each.left
        or other.left >= each.right
        or other.bottom <= each.top
        or other.top >= each.bottom
    )
    return not apart and (not other.shape.has_text_frame or bool(shape_fill(other.shape._element)))
