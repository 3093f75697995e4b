"""To whom an honour was given: the words that say so, and the body they name where that is sure. Pure."""

import re
from dataclasses import dataclass

from chinese import find_persons, is_organisation
from chinese.language_data import any_of, topic
from chinese.values import find_dates
from index.records import Case, Document, Proposition, Span

_DATA = topic("awards")
_ADVERBS, _COVERBS = any_of(_DATA.words["adverbs"]), any_of(_DATA.words["coverbs"])
_LEADING = re.compile(rf"(?:{_ADVERBS}|会后|其中|而|[，,、\s　])+")
_TRAILING = re.compile(rf"(?:{_ADVERBS}|[，,、\s　被由])+$")
_BY_MEANS = re.compile(rf"(?:{_COVERBS})[^，]*$")
_THIS = re.compile(rf"(?:{any_of(_DATA.words['deictics'])})(?P<kind>(?:(?!的)[\u3400-\u9fff]){{1,4}})$")
_WITHIN = re.compile("(?P<kind>[局厅委院校站馆县])里$")
_OF = re.compile(rf"^(?P<body>[^的]{{2,24}}?)(?:{any_of(_DATA.words['makes'])})?的")
_NO_SUBJECT = ("被", "由", "获")  # stands where a subject does, and is none
_SEVERAL = re.compile("[、与]|等[0-9一二三四五六七八九十]+[个家名]")
_PRONOUNS = frozenset(_DATA.words["pronouns"])
_THING = re.compile(rf"[”》]|{any_of(_DATA.words['things'])}$")
_BRANCH = re.compile(r"[\u3400-\u9fff]{2,16}?(?:党支部|党总支|支部|党委|党组|机关党委|科|窗口)$")
SHORT = 4  # code points from which words may be the beginning of a unit's name
_HAN = re.compile(r"[\u3400-\u9fff（）()·]{2,30}$")


@dataclass(frozen=True, slots=True)
class Scene:
    """What an honour's clause stands in."""

    document: Document
    case: Case | None
    several: bool  # whether the document has several cases, each about its unit


@dataclass(frozen=True, slots=True)
class Holder:
    """The words, and the body's name; "" for a person's and where it is not sure."""

    at: Span | None
    unit: str


def holder_of(scene: Scene, proposition: Proposition, before: Span) -> Holder:
    """To whom, read from the words before the verb, else from the carried subject, else from the unit."""
    text = scene.document.text
    span = _stripped(text, before)
    subjects = [c for c in proposition.carried if c.role == "subject"]
    unit = next((c for c in proposition.carried if c.role == "unit"), None)
    if span[0] >= span[1] and subjects:
        if text.startswith(_NO_SUBJECT, subjects[-1].start):
            return Holder(None, "")
        span = _stripped(text, (subjects[-1].start, subjects[-1].end))
    if span[0] < span[1]:
        unit_name = _body(scene, span)
        return Holder(span if unit_name or _is_somebody(text[slice(*span)]) else None, unit_name)
    row = next((c for c in proposition.carried if c.role == "row"), None)
    if row:
        span = (row.start, row.end)
        return Holder(span, _body(scene, span))
    if unit and not any(c.role == "predicate" for c in proposition.carried):
        return Holder((unit.start, unit.end), text[unit.start : unit.end])
    return Holder(None, "")


def _is_somebody(words: str) -> bool:
    """Whether words are who or what may have an honour, though no body by name: she, a branch, a practice."""
    return words in _PRONOUNS or bool(_THIS.match(words) or _THING.search(words) or find_persons(words))


def unit_named(words: str) -> bool:
    """Whether some words are nothing but the name of a body, or of a part of one; not of several."""
    if _SEVERAL.search(words) or ("和" in words and all(map(is_organisation, words.split("和")))):
        return False
    return is_organisation(words) or bool(_BRANCH.fullmatch(words) and _HAN.fullmatch(words))


def _stripped(text: str, span: Span) -> Span:
    """The words before a verb without dates, adverbs and by what means: 该支部2023年 -> 该支部."""
    start, end = span
    cut = max(text.rfind(stop, start, end) for stop in "，；：")
    left = text[cut + 1 : end]
    if cut >= start and _is_bare(left):
        end = cut
        cut = max(text.rfind(stop, start, end) for stop in "，；：")
    start = max(start, cut + 1)
    words = text[start:end]
    for date in find_dates(words):
        if not words[: date.start].strip("，　 "):
            start += date.end
        elif not words[date.end :].strip("，　 又也再曾被"):
            end = start + date.start if words == text[start:end] else end
        words = text[start:end]
        break
    start += _length(_LEADING.match(text[start:end]))
    if means := _BY_MEANS.search(text[start:end]):
        end = start + means.start()
    if trailing := _TRAILING.search(text[start:end]):
        end = start + trailing.start()
    return start, max(start, end)


def _is_bare(words: str) -> bool:
    """Whether words hold nothing but dates and adverbs: ，2023年10月|获."""
    dates = find_dates(words)
    for date in reversed(dates):
        words = words[: date.start] + words[date.end :]
    return not _TRAILING.sub("", _LEADING.sub("", words, count=1)).strip()


def _length(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _body(scene: Scene, span: Span) -> str:
    """The name of the body that the words are, or whose practice they are; "" where that is not sure."""
    words = scene.document.text[slice(*span)]
    unit = scene.case.unit if scene.case else ""
    if len(words) > 1 and (unit.endswith(words) or (len(words) >= SHORT and unit.startswith(words))):
        return unit  # cut short: 鼓楼区区委 of 鼓楼区区委区直机关工委, 中心党支部 of a centre's
    if this := (_THIS.match(words) or _WITHIN.search(words)):
        return _meant(scene, this["kind"], span[0])
    if unit_named(words):
        return words
    if words in _PRONOUNS or find_persons(words) or words.endswith("同志"):
        return ""
    return _owner(scene, span) or (unit if scene.several and _THING.search(words) else "")


def _owner(scene: Scene, span: Span) -> str:
    """The body in 某局的做法, or the one that is told apart: 同为“好”等次的区文旅局机关党委."""
    words = scene.document.text[slice(*span)]
    if _SEVERAL.search(words):
        return ""
    named = words[words.rfind("的") + 1 :]
    if named != words and unit_named(named):
        return named
    owner = _OF.match(words)
    return _body(scene, (span[0], span[0] + owner.end("body"))) if owner else ""


def _meant(scene: Scene, kind: str, before: int) -> str:
    """The body that 该局 means: the case's unit, else the only one of that kind named before it there."""
    case = scene.case
    if case and case.unit.endswith(kind):
        return case.unit
    if _THING.search(kind):
        return case.unit if case and scene.several else ""
    said = scene.document.text[case.start if case else 0 : before]
    spans = re.finditer(rf"[\u3400-\u9fff]{{2,16}}{re.escape(kind)}", said)
    names = {name for match in spans if (name := _cut(match.group(), kind))}
    return names.pop() if len(names) == 1 else ""


def _cut(words: str, kind: str) -> str:
    """The longest end of some words that is a body's name; "" for none."""
    for at in range(len(words) - len(kind) - 1):
        name = words[at:]
        if name[0] in "省市县区州镇乡" and is_organisation(name):
            return name
    return ""
