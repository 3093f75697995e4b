"""Which documents a store holds. Pure."""

import re
from collections.abc import Callable

from chinese.language_data import topic
from chinese.values import find_dates
from index.catalogue import Catalogue, DocumentCatalogue
from rag.answering.collection.coverage import covered
from rag.answering.collection.frames import frame_of
from rag.answering.collection.records import Collected, Place, Row
from rag.answering.collection.wording import Wish

_DATA = topic("counted")
_MORE = frozenset([*_DATA.words["issuing"], *_DATA.words["holding"], *_DATA.words["containing"]])
_LINE = re.compile(r"\S[^\n]*")


def count_documents(
    wish: Wish, text: str, catalogue: Catalogue, text_of: Callable[[str], str]
) -> Collected | None:
    """The documents of a year, of an issuer or about something, or all; None where none is asked for.

    ``text`` is the folded question. A document whose day is not known is of no year.
    """
    dates = find_dates(text)
    years = {d.first.year for d in dates if d.first and d.last and d.first.year == d.last.year}
    if wish.noun != "document" or len(dates) > 1 or len(years) != len(dates):
        return None
    said = {words for d in dates for words in (text[d.start : d.end], f"{text[d.start : d.end]}度")}
    more = _MORE | said
    everything = all(covered(run, lambda piece: False, more) for run in wish.runs)
    if not everything and not any(word in text for word in _DATA.words["issuing"]):
        return None  # 办证要哪些资料 asks for papers, not for documents of the store
    chosen = [
        document
        for document in catalogue.documents
        if all(document.imprint.day.startswith(str(year)) for year in years)
        and (everything or frame_of(document, text_of(document.document_id)).names(wish.runs, more))
    ]
    if not chosen:
        return None
    return Collected(
        counted="document",
        form=wish.form,
        operation="按资料计数" + "".join(f"（{year}年）" for year in years),
        count=len(chosen),
        rows=tuple(_row(document, text_of(document.document_id)) for document in chosen),
        complete=everything and not years,
        by_document=tuple((document.document_id, 1) for document in chosen),
    )


def _row(document: DocumentCatalogue, text: str) -> Row:
    imprint = document.imprint
    first = _LINE.search(text)
    title = imprint.title or (first.span() if first else None)
    spans = [span for span in (title, imprint.date, imprint.issuer) if span]
    places = tuple(Place(document.document_id, *span) for span in spans)
    return Row(document.document_id, None, "", document.title or document.name, places)
