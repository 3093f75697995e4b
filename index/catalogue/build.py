"""A stored document -> its entries. Pure."""

from collections.abc import Sequence

from index.catalogue.authors import bylines
from index.catalogue.award_tables import honours_listed
from index.catalogue.entries import CaseEntry, DocumentCatalogue, Honour, ValueEntry
from index.catalogue.honours import honours_told
from index.catalogue.imprint import imprint_of
from index.catalogue.units import units_of
from index.catalogue.values import values_in
from index.records import Block, Case, Document, Proposition
from index.segment import Segmentation, unit_place


def catalogue_of(
    document: Document,
    blocks: Sequence[Block],
    segmentation: Segmentation,
    propositions: Sequence[Proposition],
) -> DocumentCatalogue:
    """The entries of a document: its imprint, cases, units, and the honours that it says were given.

    Its values, which are many, are read by ``values_of``.
    """
    imprint = imprint_of(document, blocks, segmentation)
    cases = segmentation.cases
    return DocumentCatalogue(
        document_id=document.id,
        name=document.name,
        title=document.title,
        imprint=imprint,
        cases=tuple(_case(document, blocks, case) for case in cases),
        units=tuple(units_of(document, cases, imprint)),
        honours=_honours(document, blocks, cases, propositions, year_of(imprint.day)),
    )


def values_of(document: Document, propositions: Sequence[Proposition], day: str) -> tuple[ValueEntry, ...]:
    """The values of a document's propositions; ``day`` is when it was made, ISO 8601, "" where not known."""
    return tuple(values_in(document, propositions, year_of(day)))


def year_of(day: str) -> int | None:
    """The year of a day in ISO 8601; None for ""."""
    return int(day[:4]) if day else None


def _case(document: Document, blocks: Sequence[Block], case: Case) -> CaseEntry:
    authors = dict.fromkeys(bylines(document.text, blocks, case.start, case.end))
    return CaseEntry(case, unit_place(document.text, case), tuple(authors))


def _honours(
    document: Document,
    blocks: Sequence[Block],
    cases: Sequence[Case],
    propositions: Sequence[Proposition],
    written: int | None,
) -> tuple[Honour, ...]:
    """Those of tables and of clauses in reading order; a cell that says one in a clause is read as a cell."""
    listed = list(honours_listed(document, blocks, cases, propositions))
    taken = [(h.start, h.end) for h in listed]
    told = [
        h
        for h in honours_told(document, blocks, cases, propositions, written)
        if not any(start < h.end and h.start < end for start, end in taken)
    ]
    return tuple(sorted([*listed, *told], key=lambda h: h.start))
