"""Questions that one proposition does not answer: counts, rows of a table, digests of a case."""

from collections.abc import Sequence
from functools import cached_property

from chinese import fold
from index.catalogue import Catalogue
from index.embedding import SupportsEncoding
from index.library import Collection
from index.records import EVERYTHING, Filter, Hit
from index.settings import CASE_READER
from index.store import PassageStore
from rag.answering.collection import Collected, Row, asks_count, collected, frame_of
from rag.answering.compose import Composition, clause_around, named_cases
from rag.answering.digest import CaseText, RoleModel, asked_roles, asks_digest, digest_asked, draft_of
from rag.answering.enumerated import enumeration_at
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.answering.tables import Picked, asks_rows, picked, tables_of
from rag.citing import JOIN, Draft, Place
from rag.search import holds

MEASURES = {"case": "个", "unit": "家", "honour": "项", "holder": "个", "document": "篇"}
INCOMPLETE = "可能不全"
DOCUMENTS = 2  # of the nearest passages, whose tables are looked at
COUNTED = 3000  # documents of a store whose catalogue is read for a question: 2 ms each, once
NAMES = 60  # code points of rows' names that are a short answer
OPEN = ("other", "list", "method")  # what a digest may answer: 有多少个做法 asks for a number
DEPTH = 6  # propositions whose case a digest may be of
LINE = 90  # code points that are shown of an item


