"""Which office a piece of a newspaper or brief is about, where its headline names none. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from chinese import (
    contributor,
    ends_a_statement,
    is_byline,
    is_office,
    opens_signed_report,
    organisation_spans,
    read_numbering,
    split_heading,
)
from index.records import Case
from index.segment.press import names_writer
from index.segment.segmentation import Segmentation

_MARKS = "#*"  # of Markdown
MAX_KICKER = 40  # code points of the line over a headline
LEAD = 240  # code points of the piece's beginning that name its office
HEADLINES = 2  # lines that a piece's heading may have
LAST = 3  # lines of a piece among which one says who sent it
KICKERS = 2  # of a page that name units, from which the others do
MAX_NAME = 30  # code points
BEGINS = 4  # code points of a name
OFTEN = 2  # times the piece names it
_WITHIN = re.compile(
    r"(?<=[\u3400-\u9fff]{4})(?:直属)?(?:机关)?(?:党组|党委|党总支|党支部|总支|支部|(?<=机关)纪委)"
)
_PLACE_NAME = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,4}$")
_SENT_BY = re.compile(r"[（(](?:本报)?(?:特约)?(?:记者|通讯员)[\s　]+[^）)]{2,20}[）)]")
_RANKS = "市县区州旗"
_UNPLACED = re.compile(rf"^[省{_RANKS}](?=[\u3400-\u9fff]{{2}})")  # 市审计局 in its own city's newspaper
_STREET = "街道"  # the name of its place is an office's own
_PLACE = re.compile(rf"^[\u3400-\u9fff]{{1,6}}?(?:[省市县区州旗镇乡]|{_STREET})")


def with_offices(text: str, segmentation: Segmentation) -> Segmentation:
    """The same with the unit of each signed piece that has none: the office it names again and again."""
    kicked = _with_kickers(text, segmentation)
    cases = tuple(_with_office(text, case) for case in kicked)
    return replace(segmentation, cases=_with_own_offices(text, cases))


def _with_own_offices(text: str, cases: Sequence[Case]) -> tuple[Case, ...]:
    """Where most cases have a unit, those without get the office that their beginning names."""
    units = [case.unit for case in cases if case.unit]
    if 2 * len(units) <= len(cases):
        return tuple(cases)
    branches = any(_WITHIN.search(unit) for unit in units)  # named so in this document
    return tuple(
        case if case.unit else replace(case, unit=_office_of(text, text[case.start : case.end], branches))
        for case in cases
    )


def _line_above(text: str, case: Case) -> str:
    """The printed line right above a case's heading; "" where that is running text or none."""
    lines = text[: case.heading_start].rstrip(f"{_MARKS} \n").splitlines()
    line = lines[-1].lstrip(_MARKS).strip() if lines else ""
    return line if len(line) <= MAX_KICKER and not ends_a_statement(line) else ""


def _with_kickers(text: str, segmentation: Segmentation) -> Sequence[Case]:
    """The cases, each without a unit named by the kicker right above it where the others' kickers name one.

    What stands before its blank, no name by its form (某闸管所巡河班组), begins as its text names it.
    """
    above = [_kicker(text, segmentation, case) for case in segmentation.cases]
    if sum(bool(line and split_heading(line)[0]) for line in above) < KICKERS:
        return segmentation.cases
    names = [(line.split() or [""])[0] for line in above]
    return [
        replace(case, unit=name)
        if not case.unit and len(line.split()) > 1 and name[:BEGINS] in text[case.start : case.end]
        else case
        for case, line, name in zip(segmentation.cases, above, names, strict=True)
    ]


def _kicker(text: str, segmentation: Segmentation, case: Case) -> str:
    """The line without numbering of a section right above a case; "" for none."""
    over = (p for p in segmentation.parts if p.kind == "section" and p.end <= case.heading_start)
    line = next((text[p.start : p.end] for p in over if not text[p.end : case.heading_start].strip()), "")
    return "" if read_numbering(line)[0] else line


