"""A question -> which rows of which table it asks for. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chinese import NUMERAL_CHARS
from chinese.values import find_ranks
from index.records import Span
from rag.answering.collection.frames import Frame, is_called
from rag.answering.collection.nouns import KIND, given_numbers
from rag.answering.question import Question
from rag.answering.tables.columns import compared, facing, is_somebody, name_of, names_ranks, without_brackets
from rag.answering.tables.operations import Picked, number_of, operate
from rag.answering.tables.rows import Column, Table
from rag.answering.tables.said import names, said_of
from rag.answering.tables.wanted import Wanted, wanted

TELLING = 5  # code points of a header or a value by which a table is told from others
LONGEST = 8  # code points of a cell that may be a value of several rows

_WHICH = re.compile(
    rf"(?P<who>谁)|哪(?:些|几|[{NUMERAL_CHARS}0-9]+)?(?:个|家|名|位|项|类|条|种)?(?P<noun>[\u4e00-\u9fff]{{0,8}})"
    r"|(?<![第0-9])几(?:个|家|名|位|项|类)(?P<counted>[\u4e00-\u9fff]{0,8})"
)
_SEVERAL = re.compile("哪(?!个|家|名|位|一)|几")


@dataclass(frozen=True, slots=True)
class _Which:
    """What asks for rows: the noun and what may follow it, and where."""

    noun: str
    start: int
    before_noun: int
    several: bool  # whether more than one may be asked for
    who: bool  # whether somebody is asked for

    def words(self, asked: str) -> Span:
        """The words that ask, up to the end of the noun."""
        return self.start, self.before_noun + len(asked)


def asks_rows(question: Question) -> bool:
    """Whether a question may ask for rows, by its words alone."""
    return _WHICH.search(question.text) is not None


def picked(question: Question, tables: Sequence[tuple[Table, Frame]]) -> Picked | None:
    """The rows that a question asks for by an extreme, a bound or a value; None where none surely do.

    ``tables``: those that may answer, each with the frame of its document.
    """
    text = question.text
    which = _which(text)
    if which is None:
        return None
    several = len({table.document.id for table, _ in tables}) > 1
    found = [
        (weight, one)
        for table, frame in tables
        if is_called(frame, text)
        for weight, one in (*_by_number(text, which, table, frame), *_by_value(text, which, table, frame))
        if not several or _tells(weight, one) or names(text, facing(table, which.noun)[1], table, frame)
    ]
    best = max((weight for weight, _ in found), default=0)
    chosen = [one for weight, one in found if weight == best]
    return chosen[0] if len(chosen) == 1 else None


def _tells(weight: int, one: Picked) -> bool:
    """Whether what is shared tells a table from others by itself: a value, or a long header."""
    return one.operation == "equal" or weight >= TELLING


def _which(text: str) -> _Which | None:
    match = _WHICH.search(text)
    if match is None:
        return None
    group = next((name for name in ("noun", "counted") if match[name] is not None), "who")
    before = match.end() if group == "who" else match.start(group)
    noun = "" if group == "who" else match[group]
    return _Which(noun, match.start(), before, bool(_SEVERAL.match(match.group())), group == "who")


def _by_number(text: str, which: _Which, table: Table, frame: Frame) -> Iterator[tuple[int, Picked]]:
    """Rows by an extreme, a bound or a rank: 哪个单位最多; one row alone where one is asked for."""
    aim = wanted(text)
    if aim is None:
        return
    faced, noun = facing(table, which.noun)
    asked = which.words(noun)
    if not _as_many(text, faced) or _is_of_others(which, noun):
        return
    if aim.operation == "count":
        picks = [(len(noun), one)] if noun and faced is table and (one := _all(table)) else []
    else:
        picks = list(_picks(text, aim, asked, faced))
    for weight, one in picks:
        as_asked = which.several or aim.bound or aim.operation == "count" or len(one.rows) == 1
        if as_asked and said_of(text, (aim.span, asked), one, frame):
            yield from _named(weight, one, which, noun)


def _picks(text: str, aim: Wanted, asked: Span, table: Table) -> Iterator[tuple[int, Picked]]:
    """What an aim picks: a rank by the column of ranks, else the first by a column of points."""
    ranks = [column for column in table.columns if names_ranks(column)]
    if aim.rank is not None and len(ranks) == 1:
        if one := operate(table, ranks[0], "equal", str(aim.rank)):
            yield len(ranks[0][-1]), one
        return
    columns = compared(text, aim.span, asked, table)
    if len(columns) != 1:
        return
    weight, column = columns[0]
    if aim.rank is None:
        one = operate(table, column, aim.operation, bound=aim.bound)
    else:
        one = operate(table, column, "max") if aim.rank == 1 and "分" in column[-1] and not ranks else None
    if one:
        yield weight, one


def _all(table: Table) -> Picked | None:
    """All rows that sum nothing up, by the column of what names them; None where a name stands twice."""
    columns = {row.labels[-1].column for row in table.rows if not row.sums}
    one = operate(table, columns.pop(), "count") if len(columns) == 1 else None
    return one if one and len({cell.words for cell in one.cells}) == len(one.rows) else None


def _by_value(text: str, which: _Which, table: Table, frame: Frame) -> Iterator[tuple[int, Picked]]:
    """Rows whose cell in one column is a word of the question: 哪几个所评议是优秀."""
    faced, noun = facing(table, which.noun)
    aim = wanted(text)
    compares = aim is not None and aim.rank is None and aim.operation != "count"
    if compares or faced is not table or not _as_many(text, table) or _is_of_others(which, noun):
        return
    values = _values(text, table)
    if not values:
        return
    value = max(values, key=len)
    at = text.find(value)
    if which.who and not _tells_of(text[at:], value):
        return
    spans = ((at, at + len(value)), which.words(noun))
    (column, *others) = values[value]
    one = None if others else operate(table, column, "equal", value)
    if one and said_of(text, spans, one, frame):
        yield from _named(len(value), one, which, noun)


def _is_of_others(which: _Which, noun: str) -> bool:
    """Whether other things are asked for than a table's rows: 哪些支部 of a table of brands."""
    return not noun and which.noun.startswith(tuple(KIND))


def _tells_of(rest: str, value: str) -> bool:
    """Whether a value says of whom is asked, so that 谁 asks for rows: 追授的是谁; not 施工单位是谁."""
    return rest.startswith(f"{value}的") or bool(find_ranks(value))


def _named(weight: int, one: Picked, which: _Which, noun: str) -> Iterator[tuple[int, Picked]]:
    """What is picked with the names of its rows; nothing where 谁 is asked and they are nobody's."""
    named = replace(one, names=tuple(name_of(row, "谁" if which.who else noun) for row in one.rows))
    if not which.who or all(map(is_somebody, named.names)):
        yield weight, named


def _values(text: str, table: Table) -> dict[str, set[Column]]:
    """The cells that are words of a question, each with the columns it stands in."""
    values: dict[str, set[Column]] = {}
    for row in table.rows:
        for cell in row.cells:
            value = without_brackets(cell.words).strip('“”"')
            short = 1 < len(value) <= LONGEST
            if short and value in text and cell not in row.labels and number_of(cell) is None:
                values.setdefault(value, set()).add(cell.column)
    return values


def _as_many(text: str, table: Table) -> bool:
    """Whether a table has as many rows as a question says: 表里四个站."""
    rows = sum(not row.sums for row in table.rows)
    return all(number == rows for _, number, _ in given_numbers(text))
