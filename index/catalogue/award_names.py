"""The honours that the words after a verb name: quoted or not, one or several. Pure."""

import re
from collections.abc import Iterator

from chinese import is_organisation
from chinese.language_data import any_of, topic
from chinese.values import find_dates
from index.records import Span

SHORTEST, LONGEST = 3, 60  # code points of an honour's words
TAIL = 6  # code points at the end of a name that may say it is not given yet
Named = tuple[Span, str, Span | None]  # its words, its name, and its giver where that stands before the name
_DATA = topic("awards")
_DOUBTED = re.compile(any_of(_DATA.words["doubted"]))
_HEAD = re.compile(rf"{any_of(_DATA.words['heads'])}(?:[（(][^（）()]{{1,16}}[)）])?$")
_HONOURING = re.compile(any_of(_DATA.words["honouring"]) + "|" + topic("honours").expression("prize"))
_GIVER = re.compile(rf"[\u3400-\u9fff]{{0,16}}(?:{any_of(_DATA.words['givers'])})(?!员|会|直)")
_GRADES = frozenset(_DATA.words["grades"])
_END = re.compile(r"(?:等(?:多项|多个|\d+项|称号|荣誉|荣誉称号|奖项|殊荣)*)$")
_CALLED = re.compile(r"(?:荣誉)?(?:称号|荣誉|牌匾|奖牌)$")
_QUOTED = re.compile(r"(?P<before>[^“”]*)“(?P<name>[^“”]{2,40})”(?P<tail>[^“”]*)")
_JOINS = re.compile(r"、|和(?=“)|以及|及(?=“)")
_BEARERS = re.compile(r"(?:称号|荣誉|奖[项章]?)的(?!称号|荣誉)")
_ANOTHER = re.compile(rf"{_DATA.expression('received')}|获得")
_STOPS = frozenset("，。；！？：\n")
_MANY_OF = re.compile(r"[多几数\d]+[项个次种名人家]|以上")


def names_from(clause: str, at: int, strong: bool) -> Iterator[Named]:
    """The honours named from ``at`` on, to the next stop; offsets of the clause.

    ``strong``: the verb makes an honour of the first of them, whatever its words.
    """
    end = _object_end(clause, at)
    if clause.startswith("的", at):
        return
    at += len(clause[at:end]) - len(clause[at:end].lstrip("了为：: 　"))
    rest = clause[at:end]
    if cut := _END.search(rest):
        rest = rest[: cut.start()]
    if _BEARERS.search(clause, at, end):
        return  # 荣获“工人先锋号”称号的集体: who has it, not that it was given
    for start, stop in _pieces(rest):
        if _ANOTHER.search(rest, start, stop):
            return
        if named := _named(rest[start:stop], strong and (start == 0 or "“" in rest[start:stop])):
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


def _named(piece: str, strong: bool) -> Named | None:
    at = len(piece) - len(piece.lstrip())
    for date in find_dates(piece):
        at = date.end if date.start == at else at
    at += len(piece[at:]) - len(piece[at:].lstrip("年度的,， 　"))
    words = piece[at:].rstrip()
    if not SHORTEST <= len(words) <= LONGEST:
        return None
    if quoted := _QUOTED.match(words):
        return _quoted(quoted, at, strong)
    bare = _CALLED.sub("", words)
    if bare in _GRADES or _DOUBTED.search(words[-TAIL:]) or _MANY_OF.search(words) or len(bare) < SHORTEST:
        return None
    honouring = _HONOURING.search(bare) is not None
    if "的" in bare or not ((strong and _HEAD.search(bare)) or (honouring and _HEAD.search(words))):
        return None
    giver = _GIVER.match(bare)
    if giver and len(bare) - giver.end() >= SHORTEST and is_giver(giver.group()):
        return (at + giver.end(), at + len(bare)), bare[giver.end() :], (at, at + giver.end())
    return (at, at + len(bare)), bare, None


def _quoted(match: re.Match[str], at: int, strong: bool) -> Named | None:
    before, name, tail = match["before"], match["name"], match["tail"].strip()
    if _DOUBTED.search(tail) or "的" in before or _MANY_OF.search(before + tail) or name in _GRADES:
        return None
    called = _CALLED.fullmatch(tail.removeprefix("的")) is not None
    if tail.startswith("的") and not called:
        return None
    tail = "" if called else _CALLED.sub("", tail)
    if tail and not _HEAD.search(tail):
        return None
    if not (strong or called or _HONOURING.search(name + tail)):
        return None
    end = at + match.end("name") + 1 + len(tail)
    if is_giver(before):
        return (at + len(before), end), name + tail, (at, at + len(before))
    return (at, end), name + tail, None


def is_giver(name: str) -> bool:
    """Whether a name is that of a body, not of a place or of many bodies together: 汀源市, 市直机关."""
    general = name.endswith(("直机关", "级机关", "属机关", "系统", *"省市县区州镇乡"))
    return len(name) > 1 and not general and is_organisation(name)
