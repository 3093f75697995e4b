"""What a document says of itself at its head, and whether a question speaks of that document. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from chinese import NUMERAL_CHARS, fold, is_organisation
from chinese.language_data import any_of, topic
from chinese.values import number_value
from index.catalogue import DocumentCatalogue
from rag.answering.collection.coverage import covered
from rag.answering.collection.nouns import KIND, Noun, given_numbers

HEAD = 1500  # code points before the first case that are read
LINE = 60  # code points of a line that may be a title, a masthead or an entry of contents

_DATA = topic("counted")
_PUBLICATIONS = tuple(_DATA.tables["publications"].items())
_HOLDING = re.compile(any_of([*_DATA.words["holding"], *_DATA.words["leading"]]))
_CLAUSE = re.compile(r"[^,。;:!?、\n]+")
_NUMERAL = f"[{NUMERAL_CHARS}0-9]+"
_COUNTED = re.compile(rf"(?<![第0-9{NUMERAL_CHARS}.])(?P<number>{_NUMERAL})(?:个|家|篇|则|例|张|份|位)")
# 第23期, 第03版, A06版, 第二辑
_ISSUE = re.compile(
    rf"(?:第|(?<![这那哪每第0-9a-z{NUMERAL_CHARS}]))(?P<number>[a-z]?\d+|{_NUMERAL})(?P<of>期|版|辑|册)"
)
_DAY = re.compile(rf"(?P<month>\d{{1,2}}|{_NUMERAL})月(?P<day>\d{{1,2}}|{_NUMERAL})[日号]")
_HEADED = re.compile(r"(?P<unit>[\u3400-\u9fff]{3,20})[:：][^，。；：:]{4,30}")
_BLANKS = re.compile(r"\s+")
_ASKING = ("?",)


@dataclass(frozen=True, slots=True)
class Frame:
    """The head of a document, folded and without blanks, its lines apart."""

    document: DocumentCatalogue
    said: str  # what may name it: file, title, imprint, headlines, and clauses that say what it holds
    numbers: frozenset[int]  # how many pieces it says that it holds; empty where it says nothing
    opened: bool  # whether anything stands before its first case
    whole: bool  # whether no line inside a case looks like the headings of the cases

    def names(self, runs: Iterable[str], more: frozenset[str] = frozenset()) -> bool:
        """Whether all words of a question are said of this document."""
        return all(covered(run, self.said.__contains__, more) for run in runs)


def frame_of(document: DocumentCatalogue, text: str) -> Frame:
    """The frame of a document; ``text`` is its own, "" where only its entries are to be read."""
    first = min((entry.case.heading_start for entry in document.cases), default=0)
    several = len(document.cases) > 1
    head = text[: min(first, HEAD)] if several else ""
    lines = [_BLANKS.sub("", fold(line)) for line in head.splitlines()]
    titles = [line for line in lines if line and len(line) <= LINE and "。" not in line]
    clauses = [c for line in lines for c in _CLAUSE.findall(line) if _HOLDING.search(c)]
    own = [PurePath(document.name).stem, document.title, *_imprint(document, text)]
    if not several:
        own += [words for entry in document.cases for words in (entry.case.unit, entry.case.title)]
    named = [_BLANKS.sub("", fold(words)) for words in own if words]
    numbers = {n for words in (*clauses, *titles, *named) for n in _numbers(words)}
    said = "\n".join([*named, *titles, *clauses])
    return Frame(document, said, frozenset(numbers), bool(head.strip()), not _misses_a_case(document, text))


def _misses_a_case(document: DocumentCatalogue, text: str) -> bool:
    """Whether a case's body has a line like the headings of several cases: 市图书馆：书香党课开进夜市."""
    cases = [entry.case for entry in document.cases]
    alike = sum(_headed(text[case.heading_start : case.heading_end]) for case in cases)
    bodies = (line for case in cases for line in text[case.start : case.end].splitlines())
    return alike > 1 and any(map(_headed, bodies))