def _with_office(text: str, case: Case) -> Case:
    if case.unit:
        return case
    for line in (case.title, _line_above(text, case)):
        if repeated := _named_in_both(line, text[case.start : case.end]):
            return replace(case, unit=repeated)
    # In a row of headings the bodies of other pieces stand between a heading and its own.
    piece = f"{text[case.heading_start : case.heading_end]}\n{text[case.start : case.end]}"
    if sender := next(filter(None, map(contributor, piece.splitlines()[-LAST:])), ""):
        return replace(case, unit=_whole(sender))
    if not _signed(piece):
        return case
    told = "\n".join(line for line in piece.splitlines() if not names_writer(line))
    return replace(case, unit=_office_of(text, told))


def _named_in_both(title: str, body: str) -> str:
    """The office with which a title opens and that its text names too: 某局压减检查 over 某局党支部以….

    Where the two part, the name ends; no verb between need be known.
    """
    ends = range(min(len(title), MAX_NAME), BEGINS - 1, -1)
    shared = next((end for end in ends if title[:end] in body), 0)
    return next((title[:end] for end in range(shared, BEGINS - 1, -1) if is_office(title[:end])), "")


def _signed(piece: str) -> bool:
    """Whether a piece has an author's line above its text or under it, or opens with its reporter."""
    lines = [line.strip() for line in piece.splitlines() if line.strip()]
    below = lines[1 : 2 + HEADLINES]
    reported = any(is_byline(line) or opens_signed_report(line) or names_writer(line) for line in below)
    return reported or any(_SENT_BY.fullmatch(line) for line in lines[-LAST:])


def _office_of(text: str, piece: str, branches: bool = False) -> str:
    """The office that the beginning names, of several the one named most often; "" where none stands out.

    With ``branches`` a party branch goes by its own name, else by that of its office.
    """
    lead = piece[:LEAD]
    placed = _offices(text, lead, _PLACE, branches)
    named = Counter({name: _times(piece, name) for name in placed})
    for name in () if placed else _offices(text, lead, _UNPLACED, branches):
        if f"该{name[-1]}" in piece or (branches and _WITHIN.search(name)):
            named[name] = piece.count(name)
    often = max(named.values(), default=0)
    best = [name for name, times in named.items() if times == often]
    return best[0] if len(best) == 1 and (often >= OFTEN or len(named) == 1) else ""


def _offices(text: str, lead: str, opening: re.Pattern[str], branches: bool) -> set[str]:
    names = set()
    for start, end in organisation_spans(lead):
        name = lead[_with_place(text, lead, start, end) : end].strip()
        name = name if branches else _whole(name)
        place = opening.match(name)
        if place and (place.end() < len(name) or _is_street(text, name)) and is_office(name):
            names.add(name)
    return names


def _is_street(text: str, name: str) -> bool:
    """Whether a name is a street office's and no words before one: 一位街道干部."""
    return name.endswith(_STREET) and text.count(name) >= OFTEN


def _whole(name: str) -> str:
    """The office whose committee ``name`` is; ``name`` itself where it is none."""
    within = _WITHIN.search(name)
    return name[: within.start()] if within else name


def _with_place(text: str, lead: str, start: int, end: int) -> int:
    """Where a name begins with the place of its rank: 临江市水务局, not 市水务局.

    The place opens the clause, and the document names it elsewhere too: 临江日报.
    """
    before = _PLACE_NAME.search(lead, 0, start)
    if not before or lead[start] not in _RANKS or not is_office(lead[before.start() : end]):
        return start
    return before.start() if text.count(before[0]) >= OFTEN else start


def _times(piece: str, name: str) -> int:
    """How often it is named, without its place too: 滹源区城管局, 区城管局."""
    place = _PLACE.match(name)
    bare = name[place.end() - 1 :] if place else name
    return max(piece.count(name), piece.count(bare) if len(bare) > len("区局") else 0)
