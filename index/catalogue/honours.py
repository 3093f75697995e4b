"""Propositions -> the honours that they say were given, with level, giver, year and unit. Pure."""

from collections.abc import Iterator, Sequence

from chinese.values import DateSpan, find_dates
from index.catalogue.awards import Award, awards_in, may_tell
from index.catalogue.entries import Honour, Level
from index.catalogue.holders import Scene, holder_of
from index.catalogue.levels import level_in, level_of_body
from index.records import Block, Case, Document, Proposition, Span

LOOKED_BACK = 400  # code points of a line before a clause in which a year may be named


def honours_told(
    document: Document,
    blocks: Sequence[Block],
    cases: Sequence[Case],
    propositions: Sequence[Proposition],
    written: int | None,
) -> Iterator[Honour]:
    """The honours of clauses and items; ``written`` is the year of the document, from which 今年 counts."""
    by_order = {case.order: case for case in cases}
    several = len({case.unit for case in cases if case.unit}) > 1
    seen: set[Span] = set()
    for p in propositions:
        if p.kind == "heading" or not may_tell(document.text[p.start : p.end]):
            continue
        scene = Scene(document, by_order.get(p.case_order or 0), several)
        if p.kind == "cell" or _general(document.text, p):
            continue
        for award in awards_in(document.text, p.start, p.end):
            if award.words not in seen:
                seen.add(award.words)
                yield _honour(scene, p, award, _dates(document.text, blocks, p, award, written))


def _general(text: str, p: Proposition) -> bool:
    """Whether a proposition says what is given to any of a kind: 对…的支部，授予…."""
    leans = [text[c.start : c.end] for c in p.carried if c.role in ("subject", "predicate", "condition")]
    return any(words.startswith(("对", "凡")) or words.endswith(("的", "者")) for words in leans) or any(
        c.role == "condition" for c in p.carried
    )


def _honour(scene: Scene, p: Proposition, award: Award, year: tuple[int, Span] | None) -> Honour:
    text = scene.document.text
    holder = holder_of(scene, p, award.to)
    level, level_at = level_read(text, award.words, award.giver)
    return Honour(
        start=award.words[0],
        end=award.words[1],
        name=award.name,
        proposition=p.id,
        case_order=p.case_order,
        level=level,
        level_at=level_at,
        giver=award.giver,
        year=year[0] if year else None,
        year_at=year[1] if year else None,
        holder=holder.at,
        unit=holder.unit,
    )


def level_read(text: str, words: Span, giver: Span | None) -> tuple[Level, Span | None]:
    """The level that the honour's own words say, else that of who gave it, and where it is said."""
    quote = text[slice(*words)]
    if own := level_in(quote):
        return own[0], (words[0] + own[1][0], words[0] + own[1][1])
    if giver and (level := level_of_body(text[slice(*giver)])):
        return level, giver
    return "", None


def _dates(
    text: str, blocks: Sequence[Block], p: Proposition, award: Award, written: int | None
) -> tuple[int, Span] | None:
    """The year of an award: of the date before its verb, else in its words, else of the carried time."""
    line = next((b.start for b in blocks if b.start <= p.start < b.end), p.start)
    line = max(line, p.start - LOOKED_BACK)
    dates = [(d, (line + d.start, line + d.end)) for d in find_dates(text[line : p.end], written)]
    inside = [(d, at) for d, at in dates if p.start <= at[0] and at[1] <= p.end]
    before = [(d, at) for d, at in inside if _of_award(text, at, award)]
    if chosen := _year(before[-1:]) or _year([x for x in inside if x[1][0] >= award.words[0]][:1]):
        return chosen
    if before:
        return None  # a date of a year that is not named
    times = [
        (c.start, c.end) for c in p.carried if c.role == "time" and _near(text, line, (c.start, p.start))
    ]
    for start, end in reversed(times):
        told = [(d, at) for d, at in dates if start <= at[0] and at[1] <= end]
        told = told or [(d, (start + d.start, start + d.end)) for d in find_dates(text[start:end], written)]
        return _year(told[-1:])
    return None


def _of_award(text: str, date: Span, award: Award) -> bool:
    """Whether a date is before the verb or right before the name: not one of another honour of the list."""
    told = date[1] <= award.to[1]
    return told or (date[1] <= award.words[0] and not text[date[1] : award.words[0]].strip("年度的,， 　"))


def _near(text: str, line: int, between: Span) -> bool:
    """Whether a time is surely that of a clause: of its sentence, or what its line begins with."""
    return between[0] == line or not any(stop in text[slice(*between)] for stop in "。！？\n")


def _year(dates: Sequence[tuple[DateSpan, Span]]) -> tuple[int, Span] | None:
    return next(((year, at) for date, at in dates if (year := year_named(date))), None)


def year_named(date: DateSpan) -> int | None:
    """The one year that a date lies in; None where it names none, or two."""
    if date.first and date.last and date.first.year == date.last.year:
        return date.first.year
    return None
