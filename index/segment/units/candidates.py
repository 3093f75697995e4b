"""Which words around a case may name its unit, and where they stand. Pure.

Far more than are names: which of them is the unit is learned (features.py, training/units.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from chinese import contributor, labelled_unit
from index.records import Case

ZONES = ("head", "above", "first", "lead", "foot", "footing", "top", "title", "tail")
# Of a candidate in its line: all of it, at its beginning, before a sign, after a sign or at its beginning.
MARKS = ("", "=", "^", "$", "<")
SHORTEST, LONGEST = 3, 24  # code points of a name
ABOVE, BELOW = 2, 3  # lines over a heading and under a body
FIRST, LAST = 2, 2  # lines of a body
SHORT, FOOT, WIDE = 60, 70, 80  # code points of a line in which names are looked for
LEAD, FOOTING = 300, 30  # code points of a body's beginning, and of its last line
TOP, TAIL = 10, 8  # lines of a document before its first case, and at its end
AROUND = 300  # code points above and below a case that may belong to it
HAN = re.compile(r"[\u3400-\u9fffA-Za-z0-9〇·]+")
_ENDING = re.compile(
    r"局|委(?!员?会)|办(?![公事法理])|厅|署|院区?|校|馆|站|所|社区?|队|中心|公司|集团|支部|总支|党组|党小组|银行|"
    r"委员会|联合会|工会|协会|大学|中学|小学|街道|镇|乡|村|矿|厂|段|车间|班组?|报|残联|妇联|侨联|工商联|文联|科|"
    r"科协|室|处|股|组|基地|码头|港|园区?|会|部|库|台|店|行|城|庭|区|县|市|州|小队|分局|窗口|大厅|海关|机关|法官"
)
RANKS = "省市县区州旗盟镇乡"
BREAKS = "在由是对记从为向到与和及被让把给请问去往即像叫"  # before a name in running text
PLACE = 4  # code points of a place's name before its rank
_PARTY = "中共"
_SIGNS = "：:）)】| 　｜—"
_AROUND_LINE = " 　*#【】[]（）()：:·◆●▲■—-|"
Candidates = dict[str, set[str]]  # name -> marks, each a zone with one of MARKS, or "label", "contributor"


def candidates(text: str, title: str, cases: Sequence[Case], at: int) -> Candidates:
    """The names that may be the unit of ``cases[at]``, with the places where they stand."""
    found: Candidates = {}
    for zone, line in _lines(text, title, cases, at):
        for name, marks in _in_line(line):
            found.setdefault(name, set()).update(zone + mark for mark in marks)
        for mark, name in (("label", labelled_unit(line)), ("contributor", _contributor(line))):
            if SHORTEST <= len(name) <= LONGEST:
                found.setdefault(name, set()).add(mark)
    return found


def _contributor(line: str) -> str:
    return contributor(line) if len(line) <= SHORT else ""


def _lines(text: str, title: str, cases: Sequence[Case], at: int) -> Iterator[tuple[str, str]]:
    """(zone, line) of all lines that may name the unit."""
    case = cases[at]
    over = max(cases[at - 1].end if at else 0, case.heading_start - AROUND)
    under = min(cases[at + 1].heading_start if at + 1 < len(cases) else len(text), case.end + AROUND)
    body = _filled(text[case.start : case.end])
    for line in _filled(text[case.heading_start : case.heading_end]):
        yield "head", line
    for line in _filled(text[over : case.heading_start])[-ABOVE:]:
        if len(line) <= SHORT:
            yield "above", line
    for line in body[:FIRST]:
        if len(line) <= SHORT:
            yield "first", line
    yield "lead", text[case.start : case.end][:LEAD].replace("\n", " ")
    for line in [*body[-LAST:], *_filled(text[case.end : under])[:BELOW]]:
        yield ("foot", line) if len(line) <= FOOT else ("footing", line[-FOOTING:])
    yield "title", title
    top = _filled(text[: max(cases[0].heading_start, cases[0].start)])[:TOP]
    tail = _filled(text[cases[-1].start :])[-TAIL:]
    for zone, lines in (("top", top), ("tail", tail)):
        yield from ((zone, line) for line in lines if len(line) <= WIDE)


def _filled(words: str) -> list[str]:
    return [line for line in words.splitlines() if line.strip()]


def _in_line(line: str) -> Iterator[tuple[str, Sequence[str]]]:
    whole = line.strip(_AROUND_LINE)
    for start, end in _spans(line):
        name = line[start:end]
        given: Mapping[str, bool] = {
            "": True,
            "=": name == whole,
            "^": start <= 1,
            "$": end == len(line) or line[end] in _SIGNS,
            "<": start == 0 or not HAN.match(line[start - 1]),
        }
        yield name, [mark for mark in MARKS if given[mark]]


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """From where a name may begin to where an office's may end, within a row of characters without signs."""
    for row in HAN.finditer(line):
        starts = sorted(set(_starts(row[0])))
        ends = [match.end() for match in _ENDING.finditer(row[0])]
        for start, end in product(starts, ends):
            if SHORTEST <= end - start <= LONGEST:
                yield row.start() + start, row.start() + end


def _starts(row: str) -> Iterator[int]:
    yield 0
    for at, char in enumerate(row):
        if char in RANKS:
            yield from range(max(0, at - PLACE), at + 1)
        if char in BREAKS:
            yield at + 1
        if row.startswith(_PARTY, at):
            yield from (at, at + len(_PARTY))
