"""A statement's names against a ground: quoted names, bodies, places and persons. Pure.

Names may stand in the heading or the setting instead of the sentence that proves the rest.
"""

import re
from collections.abc import Iterable

from chinese import (
    abbreviates,
    core,
    find_organisations,
    find_persons,
    find_places,
    fold,
    holds,
    localities,
    names_unit,
    other_rank,
    quotations,
    terms,
)
from rag.checking.align_facts import LIKE, Alignment, Mismatch, likeness, neighbourhood
from rag.checking.source_texts import OPENING, Ground
from rag.records import DifferenceKind

RESEMBLES = 0.4  # share of terms two quoted names must have in common to be meant for one another
FRAME = 0.34  # how alike neighbourhoods are in which one name stands for another
SWAPPED = 0.2  # how much liker another name's frame must be than the name's own
SUBJECT = 12  # a body named that early in a statement is its doer, code points
Span = tuple[int, int]


def align_names(statement: str, source: str, ground: Ground) -> Alignment:
    """Compare every name of ``statement`` with ``source`` and its ground.

    A mismatch's source offsets are into ``source``; where the source itself names nothing of the
    kind, the name is missing.
    """
    scope = fold(f"{ground.heading}\n{ground.body}")
    return (
        _quoted(statement, source, scope)
        + _bodies(statement, source, scope, ground)
        + _placed(statement, source, f"{scope}\n{ground.setting}", ground)
        + _persons(statement, source, scope)
    )


def _quoted(statement: str, source: str, scope: str) -> Alignment:
    total = Alignment()
    theirs = [source[a:b] for a, b in quotations(source)]
    spans = quotations(source)
    for start, end in quotations(statement):
        name = statement[start:end]
        if holds(scope, fold(name).strip("《》")):
            total += Alignment(held=1)
            continue
        resembling = [
            (likeness(terms(name), terms(other)), span)
            for other, span in zip(theirs, spans, strict=True)
            if fold(other) not in fold(statement)
        ]
        alike, span = max(resembling, default=(0.0, (0, 0)))
        if alike >= RESEMBLES:
            total += Alignment(mismatches=(Mismatch("name", (start, end), span, alike),))
        else:
            total += Alignment(missing=((start, end),))
    return total


def _bodies(statement: str, source: str, scope: str, ground: Ground) -> Alignment:
    total = Alignment()
    said, folded = fold(statement), fold(source)
    if len(said) != len(statement):  # offsets would not hold; such characters are rare
        return total
    theirs = _found(folded, find_organisations(folded)) if len(folded) == len(source) else []
    for start, end in _found(said, find_organisations(said)):
        name = said[start:end]
        known = name in scope or (abbreviates(core(name), scope) and not other_rank(name, scope))
        if known or (ground.unit and names_unit(name, ground.unit)):
            near = f"{folded}\n{fold(ground.heading)}"
            total += _elsewhere("unit", (statement, (start, end)), (source, theirs), near)
            continue
        doer = start <= SUBJECT and ground.heading.find(ground.unit) >= 0 and bool(ground.unit)
        total += (
            _done_by(ground, (start, end))
            if doer
            else _instead("unit", statement, source, (start, end), theirs)
        )
    return total


def _done_by(ground: Ground, at: Span) -> Alignment:
    """A deed of the case's unit is given to another body."""
    first = ground.heading.find(ground.unit)
    begins = ground.case.heading_start + first if ground.case else first
    there = (begins, begins + len(ground.unit))
    return Alignment(mismatches=(Mismatch("unit", at, there, 1.0, absolute=True),))


def _placed(statement: str, source: str, scope: str, ground: Ground) -> Alignment:
    total = Alignment()
    said = fold(statement)
    if len(said) != len(statement):
        return total
    folded = fold(source)
    theirs = _found(folded, [*find_places(folded), *localities(folded)]) if len(folded) == len(source) else []
    for start, end in _found(said, [*find_places(said), *localities(said)]):
        name = said[start:end]
        if holds(scope, name) or re.sub(r"[省市区县镇乡村]$|街道$|社区$", "", name) in scope:
            total += _elsewhere("place", (statement, (start, end)), (source, theirs), folded)
            continue
        instead = _instead("place", statement, source, (start, end), theirs)
        total += instead if instead.mismatches else _told_of(ground, said, (start, end))
    return total


def _told_of(ground: Ground, said: str, at: Span) -> Alignment:
    """A place at a statement's beginning that the text never names: where the text tells of, instead."""
    text = ground.document.text[:OPENING]
    folded = fold(text)
    if at[0] > SUBJECT or len(folded) != len(text):
        return Alignment(missing=(at,))
    theirs = _found(folded, [*find_places(folded), *localities(folded)])
    other = [span for span in theirs if folded[slice(*span)] not in said]
    if not other or len(other) != len(theirs):  # the statement names one of them beside its own
        return Alignment(missing=(at,))
    return Alignment(mismatches=(Mismatch("place", at, min(other), 1.0, absolute=True),))


def _persons(statement: str, source: str, scope: str) -> Alignment:
    total = Alignment()
    for start, end in find_persons(statement, reporters=True):
        theirs = find_persons(source, reporters=True)
        if fold(statement[start:end]) in scope:
            total += _elsewhere("person", (statement, (start, end)), (source, theirs), fold(source))
        else:
            total += _instead("person", statement, source, (start, end), theirs)
    return total


def _instead(
    kind: DifferenceKind,
    statement: str,
    source: str,
    at: Span,
    theirs: list[Span],
    *,
    beside: bool = False,
) -> Alignment:
    """The likest other name of the kind that the source gives; else missing.

    Names that the statement gives as well count only when ``beside``.
    """
    around, name = neighbourhood(statement, *at), fold(statement[slice(*at)])
    scored = [
        (likeness(around, neighbourhood(source, *span)), span)
        for span in theirs
        if fold(source[slice(*span)]) not in (name if beside else fold(statement))
        and name not in fold(source[slice(*span)])
    ]
    if not scored:
        return Alignment(missing=(at,))
    alike, span = max(scored)
    if alike < LIKE:
        return Alignment(missing=(at,))
    return Alignment(mismatches=(Mismatch(kind, at, span, alike),))


def _elsewhere(
    kind: DifferenceKind, claimed: tuple[str, Span], source: tuple[str, list[Span]], near: str
) -> Alignment:
    """A name that the text holds: another name in its frame in the source counts more than that.

    The name may stand in another sentence, or in this one beside something else: names swapped.
    """
    statement, at = claimed
    instead = _instead(kind, statement, source[0], at, source[1], beside=True)
    if not instead.mismatches:
        return Alignment(held=1)
    name, around = fold(statement[slice(*at)]), neighbourhood(statement, *at)
    folded = fold(source[0])
    own = [
        likeness(around, neighbourhood(source[0], m.start(), m.end()))
        for m in re.finditer(re.escape(name), folded)
        if len(folded) == len(source[0])
    ]
    if name in near and not own:  # in the heading
        return Alignment(held=1)
    there = instead.mismatches[0].alike
    return instead if there >= FRAME and there > max(own, default=0.0) + SWAPPED else Alignment(held=1)


def _found(text: str, names: Iterable[str]) -> list[Span]:
    return [(at, at + len(name)) for name in dict.fromkeys(names) if (at := text.find(name)) >= 0]
