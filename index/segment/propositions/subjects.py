"""Where a clause's subject ends and its predicate begins, by closed classes and parts of speech. Pure."""

import re

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.line import PAIRS, QUOTES, Line

_TIME_LINKS = frozenset(
    "截至 截止 自 从 至 到 于 起 前 后 初 末 底 以来 以前 以后 之前 之后 期间 开始 止 间".split()
)
_COPULAS = frozenset("是 为 系 即 占 达 达到 比 较".split())
_FORMER = frozenset("原 原来 原先 原定 计划 上年 去年 今年 此前 过去".split())
_COMPARED = frozenset("由 从 自 比 较 到 至".split())
_PLANS = frozenset("预计 计划 规划".split())  # 计划增加 says what is planned, 发展计划 names it
_NO_TIMES = frozenset("青年 少年 中年 老年 成年 童年 逾期 定期 长期 到期 预期 分期 过期 延期 短期".split())
_DATED = re.compile("[年月日今去昨明周季前]|以来")
_OFTEN = re.compile("每(?:年|月|季|季度|周|天|日|半年|学期|次|期|人|人每月|人每年|人每天)|同时|一般")
_UNNAMED = "updcxymeo"  # first letters of the tags of words that name nothing
_NOUNS = "njlirzbse"  # tags of words that name something


def leading_time(line: Line, token: int, stop: int) -> tuple[Span | None, int]:
    """The words of time from word ``token`` on, and the word after them."""
    begun = at = token
    named = False
    while at < stop:
        date = line.dates.get(line.starts[at])
        if date is not None and date.end <= line.starts[stop] and not _names_a_thing(line, date.end, stop):
            named, at = True, max(at + 1, line.token(date.end))
        elif _is_time(line, at, stop):
            named, at = True, at + 1
        elif line.words[at] in _TIME_LINKS and (named or _date_follows(line, at + 1, stop)):
            at += 1
        else:
            break
    if not named or (at < stop and line.tags[at] == "uj"):
        return None, token
    return (line.starts[begun], line.starts[at]), at


def _names_a_thing(line: Line, end: int, stop: int) -> bool:
    """Whether the day before ``end`` is a number of something: 1号车."""
    after = line.token(end)
    return line.text[end - 1] == "号" and after < stop and _nounish(line, after)


def _is_time(line: Line, at: int, stop: int) -> bool:
    """Whether the word tells a time by itself: 目前, 期末 but not that of 期末及格率."""
    word = line.words[at]
    if word in grammar.PRESENT:
        return True
    if line.tags[at] != "t" or word in _NO_TIMES:
        return False
    return _DATED.search(word) is not None or at + 1 == stop or not _nounish(line, at + 1)


def _date_follows(line: Line, token: int, stop: int) -> bool:
    return token < stop and line.starts[token] in line.dates


def names_something(line: Line, token: int, stop: int) -> bool:
    """Whether something is named among the words ``token`` to ``stop``: more than values and particles."""
    at = token
    while at < stop:
        word, tag, start = line.words[at], line.tags[at], line.starts[at]
        if start in line.quantities or start in line.dates:
            at = _after_value(line, at, stop)
            continue
        verb = tag in ("v", "vd") and at + 1 == stop and stop - token > 1
        if word in QUOTES or (_names(word, tag) and not verb and not _OFTEN.fullmatch(word)):
            return True
        at += 1
    return False


def _names(word: str, tag: str) -> bool:
    """Whether a word by itself can name something; what only looks like a numeral does: 左线."""
    unknown = tag == "x" and word.isalpha()  # to the segmenter: 菖浦县
    return tag[0] not in _UNNAMED or unknown or (tag == "m" and len(word) > 1)


def find_predicate(line: Line, token: int, stop: int, named: bool = False) -> int:
    """The word with which the predicate of the words ``token`` to ``stop`` begins; ``stop`` without one.

    ``named``: whether the subject's noun stands before them already.
    """
    at = token
    while at < stop:
        word, tag, start = line.words[at], line.tags[at], line.starts[at]
        if (past := _skipped(line, at, stop)) > at:
            at, named = past, named or word in QUOTES
        elif start in line.quantities or start in line.dates:
            after = _after_value(line, at, stop)
            if named and not _modifies(line, at, after, stop):
                return at
            at, named = after, named or start not in line.dates
        elif (word in grammar.CONJUNCTIONS or word == "、") and named:
            at += 1
        elif word in _PLANS and not named:
            return at
        elif word in _PLANS:
            at += 1
        elif word in grammar.OPENERS or tag in ("d", "p", "v", "vd", "vi"):
            past = _nominal(line, at, stop, named) or _headless(line, at, stop)
            if past == at:
                return at if named else _past_relative(line, at, stop)
            at, named = past, True
        else:
            named = named or _names(word, tag)
            at += 1
    return stop


