"""What a bundle carries -> a store: as it is where the same model made it, else embedded anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.embedding import SupportsEncoding
from index.library.bundle import Bundle
from index.library.carried import Carried
from index.library.ingest import Progress, Taken, embedding_text, take_apart
from index.library.sources import Report
from index.settings import IndexSettings
from index.store import Entry, Ingested, PassageStore, drop


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
            with self._kept_if_stored(bundle) as keep:
                items, last = self._older(bundle, older, keep)
                keep(carried.source.original)
                self._store.apply(add=[*items, self._made(bundle, carried, last)])
            self._report.added.append(name)
        progress(len(histories), len(histories))
        return self._report

    @contextmanager
    def _kept_if_stored(self, bundle: Bundle) -> Iterator[Callable[[str], None]]:
        """What keeps a source file; those kept go again when their document then is not stored."""
        fresh: list[str] = []

        def keep(original: str) -> None:
            if original and not (self._originals / original).exists():
                fresh.append(original)
                bundle.restore(original, self._originals)
            bundle.restore_pages(original, self._originals)

        try:
            yield keep
        except BaseException:
            drop(self._originals, fresh)
            raise

    def _older(
        self, bundle: Bundle, ids: list[str], keep: Callable[[str], None]
    ) -> tuple[list[Ingested], str]:
        """Older versions that are not stored yet, and the id that the newest version supersedes.

        Their texts and cases stay for those who cited them; nothing of them is searched.
        """
        items, last = [], ""
        nothing = np.empty((0, self._embedder.dimension), dtype=np.float32)
        for document_id in ids:
            entry = self._entry(document_id)
            if entry is None:
                carried = bundle.document(document_id)
                keep(carried.source.original)
                items.append(Taken(carried.source, carried.cases, (), last).with_vectors(nothing))
            if entry is None or not entry.superseded_by:
                last = document_id
        return items, last

    def _made(self, bundle: Bundle, carried: Carried, replaces: str) -> Ingested:
        """Made anew of the text; the bundle's vectors are those of the passages it says, or of none."""
        taken = take_apart(carried.source, self._settings, replaces)
        alike = (taken.cases, taken.passages) == (carried.cases, carried.passages)
        if alike and bundle.stamp == self._store.stamp:
            return taken.with_vectors(bundle.vectors(carried))
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