class Shapes:
    """What is counted, picked or summed up. Shared between threads: what it keeps is replaced whole."""

    def __init__(self, store: PassageStore, embedder: SupportsEncoding) -> None:
        self._store = store
        self._embedder = embedder
        self._collection = Collection(store)

    @cached_property
    def _roles(self) -> RoleModel:
        return RoleModel.open(CASE_READER, self._embedder)

    def counted(self, question: Question, where: Filter) -> Composition | None:
        """The count that a question about the collection asks for; None where it asks for none."""
        if not asks_count(question) or len(self._store.documents()) > COUNTED:
            return None
        found = collected(question, self._catalogue(where), self._text)
        if found is None or found.open or not found.rows:
            return None
        rows = tuple(self._row(row) for row in found.rows)
        return Composition(_count_of(found), rows, _told(found), kind="collection")

    def picked(self, question: Question, hits: Sequence[Hit]) -> Composition | None:
        """The rows of a table that meet what is asked; None where none of the likeliest documents has any."""
        if not asks_rows(question):
            return None
        ids = list(dict.fromkeys(hit.passage.document_id for hit in hits[:DEPTH]))[:DOCUMENTS]
        documents = [self._store.document(document_id) for document_id in ids]
        framed = [
            (table, frame_of(self._collection.of(document.id), document.text))
            for document in documents
            for table in tables_of(document, self._store.propositions_of(document.id))
        ]
        found = picked(question, framed)
        return self._rows(found) if found else None

    def digest(self, question: Question, ranked: Sequence[Evidence], *, sure: bool) -> Composition | None:
        """The digest of the case that is asked about; None where none is asked for.

        ``sure``: whether the best evidence answers; without it only a case that is named is summed up.
        """
        if question.asked not in OPEN:
            return None
        named = named_cases(question, ranked[:DEPTH])
        if len(named) > 1:  # a comparison
            return None
        asks = asks_digest(question.text) or (bool(named) and bool(asked_roles(question.text)))
        best = next(iter(named or (ranked[:1] if sure else [])), None)
        if not asks or best is None:
            return None
        source = self._store.source(best.hit.passage.document_id)
        case = best.hit.case
        span = (case.start, case.end) if case else (0, len(source.document.text))
        text = source.document.text
        heading = text[case.heading_start : case.heading_end] if case else ""
        about = f"{source.document.title} {heading} {case.unit if case else ''}"
        propositions = self._store.propositions_of(source.document.id, *span)
        body = CaseText(source.document, source.blocks, span, propositions, about)
        lines = digest_asked(question.text, body, self._roles)
        drafts = tuple(draft_of(line, source.document, case) for line in lines)
        groups = tuple(line.role for line in lines)
        return Composition(None, drafts, groups=groups, kind="digest") if drafts else None

    def listed(
        self, question: Question, chosen: Sequence[Evidence], *, sure: bool = True
    ) -> Composition | None:
        """The items of the list whose first line, or one of whose items, is what answers best.

        Without ``sure`` only of a list whose stem says every word of the question.
        """
        if (
            not chosen
            or question.asked != "list"
            or question.several
            or len(named_cases(question, chosen)) > 1
        ):
            return None
        best = chosen[0]
        document = self._store.document(best.hit.passage.document_id)
        case = best.hit.case
        body = (case.start, case.end) if case else (0, len(document.text))
        inside = self._store.propositions_of(document.id, *body)
        found = enumeration_at(document.text, (best.start, best.end), inside, question.words)
        if found is None:
            return None
        stem = fold(document.text[slice(*found.stem)])
        if not sure and not (question.words and all(word in stem for word in question.words)):
            return None
        places = [Place(document, case, *span) for span in (found.stem, *found.items)]
        drafts = tuple(Draft(clause_around(place.quote.strip(), 0, 0, LINE), (place,)) for place in places)
        return Composition(None, drafts, f"资料在这里列了{len(found.items)}条。", kind="list")

    def _catalogue(self, where: Filter) -> Catalogue:
        catalogue = self._collection.catalogue()
        if where == EVERYTHING:
            return catalogue
        with self._store.snapshot() as store:
            kept = [d for d in catalogue.documents if holds(where, store.entry(d.document_id), "")]
        return Catalogue(catalogue.generation, tuple(kept))

    def _text(self, document_id: str) -> str:
        return self._store.document(document_id).text

    def _row(self, row: Row) -> Draft:
        """A row as words of its document: what names it, and whose it is where that stands elsewhere."""
        document = self._store.document(row.document_id)
        case = None if row.case_order is None else self._store.case(row.document_id, row.case_order)
        places = [Place(document, case, place.start, place.end) for place in row.places]
        words = [place.quote.strip().partition("\n")[0].strip() for place in places]  # a row is one line
        head = words[0]
        if len(places) > 1 and fold(words[1]) not in fold(head) and fold(head) not in fold(words[1]):
            head = f"{words[1]}{JOIN}{head}" if row.honour else f"{head}{JOIN}{words[1]}"
        return Draft(head, tuple(places[:2]))

    def _rows(self, found: Picked) -> Composition:
        document = found.table.document
        drafts = []
        for name, cell in zip(found.names, found.cells, strict=True):
            place = Place(document, None, cell.start, cell.end)
            said = Place(document, None, name.start, name.end)
            spans = dict.fromkeys((said, place, *(Place(document, None, *span) for span in cell.headers)))
            words = said.quote if said == place else f"{said.quote}{JOIN}{place.quote}"
            drafts.append(Draft(words, tuple(spans)))
        names = "、".join(dict.fromkeys(name.words for name in found.names))
        number = found.operation in ("sum", "count")
        span = f"{found.value}" if number else names if len(names) <= NAMES else None
        note = f"{found.said}。" if found.complete else f"{found.said}；有空格，{INCOMPLETE}。"
        return Composition(span, tuple(drafts), note)


def _count_of(found: Collected) -> str | None:
    """The count with its measure, or a few names; none where it is of several documents."""
    if len(found.by_document) > 1:
        return None
    if found.form == "count":
        return f"{found.count}{MEASURES[found.counted]}"
    names = "、".join(dict.fromkeys(row.unit or row.title for row in found.rows))
    return names if 0 < len(names) <= NAMES else None


def _told(found: Collected) -> str:
    """How it was counted, and whether some may be missing."""
    total = f"{found.operation}，共{found.count}{MEASURES[found.counted]}"
    return f"{total}。" if found.complete else f"{total}，{INCOMPLETE}。"
