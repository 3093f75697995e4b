"""Tables -> look-ups: what stands in a row's column, and which row has a value. Pure.

A cell is bound to its row, its column and its table; the other cells of its column are what it could be
mistaken for, and none of them says the same.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chinese import bare, is_numbering_header, is_person, sums_rows
from chinese.values import find_dates, number_value
from index.records import Carried, Proposition
from rag.quiz.bound.parties import is_office
from rag.quiz.candidates import Candidate, frame, gives_away, question
from rag.quiz.naming import inner, of_all, place_of
from rag.quiz.records import BLANK, FALSE, GAP, TRUE
from rag.quiz.topics import Topic

OPTIONS = 4
MOST = 12  # cells of one table that are asked about
LONGEST = 16  # code points of a cell, and LABEL of a row's or a column's name
LABEL = 22
EXACT = 10  # code points of words that somebody can be asked to write
_NOTHING = re.compile(r"[\s—\-－/／无√✓×○●·.]*")
_REMARK = re.compile(r"备注|说明|序号|编号|电话|联系|签[名字]|附件|文号|邮箱|地址")
_STOPS = re.compile(r"[，。；、：,;:\n]")
_TORN = re.compile(r"[0-9][ \u3000]+[0-9]")
_COUNTED = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?(?P<unit>[\u4e00-\u9fff]{1,3})")  # 240份
_PLACE = re.compile(r"[0-9A-Z].*[室楼层号]|[省市县区镇乡村]$")
_MEASURE = re.compile("(?:计量)?单位[：:]")  # 单位：元 names no table
_NUMBER = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?[%％]?")


@dataclass(frozen=True, slots=True)
class CellFact:
    """One cell with the names of its table, row and column."""

    proposition: Proposition
    words: str
    table: str  # as a question names it, “奖项”部分
    row: str
    column: str
    label: str  # what the column of the rows' names is called; "" where it has no name

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it apart."""
        return self.table, self.row, self.column

    @property
    def value(self) -> object:
        """Its number or its words, to compare."""
        number = number_value(self.words.replace(",", "").replace("，", "").rstrip("%％"))
        return bare(self.words) if number is None else number

    @property
    def kind(self) -> str:
        """What it may be mistaken for: a number, a date or words."""
        if _NUMBER.fullmatch(self.words):
            return "number"
        counted = _COUNTED.fullmatch(self.words)
        return counted["unit"] if counted else "date" if find_dates(self.words) else "words"

    @property
    def told_exactly(self) -> bool:
        """Whether whoever knows it can only write it so: an amount, a day, a name; no phrase."""
        if self.kind != "words":
            return True
        named = is_person(self.words) or is_office(self.words) or bool(_PLACE.search(self.words))
        return named and len(self.words) <= EXACT


def look_ups(topic: Topic, others: Sequence[Topic], chance: random.Random) -> Iterator[Candidate]:
    """填空, 单选 and 判断 of at most MOST cells of each table; ``others`` are the document's other cases.

    A table that names other cases or their units is of all of them, wherever it stands.
    """
    names = {bare(name) for other in others for name in (other.unit, other.name) if name}
    found = list(_cells(topic))
    shared = {cell.table for cell in found if {bare(cell.words), bare(cell.row)} & names}
    cells = [cell for cell in found if cell.table not in shared]
    seen = Counter(cell.key for cell in cells)
    clear = [cell for cell in cells if seen[cell.key] == 1]
    tables: dict[str, list[CellFact]] = {}
    for cell in clear:
        tables.setdefault(cell.table, []).append(cell)
    for table in tables.values():
        columns: dict[str, list[CellFact]] = {}
        for cell in table:
            columns.setdefault(cell.column, []).append(cell)
        askable = [cell for cell in table if len(columns[cell.column]) > 1 and _asked(cell)]
        for number, cell in enumerate(_spread(askable, chance)):
            yield from _questions(topic, cell, columns[cell.column], number, chance)


def _cells(topic: Topic) -> Iterator[CellFact]:
    labels = _labels(topic)
    for one in topic.propositions:
        if one.kind != "cell" or of_all(topic, one.carried):
            continue
        row, column = _carried(topic, one, ("group", "row")), _carried(topic, one, ("column",))
        words = topic.document.text[one.start : one.end].strip()
        if row and column and len(row) <= LABEL and len(column) <= LABEL and words:
            last = [c for c in one.carried if c.role == "row"]
            label = labels.get((last[-1].start, last[-1].end), "") if last else ""
            yield CellFact(one, words, _table(topic, one.carried), row, column, label)


def _labels(topic: Topic) -> dict[tuple[int, int], str]:
    """What each row's name is called by its own column: 党支部 of 测绘院党支部."""
    own = [p for p in topic.propositions if p.kind == "cell" and not any(c.role == "row" for c in p.carried)]
    return {(p.start, p.end): _carried(topic, p, ("column",)) for p in own}


