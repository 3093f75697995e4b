"""Where one proposition holds a fact of a sentence, and where it says otherwise. Pure."""

import re
from dataclasses import dataclass
from typing import cast

from chinese import AnalysedText, abbreviates, core, fold
from chinese.values import DateSpan, Quantity, Rank, ranks
from rag.checking.align_facts import when
from rag.checking.amount_relations import changed, relation
from rag.checking.bound.sentence_facts import Fact, Span
from rag.checking.stated import Stated

Relations = tuple[Span | None, ...]  # spans of the core; None for words it leans on
_FROM = re.compile(r"[由从自][^，,；;。]{0,14}$")
_CHANGING = re.compile(r"^[^，,；;。由从]{0,14}[到至成为]")
_TO = re.compile(r"[由从自][^，,；;。]{1,24}[到至成为][了约近]?$")
_AFFIX = re.compile(r"[省市区县镇乡村]$|街道$|社区$")
_SHORTEST = 4  # code points of a body's name that identify it inside a longer one


@dataclass(frozen=True, slots=True)
class Related:
    """What a proposition has for a fact; false when neither."""

    holding: Relations = ()
    opposing: Relations = ()

    def __bool__(self) -> bool:
        return bool(self.holding or self.opposing)


def relate(fact: Fact, text: AnalysedText, stated: Stated) -> Related:
    """How the proposition stands to the fact of ``text``."""
    if fact.kind == "number":
        return _amount(fact, text, stated)
    if fact.kind == "date":
        return _date(cast("DateSpan", fact.value), stated)
    if fact.kind == "rank":
        return _rank(cast("Rank", fact.value), stated)
    return _name(fact, text, stated)


def _amount(fact: Fact, text: AnalysedText, stated: Stated) -> Related:
    claimed = cast("Quantity", fact.value)
    change, role = changed(text.text, fact.start), _claimed_role(text.text, fact)
    holding: list[Span | None] = []
    opposing: list[Span | None] = []
    for amount in stated.amounts:
        relates = relation(claimed, amount)
        if relates is None:
            continue
        span = (amount.start, amount.end)
        theirs = _role(stated, amount)
        exchanged = bool(role and theirs and role != theirs)
        if relates != "conflict":
            (opposing if exchanged else holding).append(span)
        elif change == changed(stated.core.text, amount.start) and not exchanged:
            opposing.append(span)
    if not holding:
        holding += [None for a in stated.leaning.quantities if relation(claimed, a) in ("equal", "entailed")][
            :1
        ]
    article = claimed.kind == "number" and claimed.low == claimed.high == 1
    return Related(tuple(holding), () if article else tuple(opposing))


def _claimed_role(text: str, fact: Fact) -> str:
    before, after = text[: fact.start], text[fact.end :]
    if _FROM.search(before) and _CHANGING.search(after):
        return "from"
    return "to" if _TO.search(before) else ""


def _role(stated: Stated, amount: Quantity) -> str:
    first = stated.proposition.start
    for value in stated.proposition.values:
        if value.start < first + amount.end and first + amount.start < value.end:
            return value.role if value.role in ("from", "to") else ""
    return ""


def _date(claimed: DateSpan, stated: Stated) -> Related:
    """A date of the words it leans on holds only where its own words give no other."""
    holding: list[Span | None] = []
    opposing: list[Span | None] = []
    for date in stated.core.dates:
        against = when(claimed, date) == "conflict"
        (opposing if against else holding).append((date.start, date.end))
    if not opposing:
        others = (*stated.leaning.dates, *stated.path.dates)
        holding += [None for date in others if when(claimed, date) in ("equal", "entailed")][:1]
    return Related(tuple(holding), tuple(opposing))


def _rank(claimed: Rank, stated: Stated) -> Related:
    holding: list[Span | None] = []
    opposing: list[Span | None] = []
    for words in (stated.core, stated.leaning):
        for rank in words.ranks:
            span = (rank.start, rank.end) if words is stated.core else None
            if not ranks.same_scale(claimed, rank):
                continue
            if ranks.rank_relation(claimed, rank) != "conflict":
                holding.append(span)
            elif span:
                opposing.append(span)
    return Related(tuple(holding), tuple(opposing))


def _name(fact: Fact, text: AnalysedText, stated: Stated) -> Related:
    name = fold(text.text[fact.start : fact.end]).strip("《》")
    if _named(fact, name, stated.folded):
        return Related(holding=(None,))
    words = stated.core
    if fact.kind == "name":
        others = [s for s in words.quotations if fold(words.text[slice(*s)]).strip("《》") not in text.folded]
    elif fact.kind == "person":
        others = [s for s in words.persons if not _same(name, fold(words.text[slice(*s)]))]
    elif words.aligned:
        given = words.organisations if fact.kind == "unit" else words.places
        places = [(words.folded.find(other), other) for other in given]
        others = [(at, at + len(o)) for at, o in places if at >= 0 and not _same(name, o)]
    else:
        others = []
    return Related(opposing=tuple(others))


def _named(fact: Fact, name: str, folded: str) -> bool:
    if name in folded:
        return True
    if fact.kind == "place":
        return _AFFIX.sub("", name) in folded
    if fact.kind != "unit":
        return False
    bare = core(name)
    return bool(bare) and (bare in folded or (len(bare) >= _SHORTEST and abbreviates(bare, folded)))


def _same(name: str, other: str) -> bool:
    return name in other or other in name
