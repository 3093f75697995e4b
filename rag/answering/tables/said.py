"""Whether the words of a question are said of a table. Pure."""

import re
from collections.abc import Iterator, Sequence

from chinese import fold
from chinese.language_data import topic
from index.records import Span
from rag.answering.collection.coverage import covered
from rag.answering.collection.frames import Frame, issue_words
from rag.answering.collection.nouns import GENERIC, given_numbers
from rag.answering.tables.operations import Picked
from rag.answering.tables.rows import Table
from rag.answering.tables.wanted import IN_TABLE

SPECIFIC = 3  # code points of a noun by which rows are told from those of other tables

_DATA = topic("counted")
_MORE = (
    frozenset(word for name in ("holding", "containing", "giving", "measures") for word in _DATA.words[name])
    | GENERIC
)
_GAP = re.compile(r"[\0,。?;:!\s“”‘’\"'()、·\-—]+")


def names(text: str, noun: str, table: Table, frame: Frame) -> bool:
    """Whether a question names a table among those of other documents.

    By what is said of its document or over it, by what its rows are, ``noun`` asks for them, or by 表里.
    """
    if (len(noun) >= SPECIFIC and noun not in GENERIC) or IN_TABLE.search(text):
        return True
    said = (frame.said, *map(fold, table.captions))
    return any(any(piece in words for words in said) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """Each two code points that name something."""
    for run in _GAP.split(text):
        for at in range(len(run) - 1):
            piece = run[at : at + 2]
            if not covered(piece, lambda _: False, _MORE):
                yield piece


def said_of(text: str, spans: Sequence[Span], one: Picked, frame: Frame) -> bool:
    """Whether all words of a question outside some spans are said of what is picked.

    By its document, the captions, the headers of its column, the names of turned rows; of other columns by
    words alone: 2023年 and 上季 over another column say that this one is not meant.
    """
    table = one.table
    spans = [*spans, *(span for *_, said in given_numbers(text) for span in said)]
    kept = "".join("\0" if any(s <= i < e for s, e in spans) else c for i, c in enumerate(text))
    heads = [label.words for row in table.rows for label in row.labels if not label.column]
    own = [fold(words) for words in (*table.captions, *heads, *one.column)]
    beside = [fold(column[0]) for column in table.columns if len(column) == 1]

    def known(piece: str) -> bool:
        if piece in frame.said or any(piece in words for words in own):
            return True
        return not re.search("[0-9]", piece) and any(piece in words for words in beside)

    more = _MORE | issue_words(text)
    return all(covered(run, known, more) for run in _GAP.split(kept) if run)
