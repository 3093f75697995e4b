"""The catalogue of a whole store, read from its documents and kept until the store changes."""

from index.catalogue import Catalogue, DocumentCatalogue, catalogue_of
from index.library.ingest import segmentation_for
from index.records import Case
from index.store import PassageStore, StoreReader

Known = dict[str, tuple[list[Case], DocumentCatalogue]]


class Collection:
    """Gives the catalogue of a store as it is now; a document that did not change is not read again.

    Shared between threads without a lock: what is known is replaced whole, and a call keeps to what it took.
    """

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._known: tuple[Catalogue, Known] = (Catalogue(-1, ()), {})

    def catalogue(self) -> Catalogue:
        """The entries of every document in force. Raises StoreDamaged for a text that was altered."""
        with self._store.snapshot() as now:
            catalogue, known = self._known
            if now.generation == catalogue.generation:
                return catalogue
            read = {entry.id: _read(now, entry.id, known) for entry in now.documents()}
            catalogue = Catalogue(now.generation, tuple(entries for _, entries in read.values()))
        self._known = (catalogue, read)
        return catalogue

    def of(self, document_id: str) -> DocumentCatalogue:
        """The entries of one document. Raises KeyError when it is unknown, StoreDamaged as ``catalogue``."""
        with self._store.snapshot() as now:
            return _read(now, document_id, self._known[1])[1]


def _read(now: StoreReader, document_id: str, known: Known) -> tuple[list[Case], DocumentCatalogue]:
    """The cases and entries of a document: an id is its text, so only its cases and name may change."""
    cases, name = now.cases(document_id), now.document_name(document_id)
    if document_id in known and known[document_id][0] == cases and known[document_id][1].name == name:
        return known[document_id]
    source = now.source(document_id)
    propositions = now.propositions_of(document_id)
    return cases, catalogue_of(source.document, source.blocks, segmentation_for(source), propositions)
