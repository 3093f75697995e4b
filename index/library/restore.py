"""What a bundle carries -> a store: as it is where the same model made it, else embedded anew."""

from pathlib import Path

import numpy as np

from index.embedding import SupportsEncoding
from index.library.bundle import Bundle, Carried
from index.library.ingest import Progress, Taken, embedding_text, take_apart
from index.library.sources import Report
from index.settings import IndexSettings
from index.store import Entry, Ingested, PassageStore


class Restoration:
    """Takes a bundle into one store."""

    def __init__(
        self, store: PassageStore, embedder: SupportsEncoding, settings: IndexSettings, originals: Path
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._settings = settings
        self._originals = originals
        self._report = Report()

    def run(self, bundle: Bundle, progress: Progress) -> Report:
        """Store every document with its older versions, one commit for each.

        Those stored already stay as they are. Raises ValueError for a document that cannot be true.
        """
        histories = bundle.histories()
        for number, (*older, current) in enumerate(histories):
            progress(number, len(histories))
            carried = bundle.document(current)
            name = carried.source.document.name
            if (entry := self._entry(current)) is not None:
                self._pass_over(name, entry)
                continue
            items, last = self._older(bundle, older)
            bundle.restore(carried.source.original, self._originals)
            self._store.apply(add=[*items, self._made(bundle, carried, last)])
            self._report.added.append(name)
        progress(len(histories), len(histories))
        return self._report

    def _older(self, bundle: Bundle, ids: list[str]) -> tuple[list[Ingested], str]:
        """Older versions that are not stored yet, and the id that the newest version supersedes.

        Their texts and cases stay for those who cited them; nothing of them is searched.
        """
        items, last = [], ""
        nothing = np.empty((0, self._embedder.dimension), dtype=np.float32)
        for document_id in ids:
            entry = self._entry(document_id)
            if entry is None:
                carried = bundle.document(document_id)
                bundle.restore(carried.source.original, self._originals)
                items.append(Taken(carried.source, carried.cases, (), last).with_vectors(nothing))
            if entry is None or not entry.superseded_by:
                last = document_id
        return items, last

    def _made(self, bundle: Bundle, carried: Carried, replaces: str) -> Ingested:
        if bundle.stamp == self._store.stamp:
            taken = Taken(carried.source, carried.cases, carried.passages, replaces)
            return taken.with_vectors(bundle.vectors(carried.source.document.id))
        taken = take_apart(carried.source, self._settings, replaces)
        self._report.passages += len(taken.passages)
        return taken.with_vectors(self._embedder.encode_passages([embedding_text(p) for p in taken.passages]))

    def _pass_over(self, name: str, entry: Entry) -> None:
        """Note a document that is stored already, or that the store holds a newer version of."""
        if entry.superseded_by:
            self._report.outdated.append((name, self._store.document_name(entry.superseded_by)))
        else:
            self._report.unchanged.append(name)

    def _entry(self, document_id: str) -> Entry | None:
        try:
            return self._store.entry(document_id)
        except KeyError:
            return None
