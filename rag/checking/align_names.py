"""A statement's names against a ground: quoted names, bodies, places and persons. Pure.

Names may stand in the heading or the setting instead of the sentence that proves the rest.
"""

import re
from collections.abc import Iterable, Sequence

from chinese import AnalysedText, abbreviates, core, fold, holds, names_unit, other_rank, terms
from rag.checking.align_facts import LIKE, Alignment, Mismatch, likeness, neighbourhood
from rag.checking.source_texts import Ground
from rag.records import DifferenceKind

RESEMBLES = 0.4  # share of terms two quoted names must have in common to be meant for one another
FRAME = 0.34  # how alike neighbourhoods are in which one name stands for another
SWAPPED = 0.2  # how much liker another name's frame must be than the name's own
SUBJECT = 12  # a body named that early in a statement is its doer, code points
Span = tuple[int, int]


def align_names(statement: AnalysedText, source: AnalysedText, ground: Ground) -> Alignment:
    """Compare every name of ``statement`` with ``source`` and its ground.

    A mismatch's source offsets are into ``source``; where the source itself names nothing of the
    kind, the name is missing.
    """
    return (
        _quoted(statement, source, ground.scope)
        + _bodies(statement, source, ground)
        + _placed(statement, source, ground)
        + _persons(statement, source, ground.scope)
    )


def _quoted(statement: AnalysedText, source: AnalysedText, scope: str) -> Alignment:
    total = Alignment()
    theirs = [source.text[a:b] for a, b in source.quotations]
    for start, end in statement.quotations:
        name = statement.text[start:end]
        if holds(scope, fold(name).strip("《》")):
            total += Alignment(held=1)
            continue
        resembling = [
            (likeness(terms(name), terms(other)), span)
            for other, span in zip(theirs, source.quotations, strict=True)
            if fold(other) not in statement.folded
        ]
        alike, span = max(resembling, default=(0.0, (0, 0)))
        if alike >= RESEMBLES:
            total += Alignment(mismatches=(Mismatch("name", (start, end), span, alike),))
        else:
            total += Alignment(missing=((start, end),))
    return total


def _bodies(statement: AnalysedText, source: AnalysedText, ground: Ground) -> Alignment:
    total = Alignment()
    said, scope = statement.folded, ground.scope
    if not statement.aligned:  # offsets would not hold; such characters are rare
        return total
    theirs = _found(source.folded, source.organisations) if source.aligned else []
    for start, end in _found(said, statement.organisations):
        name = said[start:end]
        known = name in scope or (abbreviates(core(name), scope) and not other_rank(name, scope))
        if known or (ground.unit and names_unit(name, ground.unit)):
            near = f"{source.folded}\n{fold(ground.heading)}"
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


def _placed(statement: AnalysedText, source: AnalysedText, ground: Ground) -> Alignment:
    total = Alignment()
    said, scope = statement.folded, ground.wide_scope
    if not statement.aligned:
        return total
    theirs = _found(source.folded, source.places) if source.aligned else []
    for start, end in _found(said, statement.places):
        name = said[start:end]
        if holds(scope, name) or re.sub(r"[省市区县镇乡村]$|街道$|社区$", "", name) in scope:
            total += _elsewhere("place", (statement, (start, end)), (source, theirs), source.folded)
            continue
        instead = _instead("place", statement, source, (start, end), theirs)
        total += instead if instead.mismatches else _told_of(ground, said, (start, end))
    return total


def _told_of(ground: Ground, said: str, at: Span) -> Alignment:
    """A place at a statement's beginning that the text never names: where the text tells of, instead."""
    text = ground.beginning
    if at[0] > SUBJECT or not text.aligned:
        return Alignment(missing=(at,))
    theirs = _found(text.folded, text.places)
    other = [span for span in theirs if text.folded[slice(*span)] not in said]
    if not other or len(other) != len(theirs):  # the statement names one of them beside its own
        return Alignment(missing=(at,))
    return Alignment(mismatches=(Mismatch("place", at, min(other), 1.0, absolute=True),))


def _persons(statement: AnalysedText, source: AnalysedText, scope: str) -> Alignment:
    total, theirs = Alignment(), source.persons
    for start, end in statement.persons:
        if fold(statement.text[start:end]) in scope:
            total += _elsewhere("person", (statement, (start, end)), (source, theirs), source.folded)
        else:
            total += _instead("person", statement, source, (start, end), theirs)
    return total


def _instead(
    kind: DifferenceKind,
    statement: AnalysedText,
    source: AnalysedText,
    at: Span,
    theirs: Sequence[Span],
    *,
    beside: bool = False,
) -> Alignment:
    """The likest other name of the kind that the source gives; else missing.

    Names that the statement gives as well count only when ``beside``.
    """
    name = fold(statement.text[slice(*at)])
    given = name if beside else statement.folded
    others = [(fold(source.text[slice(*span)]), span) for span in theirs]
    around = neighbourhood(statement.text, *at) if others else []
    scored = [
        (likeness(around, neighbourhood(source.text, *span)), span)
        for other, span in others
        if other not in given and name not in other
    ]
    if not scored:
        return Alignment(missing=(at,))
    alike, span = max(scored)
    if alike < LIKE:
        return Alignment(missing=(at,))
    return Alignment(mismatches=(Mismatch(kind, at, span, alike),))


def _elsewhere(
    kind: DifferenceKind,
    claimed: tuple[AnalysedText, Span],
    source: tuple[AnalysedText, Sequence[Span]],
    near: str,
) -> Alignment:
    """A name that the text holds: another name in its frame in the source counts more than that.

    The name may stand in another sentence, or in this one beside something else: names swapped.
    """
    statement, at = claimed
    instead = _instead(kind, statement, source[0], at, source[1], beside=True)
    if not instead.mismatches:
        return Alignment(held=1)
    name, around = fold(statement.text[slice(*at)]), neighbourhood(statement.text, *at)
    own = [
        likeness(around, neighbourhood(source[0].text, m.start(), m.end()))
        for m in re.finditer(re.escape(name), source[0].folded)
        if source[0].aligned
    ]
    if name in near and not own:  # in the heading
        return Alignment(held=1)
    there = instead.mismatches[0].alike
    return instead if there >= FRAME and there > max(own, default=0.0) + SWAPPED else Alignment(held=1)


def _found(text: str, names: Iterable[str]) -> list[Span]:
    return [(at, at + len(name)) for name in dict.fromkeys(names) if (at := text.find(name)) >= 0]
