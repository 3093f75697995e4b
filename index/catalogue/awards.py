"""A clause that says an honour was given: to whom, by whom, which. Pure.

The words and patterns are those of chinese/data/awards.toml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chinese import is_organisation
from chinese.language_data import any_of, topic
from chinese.values import find_dates
from index.records import Span

SHORTEST, LONGEST = 3, 60  # code points of an honour's words
REACH = 60  # code points after a name in which its giver is named
TAIL = 6  # code points at the end of a name that may say it is not given yet
_DATA = topic("awards")
_GIVEN, _RECEIVED, _GAINED, _GAVE = map(
    re.compile, map(_DATA.expression, ("given", "received", "gained", "gave"))
)
_AFTERWARDS, _DATED = (re.compile(_DATA.expression(group)) for group in ("afterwards", "dated"))
_DOUBTFUL, _DOUBTED, _MANY = (re.compile(any_of(_DATA.words[w])) for w in ("doubtful", "doubted", "many"))
_HEAD = re.compile(rf"{any_of(_DATA.words['heads'])}(?:[（(][^（）()]{{1,16}}[)）])?$")
_HONOURING = re.compile(any_of(_DATA.words["honouring"]) + "|" + topic("honours").expression("prize"))
_GRADES = frozenset(_DATA.words["grades"])
_END = re.compile(r"(?:等(?:多项|多个|\d+项|称号|荣誉|荣誉称号|奖项|殊荣)*)$")
_CALLED = re.compile(r"(?:荣誉)?(?:称号|荣誉|牌匾|奖牌)$")
_QUOTED = re.compile(r"(?P<before>[^“”]*)“(?P<name>[^“”]{2,40})”(?P<tail>[^“”]*)")
_JOINS = re.compile(r"、|和(?=“)|以及|及(?=“)")
_STOPS = frozenset("，。；！？：\n")
_MANY_OF = re.compile(r"[多几数\d]+[项个次种]|以上")
_CUE = re.compile("[获评授奖选膺]|命名|认定|称号|列为|树为|确定为|表彰")


@dataclass(frozen=True, slots=True)
class Award:
    """An honour in a clause; offsets of the text given."""

    words: Span  # which: 全省“最美支部”
    name: str
    to: Span  # what stands before the verb, or is named after it: to whom
    giver: Span | None


def may_tell(words: str) -> bool:
    """Whether some words may say that an honour was given, by a first look."""
    return _CUE.search(words) is not None


def awards_in(text: str, start: int, end: int) -> Iterator[Award]:
    """The honours that the clause ``[start, end)`` says were given; none planned, denied or general."""
    clause = text[start:end]
    if given := _GIVEN.search(clause):
        verb, strong, giver = given.span(), True, given.span("giver")
    elif received := _RECEIVED.search(clause):
        verb, strong, giver = received.span(), True, None
    elif gave := _gave(clause):
        yield from _moved(_given_by(clause, *gave), start)
        return
    elif gained := _GAINED.search(clause):
        verb, strong, giver = gained.span(), False, None
    else:
        return
    before = clause[: verb[0]]
    if _DOUBTFUL.search(before) or _MANY.search(before) or before.rstrip().endswith("不"):
        return
    giver = _undated(clause, giver) if giver else None
    awards = [
        Award(words, name, (0, verb[0]), giver or own)
        for words, name, own in _objects(clause, verb[1], strong)
    ]
    if awards and not giver:
        awards = [_told_after(text, award, start) for award in awards]
    yield from _moved(awards, start)


def given_after(text: str, end: int) -> Span | None:
    """Who gave the honour whose words end at ``end``, where the next words say so: ，由省委授予."""
    words = text[end : end + REACH]
    after = _AFTERWARDS.match(words) or _DATED.match(words)
    return (end + after.start("giver"), end + after.end("giver")) if after else None


def _told_after(text: str, award: Award, base: int) -> Award:
    giver = given_after(text, base + award.words[1])
    if not giver or award.giver:
        return award
    return Award(award.words, award.name, award.to, (giver[0] - base, giver[1] - base))


def _moved(awards: Iterator[Award] | list[Award], by: int) -> Iterator[Award]:
    for a in awards:
        giver = (a.giver[0] + by, a.giver[1] + by) if a.giver else None
        yield Award((a.words[0] + by, a.words[1] + by), a.name, (a.to[0] + by, a.to[1] + by), giver)


def _gave(clause: str) -> tuple[Span, Span] | None:
    """Giver and verb of 省审计厅授予该局“…”."""
    for verb in _GAVE.finditer(clause):
        at = max(clause.rfind(stop, 0, verb.start()) for stop in "，、由：") + 1
        if is_organisation(clause[at : verb.start()]):
            return (at, verb.start()), verb.span()
    return None


def _given_by(clause: str, giver: Span, verb: Span) -> Iterator[Award]:
    """The honour of 省审计厅授予该局“…”; whom it went to stands between verb and name."""
    if _DOUBTFUL.search(clause[: giver[0]]) or _MANY.search(clause[: giver[0]]):
        return
    quote = clause.find("“", verb[1])
    if quote <= verb[1]:  # without an object of its own: who had it stands before 由
        if quote == verb[1] and clause[: giver[0]].endswith("由"):
            for words, name, _ in _objects(clause, verb[1], True):
                yield Award(words, name, (0, giver[0] - 1), giver)
        return
    for words, name, _ in _objects(clause, quote, True):
        yield Award(words, name, (verb[1], quote), giver)


def _objects(clause: str, at: int, strong: bool) -> Iterator[tuple[Span, str, Span | None]]:
    """The honours named from ``at`` on: words, name, and the giver where that stands before the name."""
    end = _object_end(clause, at)
    first, at = at, at + len(clause[at:end]) - len(clause[at:end].lstrip("了为：: 　"))
    rest = clause[at:end]
    cut = _END.search(rest)
    if cut:
        rest = rest[: cut.start()]
    for start, stop in _pieces(rest):
        named = _named(rest[start:stop], strong and (start == 0 or first == at))
        if named:
            words, name, giver = named
            shift = at + start
            own = (giver[0] + shift, giver[1] + shift) if giver else None
            yield (words[0] + shift, words[1] + shift), name, own


def _object_end(clause: str, at: int) -> int:
    """Where the object ends: at a stop outside quotation marks."""
    depth = 0
    for index in range(at, len(clause)):
        depth += (clause[index] == "“") - (clause[index] == "”")
        if depth <= 0 and clause[index] in _STOPS:
            return index
    return len(clause)


def _pieces(rest: str) -> Iterator[Span]:
    """The parts of an enumeration, quotation marks kept whole."""
    start = 0
    for join in _JOINS.finditer(rest):
        if rest.count("“", start, join.start()) != rest.count("”", start, join.start()):
            continue
        yield start, join.start()
        start = join.end()
    yield start, len(rest)


def _named(piece: str, strong: bool) -> tuple[Span, str, Span | None] | None:
    """The honour in one piece: its words, its name, and its giver where that is named in it."""
    at = len(piece) - len(piece.lstrip())
    for date in find_dates(piece):
        at = date.end if date.start == at else at
    at += len(piece[at:]) - len(piece[at:].lstrip("年度的,， 　"))
    words = piece[at:].rstrip()
    if not SHORTEST <= len(words) <= LONGEST:
        return None
    quoted = _QUOTED.match(words)
    if quoted:
        return _quoted(quoted, at, strong)
    bare = _CALLED.sub("", words)
    if bare in _GRADES or _DOUBTED.search(words[-TAIL:]) or _MANY_OF.search(words) or len(bare) < SHORTEST:
        return None
    honouring = _HONOURING.search(bare) is not None
    if "的" in bare or not ((strong and _HEAD.search(bare)) or (honouring and _HEAD.search(words))):
        return None
    return (at, at + len(bare)), bare, None


def _quoted(match: re.Match[str], at: int, strong: bool) -> tuple[Span, str, Span | None] | None:
    before, name, tail = match["before"], match["name"], match["tail"].strip()
    if _DOUBTED.search(tail) or "的" in before or _MANY_OF.search(before + tail) or name in _GRADES:
        return None
    called = _CALLED.fullmatch(tail) is not None
    tail = _CALLED.sub("", tail)
    if tail and not _HEAD.search(tail):
        return None
    if not (strong or called or _HONOURING.search(name + tail)):
        return None
    end = at + match.end("name") + 1 + len(tail)
    if before and is_organisation(before) and not _is_general(before):
        return (at + len(before), end), name + tail, (at, at + len(before))
    return (at, end), name + tail, None


def _is_general(name: str) -> bool:
    """Whether a name is that of a place, or of many bodies together: 汀源市, 市直机关."""
    return name.endswith(("直机关", "级机关", "属机关", "系统", *"省市县区州镇乡")) or len(name) < SHORTEST


def _undated(clause: str, giver: Span) -> Span:
    words = clause[slice(*giver)]
    at = max((date.end for date in find_dates(words)), default=0)
    return giver[0] + at, giver[1]
