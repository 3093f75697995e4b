"""Personal names in Chinese text, by surname and surroundings. Pure."""

import re

from chinese.language_data import topic
from chinese.words import Words

_DATA = topic("persons")
_NAME = re.compile(_DATA.expression("name"))
_NAME_HERE = re.compile(f"(?={_NAME.pattern})")
_BEFORE, _AFTER, _AFTER_CLOSELY = (
    re.compile(_DATA.expression(group)) for group in ("before", "after", "after_closely")
)
_LISTED, _END = (re.compile(_DATA.expression(group)) for group in ("listed", "end"))
_REPORTER, _PLACE, _NO_NAME = (
    re.compile(_DATA.expression(group)) for group in ("reporter", "place", "no_name")
)
_ASKS, _ASKED, _ASKS_NAME = (re.compile(_DATA.expression(group)) for group in ("asks", "asked", "asks_name"))


def is_person_name(words: str) -> bool:
    """Whether ``words`` have a name's form, a surname and one or two characters: 方启明, 翁　立."""
    return _NAME.fullmatch("".join(words.split())) is not None


def is_person(words: str) -> bool:
    """Whether ``words`` by themselves are a person's name: the form of one, and no word of the language."""
    import rjieba

    if not is_person_name(words) or _NO_NAME.search(words[1:]):
        return False
    return not rjieba.has_word(words) or all(tag.startswith("nr") for _, tag in rjieba.tag(words))


def find_persons(
    sentence: str, *, reporters: bool = False, words: Words | None = None
) -> list[tuple[int, int]]:
    """Offsets of personal names: a surname and one or two characters where a name can stand.

    Those who wrote the text are left out unless ``reporters`` are asked for. ``words`` are the sentence's,
    if known.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for word, tag in words or Words.of(sentence):
        if tag.startswith("nr") and 2 <= len(word) <= 4 and _NAME.fullmatch(word):
            end = at + len(word)
            longer = len(word) == 2 and not _AFTER.match(sentence[end:])
            spans.append((at, end + 1 if longer and _AFTER_CLOSELY.match(sentence[end + 1 :]) else end))
        at += len(word)
    for match in _NAME_HERE.finditer(sentence):
        start = match.start()
        if not _BEFORE.search(sentence[max(0, start - 5) : start]):
            continue
        for size in (4, 3, 2):
            name, rest = sentence[start : start + size], sentence[start + size :]
            ends = _AFTER.match(rest) or (_LISTED.search(sentence[:start]) and _END.match(rest))
            if len(name) == size and _NAME.fullmatch(name) and ends:
                spans.append((start, start + size))
                break
    return [
        span
        for span in sorted(set(spans))
        if not _shadowed(span, spans) and not _other(sentence, span, reporters) and not _word(sentence, span)
    ]


def _word(sentence: str, span: tuple[int, int]) -> bool:
    """Whether it is a word of the language, 洪水 or 申请人, and nothing before it says that it is a name."""
    import rjieba

    name = sentence[slice(*span)]
    if _BEFORE.search(sentence[max(0, span[0] - 5) : span[0]]):
        return False
    # The segmenter's dictionary tags 洪水 and 申请人 as names; real ones of three characters it mostly lacks.
    common = rjieba.has_word(name) and (len(name) == 2 or name[-1] in "人员者子儿手家")
    return common or bool(_NO_NAME.search(name[1:]))


def _shadowed(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Whether a longer reading covers this one: 周义 inside 周义闯."""
    return any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in spans)


def _other(sentence: str, span: tuple[int, int], reporters: bool) -> bool:
    """A place (白塔街道), or the reporter who wrote the text."""
    before, after = sentence[max(0, span[0] - 4) : span[0]], sentence[span[1] : span[1] + 2]
    wrote = bool(_REPORTER.search(before)) and not reporters
    return wrote or bool(_PLACE.match(after))


def asks_person(question: str) -> bool:
    """Whether a folded question asks for somebody's name, not for an organisation's."""
    named = _ASKS_NAME.search(question)
    return bool(named) or bool(_ASKS.search(question) and _ASKED.search(question))
