"""What is drawn on a page of an OFD file: its template's objects and its own -> letters, rules, pictures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Hidden
from index.parse.ofd.drawing import Matrix, outlines, placed
from index.parse.ofd.resources import Resources, is_clear, is_white
from index.parse.ofd.text import TINY, glyphs
from index.parse.pages import MAX_SEGMENTS, SLANTED, Box, Glyph, outline_edges

MAX_OBJECTS = 1_000_000  # of one file, composite ones unfolded
MAX_DEPTH = 32  # blocks and composite objects inside one another
WHITE, UNSEEN, OUTSIDE, SMALL = "白色文字", "隐藏文字", "页面外的文字", "极小的文字"
_GROUPS = ("Layer", "PageBlock", "Content", "Appearance")


@dataclass(slots=True)
class Tally:
    """What was left out of a file while it is read."""

    name: str  # of the file, for errors
    hidden: Hidden = field(default_factory=Hidden)
    lost: Counter[str] = field(default_factory=Counter)
    uncoded: int = 0  # glyphs that no character stands beside
    coded: int = 0
    objects: int = 0

    def count(self, depth: int) -> None:
        """Note one object, ``depth`` deep. Raises UnreadableSource for too many, or too deep."""
        self.objects += 1
        if self.objects > MAX_OBJECTS:
            raise UnreadableSource(
                f"「{self.name}」的图文对象超过上限 {MAX_OBJECTS // 10_000} 万个，可能是恶意文件，没有打开。"
            )
        if depth > MAX_DEPTH:
            raise UnreadableSource(
                f"「{self.name}」的图文对象嵌套超过上限 {MAX_DEPTH} 层，可能是恶意文件，没有打开。"
            )


@dataclass(slots=True)
class Sheet:
    """One page, or one template, as far as it is drawn. Points; y counts from the foot."""

    width: float
    height: float
    tally: Tally
    pictures: int = 0
    aslant: str = ""  # the words written aslant, as a watermark is
    edges: list[Box] = field(default_factory=list)
    _grounds: list[Box] = field(default_factory=list)  # what is not white under the letters
    _glyphs: list[tuple[Glyph, bool]] = field(default_factory=list)  # with whether it is white
    _segments: int = 0

    def draw(
        self, parent: Any, matrix: Matrix, resources: Resources, layer: str = "", depth: int = 0
    ) -> None:
        """Draw the objects inside an element. Raises UnreadableSource for too many.

        Args:
            parent: a page's Content, a layer, a block, or a composite unit's content.
            matrix: from there to the page in points.
            resources: of the page.
            layer: the look that the layer gives its objects.
            depth: of the element.

        """
        for element in parent if parent is not None else ():
            kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            self.tally.count(depth)
            if kind in _GROUPS:
                self.draw(element, matrix, resources, element.get("DrawParam") or layer, depth + 1)
            elif kind == "TextObject":
                self._write(element, placed(element, matrix), resources, layer)
            elif kind == "PathObject":
                self._outline(element, placed(element, matrix), resources, layer)
            elif kind == "ImageObject" and element.get("Visible") != "false":
                self.pictures += 1
                self._grounds.append(_unit_box(placed(element, matrix)))
            elif kind == "CompositeObject" and element.get("Visible") != "false":
                unit = resources.units.get(element.get("ResourceID", ""))
                self.draw(unit, placed(element, matrix), resources, layer, depth + 1)

    @property
    def glyphs(self) -> list[Glyph]:
        """All that it shows, white ones too."""
        return [glyph for glyph, _ in self._glyphs]

    def take(self, other: "Sheet", but: list[Glyph]) -> None:
        """Draw what another sheet of the same size has, some glyphs left out; its pictures do not count."""
        left_out = set(map(id, but))
        self._glyphs += [each for each in other._glyphs if id(each[0]) not in left_out]
        self.edges += other.edges
        self._grounds += other._grounds

    def lie_on(self, other: "Sheet") -> None:
        """Lie on a sheet whose grounds show under the letters of this one."""
        self._grounds += other._grounds

    def _write(self, element: Any, matrix: Matrix, resources: Resources, layer: str) -> None:
        fill = resources.colour(element, "FillColor", layer)
        drawn = element.get("Fill") != "false" or element.get("Stroke") == "true"
        unseen = element.get("Visible") == "false" or is_clear(element) or is_clear(fill) or not drawn
        white = is_white(fill) and element.get("Stroke") != "true"
        hidden = self.tally.hidden
        for glyph in glyphs(element, matrix):
            if glyph is None:
                self.tally.uncoded += 1
                continue
            self.tally.coded += 1
            if unseen:
                hidden.drop(UNSEEN, glyph.text)
            elif glyph.quarters < 0:
                hidden.drop(SLANTED, glyph.text)
                self.aslant += glyph.text
            elif glyph.size <= TINY:
                hidden.drop(SMALL, glyph.text)
            else:
                self._glyphs.append((glyph, white))

    def _outline(self, element: Any, matrix: Matrix, resources: Resources, layer: str) -> None:
        if element.get("Visible") == "false" or is_clear(element):
            return
        stroked, filled = element.get("Stroke") != "false", element.get("Fill") == "true"
        coloured = filled and not is_white(resources.colour(element, "FillColor", layer))
        for outline in outlines(element, matrix):
            self._segments += len(outline)
            if self._segments > MAX_SEGMENTS:
                return
            if stroked or filled:
                self.edges += outline_edges(outline, stroked=stroked)
            if coloured:
                xs, ys = [x for x, _ in outline], [y for _, y in outline]
                self._grounds.append((min(xs), min(ys), max(xs), max(ys)))

    def seen(self) -> Iterator[Glyph]:
        """The glyphs that a reader sees; those on white, or outside the page, are noted as left out."""
        for glyph, white in self._glyphs:
            x, y = glyph.foot
            if not (0 <= x <= self.width and 0 <= y <= self.height):
                self.tally.hidden.drop(OUTSIDE, glyph.text)
            elif white and not self._on_ground(x, y):
                self.tally.hidden.drop(WHITE, glyph.text)
            elif text := self.tally.hidden.cleaned(glyph.text):
                yield glyph if text == glyph.text else Glyph(text, *_rest(glyph))

    def _on_ground(self, x: float, y: float) -> bool:
        return any(left <= x <= right and foot <= y <= top for left, foot, right, top in self._grounds)


def _rest(glyph: Glyph) -> tuple[Box, tuple[float, float], float, float, int]:
    return glyph.box, glyph.foot, glyph.size, glyph.wide, glyph.quarters


def _unit_box(matrix: Matrix) -> Box:
    """Where a picture lies: it fills the square from (0, 0) to (1, 1)."""
    (x, y), (u, v) = matrix.point(0.0, 0.0), matrix.point(1.0, 1.0)
    return min(x, u), min(y, v), max(x, u), max(y, v)
