"""Words met on a walk through a page -> its lines."""

from dataclasses import dataclass

from chinese import is_header_like, read_numbering
from index.parse.layout import Hidden, Line, LineCell
from index.parse.web.controls import OpenList
from index.parse.web.furniture import PageLine
from index.parse.web.styles import Look
from index.parse.web.tables import OpenTable


@dataclass(slots=True)
class _Piece:
    text: str
    bold: bool
    link: int  # which link it is part of; 0 for none


class Gathering:
    """The line that is being read, the lists and tables it is in, and the lines read so far."""

    def __init__(self, name: str) -> None:
        """``name``: of the file, for messages."""
        self.hidden = Hidden()
        self.lines: list[PageLine] = []
        self.lists: list[OpenList] = []
        self.tables: list[OpenTable] = []
        self.level = 0  # of the heading that is open
        self.item: str | None = None  # what is printed before the list item that begins; None outside
        self.defining = ""  # dt or dd, while one is open
        self.link, self.linked = 0, False  # how many links there were; whether one is open
        self._name = name
        self._pieces: list[_Piece] = []
        self._term = ""  # that waits for what is said of it
        self._above = 1  # the level of the last heading
        self._numbers = 0  # of tables so far

    def add(self, text: str, look: Look) -> None:
        """Words of the open line; those nobody sees are counted and left out."""
        if look.unseen:
            self.hidden.drop(look.unseen, text)
            return
        for count, words in enumerate(text.splitlines() if look.kept else [text]):
            if count:
                self.flush()
            self._pieces.append(_Piece(words, look.bold, self.link if self.linked else 0))

    def start_item(self, value: str | None, style: dict[str, str]) -> None:
        """A list item begins; ``value``: the number its tag gives it."""
        self.item = self.lists[-1].next_number(value) if self.lists else ""
        if "none" in (style.get("list-style-type"), style.get("list-style")):
            self.item = ""

    def flush(self) -> None:
        """End the open line."""
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        text = " ".join(self.hidden.cleaned("".join(piece.text for piece in pieces)).split())
        if not text:
            return
        telling = [piece for piece in pieces if any(char.isalnum() for char in piece.text)]
        links = {piece.link for piece in telling}
        bold = bool(telling) and all(piece.bold for piece in telling)
        self._emit(PageLine(self._line(text), bold, 0 if 0 in links else len(links)))

    def _line(self, text: str) -> Line:
        marker, self.item = self.item, None
        if marker is None:
            return Line(text, self.level)
        own = read_numbering(text)[1]
        if own:  # the writer's number, not the browser's
            marker = ""
        if self.level:
            return Line(marker + text, self.level)
        return Line(marker + text, len(self.lists), kind="item", marker=own or len(marker))

    def _emit(self, each: PageLine) -> None:
        line = each.line
        if self.defining == "dt" and not line.kind and not line.level and is_header_like(line.text):
            self._end_term()
            self._term = line.text.rstrip("：:")
            return
        if self.defining == "dd" and self._term and not line.kind and not line.level:
            line = Line("", kind="field", cells=(LineCell(line.text, 1, (self._term,)),))
            each, self._term = PageLine(line), ""
        self._end_term()
        self._put(each)

    def _put(self, each: PageLine) -> None:
        if each.line.level and each.line.kind != "item":
            self._above = each.line.level
        if self.tables:
            self.tables[-1].add(each)
        else:
            self.lines.append(each)

    def _end_term(self) -> None:
        term, self._term = self._term, ""
        if term:
            self._put(PageLine(Line(term)))

    def end_definition(self, tag: str) -> None:
        """</dt>, </dd> or </dl>."""
        self.defining = ""
        if tag == "dl":
            self._end_term()

    def end_table(self) -> None:
        """The open table's lines go to where it stands."""
        table = self.tables.pop()
        table.end_group()
        lines, is_table = table.lines(self._name, self._numbers + 1, min(self._above + 1, 6))
        self._numbers += is_table
        for each in lines:
            self._put(each)
