"""What speaks for a candidate to be a case's unit, as numbers. Pure; what they are worth is learned."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from chinese import is_office
from chinese.words import Words
from index.records import Case
from index.segment.units.candidates import BREAKS, HAN, LONGEST, MARKS, RANKS, ZONES, Candidates, candidates

Matrix = NDArray[np.float32]
_KINDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:党组|党委|党总支|党支部|总支部?|支部|委员会|党小组)$", r"(?:支部|党小组|总支)$",
        r"(?:党委|委员会|党组)$", r"(?:工委|工作委员会)$", r"^中共", r"(?:办公室|科|室|处|股|组|班|部)$",
        r"(?:局|委|办|院|校|中心|公司|站|所|社|馆|厅)$", r"队$", r"(?:报|报社|编辑部|融媒体中心|台)$",
        r"(?:省|市|县|区|州|镇|街道|村|社区)$", r"(?:会|行|城|园|库|店|窗口|大厅)$", rf"^[{RANKS}]",
        r"^[\u3400-\u9fff]{2,4}?[省市县区州旗]", rf"^[{BREAKS}]",
        r"^[的了这那其该各全本我你他一二三四五六七八九十两和与及]",
    )
)  # fmt: skip
_TAGS = (
    "n",
    "ns",
    "nr",
    "nt",
    "nz",
    "v",
    "vn",
    "p",
    "r",
    "m",
    "c",
    "u",
    "a",
    "d",
    "f",
    "t",
    "j",
    "b",
)  # of the segmenter
_UNUSUAL = frozenset("vprcudt")  # what no name holds: a verb, 在, 这, 和, 的, 都, a time
_COMMITTEE = r"(?!机关|党|直属)"  # after an office that is named itself, not its party committee
_PARTY_BODY = re.compile(
    r"^中共|(?<=...)(?:直属)?(?:机关)?(?:第[一二三四五]|联合)?(?:党组|党委|党总支|党支部|委员会)$"
)
_OPENINGS = (3, 20, 60, 150)  # code points from a body's beginning
_LENGTHS = (3, 4, 6, 9, 13, 16, 20)  # code points
_TIMES = (0, 1, 2, 4)


@dataclass(frozen=True, slots=True)
class CaseCandidates:
    """The candidates of one case; the last row of ``features`` is that it has no unit."""

    names: tuple[str, ...]  # the last is ""
    features: Matrix  # (candidates + 1, features)


def case_candidates(
    text: str, title: str, cases: Sequence[Case], ruled: Sequence[str | None]
) -> list[CaseCandidates]:
    """The candidates of each case; ``ruled`` are the units that rules give, "" for none, None for unknown."""
    every = [candidates(text, title, cases, at) for at in range(len(cases))]
    for found, unit in zip(every, ruled, strict=True):
        if unit and len(unit) <= LONGEST and unit in text:
            found.setdefault(unit, set())
    in_cases = Counter(name for found in every for name in found)
    counts: dict[str, Mentions] = {}
    return [
        _of_case(text, case, found, unit, in_cases, len(cases), counts)
        for case, found, unit in zip(cases, every, ruled, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Mentions:
    """How a name stands in the whole document."""

    times: int
    before: Mapping[str, int]  # characters right before it, signs aside
    after: Mapping[str, int]
    opens: int  # times after a sign or at a line's beginning
    closes: int
    office: bool  # whether it has the form of an office's name


def _of_case(
    text: str,
    case: Case,
    found: Candidates,
    ruled: str | None,
    in_cases: Mapping[str, int],
    count: int,
    counts: dict[str, Mentions],
) -> CaseCandidates:
    body = text[case.start : case.end]
    for name in found:
        if name not in counts:
            counts[name] = _mentions(text, name)
    rows = [
        [
            *_where(marks, count > 1),
            *_mentioned(name, body, counts[name]),
            *_named(name, office=counts[name].office),
            *_beside(name, found, counts),
            *_elsewhere(in_cases[name], count),
            *_told_by_rules(name, ruled),
            0.0,
            0.0,
        ]
        for name, marks in found.items()
    ]
    width = len(rows[0]) if rows else WIDTH
    none = [*[0.0] * (width - 2), float(ruled == ""), 1.0]
    return CaseCandidates((*found, ""), np.array([*rows, none], dtype=np.float32))


def _where(marks: Set[str], several: bool) -> Iterator[float]:
    for zone in ZONES:
        for mark in MARKS:
            stands = zone + mark in marks
            yield from (float(stands and not several), float(stands and several))
    yield from (float("label" in marks), float("contributor" in marks))
    yield float("contributor" in marks and several)


def _mentions(text: str, name: str) -> Mentions:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    opens = closes = times = 0
    at = text.find(name)
    while at >= 0:
        times += 1
        left, right = text[max(0, at - 1) : at], text[at + len(name) : at + len(name) + 1]
        if HAN.match(left):
            before[left] += 1
        else:
            opens += 1
        if HAN.match(right):
            after[right] += 1
        else:
            closes += 1
        at = text.find(name, at + len(name))
    return Mentions(times, before, after, opens, closes, is_office(name))


def _mentioned(name: str, body: str, whole: Mentions) -> Iterator[float]:
    here, times = body.count(name), max(1, whole.times)
    yield from (float(here > limit) for limit in _TIMES)
    yield from (log1p(here), log1p(whole.times))
    yield from (
        float(whole.opens > 0),
        float(whole.opens > 1),
        float(whole.closes > 0),
        float(whole.closes > 1),
    )
    # A name stands after and before different characters (accessor variety, Feng et al. 2004).
    for sides, ends in ((whole.before, whole.opens), (whole.after, whole.closes)):
        yield from (float(len(sides) > 1), float(len(sides) > 2), ends / times)
        yield from (float(not ends and len(sides) == 1 and times > 1), float(not ends and times == 1))
    first = body.find(name)
    yield from (float(0 <= first < limit) for limit in _OPENINGS)
    alone = len(re.findall(re.escape(name) + _COMMITTEE, body)) if here else 0
    yield from (float(alone > 0), float(alone > 1), float(alone > 2), float(here > 0 and not alone))


def _named(name: str, *, office: bool) -> Iterator[float]:
    yield from (float(kind.search(name) is not None) for kind in _KINDS)
    yield float(office)
    yield from (float(len(name) <= limit) for limit in _LENGTHS)
    tags = Words.of(name).tags
    yield from (float(tags[0] == tag) for tag in _TAGS)
    strange = [tag for tag in tags if tag[0] in _UNUSUAL and tag != "vn"]
    yield from (float(bool(strange)), float(len(strange) > 1), float("nr" in tags), float(tags[-1] == "v"))


def _beside(name: str, found: Candidates, counts: Mapping[str, Mentions]) -> Iterator[float]:
    """Other candidates that this one is the end or beginning of, or that are this one's."""
    others = [other for other in found if other != name]
    ended = [other for other in others if other.endswith(name)]
    begun = [other for other in others if other.startswith(name)]
    its_end = [other for other in others if name.endswith(other)]
    its_beginning = [other for other in others if name.startswith(other)]
    times = counts[name].times

    def most(names: Sequence[str]) -> int:
        return max((counts[other].times for other in names), default=0)

    yield from (float(bool(names)) for names in (ended, its_end, begun, its_beginning))
    yield from (float(most(ended) > 1), float(most(ended) >= times))
    yield from (float(most(its_end) > times), float(most(its_end) > 2 * times))
    yield from (float(most(begun) > 1), float(most(begun) >= times))
    yield from (float(most(its_beginning) > times), float(most(its_beginning) > 2 * times))
    yield from (float(any(counts[other].office for other in names)) for names in (ended, its_beginning))


