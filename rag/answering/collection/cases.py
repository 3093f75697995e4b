"""How many cases, pieces, questions or units a document holds. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from chinese.language_data import any_of, topic
from index.catalogue import CaseEntry, Catalogue, DocumentCatalogue
from rag.answering.collection.frames import (
    Frame,
    best_called,
    frame_of,
    holds,
    is_called,
    is_of,
    issue_words,
    publication,
)
from rag.answering.collection.nouns import GENERIC, KIND
from rag.answering.collection.records import Collected, Place, Row
from rag.answering.collection.wording import Wish

_DATA = topic("counted")
_MORE = frozenset(
    [
        *_DATA.words["holding"],
        *_DATA.words["leading"],
        *_DATA.words["containing"],
        *_DATA.words["measures"],
        *GENERIC,
    ]
)
_CONTENTS = ("case", "piece", "question")
_HOLDS = re.compile(any_of(w for n in ("holding", "containing", "inside") for w in _DATA.words[n]))
_LABELS = {"case": "案例", "piece": "篇目", "question": "问题", "unit": "单位", "branch": "单位"}


def count_cases(
    wish: Wish, text: str, catalogue: Catalogue, text_of: Callable[[str], str]
) -> Collected | None:
    """The cases or units of the documents that a question speaks of; None where it speaks of none.

    ``text`` is the folded question. Where it names no document, those of all that hold such pieces.
    """
    if wish.noun not in _LABELS or not _of_a_collection(wish, text):
        return None
    more = _MORE | issue_words(text)
    several = (document for document in catalogue.documents if len(document.cases) > 1)
    frames = [frame_of(document, text_of(document.document_id)) for document in several]
    chosen = [f for f in frames if holds(f, wish.noun) and is_called(f, text) and f.names(wish.runs, more)]
    chosen = [frame for frame in chosen if is_of(frame, wish.things) and _fits(wish, frame)]
    chosen = best_called(chosen, text, wish.numbers)
    if not chosen:
        return None
    documents = tuple(f.document for f in chosen)
    if wish.place is not None:
        return _one_of_each(wish, wish.place, documents)
    by_document = tuple((d.document_id, _count(wish, (d,))) for d in documents)
    return Collected(
        counted="unit" if wish.noun in ("unit", "branch") else "case",
        form=wish.form,
        operation=f"按{_LABELS[wish.noun]}计数",
        count=_count(wish, documents),
        rows=tuple(row for d in documents for row in _rows(wish, d)),
        complete=not any("、" in e.case.unit or " " in e.case.unit for d in documents for e in d.cases),
        by_document=by_document,
    )


def _one_of_each(wish: Wish, place: int, documents: Sequence[DocumentCatalogue]) -> Collected | None:
    """The case that stands at a place: 第三个案例是哪个单位的."""
    rows = tuple(case_row(d, e) for d in documents for e in d.cases if e.case.order == place)
    if not rows:
        return None
    by_document = tuple((row.document_id, 1) for row in rows)
    return Collected("case", wish.form, f"取第{place}个案例", len(rows), rows, True, by_document)


def _of_a_collection(wish: Wish, text: str) -> bool:
    """Whether a question is about what a publication holds: 全县有多少个支部 is not."""
    if wish.noun in _CONTENTS or wish.numbers or wish.place or publication(text) or _HOLDS.search(text):
        return True
    return any(word in text for word, noun in KIND.items() if noun in _CONTENTS)


def _fits(wish: Wish, frame: Frame) -> bool:
    """Whether the count agrees with what the question takes for granted and what the document says."""
    cases, units = len(frame.document.cases), _units((frame.document,))
    counts = {"unit": {units}, "branch": {units}}
    if any(number not in counts.get(noun, {cases}) for noun, number in wish.numbers if noun in _LABELS):
        return False
    return not frame.numbers or bool(frame.numbers & {cases, units})


def _count(wish: Wish, documents: tuple[DocumentCatalogue, ...]) -> int:
    if wish.noun in ("unit", "branch"):
        return _units(documents)
    return sum(len(d.cases) for d in documents)


def _units(documents: tuple[DocumentCatalogue, ...]) -> int:
    return len(Catalogue(0, documents).units())


def _rows(wish: Wish, document: DocumentCatalogue) -> Iterator[Row]:
    for entry in document.cases:
        if entry.case.unit or wish.noun not in ("unit", "branch"):
            yield case_row(document, entry)


def case_row(document: DocumentCatalogue, entry: CaseEntry, more: Iterable[Place] = ()) -> Row:
    """A case as a row, with its heading, its unit where that stands apart, and ``more`` places."""
    case = entry.case
    spans = [(case.heading_start, case.heading_end)] if case.heading_start < case.heading_end else []
    if entry.unit and not any(start <= entry.unit[0] and entry.unit[1] <= end for start, end in spans):
        spans.append(entry.unit)
    places = [*(Place(document.document_id, *span) for span in spans), *more]
    if not places:
        places = [Place(document.document_id, case.start, case.end)]
    return Row(document.document_id, case.order, case.unit, case.title, tuple(places))
