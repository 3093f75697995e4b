"""On what ground a run of Word stands: its own, its paragraph's, cell's, table's, shape's, the page's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from index.parse.numbers import W
from index.parse.word.colours import PICTURE, SOME, highlight, is_paper, is_white, shading, shape_fill
from index.parse.word.styles import NONE, Look, Style, attribute, inside, run_look

BOX = f"{W}txbxContent"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_SHAPES = tuple(f"{{http://schemas.microsoft.com/office/word/2010/wordprocessing{n}" for n in (
    "Shape}wsp", "Group}wgp", "Group}grpSp", "Canvas}wpc"
)) + tuple(f"{{urn:schemas-microsoft-com:vml}}{n}" for n in (
    "rect", "roundrect", "oval", "shape", "polyline", "group"
))  # fmt: skip
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100}
_HEADERS = ("firstRow", "firstCol")
_NO_BANDS = {"noHBand": 0x200, "noVBand": 0x400}


@dataclass(frozen=True, slots=True)
class _Table:
    """What a table says of itself. Kept: to look it up anew in each of thousands of rows takes too long."""

    style: Style
    wanted: frozenset[str]  # the special parts that it shows
    ground: str


@dataclass
class Grounds:
    """Where letters of a document stand, by its styles."""

    styles: Mapping[str, Style]
    page: str = ""  # colour of the page
    _pale: bool = field(init=False)  # whether a style's letters are white
    _tables: dict[Any, _Table] = field(default_factory=dict)
    _places: dict[Any, tuple[int, int]] = field(default_factory=dict)  # row -> its place, of how many

    def __post_init__(self) -> None:
        looks = (look for style in self.styles.values() for look in (style.look, *style.parts.values()))
        self._pale = any(is_white(look.letters) for look in looks)

    def style(self, element: Any, properties: str, name: str) -> Style:
        """The style that an element names, or one that says nothing."""
        return self.styles.get(attribute(element, properties, name) or "", NONE)

    def is_unseen(self, run: Any) -> bool:
        """Whether a run is of white letters on white ground."""
        look = run_look(run).over(self.style(run, "rPr", "rStyle").look)
        colour = look.letters
        if not colour and self._pale:
            colour = next((c for above in self._looks(run) if (c := above.letters)), "")
        if not is_white(colour):
            return False
        own = highlight(inside(run, "rPr", "highlight")) or look.ground
        ground = own or next((fill for fill in self._behind(run) if fill), "") or self.page
        return is_paper(ground)

    def table_looks(self, cell: Any) -> Iterator[Look]:
        """What a cell's table style says of the cell's place in its table, the most particular first."""
        row = next(cell.iterancestors(f"{W}tr"), None)
        table = None if row is None else next(row.iterancestors(f"{W}tbl"), None)
        style = NONE if table is None else self._table(table).style
        if style.parts:
            yield from (style.parts[name] for name in self._parts(table, row, cell) if name in style.parts)
        yield style.look

    def header_looks(self, cell: Any) -> list[Look]:
        """What a cell's table style says of it for standing in the first row or column, if it does."""
        row = next(cell.iterancestors(f"{W}tr"))
        table = next(row.iterancestors(f"{W}tbl"))
        parts = self._table(table).style.parts
        wanted = [name for name in _HEADERS if name in parts]
        names = self._parts(table, row, cell) if wanted else []
        return [parts[name] for name in wanted if name in names]

    def _table(self, table: Any) -> _Table:
        if table not in self._tables:
            ground = shading(inside(table, "tblPr", "shd"))
            style = self.style(table, "tblPr", "tblStyle")
            self._tables[table] = _Table(style, frozenset(_wanted(table)), ground)
        return self._tables[table]

    def _parts(self, table: Any, row: Any, cell: Any) -> list[str]:
        """The names of a style's parts that a cell belongs to."""
        if row not in self._places:
            rows = own_rows(table)
            self._places.update((one, (place, len(rows))) for place, one in enumerate(rows))
        (top, height), wanted = self._places[row], self._table(table).wanted
        cells = own_cells(row)
        left = cells.index(cell)
        places = {
            "firstRow": top == 0 and "firstRow" in wanted,
            "lastRow": top == height - 1 and "lastRow" in wanted,
            "firstCol": left == 0 and "firstColumn" in wanted,
            "lastCol": left == len(cells) - 1 and "lastColumn" in wanted,
        }
        top, left = top - ("firstRow" in wanted), left - ("firstColumn" in wanted)
        places[f"band{1 + left % 2}Vert"] = "noVBand" not in wanted
        places[f"band{1 + top % 2}Horz"] = "noHBand" not in wanted
        places["wholeTable"] = True
        return [name for name, holds in places.items() if holds]

    def _looks(self, run: Any) -> Iterator[Look]:
        """The looks that a run's letters take from its paragraph and its cell, nearest first."""
        for above in run.iterancestors():
            if above.tag == f"{W}p":
                yield self.style(above, "pPr", "pStyle").look
            elif above.tag == f"{W}tc":
                yield from self.table_looks(above)
                return
            elif above.tag == BOX:
                return

    def _behind(self, run: Any) -> Iterator[str]:
        """The grounds behind a run, nearest first; "" for what is see-through."""
        boxed = False
        for above in run.iterancestors():
            if above.tag == f"{W}p":
                yield shading(inside(above, "pPr", "shd")) or self.style(above, "pPr", "pStyle").look.ground
                yield _drawn(above, run, boxed)
            elif above.tag == f"{W}tc":
                own = inside(above, "tcPr", "shd")
                yield shading(own)
                if own is None:
                    yield from (look.ground for look in self.table_looks(above))
            elif above.tag == f"{W}tbl":
                yield self._table(above).ground
            elif above.tag in _SHAPES:
                yield shape_fill(above)
                boxed = True


def own_rows(table: Any) -> list[Any]:
    """The rows of a table, in controls and tracked changes too, without those of tables inside it."""
    return [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]


def own_cells(row: Any) -> list[Any]:
    """The cells of a row, without those of tables inside it."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _wanted(table: Any) -> set[str]:
    """Which special parts a table shows; those of its first row and column where it does not say."""
    look = inside(table, "tblPr", "tblLook")
    if look is None:
        return {"firstRow", "firstColumn"}
    value = look.get(f"{W}val", "")
    bits = int(value, 16) if value and all(c in "0123456789abcdefABCDEF" for c in value[:8]) else 0
    names = {name for name, bit in (_LOOK_BITS | _NO_BANDS).items() if bits & bit}
    for name in (*_LOOK_BITS, *_NO_BANDS):
        said = look.get(f"{W}{name}")
        if said is not None:
            names = names - {name} if said in ("0", "false", "off") else names | {name}
    return names


def _drawn(paragraph: Any, run: Any, boxed: bool) -> str:
    """A coloured shape or picture that lies behind: of a see-through box, any drawn beside it."""
    for shape in paragraph.iter(*_SHAPES, PICTURE, _IMAGE):
        behind = any(above.get("behindDoc") == "1" for above in shape.iterancestors(_ANCHOR))
        if not (boxed or behind) or any(above is shape for above in run.iterancestors(shape.tag)):
            continue
        fill = SOME if shape.tag in (PICTURE, _IMAGE) else shape_fill(shape)
        if fill and not is_paper(fill):
            return fill
    return ""
