"""What is counted, as it is handed to the answer. Pure."""

from dataclasses import dataclass
from typing import Literal

from index.catalogue import Level

Counted = Literal["case", "unit", "honour", "holder", "document"]
Form = Literal["count", "which", "any"]  # how many; which; is there any


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document that prove a row."""

    document_id: str
    start: int  # code points of the document's text
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One that is counted; "" and None for what the catalogue does not know of it."""

    document_id: str
    case_order: int | None
    unit: str  # whose case it is; of an honour, to whom it was given, as printed where that is no unit
    title: str  # of the case
    places: tuple[Place, ...]  # to be cited, the words that name it first
    honour: str = ""
    level: Level = ""
    year: int | None = None
    giver: str = ""
    proposition: str = ""  # id of the one that says the honour


@dataclass(frozen=True, slots=True)
class Collected:
    """A count over the catalogue, with all that was counted."""

    counted: Counted
    form: Form
    operation: str  # in Chinese, with what was asked of each: "按荣誉计数（国家级，2023年）"
    count: int  # of units and holders each once, so it may be less than the rows
    rows: tuple[Row, ...]  # in the order of documents and their texts
    complete: bool  # whether the rows are all that the documents hold: 可能不全 where not
    by_document: tuple[tuple[str, int], ...]  # id and count; several where the question names none of them
    open: tuple[str, ...] = ()  # folded clauses of the question that a count does not answer
