"""Which way round a table answers a question, which column it compares by, and what names its rows. Pure."""

import re

from chinese import find_persons, fold, is_organisation, is_total
from chinese.language_data import topic
from index.records import Span
from rag.answering.tables.rows import Cell, Column, Table, TableRow, turned

SHORTEST = 2  # code points of a header's words that a question must share
AROUND = 10  # code points around the words that compare, in which the column is named

_DATA = topic("counted")
_GENERIC = frozenset(_DATA.tables["nouns"]["unit"]) | {"地方", "家", "人"}
_PERSONS = frozenset([*_DATA.tables["nouns"]["person"], "谁"])
_RANKS = frozenset(_DATA.words["ranks"])
_PLACED = ("镇", "乡", "村", "社区", "街道", "县", "区", "市", "所", "站", "科", "队", "组")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def without_brackets(words: str) -> str:
    """Folded words without what stands in brackets: 经费 of 经费（万元）."""
    return _BRACKETED.sub("", fold(words))


def facing(table: Table, noun: str) -> tuple[Table, str]:
    """The table with what is asked for as its rows, and the noun that asks: the beginning of ``noun``.

    "" where no beginning of it is what rows or columns are called.
    """
    heads = {"·".join(label.column) for row in table.rows for label in row.labels}
    labels = [row.labels[-1].words for row in table.rows if row.labels and not row.sums]
    for end in range(len(noun), 0, -1):
        asked = noun[:end]
        if asked in _GENERIC or any(asked in head for head in heads) or _are_called(labels, asked):
            return table, asked
        last = [column[-1] for column in table.columns]
        if _are_called(last, asked):
            return turned(table), asked
        if len(asked) >= SHORTEST and any(asked in words for words in last):
            return table, asked
    return table, ""


def _are_called(names: list[str], asked: str) -> bool:
    """Whether most of some names hold the noun: 镇 of a table of towns."""
    return 2 * sum(asked in name for name in names) > len(names)


def compared(text: str, wanted: Span, asked: Span, table: Table) -> list[tuple[int, Column]]:
    """The columns whose words a question shares most of around the words that compare, with how many.

    Of several under one header, the one that sums them up. ``asked``: the words that ask for a row.
    """
    low, high = max(0, wanted[0] - AROUND), wanted[1] + AROUND
    near = "".join("\0" if asked[0] <= i < asked[1] else c for i, c in enumerate(text))[low:high]
    years = set(_YEAR.findall(text))
    columns = [c for c in table.columns if not years or not _years(c) or years & _years(c)]
    for first in (-1, 0):  # by the words right over it, else by those over them too
        shared = [(max(_shared(near, part) for part in column[first:]), column) for column in columns]
        best = max((n for n, _ in shared), default=0)
        chosen = [(n, column) for n, column in shared if n == best]
        sums = [(n, column) for n, column in chosen if is_total(column[-1])]
        if best >= SHORTEST:
            return sums if len(chosen) > 1 and len(sums) == 1 else chosen
    return []


def _years(column: Column) -> set[str]:
    return {year for part in column for year in _YEAR.findall(part)}


def _shared(text: str, header: str) -> int:
    """How many code points of a header's words stand in a question on end, one more where all do."""
    words = _YEAR.sub("", without_brackets(header)).removeprefix("年")
    lengths = (
        length + (length == len(words))
        for start in range(len(words))
        for length in range(len(words) - start, 0, -1)
        if words[start : start + length] in text
    )
    return max(lengths, default=0)


def names_ranks(column: Column) -> bool:
    """Whether a column gives the place of each row among the others."""
    return column[-1] in _RANKS or (len(column) > 1 and column[0] in _RANKS)


def name_of(row: TableRow, asked: str) -> Cell:
    """What a row is called by: the cell under the noun that asks, of persons their name, else its label."""
    under = [cell for cell in row.cells if cell.column]
    wanted = "姓名" if asked in _PERSONS else asked
    named = [cell for cell in under if wanted and wanted in cell.column[-1]]
    whole = [cell for cell in named if without_brackets(cell.column[-1]) == wanted]
    return (whole or named or [row.labels[-1]])[0]


def is_somebody(name: Cell) -> bool:
    """Whether a row's name is a body's, a place's or a person's."""
    if name.column and "姓名" in name.column[-1]:
        return True
    placed = name.words.endswith(_PLACED)
    return placed or is_organisation(name.words) or bool(find_persons(f"，{name.words}，"))
