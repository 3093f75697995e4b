"""A question -> which rows of which table it asks for. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chinese import NUMERAL_CHARS, fold
from chinese.language_data import topic
from index.records import Span
from rag.answering.collection.coverage import covered
from rag.answering.collection.frames import Frame, is_called, issue_words
from rag.answering.collection.nouns import GENERIC, given_numbers
from rag.answering.question import Question
from rag.answering.tables.columns import compared, facing, name_of, names_ranks, without_brackets
from rag.answering.tables.operations import Picked, number_of, operate
from rag.answering.tables.rows import Column, Table
from rag.answering.tables.wanted import Wanted, wanted

LONGEST = 8  # code points of a cell that may be a value of several rows

_DATA = topic("counted")
_MORE = frozenset(
    word for name in ("holding", "containing", "giving", "measures") for word in _DATA.words[name]
) | frozenset(GENERIC)
_WHICH = re.compile(
    rf"(?P<who>谁)|哪(?:些|几|[{NUMERAL_CHARS}0-9]+)?(?:个|家|名|位|项|类|条|种)?(?P<noun>[\u4e00-\u9fff]{{0,8}})"
    r"|(?<![第0-9])几(?:个|家|名|位|项|类)(?P<counted>[\u4e00-\u9fff]{0,8})"
)
_SEVERAL = re.compile("哪(?!个|家|名|位|一)|几")
_GAP = re.compile(r"[\0,。?;:!\s“”‘’\"'()、·\-—]+")


@dataclass(frozen=True, slots=True)
class _Which:
    """What asks for rows: the noun and what may follow it, and where."""

    noun: str
    start: int
    before_noun: int
    several: bool  # whether more than one may be asked for

    def words(self, asked: str) -> Span:
        """The words that ask, up to the end of the noun."""
        return self.start, self.before_noun + len(asked)


def picked(question: Question, tables: Sequence[tuple[Table, Frame]]) -> Picked | None:
    """The rows that a question asks for by an extreme, a bound or a value; None where none surely do.

    ``tables``: those that may answer, each with the frame of its document.
    """
    text = question.text
    which = _which(text)
    if which is None:
        return None
    found = [
        one
        for table, frame in tables
        if is_called(frame, text)
        for one in (*_by_number(text, which, table, frame), *_by_value(text, which, table, frame))
    ]
    best = max((weight for weight, _ in found), default=0)
    chosen = [one for weight, one in found if weight == best]
    return chosen[0] if len(chosen) == 1 else None


def _which(text: str) -> _Which | None:
    match = _WHICH.search(text)
    if match is None:
        return None
    group = next((name for name in ("noun", "counted") if match[name] is not None), "who")
    before = match.end() if group == "who" else match.start(group)
    noun = "" if group == "who" else match[group]
    return _Which(noun, match.start(), before, bool(_SEVERAL.match(match.group())))


def _by_number(text: str, which: _Which, table: Table, frame: Frame) -> Iterator[tuple[int, Picked]]:
    """Rows by an extreme, a bound or a rank: 哪个单位最多; one row alone where one is asked for."""
    aim = wanted(text)
    if aim is None:
        return
    faced, noun = facing(table, which.noun)
    asked = which.words(noun)
    if not _as_many(text, faced):
        return
    if aim.operation == "count":
        picks = [(len(noun), one)] if noun and faced is table and (one := _all(table)) else []
    else:
        picks = list(_picks(text, aim, asked, faced))
    for weight, one in picks:
        as_asked = which.several or aim.bound or aim.operation == "count" or len(one.rows) == 1
        if as_asked and _said(text, (aim.span, asked), one, frame):
            yield weight, _named(one, noun or ("" if which.noun else "谁"))


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
    if compares or faced is not table or not _as_many(text, table):
        return
    values = _values(text, table)
    if not values:
        return
    value = max(values, key=len)
    at = text.find(value)
    spans = ((at, at + len(value)), which.words(noun))
    (column, *others) = values[value]
    one = None if others else operate(table, column, "equal", value)
    if one and _said(text, spans, one, frame):
        yield len(value), _named(one, noun or ("" if which.noun else "谁"))


def _named(one: Picked, noun: str) -> Picked:
    return replace(one, names=tuple(name_of(row, noun) for row in one.rows))


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


def _said(text: str, spans: Sequence[Span], one: Picked, frame: Frame) -> bool:
    """Whether all other words of a question are said of what is picked.

    By its document, the captions, the headers of its column, the names of turned rows; of other columns by
    words alone: 2023年 and 上季 over another column say that this one is not meant.
    """
    table = one.table
    spans = [*spans, *(span for *_, said in given_numbers(text) for span in said)]
    kept = "".join("\0" if any(s <= i < e for s, e in spans) else c for i, c in enumerate(text))
    heads = [label.words for row in table.rows for label in row.labels if not label.column]
    own = [fold(words) for words in (*table.captions, *heads, *one.column)]
    beside = [fold(column[0]) for column in table.columns if len(column) == 1]
    more = _MORE | issue_words(text)

    def known(piece: str) -> bool:
        if piece in frame.said or any(piece in words for words in own):
            return True
        return not re.search("[0-9]", piece) and any(piece in words for words in beside)

    return all(covered(run, known, more) for run in _GAP.split(kept) if run)
