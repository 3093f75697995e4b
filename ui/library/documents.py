"""文库: the documents that are stored, as the page shows and changes them; each change is audited."""

from collections.abc import Sequence
from datetime import date

import gradio as gr

from index.library import Library
from index.records import Metadata
from index.store import PassageStore
from people.accounts import named
from people.audit import Action
from ui.access import Auditor, Limits, caller_of
from ui.desk import Act, Refused
from ui.library import render as html
from ui.library.catalogue import FILTERS, Catalogue
from ui.scope import BETWEEN
from ui.serving import Download

ANY_FILE = "application/octet-stream"


class Documents:
    """What is stored. Shared between threads: it is never changed after it was made."""

    def __init__(
        self, store: PassageStore, library: Library, limits: Limits, auditor: Auditor | None
    ) -> None:
        """Each method raises KeyError where a document is gone."""
        self._store = store
        self._library = library
        self._limits = limits
        self._auditor = auditor
        self._catalogue = Catalogue(store)

    def listed(self, act: Act) -> str:
        """Those that match the form and are not closed to who asks."""
        chosen = {name: act.text(name, 100).strip() for name in FILTERS}
        today = date.today()
        found = self._catalogue.matching(chosen, today)
        documents = [(entry, units) for entry, units in found if entry.id not in act.closed]
        return html.list_html(documents, act.row if act.id else 0, chosen, today)

    def shown(self, act: Act) -> str:
        """A document's own page."""
        document_id, _, page = act.id.partition(":")
        with self._store.snapshot() as now:
            entry = now.entry(document_id)
            passages, versions = now.passages_of(document_id), now.versions(document_id)
            source = now.source(document_id)
        place = int(page) if page.isdecimal() and len(page) < 6 else 0
        return html.document_html(entry, source, passages, versions, place, date.today(), self._groups(act))

    def _groups(self, act: Act) -> tuple[str, ...] | None:
        """What a document is limited to, for those who keep the library; None for others."""
        known, document_id = self._limits.groups, act.id.partition(":")[0]
        return known.of_document(document_id) if known and act.keeps else None

    def removing(self, act: Act) -> str:
        """What is asked before a document is removed."""
        return html.confirm_html(self._store.entry(act.id))

    def original(self, act: Act) -> Download:
        """The file that a document was read from. Raises Refused where it is not kept."""
        entry, path = self._store.entry(act.id), self._library.original(self._store, act.id)
        if path is None:
            raise Refused("这份资料没有保存原文件，或者原文件已不在。检索和出处不受影响。")
        return Download(entry.name, ANY_FILE, path)

    def described(self, act: Act, request: gr.Request | None) -> str:
        """Keep what the form says of a document; its page."""
        groups = named(act.text("about-groups", 500))  # refused before anything is written
        self._library.describe(act.id, act.text("about-title", 200), metadata(act))
        if self._limits.groups and set(groups) != set(self._limits.groups.of_document(act.id)):
            self.limit([act.id, *(version.id for version in self._store.versions(act.id))], act, request)
        self.did(request, Action.CHANGE_DOCUMENT, act.id, self._store.entry(act.id).name)
        return self.shown(act)

    def limit(self, ids: Sequence[str], act: Act, request: gr.Request | None) -> None:
        """Limit documents to the groups of the form, and say so in the audit."""
        if self._limits.groups:
            written = act.text("about-groups", 500)
            self._limits.groups.limit(ids, written)
            if self._auditor:
                caller = caller_of(request)
                self._auditor.did(caller, Action.DOCUMENT_GROUPS, "、".join(ids), groups=written)

    def removed(self, act: Act, request: gr.Request | None) -> str:
        """Remove a document; what is said then."""
        entry = self._library.remove(act.id)
        self.did(request, Action.DELETE_DOCUMENT, entry.id, entry.name)
        return html.removed_html(entry)

    def did(self, request: gr.Request | None, action: Action, document_id: str, name: str) -> None:
        """Audit a change."""
        if self._auditor:
            self._auditor.did(caller_of(request), action, f"{document_id} {name}")


def metadata(act: Act) -> Metadata:
    """What a form says of documents."""
    unit, day, source, tags, valid = (
        act.text(f"about-{name}", 500) for name in ("unit", "date", "source", "tags", "valid")
    )
    return Metadata(unit, day, source, tuple(tag for tag in BETWEEN.split(tags) if tag.strip()), valid)
