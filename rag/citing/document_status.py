"""What a reader should know of a cited document: its page, whether it is out of date or gone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from index.library import is_past
from index.segment import page_of, scans_of
from index.store import StoreReader
from rag.citing.leaning import leans_on
from rag.records import Check, CheckedPart, CheckedSentence, Citation, Leaning

GONE = "这份资料已从资料库中移除"
REPLACED = "这份资料已有新版，这里引用的是旧版"


def with_standing(citations: Iterable[Citation], store: StoreReader, today: date) -> tuple[Citation, ...]:
    """The citations with their page, what they lean on, and a note where their document is out of date.

    Raises KeyError for a document that is gone.
    """
    return tuple(_with_standing(citation, store, today) for citation in citations)


def _with_standing(citation: Citation, store: StoreReader, today: date) -> Citation:
    source = store.source(citation.document_id)
    inside = store.propositions_of(citation.document_id, citation.start, citation.end)
    leaning = tuple(
        Leaning(one.role, source.document.text[one.start : one.end], one.start, one.end)
        for one in leans_on(inside, citation.start, citation.end)
    )
    page = page_of(source.blocks, citation.start)
    said = note(store, citation, today)
    recognised = bool(scans_of(source.blocks, citation.start, citation.end))
    return replace(citation, page=page, carried=leaning, note=said, recognised=recognised)


def marked(citations: Iterable[Citation], store: StoreReader, today: date) -> tuple[Citation, ...]:
    """The same for citations kept from earlier; one whose document is gone says so and keeps its page."""
    results: list[Citation] = []
    for citation in citations:
        try:
            results += with_standing([citation], store, today)
        except KeyError:
            results.append(replace(citation, note=GONE))
    return tuple(results)


def check_with_standing(check: Check, store: StoreReader, today: date) -> Check:
    """A check whose evidence says where it is out of date."""
    cited = list(dict.fromkeys(c for sentence in check.sentences for c in sentence.evidence))
    known = dict(zip(cited, marked(cited, store, today), strict=True))

    def part(checked: CheckedPart) -> CheckedPart:
        return replace(checked, evidence=tuple(known[c] for c in checked.evidence))

    def sentence(checked: CheckedSentence) -> CheckedSentence:
        return replace(checked, parts=tuple(map(part, checked.parts)))

    return replace(check, sentences=tuple(map(sentence, check.sentences)))


def note(store: StoreReader, citation: Citation, today: date) -> str:
    """Why a citation's document should be read with care, in Chinese; "" for one in force."""
    entry = store.entry(citation.document_id)
    if entry.superseded_by:
        return REPLACED
    if is_past(entry.metadata, today):
        return f"这份资料已过有效期（{entry.metadata.valid_until}）"
    return ""