def _carried(topic: Topic, one: Proposition, roles: Sequence[str]) -> str:
    """The words of these roles, outermost first."""
    parts = [topic.document.text[c.start : c.end].strip() for c in one.carried if c.role in roles]
    return "—".join(dict.fromkeys(part for part in parts if part and "\n" not in part))


def _table(topic: Topic, carried: Sequence[Carried]) -> str:
    captions = [topic.document.text[c.start : c.end].strip() for c in carried if c.role == "caption"]
    named = [words for words in captions if 3 <= len(words) <= LABEL and not _MEASURE.match(words)]
    return f"“{inner(named[-1])}”" if named else place_of(topic, carried)


def _asked(cell: CellFact) -> bool:
    """Whether a cell is worth asking for: short, one thing, and not told by its own row or column."""
    if _REMARK.search(cell.column) or is_numbering_header(cell.column) or sums_rows(cell.row):
        return False
    if _NOTHING.fullmatch(cell.words) or _TORN.search(cell.words) or len(cell.words) > LONGEST:
        return False
    if cell.kind == "words" and (len(cell.words) < 2 or _STOPS.search(cell.words)):
        return False
    return cell.value not in (0, 1) and not gives_away(cell.words, f"{cell.row}\n{cell.column}")


def _spread(cells: Sequence[CellFact], chance: random.Random) -> list[CellFact]:
    """At most MOST cells, as many rows and columns as there are."""
    pool, used, chosen = list(cells), Counter[str](), list[CellFact]()
    chance.shuffle(pool)
    while pool and len(chosen) < MOST:
        best = min(pool, key=lambda cell: (used["row" + cell.row], used["column" + cell.column]))
        pool.remove(best)
        chosen.append(best)
        used.update(["row" + best.row, "column" + best.column])
    return chosen


def _questions(
    topic: Topic, cell: CellFact, column: Sequence[CellFact], number: int, chance: random.Random
) -> Iterator[Candidate]:
    about = frame(topic, "", cell.words, cell.table)
    if about is None:
        return
    where = f"{about}的表格中，“{inner(cell.row)}”的“{inner(cell.column)}”是"
    others = _others(cell, column, chance)
    if number % 3 and others:
        yield _judged(topic, cell, where, others[0], sound=chance.random() < 0.5)
    if number % 2 or len(others) < OPTIONS - 1:
        if cell.told_exactly:
            made = question("blank", topic, f"{where}{BLANK}。", _spans(cell), answer=[cell.words])
            yield Candidate(made, cell.words, bound=True)
        return
    options = [cell.words, *others[: OPTIONS - 1]]
    chance.shuffle(options)
    made = question("choice", topic, f"{where}{GAP}。", _spans(cell), answer=[cell.words], options=options)
    yield Candidate(made, cell.words, bound=True)
    yield from _reversed(topic, cell, column, about, chance)


def _others(cell: CellFact, column: Sequence[CellFact], chance: random.Random) -> list[str]:
    """What other rows have in the column, each once by value, of the same kind, none of it in the answer."""
    found: dict[object, str] = {}
    pool = [one for one in column if not sums_rows(one.row)]
    chance.shuffle(pool)
    for one in pool:
        same = bare(one.words) in bare(cell.words) or bare(cell.words) in bare(one.words)
        apart = one.kind == "number" or not same
        if one.value != cell.value and one.kind == cell.kind and apart and _asked(one):
            found.setdefault(one.value, one.words)
    return list(found.values())


def _judged(topic: Topic, cell: CellFact, where: str, other: str, *, sound: bool) -> Candidate:
    made = question(
        "judge",
        topic,
        f"{where}{cell.words if sound else other}。",
        _spans(cell),
        answer=[TRUE if sound else FALSE],
        options=[TRUE, FALSE],
        correction="" if sound else f"{other} → {cell.words}",
    )
    return Candidate(made, cell.words, bound=True)


def _reversed(
    topic: Topic, cell: CellFact, column: Sequence[CellFact], about: str, chance: random.Random
) -> Iterator[Candidate]:
    """Which row has the value, where no other has it."""
    rows = [one.row for one in column if one.value != cell.value and not sums_rows(one.row)]
    alone = sum(one.value == cell.value for one in column) == 1
    rows = [
        row
        for row in dict.fromkeys(rows)
        if bare(row) not in bare(cell.row) and bare(cell.row) not in bare(row)
    ]
    if not alone or not cell.label or len(rows) < OPTIONS - 1 or gives_away(cell.row, about):
        return
    options = [cell.row, *chance.sample(rows, OPTIONS - 1)]
    chance.shuffle(options)
    stem = f"{about}的表格中，哪一个“{inner(cell.label)}”的“{inner(cell.column)}”是{cell.words}？"
    made = question("choice", topic, stem, _spans(cell), answer=[cell.row], options=options)
    yield Candidate(made, cell.words, bound=True)


def _spans(cell: CellFact) -> list[tuple[int, int]]:
    """The cell, then the names of its row and column."""
    parts = [(c.start, c.end) for c in cell.proposition.carried if c.role in ("group", "row", "column")]
    return [(cell.proposition.start, cell.proposition.end), *dict.fromkeys(parts)]
