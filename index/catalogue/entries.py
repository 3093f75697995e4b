"""What a catalogue holds: every entry with the words it was read from, as offsets of its document. Pure."""

from dataclasses import dataclass
from typing import Literal

from index.records import Case, Span, ValueRole

Level = Literal["", "国家级", "省级", "市级", "县级", "乡级", "村级"]
ValueKind = Literal["number", "money", "percent", "multiple", "date", "rank"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a document says of itself; None and () where it does not say so, or not surely."""

    title: Span | None = None
    date: Span | None = None
    day: str = ""  # the date in ISO 8601: "2023-12-20", or "2023-12" where no day is printed
    authors: tuple[Span, ...] = ()  # of the whole document: the names alone
    source: Span | None = None  # where it was published
    issuer: Span | None = None  # whose document it is


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case: what it is called, whose it is, and who wrote it."""

    case: Case
    unit: Span | None  # where its unit is named
    authors: tuple[Span, ...] = ()  # those named in it: 本报记者 …


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that a document's cases are about, or that issued it."""

    name: str  # as printed
    place: Span
    short: tuple[str, ...]  # other names of it that stand in the document
    cases: tuple[int, ...]  # orders of the cases about it; () for one that only issued the document


@dataclass(frozen=True, slots=True)
class Honour:
    """An honour that a document says was given. What it does not say surely is "" or None."""

    start: int  # the words that name it, level and year in them included
    end: int
    name: str  # without quotation marks and 称号
    proposition: str  # id of the one it stands in
    case_order: int | None
    level: Level = ""
    level_at: Span | None = None  # the words that say the level: of the honour, else of who gave it
    giver: Span | None = None
    year: int | None = None
    year_at: Span | None = None
    holder: Span | None = None  # to whom it was given, as printed: 该局, 她
    unit: str = ""  # the body it was given to, by its name; "" for a person's and where it is not sure


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """A value, bound to the proposition that says what it is of, and to its case."""

    start: int
    end: int
    kind: ValueKind
    canonical: str  # "21450 人", "2023-11", "80% 以上"-like bounds as "[80,) %"
    role: ValueRole
    proposition: str
    case_order: int | None


@dataclass(frozen=True, slots=True)
class DocumentCatalogue:
    """The entries of one document. Offsets are of its text, which is not kept here."""

    document_id: str
    name: str  # the source file's
    title: str
    imprint: Imprint
    cases: tuple[CaseEntry, ...]
    units: tuple[Unit, ...]
    honours: tuple[Honour, ...]
