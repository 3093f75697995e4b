"""The records both halves share: what a source file becomes on its way to an answer.

All offsets are Unicode code points into ``Document.text``, half-open ``[start, end)``.
"""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, decoded once and never changed afterwards."""

    id: str  # first 16 hex digits of the SHA-256 of the text in UTF-8
    name: str  # the source file's name, e.g. "十佳案例.txt"
    title: str  # "" when the document has none
    text: str  # as decoded; a byte-order mark is not part of it


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document beside its text; "" and () where nothing is known."""

    unit: str = ""  # who issued it
    date: str = ""  # of issue, ISO 8601: "2023-12-20"
    source: str = ""  # where it was published, e.g. "福州日报"
    tags: tuple[str, ...] = ()
    valid_until: str = ""  # last day it is in force, ISO 8601


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages may be found: all that meet every field given; an empty field asks nothing."""

    without: tuple[str, ...] = field(default=(), kw_only=True)  # none of these ids: closed to who asks

    documents: tuple[str, ...] = ()  # any of these ids
    units: tuple[str, ...] = ()  # any of these is part of the case's unit, or of the document's without one
    sources: tuple[str, ...] = ()  # any of these, exactly
    tags: tuple[str, ...] = ()  # at least one of these
    since: str = ""  # issued on this day or later, ISO 8601; undated documents are left out
    until: str = ""  # issued on this day or earlier
    valid_on: str = ""  # not past its validity on this day; documents without an end are in force


EVERYTHING = Filter()
NOTHING_KNOWN = Metadata()


BlockKind = Literal["heading", "paragraph", "item", "row", "field", "caption"]
Span = tuple[int, int]  # [start, end), code points of Document.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell of a table's row. A merged cell is laid out, and counted, in each of its rows."""

    start: int
    end: int
    column: int  # 0-based, of the grid with its empty columns
    headers: tuple[Span, ...] = ()  # the words over its column as laid out beside it, outermost first
    label: bool = False  # whether it names its row
    group: bool = False  # whether it stands for several rows, to the left of those that name one


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """Words of a block as they were recognised on the picture of a page."""

    start: int
    end: int
    page: int  # 1-based
    box: tuple[float, float, float, float]  # left, top, right, bottom: shares of the upright page, 0..1
    confidence: float  # mean of its characters', 0..1; 1 for what a person corrected
    doubtful: tuple[int, ...] = ()  # where characters stand that a person should look at


@dataclass(frozen=True, slots=True)
class Block:
    """One non-empty line of the layout, its surrounding blanks left out.

    A table's row is laid out as 列：值；列：值, its empty cells left out: "row" blocks of one ``table``
    number, one after the other, are a table. A "field" is a form's 名称：值 with one cell.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # of a heading, 1 the outermost; of an item, how deep; 0 when the format does not say
    page: int = 0  # 1-based, where the line begins; 0 when the format has no pages
    marker: int = 0  # code points at the start of an item that are its number or bullet
    table: int = 0  # 1-based number of the table in the document; 0 outside tables
    cells: tuple[Cell, ...] = ()  # of a row or a field, in reading order
    scans: tuple[ScannedLine, ...] = ()  # by start, where the page was recognised; () for text


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a document: a heading and the body that belongs to it."""

    document_id: str
    order: int  # 1-based, in the order of the headings
    unit: str  # "" when the heading names none
    title: str
    heading_start: int  # the heading line as printed: unit and title
    heading_end: int
    start: int  # the body; start == end for a heading without one
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one case, the unit of retrieval."""

    id: str  # "<document id>:<start>-<end>"
    document_id: str
    case_order: int | None  # None outside every case, e.g. a newspaper's lead
    start: int
    end: int
    text: str  # == document.text[start:end]
    context: str  # heading that travels along for search; never part of a quote
    paragraph: int  # 1-based inside its case, or inside the text outside all cases
    page: int = 0  # 1-based, of its first line; 0 when the format has no pages


CarriedRole = Literal[
    "path", "unit", "subject", "predicate", "time", "condition", "exception", "speaker", "stem", "group",
    "row", "column", "caption", "question",
]  # fmt: skip
ValueRole = Literal["plain", "from", "to", "at least", "at most", "planned", "total", "part"]
PropositionKind = Literal["clause", "item", "cell", "heading"]


@dataclass(frozen=True, slots=True)
class Carried:
    """Words elsewhere in the document that a proposition leans on, and what they are to it."""

    role: CarriedRole
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a proposition's core, and what it is to it: in 由3天压缩到0.5天 from and to."""

    start: int
    end: int
    role: ValueRole = "plain"


@dataclass(frozen=True, slots=True)
class Proposition:
    """The smallest piece that says one thing (Chen et al. 2023, Dense X Retrieval), with what it leans on.

    Nothing but offsets: every part is verbatim in its document.
    """

    document_id: str
    case_order: int | None  # None outside every case
    kind: PropositionKind
    start: int  # the core
    end: int
    carried: tuple[Carried, ...] = ()  # outermost first; roles may repeat
    values: tuple[Value, ...] = ()  # inside the core, in order

    @property
    def id(self) -> str:
        """Stable across rebuilds: the document, the core, and each of the carried words."""
        leans = "".join(f"+{part.start}-{part.end}" for part in self.carried)
        return f"{self.document_id}:{self.start}-{self.end}{leans}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    document: str  # the source file's name
    case: Case | None
    score: float  # fused; higher is better, comparable within one question only
    rank: int  # 1-based
