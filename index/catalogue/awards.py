"""A clause that says an honour was given: to whom, by whom, which. Pure.

The words and patterns are those of chinese/data/awards.toml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chinese import is_organisation
from chinese.language_data import any_of, topic
from chinese.values import find_dates
from index.catalogue.award_names import names_from
from index.records import Span

REACH = 60  # code points after a name in which its giver is named
_DATA = topic("awards")
_GIVEN, _BY, _RECEIVED, _GAINED, _GAVE = (
    re.compile(_DATA.expression(group)) for group in ("given", "by", "received", "gained", "gave")
)
_AFTERWARDS, _DATED = (re.compile(_DATA.expression(group)) for group in ("afterwards", "dated"))
_DOUBTFUL, _MANY = (re.compile(any_of(_DATA.words[words])) for words in ("doubtful", "many"))
_NOT_YET = re.compile(_DATA.expression("not_yet"))
_ON_A_DAY = re.compile("[于在]$")
_NO_NAME = ("将", "与", "和", "同", "向", "对")  # what no giver's name begins with
_CUE = re.compile("[获评授奖选膺]|命名|认定|称号|列为|树为|确定为|表彰")


@dataclass(frozen=True, slots=True)
class Award:
    """An honour in a clause; offsets of the text given."""

    words: Span  # which: 全省“最美支部”
    name: str
    to: Span  # what stands before the verb, or is named after it: to whom
    giver: Span | None


@dataclass(frozen=True, slots=True)
class _Telling:
    """How a clause may say it: the honours are named from ``at`` on."""

    before: int  # where the words end that may say it is not so
    at: int
    to: Span
    giver: Span | None
    strong: bool  # whether the verb alone makes an honour of what follows


def may_tell(words: str) -> bool:
    """Whether some words may say that an honour was given, by a first look."""
    return _CUE.search(words) is not None


def awards_in(text: str, start: int, end: int) -> Iterator[Award]:
    """The honours that the clause ``[start, end)`` says were given; none planned, denied or general."""
    clause = text[start:end]
    for telling in _tellings(clause):
        before = clause[: telling.before]
        if _DOUBTFUL.search(before) or _MANY.search(before) or _NOT_YET.search(before):
            continue
        named = list(names_from(clause, telling.at, telling.strong))
        for words, name, own in named:
            award = Award(words, name, telling.to, telling.giver or own)
            yield _told_after(text, _moved(award, start))
        if named:
            return


def given_after(text: str, end: int) -> Span | None:
    """Who gave the honour whose words end at ``end``, where the next words say so: ，由省委授予."""
    words = text[end : end + REACH]
    after = _AFTERWARDS.match(words) or _DATED.match(words)
    return (end + after.start("giver"), end + after.end("giver")) if after else None


def _tellings(clause: str) -> Iterator[_Telling]:
    """All ways in which a clause may say it, the surest first."""
    for group in (_GIVEN, _BY):
        for match in group.finditer(clause):
            giver = _undated(clause, match.span("giver"))
            yield _Telling(match.start(), match.end(), (0, match.start()), giver, True)
    for match in _RECEIVED.finditer(clause):
        yield _Telling(match.start(), match.end(), (0, match.start()), None, True)
    yield from _given_by(clause)
    for match in _GAINED.finditer(clause):
        yield _Telling(match.start(), match.end(), (0, match.start()), None, False)


def _given_by(clause: str) -> Iterator[_Telling]:
    """省审计厅授予该局“…”, whom it went to between verb and name; 该局由省审计厅授予“…”."""
    for verb in _GAVE.finditer(clause):
        giver = _undated(clause, (_opening(clause, verb.start()), verb.start()))
        quote = clause.find("“", verb.end())
        name = clause[slice(*giver)]
        if quote < 0 or name.startswith(_NO_NAME) or not is_organisation(name):
            continue
        if quote > verb.end():
            yield _Telling(giver[0], quote, (verb.end(), quote), giver, True)
        elif clause[: giver[0]].endswith("由"):
            yield _Telling(giver[0], quote, (0, giver[0] - 1), giver, True)


def _opening(clause: str, end: int) -> int:
    return max(clause.rfind(stop, 0, end) for stop in "，、由获：") + 1


def _undated(clause: str, giver: Span) -> Span:
    """A giver without the day before or after it: 2024年1月|省委组织部, 市司法局|于2024年9月."""
    start, end = giver
    for date in find_dates(clause[start:end]):
        if date.start == 0:
            start += date.end
        elif giver[0] + date.end == end:
            end = giver[0] + date.start
            end -= len(_ON_A_DAY.findall(clause[start:end]))
    return start, end


def _moved(award: Award, by: int) -> Award:
    giver = (award.giver[0] + by, award.giver[1] + by) if award.giver else None
    words, to = award.words, award.to
    return Award((words[0] + by, words[1] + by), award.name, (to[0] + by, to[1] + by), giver)


def _told_after(text: str, award: Award) -> Award:
    return award if award.giver else replace(award, giver=given_after(text, award.words[1]))
