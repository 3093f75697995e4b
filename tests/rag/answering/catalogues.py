"""Texts as a store would hold them: documents, entries and propositions, without a store."""

from dataclasses import dataclass

from index.catalogue import Catalogue, DocumentCatalogue, catalogue_of
from index.parse import parse_text
from index.records import Document, Proposition
from index.segment import segment
from index.segment.propositions import propositions_of


@dataclass(frozen=True)
class Held:
    """What is held of one text."""

    document: Document
    entries: DocumentCatalogue
    propositions: list[Proposition]


def held(text: str, name: str) -> Held:
    """A text read, taken apart and catalogued."""
    parsed = parse_text(text, name)
    segmentation = segment(parsed.document, parsed.blocks)
    propositions = list(propositions_of(parsed.document, parsed.blocks, segmentation))
    entries = catalogue_of(parsed.document, parsed.blocks, segmentation, propositions)
    return Held(parsed.document, entries, propositions)


def catalogue(some: list[Held]) -> Catalogue:
    """The entries of several texts together."""
    return Catalogue(1, tuple(one.entries for one in some))