def _headed(line: str) -> bool:
    """Whether a line is a unit, a colon and a title."""
    match = _HEADED.fullmatch(line.strip())
    return match is not None and is_organisation(match["unit"])


def _imprint(document: DocumentCatalogue, text: str) -> list[str]:
    imprint = document.imprint
    spans = (imprint.title, imprint.source, imprint.issuer)
    return [text[slice(*span)] for span in spans if span and text]


def _numbers(words: str) -> list[int]:
    values = (number_value(match["number"]) for match in _COUNTED.finditer(words))
    return [int(value) for value in values if value is not None and value.denominator == 1]


def publication(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The word by which a folded question calls a publication, and the words of such a one's head."""
    for names, heads in _PUBLICATIONS:
        if match := re.search(any_of(names.split()), text):
            return match.group(), heads
    return None


def is_called(frame: Frame, text: str) -> bool:
    """Whether a frame fits the kind, the number and the day of the publication that a question speaks of."""
    kind = publication(text)
    if kind and kind[0] not in frame.said and not any(head in frame.said for head in kind[1]):
        return False
    for match in _ISSUE.finditer(text):
        if not any(_same(match, other) for other in _ISSUE.finditer(frame.said)):
            return False
    for match in _DAY.finditer(text):
        days = [(_value(d["month"]), _value(d["day"])) for d in _DAY.finditer(frame.said)]
        if frame.document.imprint.day.count("-") == 2:
            _, month, day = frame.document.imprint.day.split("-")
            days.append((int(month), int(day)))
        if (_value(match["month"]), _value(match["day"])) not in days:
            return False
    return True


def is_of(frame: Frame, things: Iterable[str]) -> bool:
    """Whether a document says that it is of such things, or most of its units are called so: 支部."""
    units = [fold(entry.case.unit) for entry in frame.document.cases if entry.case.unit]
    return all(
        thing in frame.said or 2 * sum(thing in unit for unit in units) > len(units) for thing in things
    )


def best_called(frames: Sequence[Frame], text: str, numbers: Sequence[tuple[Noun, int]]) -> list[Frame]:
    """Of some frames those that bear most plainly what a question says: its number of cases, its words."""
    kind = publication(text)
    nouns = [word for word, noun in KIND.items() if noun in dict(numbers) and word in text]
    tests: list[Callable[[Frame], bool]] = [
        lambda frame: kind is not None and kind[0] in frame.said,
        lambda frame: not set(numbers).isdisjoint((noun, n) for noun, n, _ in given_numbers(frame.said)),
        lambda frame: any(noun in frame.said for noun in nouns),
    ]
    for test in tests:
        if best := [frame for frame in frames if test(frame)]:
            frames = best
    return list(frames)


def issue_words(text: str) -> frozenset[str]:
    """The words of a question that ``is_called`` has compared."""
    kind = publication(text)
    found = [m.group() for pattern in (_ISSUE, _DAY) for m in pattern.finditer(text)]
    return frozenset([*found, *(f"第{words}" for words in found), *([kind[0]] if kind else [])])


def _same(asked: re.Match[str], printed: re.Match[str]) -> bool:
    return asked["of"] == printed["of"] and _value(asked["number"]) == _value(printed["number"])


def _value(numeral: str) -> object:
    value = number_value(numeral)
    return value if value is not None else numeral


def holds(frame: Frame, noun: Noun) -> bool:
    """Whether a document is made of such pieces: cases of units, or questions with their answers."""
    cases = [entry.case for entry in frame.document.cases]
    if len(cases) < 2 or not frame.opened or not frame.whole:
        return False
    asking = sum(fold(case.title).rstrip().endswith(_ASKING) for case in cases)
    if noun == "question":
        return 3 * asking >= 2 * len(cases)
    if 3 * asking >= 2 * len(cases):
        return False
    of_units = sum(bool(case.unit) for case in cases)
    if noun in ("unit", "branch", "case"):
        return of_units >= 2 and 2 * of_units >= len(cases)
    return noun == "piece"
