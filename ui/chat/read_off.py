"""Example questions read off the texts: what a booklet asks itself, what a table's cell answers. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Protocol

from index.records import Document, Proposition
from index.store import Entry

DOCUMENTS = 12  # looked at for it, however large the store
LONGEST = 40  # code points of an example
NO_AMOUNTS = ("序号", "备注", "电话")  # columns whose cells are numbers that nobody asks for
_MARK = re.compile(
    r"^\W*(?:[0-9一二三四五六七八九十]+[.、．)）]\s*)?(?:问\s*[0-9一二三四五六七八九十]*\s*[:：]\s*)?"
)
_NAME = re.compile(r"[\u4e00-\u9fff][^\n]{1,19}")  # of a row or a column: words, not a number
_VALUE = re.compile(r"[0-9][0-9,.]*\s?[^\s0-9,.。，、；()（）—-]{0,4}")  # an amount with its measure
_UNIT = re.compile(r"[（(][^（()）]*[)）]$")  # 金额(元)


class Texts(Protocol):
    """The part of a store that they are read off."""

    def documents(self) -> Sequence[Entry]:
        """Every document."""

    def document(self, document_id: str) -> Document:
        """One with its text."""

    def propositions_of(self, document_id: str) -> Sequence[Proposition]:
        """What it says, in reading order."""


def read_off(store: Texts, most: int, without: Collection[str] = ()) -> tuple[list[str], dict[str, str]]:
    """At most ``most`` questions that booklets ask, and as many about cells with the words of each cell.

    No two are of one document, unless there are too few.
    """
    asked: list[str] = []
    cells: dict[str, str] = {}
    entries = (entry for entry in store.documents() if entry.id not in without)
    for entry in islice(entries, DOCUMENTS):
        text, said = store.document(entry.id).text, store.propositions_of(entry.id)
        asked += list(islice(dict.fromkeys(_questions(text, said)), 1))
        cells |= dict(islice(_cells(text, said), 1))
        if len(asked) >= most and len(cells) >= most:
            break
    return asked[:most], dict(islice(cells.items(), most))


def _questions(text: str, said: Sequence[Proposition]) -> Iterator[str]:
    for proposition in said:
        for part in proposition.carried:
            if part.role == "question":
                words = _MARK.sub("", text[part.start : part.end].strip())
                if (
                    words.endswith(("？", "?"))
                    and 4 < len(words) <= LONGEST
                    and not re.search(r"[\n（(]", words)
                ):
                    yield words


def _cells(text: str, said: Sequence[Proposition]) -> Iterator[tuple[str, str]]:
    """Questions about cells that stand in one row and one column and hold a number, with their words."""
    for proposition in said:
        named = {role: _named(text, proposition, role) for role in ("row", "column")}
        words = text[proposition.start : proposition.end].strip()
        if proposition.kind != "cell" or not all(named.values()) or not _VALUE.fullmatch(words):
            continue
        question = f"{named['row']}的{_UNIT.sub('', named['column'])}是多少？"
        if len(question) <= LONGEST and not any(name in question for name in NO_AMOUNTS):
            yield question, words


def _named(text: str, proposition: Proposition, role: str) -> str:
    """The one row or column that a cell carries, where it is named in words; "" for none or several."""
    names = [text[part.start : part.end].strip() for part in proposition.carried if part.role == role]
    return names[0] if len(names) == 1 and _NAME.fullmatch(names[0]) else ""