def _skipped(line: Line, at: int, stop: int) -> int:
    """The word after the quotation or bracket that opens at ``at``; ``at`` where none does."""
    close = line.closers.get(line.starts[at], -1) if line.words[at] in PAIRS else -1
    return at if close < 0 else min(stop, line.token(close + 1))


def _after_value(line: Line, at: int, stop: int) -> int:
    start = line.starts[at]
    end = line.quantities[start].end if start in line.quantities else line.dates[start].end
    return min(stop, max(at + 1, line.token(end)))


def _modifies(line: Line, at: int, after: int, stop: int) -> bool:
    """Whether a noun follows the value at once: 42个 of 42个党支部, not the measure of 12学时."""
    if after >= stop or line.words[after] in grammar.OPENERS:
        return False
    quantity = line.quantities.get(line.starts[at])
    last = after + 1 >= stop or line.tags[after + 1] == "x"
    if last and quantity is not None and not quantity.measure:
        return False
    tag = line.tags[after]
    return tag[0] in "njrzslib" or tag in ("vn", "uj") or line.words[after] in QUOTES


def _nominal(line: Line, at: int, stop: int, named: bool) -> int:
    """Past the verb at ``at`` where it is part of a noun phrase, 0 where it is not: 审批 of 贷款审批由."""
    if line.words[at] == "占" and at + 1 < stop and line.words[at + 1] == "比":
        return at + 2
    if line.tags[at] not in ("v", "vd", "vi") or line.words[at] in grammar.OPENERS or at + 1 >= stop:
        return 0
    word, tag = line.words[at + 1], line.tags[at + 1]
    beside = word == "、" or (at > 0 and line.words[at - 1] == "、" and named)
    if word in grammar.NOUN_SUFFIXES:
        return at + 2
    if beside or (named and tag == "uj"):
        return at + 1
    if named and word in grammar.COMPOUND_HEADS and _goes_on(line, at + 2, stop):
        return at + 2
    past, noun = at + 1, named
    while past < stop and line.words[past] not in grammar.OPENERS and _compounds(line.tags[past]):
        noun = noun or line.tags[past] not in ("v", "vn")
        past += 1
    strong = past < stop and line.words[past] in grammar.STRONG_OPENERS
    return past if noun and strong else 0


def _goes_on(line: Line, at: int, stop: int) -> bool:
    """Whether a predicate begins at ``at``: a verb, an adverb, an amount."""
    return at < stop and (line.tags[at] in ("v", "d", "p", "vn") or line.starts[at] in line.quantities)


def _compounds(tag: str) -> bool:
    """Whether a word can be a part of a compound noun."""
    return tag[0] in "njzlb" or tag in ("v", "vn", "a", "an")


def _headless(line: Line, at: int, stop: int) -> int:
    """Past the 的 that makes a subject of the words from ``at`` on, without a noun: 资料不齐的可以容缺."""
    for index in range(at, stop):
        if line.words[index] in _COPULAS:
            return at
        if line.tags[index] == "uj" and line.words[index] == "的":
            compared = any(line.words[other] in _COMPARED for other in range(at, index))
            own = line.words[index - 1] in _FORMER or (compared and _ends_a_value(line, at, index))
            return at if own or (index + 1 < stop and _nounish(line, index + 1)) else index + 1
        if line.words[index] in QUOTES:
            break
    return at


def _ends_a_value(line: Line, token: int, stop: int) -> bool:
    """Whether the words end with an amount or a date: 2020年 of 由2020年的."""
    end = line.starts[stop]
    return any(last == end for _, last in line.values_in(line.starts[token], end))


def _nounish(line: Line, at: int) -> bool:
    tag = line.tags[at]
    if line.words[at] in grammar.OPENERS or line.starts[at] in line.quantities:
        return False
    return tag[0] in _NOUNS or tag in ("vn", "an", "f", "m", "q", "x", "a", "eng")


def _past_relative(line: Line, at: int, stop: int) -> int:
    """The predicate behind the 的 of a clause at ``at`` that describes the subject; ``at`` without one."""
    for index in range(at + 1, stop - 1):
        if line.tags[index] == "uj":
            predicate = find_predicate(line, index + 1, stop, named=True)
            return predicate if predicate < stop else at
        if line.words[index] in QUOTES:
            break
    return at
