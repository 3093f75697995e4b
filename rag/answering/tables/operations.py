"""What is counted over the rows of one table: extremes, equals, bounds, sums. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from chinese import fold
from chinese.values import find_dates, find_quantities, number_value
from rag.answering.tables.rows import Cell, Column, Table, TableRow

Operation = Literal["max", "min", "equal", "over", "under", "sum", "count"]

_SAID: dict[Operation, str] = {
    "max": "取“{column}”一栏最大的",
    "min": "取“{column}”一栏最小的",
    "equal": "取“{column}”一栏为“{value}”的",
    "over": "取“{column}”一栏{value}的",
    "under": "取“{column}”一栏{value}的",
    "sum": "将“{column}”一栏相加",
    "count": "按“{column}”一栏计数",
}
_SCALES = {"万元": 10_000, "亿元": 100_000_000, "千元": 1_000, "元": 1}
_NOTHING = re.compile(r"[—\-－–/无\s]*")
_NEGATIVE = re.compile(r"^[-−－–—](?=[0-9])")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
_LIST = re.compile(r"[、，,；;/]")


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit that cells are held to; ``said`` as it is asked: 超过10名."""

    value: Fraction  # money in 元
    measure: str  # canonical; "" for a bare number
    inclusive: bool
    said: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The rows that meet what was asked, with the cell that shows it of each."""

    operation: Operation
    said: str  # the operation in Chinese, for the reader
    table: Table
    column: Column
    rows: tuple[TableRow, ...]  # sums and averages left out
    cells: tuple[Cell, ...]  # one a row, in the column: to be cited with its headers and the row's labels
    names: tuple[Cell, ...]  # one a row: what it is called by
    value: Fraction | None = None  # of the extreme, the sum or the count
    complete: bool = True  # whether every row has a readable cell in the column


def operate(
    table: Table,
    column: Column,
    operation: Operation,
    value: str = "",
    bound: Bound | None = None,
) -> Picked | None:
    """The rows of a table that an operation over one column picks; None where the cells do not allow it.

    ``value``: what cells are equal to; ``bound``: what they are over or under. Rows that sum up others are
    never among them. For a table whose columns are compared see ``rows.turned``.
    """
    pairs = [(row, cell) for row in table.rows if not row.sums and (cell := row.under(column))]
    if operation in ("equal", "count"):
        picked = [pair for pair in pairs if operation == "count" or is_equal(pair[1], value)]
        filled = [pair for pair in picked if not _NOTHING.fullmatch(pair[1].words)]
        return _picked(table, column, operation, value, filled, Fraction(len(filled)))
    scale = _scale(table, column) if bound and bound.measure == "元" else 1
    numbers = [
        (row, cell, number_of(cell, scale)) for row, cell in pairs if not _NOTHING.fullmatch(cell.words)
    ]
    known = [(row, cell, number) for row, cell, number in numbers if number is not None]
    if len(known) < len(numbers) or len(known) < 2:
        return None
    complete = len(known) == sum(not row.sums for row in table.rows)
    if operation == "sum":
        total = sum((number for _, _, number in known), Fraction(0))
        return _picked(table, column, operation, value, [k[:2] for k in known], total, complete=complete)
    meets, extreme = _test(operation, [number for *_, number in known], bound)
    said = bound.said if bound else value
    chosen = [(row, cell) for row, cell, number in known if meets(number)]
    return _picked(table, column, operation, said, chosen, extreme, complete=complete)


def is_equal(cell: Cell, value: str) -> bool:
    """Whether a cell is a value, or lists it among others; what stands in brackets is passed over."""
    words = fold(_BRACKETED.sub("", cell.words)).strip('“”"')
    return words == fold(value) or fold(value) in _LIST.split(words)


def _scale(table: Table, column: Column) -> int:
    """How many 元 a bare number in a column is: 10,000 under 经费（万元）, or where the table is in 万元."""
    over = [*reversed(column), *table.captions]
    return next((scale for words in over for unit, scale in _SCALES.items() if unit in words), 1)


def number_of(cell: Cell, scale: int = 1) -> Fraction | None:
    """The number, percent counted in hundredths, or the day that a cell is; None where it is neither.

    ``scale``: what a number without a measure is multiplied by.
    """
    words = fold(_BRACKETED.sub("", cell.words))
    if dates := find_dates(words):
        first = dates[0].first
        return Fraction(first.toordinal()) if len(dates) == 1 and first else None
    sign = -1 if _NEGATIVE.match(words) else 1
    words = _NEGATIVE.sub("", words)
    quantities = find_quantities(words)
    if len(quantities) == 1 and (quantities[0].start, quantities[0].end) == (0, len(words)):
        only = quantities[0]
        times = 1 if only.measure else scale
        return sign * only.low * times if only.low == only.high else None
    value = number_value(words)
    return None if value is None else sign * value * scale


def _test(
    operation: Operation, numbers: Sequence[Fraction], bound: Bound | None
) -> tuple[Callable[[Fraction], bool], Fraction | None]:
    if operation in ("max", "min"):
        extreme = max(numbers) if operation == "max" else min(numbers)
        return extreme.__eq__, extreme
    if bound is None:
        raise ValueError(f"{operation} needs a bound")
    limit, inclusive = bound.value, bound.inclusive
    if operation == "over":
        return (lambda number: number > limit or (inclusive and number == limit)), None
    return (lambda number: number < limit or (inclusive and number == limit)), None


def _picked(
    table: Table,
    column: Column,
    operation: Operation,
    value: str,
    pairs: Sequence[tuple[TableRow, Cell]],
    number: Fraction | None,
    *,
    complete: bool = True,
) -> Picked | None:
    if not pairs:
        return None
    said = _SAID[operation].format(column="·".join(column), value=value)
    rows, cells = tuple(row for row, _ in pairs), tuple(cell for _, cell in pairs)
    names = tuple(row.labels[-1] for row in rows)
    return Picked(operation, said, table, column, rows, cells, names, number, complete)
