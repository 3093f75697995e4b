"""Which cases hold certain words. Pure."""

import re
from collections.abc import Callable, Iterator

from chinese import fold
from chinese.folding import fold_mapped
from chinese.language_data import topic
from index.catalogue import Catalogue
from rag.answering.collection.cases import case_row
from rag.answering.collection.frames import Frame, frame_of, is_called, issue_words
from rag.answering.collection.records import Collected, Place, Row
from rag.answering.question import Question

SHORTEST = 2  # code points of words that are looked for
SHOWN = 3  # places of the words that are cited for each
_DATA = topic("counted")
_WHICH, _THOSE = (re.compile(_DATA.expression(group)) for group in ("which", "those"))
_DOCUMENTS = frozenset(_DATA.words["documents"])
_MARKS = re.compile(r"[“”‘’「」『』《》\"'\s]+")


def asks_mentions(question: Question) -> bool:
    """Whether a question asks which cases or documents hold certain words."""
    return bool(_THOSE.search(question.text) or _WHICH.search(question.text))


def count_mentions(
    question: Question, catalogue: Catalogue, text_of: Callable[[str], str]
) -> Collected | None:
    """The cases, or documents, in which the words of 哪些案例提到了… stand as they are.

    None where that is not asked, or where none holds them.
    """
    text = question.text
    match = _THOSE.search(text) or _WHICH.search(text)
    words = _MARKS.sub("", match["words"]) if match else ""
    if match is None or len(words) < SHORTEST:
        return None
    pattern = re.compile(rf"(?<![0-9]){re.escape(words)}" if words[0].isdigit() else re.escape(words))
    runs = [run for run in re.split(r"[,。?;:!\s]+", text[: match.start()]) if run]
    bodies = ((document, text_of(document.document_id)) for document in catalogue.documents)
    frames = ((frame_of(document, body), body) for document, body in bodies)
    named = [(f, body) for f, body in frames if is_called(f, text) and f.names(runs, issue_words(text))]
    whole = match["noun"] in _DOCUMENTS
    rows = [row for frame, body in named for row in _rows(frame, body, pattern, whole=whole)]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.document_id] = counts.get(row.document_id, 0) + 1
    return (
        Collected(
            counted="document" if whole else "case",
            form="count" if match["asks"] in ("几", "多少") else "which",
            operation=f"按原文写有“{words}”的{'资料' if whole else '案例'}计数",
            count=len(rows),
            rows=tuple(rows),
            complete=True,
            by_document=tuple(counts.items()),
        )
        if rows
        else None
    )


def _rows(frame: Frame, text: str, pattern: re.Pattern[str], *, whole: bool) -> Iterator[Row]:
    document = frame.document
    if not pattern.search(fold(text)):
        return
    if whole:
        places = list(_places(document.document_id, text, 0, len(text), pattern))
        yield Row(document.document_id, None, "", document.title or document.name, tuple(places[:SHOWN]))
        return
    for entry in document.cases:
        span = (entry.case.start, entry.case.end)
        if places := list(_places(document.document_id, text, *span, pattern)):
            yield case_row(document, entry, places[:SHOWN])


def _places(document_id: str, text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Place]:
    folded = fold_mapped(text[start:end])
    for match in pattern.finditer(folded.text):
        first, last = folded.span(*match.span())
        yield Place(document_id, start + first, start + last)
