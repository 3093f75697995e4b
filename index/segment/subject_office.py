"""Which office a piece of a newspaper or brief is about, where its headline names none. Pure."""

import re
from collections import Counter
from dataclasses import replace

from chinese import is_byline, is_office, organisation_spans
from index.records import Case
from index.segment.segmentation import Segmentation

LEAD = 240  # code points of the piece's beginning that name its office
OFTEN = 2  # times the piece names it
_WITHIN = re.compile(r"(?<=[\u3400-\u9fff]{4})(?:直属)?(?:机关)?(?:党组|党委|党总支|党支部|总支|支部)")
_PLACE = re.compile(r"^[\u3400-\u9fff]{1,6}?[省市县区州旗镇乡]")


def with_offices(text: str, segmentation: Segmentation) -> Segmentation:
    """The same with the unit of each signed piece that has none: the office it names again and again."""
    cases = tuple(_with_office(text, case) for case in segmentation.cases)
    return replace(segmentation, cases=cases)


def _with_office(text: str, case: Case) -> Case:
    if case.unit:
        return case
    piece = text[case.heading_start : case.end]
    return replace(case, unit=_office_of(piece)) if _signed(piece) else case


def _signed(piece: str) -> bool:
    """Whether a piece has an author's line of its own above its text."""
    lines = [line for line in piece.splitlines() if line.strip()]
    return any(is_byline(line.strip()) for line in lines[1:3])


def _office_of(piece: str) -> str:
    """The office that the beginning names, of several the one named most often; "" where none stands out."""
    named = Counter({name: _times(piece, name) for name in _offices(piece[:LEAD])})
    often = max(named.values(), default=0)
    best = [name for name, times in named.items() if times == often]
    return best[0] if len(best) == 1 and (often >= OFTEN or len(named) == 1) else ""


def _offices(lead: str) -> set[str]:
    names = set()
    for start, end in organisation_spans(lead):
        name = lead[start:end]
        if within := _WITHIN.search(name):
            name = name[: within.start()]  # the office whose committee it is
        place = _PLACE.match(name)
        if place and place.end() < len(name) and is_office(name):
            names.add(name)
    return names


def _times(piece: str, name: str) -> int:
    """How often it is named, without its place too: 滹源区城管局, 区城管局."""
    place = _PLACE.match(name)
    bare = name[place.end() - 1 :] if place else name
    return max(piece.count(name), piece.count(bare) if len(bare) > len("区局") else 0)
