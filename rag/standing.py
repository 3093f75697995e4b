"""What a reader should know of a cited document: its page, whether it is out of date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.library import is_past
from index.passages import page_of
from index.store import Reading
from rag.records import Citation


def with_standing(citations: Sequence[Citation], store: Reading, today: date) -> tuple[Citation, ...]:
    """The citations with the page they stand on and a note where their document is out of date.

    Raises KeyError for a document that is gone.
    """
    return tuple(
        replace(c, page=page_of(store.source(c.document_id).blocks, c.start), note=note(store, c, today))
        for c in citations
    )


def note(store: Reading, citation: Citation, today: date) -> str:
    """Why a citation's document should be read with care, in Chinese; "" for one in force."""
    entry = store.entry(citation.document_id)
    if entry.superseded_by:
        return "这份资料已有新版，这里引用的是旧版"
    if is_past(entry.metadata, today):
        return f"这份资料已过有效期（{entry.metadata.valid_until}）"
    return ""
