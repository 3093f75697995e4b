"""Which columns of a grid name its rows, and which name groups of rows. Pure.

From the left: a column that numbers the rows is none; a column of words, days or years names rows or groups
of them; an amount ends the search. The row's own name is the first column in which most rows differ, a cell
merged downwards counting once; columns of words to the left of it, which repeat, are groups. Where rows are
still alike, the next column of words in which these rows differ names them too, if no amount stands before
it. A column of 姓名 names the rows even where another to the left of it would do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from index.parse.tables.headers import Shape, most, shape

DISTINCT = 0.8  # share of different words from which a column names its rows
MAX_KEYS = 4  # columns that tell rows apart


@dataclass(frozen=True, slots=True)
class Column:
    """The body of one column."""

    numbering: bool  # whether its header says that it only counts rows
    words: tuple[str, ...]  # a record each, "" where it is empty
    merged: tuple[bool, ...]  # whether a place belongs to the cell above it
    naming: bool = False  # whether its header asks for whom or what a record is about: 姓名

    @property
    def own(self) -> list[str]:
        """The words of its cells, merged ones once."""
        return [each for each, goes_on in zip(self.words, self.merged, strict=True) if each and not goes_on]

    @property
    def shape(self) -> Shape:
        """What most of its cells are."""
        return most([shape(each) for each in self.own])

    @property
    def names(self) -> bool:
        """Whether words, days or years stand in it."""
        return self.shape in ("words", "told", "moment") and not self.numbering

    @property
    def is_code(self) -> bool:
        """Whether whole numbers that all differ stand in it: 01, 02."""
        return all(map(str.isdecimal, self.own)) and len(set(self.own)) == len(self.own)

    @property
    def is_distinct(self) -> bool:
        """Whether most of its cells differ, and few are empty or merged downwards."""
        return len(set(self.own)) >= DISTINCT * len(self.words)


def key_columns(columns: Sequence[Column]) -> tuple[int, ...]:
    """The columns that name rows, from the left: the last of them the row, the others its groups.

    A first column of whole numbers that all differ is a code before names, and a name where none follow.
    """
    filled = [at for at, column in enumerate(columns) if column.own and not column.numbering]
    keys: list[int] = []
    for place, at in enumerate(filled):
        column = columns[at]
        if not column.names:
            if place == 0 and column.is_code and any(columns[after].names for after in filled[1:2]):
                continue
            break
        keys.append(at)
        apart = column.is_distinct or _different(columns, keys) == len(column.words)
        if column.naming or (
            apart and column.shape != "moment" and not _names_later(columns, filled[place:])
        ):
            return tuple(keys)
    return _shortest(columns, keys) if keys else tuple(filled[:1])


def _names_later(columns: Sequence[Column], after: Sequence[int]) -> bool:
    """Whether a column that asks for names follows before any amount, near enough."""
    near = takewhile(lambda at: columns[at].names, after[:MAX_KEYS])
    return any(columns[at].naming for at in near)


def _shortest(columns: Sequence[Column], keys: Sequence[int]) -> tuple[int, ...]:
    """The fewest of ``keys`` that tell the rows apart as well as all of them."""
    different = [_different(columns, keys[:count]) for count in range(1, min(len(keys), MAX_KEYS) + 1)]
    return tuple(keys[: different.index(max(different)) + 1])


def _different(columns: Sequence[Column], keys: Sequence[int]) -> int:
    """How many rows the words of some columns tell apart."""
    return len({tuple(columns[at].words[row] for at in keys) for row in _rows(columns, keys)})


def _rows(columns: Sequence[Column], keys: Sequence[int]) -> list[int]:
    return [row for row in range(len(columns[keys[0]].words)) if any(columns[at].words[row] for at in keys)]


def telling_apart(columns: Sequence[Column], keys: Sequence[int]) -> dict[int, int]:
    """For rows that the ``keys`` leave alike: the next column of words in which all these rows differ."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for row in _rows(columns, keys) if keys else []:
        alike.setdefault(tuple(columns[at].words[row] for at in keys), []).append(row)
    found: dict[int, int] = {}
    for rows in (rows for rows in alike.values() if len(rows) > 1):
        for at in takewhile(lambda at: columns[at].names, range(keys[-1] + 1, len(columns))):
            words = [columns[at].words[row] for row in rows]
            told = all(shape(each) in ("words", "told", "moment") for each in words)
            if told and len(set(words)) == len(words):
                found |= dict.fromkeys(rows, at)
                break
    return found
