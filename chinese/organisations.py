"""Which part of a heading names an organisation: told by how Chinese organisations are called.

The lists, chinese/data/organisations.toml, are general knowledge of the language.
"""

import re

from chinese.language_data import topic
from chinese.numbering import read_numbering

MAX_NAME = 30  # code points of one organisation's name
MAX_LINE = 200  # a longer heading is no printed one, and is not searched for a unit

_DATA = topic("organisations")
_ENDING = re.compile(_DATA.expression("ending"))
_PLACE = re.compile(_DATA.expression("place"))
_NOT_AN_ENDING = re.compile(_DATA.expression("not_ending"))
_REAL_DISTRICT = re.compile(_DATA.expression("real_district"))
_NO_OPENING = re.compile(_DATA.expression("no_opening"))
OPENING_VERB = re.compile(_DATA.expression("opening_verb"))
_IN_SENTENCES = re.compile(_DATA.expression("in_sentence"))
_RANKS_ONLY = re.compile(_DATA.expression("rank_only"))
# Endings too common in other words to stand alone: they need a place or a rank before them.
_WEAK_ENDING = re.compile(_DATA.expression("weak_ending"))
_OPEN_BRACKET, _CLOSE_BRACKET = "【［[（(〔", "】］]）)〕"
_SEPARATOR = re.compile(r"[\s　]*(?:[：:|｜]|—{1,2}|－－|--)[\s　]*|[\s　]+")
_GENERALS = _DATA.words["generals"]
_YEAR = re.compile(r"(?:19|20)\d\d年?|年度")
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z\d〇（）()·]{2,}")


def split_heading(line: str) -> tuple[str, str]:
    """``line`` as (unit, title), its numbering left out of both; the unit is "" when none is named.

    The unit stands before the first blank, colon or bar, in brackets at either end, after a dash
    at the end, or directly before a quotation mark or a verb; in the last case the title keeps
    it, being a sentence of its own. A line that is nothing but a name is unit and title at once.
    """
    rest = line[read_numbering(line)[1] :].strip()
    if len(rest) > MAX_LINE:
        return "", rest
    if is_office(rest):
        return rest, rest
    return (
        _in_brackets(rest)
        or _before_separator(rest)
        or _after_dash(rest)
        or _run_together(rest)
        or ("", rest)
    )


def is_organisation(text: str) -> bool:
    """Whether ``text`` is nothing but the name of an organisation, or several joined by 、 or blanks."""
    names = [name for name in re.split(r"[、\s　]+", text) if name]
    return bool(names) and all(_is_name(name) for name in names)


def is_office(text: str) -> bool:
    """Whether ``text`` is an organisation's name that may stand for it in a heading or under a document.

    Such a name ends where a report's year begins, and is not that of many together (市直机关).
    """
    return is_organisation(text) and not _YEAR.search(text) and not text.endswith(_GENERALS)


def _is_name(name: str) -> bool:
    if not (len(name) <= MAX_NAME and _NAME.fullmatch(name)):
        return False
    if _NO_OPENING.match(name) or OPENING_VERB.match(name) or _IN_SENTENCES.search(name):
        return False
    if _NOT_AN_ENDING.search(name) and not _REAL_DISTRICT.search(name):
        return False
    if _RANKS_ONLY.fullmatch(name):  # 学校 alone is a word, not a name
        return False
    return bool(_ENDING.search(name) or _WEAK_ENDING.search(name) or _PLACE.fullmatch(name))


def _in_brackets(rest: str) -> tuple[str, str] | None:
    """【市水利局】打造… or 打造…（市水利局）."""
    if rest[0] in _OPEN_BRACKET:
        pair = _CLOSE_BRACKET[_OPEN_BRACKET.index(rest[0])]
        name, _, title = rest[1:].partition(pair)
        if title.strip() and is_office(name):
            return name.strip(), title.strip(" 　：:")
    if rest[-1] in _CLOSE_BRACKET:
        pair = _OPEN_BRACKET[_CLOSE_BRACKET.index(rest[-1])]
        title, _, name = rest[:-1].rpartition(pair)
        if title.strip() and is_office(name):
            return name.strip(), title.strip()
    return None


def _before_separator(rest: str) -> tuple[str, str] | None:
    """市水利局 打造…, 市水利局：打造…; several units one after the other are one name."""
    end = title_at = 0
    for separator in _SEPARATOR.finditer(rest):
        if not is_office(rest[end and title_at : separator.start()]):
            break
        end, title_at = separator.start(), separator.end()
        if separator.group().strip():
            break
    return (rest[:end], rest[title_at:]) if end and title_at < len(rest) else None


def _after_dash(rest: str) -> tuple[str, str] | None:
    """打造…——市水利局."""
    title, dash, name = rest.rpartition("—")
    title = title.rstrip("— 　")
    return (name.strip(), title) if dash and title and is_office(name.strip()) else None


def _run_together(rest: str) -> tuple[str, str] | None:
    """市水利局“三三制”…, 市水利局2023年度… and 市水利局打造…."""
    for at in (quote.start() for quote in re.finditer(r"[“「『\"《]", rest)):
        if at and is_office(rest[:at]):
            return rest[:at], rest[at:]
    year = _YEAR.search(rest)
    if year and year.start() and is_office(rest[: year.start()]):
        return rest[: year.start()], rest
    for verb in OPENING_VERB.finditer(rest):
        if verb.start() and is_office(rest[: verb.start()]):
            return rest[: verb.start()], rest
    return None
