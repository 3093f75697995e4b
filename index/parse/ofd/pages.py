"""The pages of one document in an OFD file -> printed lines and tables."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.parse.ofd.container import Container
from index.parse.ofd.drawing import POINTS, page_matrix
from index.parse.ofd.outline import Titles, text_of
from index.parse.ofd.resources import read_resources
from index.parse.ofd.sheet import Sheet, Tally
from index.parse.ofd.text import box_of
from index.parse.pages import MARGIN, Glyph, Printed, RuledTable, Rules, Turn, page_lines, ruled, upright

FIRST = 2  # pages whose edges may bear a mark: a first page is often printed differently
MAX_SIDE = 100_000.0  # points
_A4 = (0.0, 0.0, 210.0, 297.0)  # millimetres
_MARKING = ("Watermark", "Stamp")  # annotations whose words may be a mark


class Pages:
    """Reads the pages of a document one after the other."""

    def __init__(self, container: Container, base: str, document: Any, tally: Tally) -> None:
        """``document`` is the root element of the member ``base``."""
        self._container = container
        self._base = base
        self._tally = tally
        common = document.find("{*}CommonData")
        self._resources = read_resources(container, common, base)
        self._box = (box_of(document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox"))) or _A4
        self._templates: dict[str, str] = {}
        for template in common.iterfind("{*}TemplatePage") if common is not None else ():
            self._templates[template.get("ID", "")] = container.find(template.get("BaseLoc"), base)
        self._titles = Titles(container, document, base)
        self._used: set[str] = set()  # templates, so far
        self.listed = list(document.iterfind("{*}Pages/{*}Page"))
        self.margins: dict[str, None] = dict.fromkeys(_annotated(container, document, base, tally))

    def read(self, page: Any, number: int) -> Iterator[Printed | RuledTable]:
        """The lines and tables of one of ``listed``; ``number`` is that of the page in the file, 1-based."""
        place = self._container.find(page.get("BaseLoc"), self._base)
        root = self._container.sound(place)
        if root is None:
            self._tally.lost["损坏的页"] += 1
            return
        name = page.get("ID", "")
        self._titles.read_page(name, root)
        sheet, form = self._drawn(root, place)
        glyphs = list(sheet.seen())
        self._tally.lost["图"] += sheet.pictures
        if number <= FIRST:
            self.margins[sheet.aslant] = None
        letters, turn = upright([*glyphs, *form.seen()], sheet.width, sheet.height)
        if not letters:
            return
        edges = ruled([*sheet.edges, *form.edges], turn)
        for each in page_lines(letters, edges, number, turn.tall):
            if isinstance(each, RuledTable):
                yield each
                continue
            if number <= FIRST and not MARGIN * each.height < each.y < (1 - MARGIN) * each.height:
                self.margins[each.text] = None
            yield replace(each, rank=self._titles.rank(name, each.text))

    def _drawn(self, root: Any, place: str) -> tuple[Sheet, Sheet]:
        """What a page draws itself, and what of its templates belongs to its text."""
        x, y, width, height = box_of(root.find("{*}Area/{*}PhysicalBox")) or self._box
        size = (min((x + width) * POINTS, MAX_SIDE), min((y + height) * POINTS, MAX_SIDE))
        matrix = page_matrix(size[1] / POINTS)
        sheet, form = Sheet(*size, self._tally), Sheet(*size, self._tally)
        resources = read_resources(self._container, root, place, self._resources)
        for template in root.iterfind("{*}Template"):
            name = template.get("TemplateID", "")
            source = self._templates.get(name, "")
            pattern = self._container.sound(source)
            if pattern is None:
                continue
            own = read_resources(self._container, pattern, source, self._resources)
            printed = Sheet(*size, self._tally)
            printed.draw(pattern.find("{*}Content"), matrix, own)
            form.take(printed, self._furniture(printed, name, pattern))
        sheet.draw(root.find("{*}Content"), matrix, resources)
        sheet.lie_on(form)
        return sheet, form

    def _furniture(self, printed: Sheet, name: str, pattern: Any) -> list[Glyph]:
        """The glyphs of a template that are no part of the text: its margins, and what was read before.

        What stands between its upright rules is: the labels of a form, on every page.
        """
        first = name not in self._used
        self._used.add(name)
        if first:
            self.margins |= dict.fromkeys(_words(pattern))
        frame = ruled(printed.edges, Turn(0, printed.width, printed.height))
        low, high = MARGIN * printed.height, (1 - MARGIN) * printed.height
        return [
            glyph
            for glyph in printed.glyphs
            if not _inside(glyph, frame) and not (first and low < glyph.foot[1] < high)
        ]


def _inside(glyph: Glyph, frame: Rules) -> bool:
    """Whether a glyph stands between the upright rules of a frame."""
    x, y = glyph.foot
    sides = frame.vertical
    return (
        len(sides) > 1
        and min(rule.at for rule in sides) <= x <= max(rule.at for rule in sides)
        and min(rule.start for rule in sides) <= y <= max(rule.end for rule in sides)
    )


def _words(root: Any) -> Iterator[str]:
    """What a template or an annotation says: each text object, and all of them."""
    yield from (text_of(element) for element in root.iter("{*}TextObject"))
    yield text_of(root)


def _annotated(container: Container, document: Any, base: str, tally: Tally) -> Iterator[str]:
    """The words of stamps and watermarks; all annotations are counted."""
    for place, pages in container.linked(document, "Annotations", base):
        for page in pages.iterfind("{*}Page"):
            for _, root in container.linked(page, "FileLoc", place):
                for annotation in root.iterfind("{*}Annot"):
                    kind = annotation.get("Type", "")
                    tally.lost["水印" if kind == "Watermark" else "批注"] += kind != "Link"
                    if kind in _MARKING:
                        yield from _words(annotation)