def _elsewhere(in_cases: int, count: int) -> Iterator[float]:
    several = count > 1
    share = (in_cases - 1) / (count - 1) if several else 0.0
    yield from (float(several), share, float(share > 0.5), float(several and share == 0))


def _told_by_rules(name: str, ruled: str | None) -> Iterator[float]:
    told = ruled or ""
    yield from (float(bool(told) and name == told), float(bool(told) and same_office(name, told)))
    yield from (float(bool(told) and told.startswith(name)), float(bool(told) and name.endswith(told)))


def ruled_units(cases: Sequence[Case], ruled: Sequence[Case]) -> list[str | None]:
    """The unit that rules give to each case, where they let one begin at the same place; else None."""
    units = {case.start: case.unit for case in ruled}
    return [units.get(case.start) for case in cases]


def same_office(one: str, other: str) -> bool:
    """Whether two names may be one office's: its place or its party committee left out of one of them."""
    long, short = sorted((_PARTY_BODY.sub("", one), _PARTY_BODY.sub("", other)), key=len, reverse=True)
    return long == short or (len(short) > 2 and long.endswith(short))


WIDTH = (
    2 * len(ZONES) * len(MARKS) + 3 + 28 + len(_KINDS) + 1 + len(_LENGTHS) + len(_TAGS) + 4 + 14 + 4 + 4 + 2
)
