"""Where a clause's subject ends and its predicate begins, by closed classes and parts of speech. Pure."""

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.line import PAIRS, QUOTES, Line

_TIME_LINKS = frozenset(
    "截至 截止 自 从 至 到 于 起 前 后 初 末 底 以来 以前 以后 之前 之后 期间 开始 止 间".split()
)
_NOUNS = "njlirzbse"  # tags of words that name something


def leading_time(line: Line, token: int, stop: int) -> tuple[Span | None, int]:
    """The words of time from word ``token`` on, and the word after them."""
    begun = at = token
    named = False
    while at < stop:
        date = line.dates.get(line.starts[at])
        if date is not None and date.end <= line.starts[stop]:
            named, at = True, max(at + 1, line.token(date.end))
        elif line.tags[at] == "t" or line.words[at] in grammar.PRESENT:
            named, at = True, at + 1
        elif line.words[at] in _TIME_LINKS and (named or _date_follows(line, at + 1, stop)):
            at += 1
        else:
            break
    if not named or (at < stop and line.tags[at] == "uj"):
        return None, token
    return (line.starts[begun], line.starts[at]), at


def _date_follows(line: Line, token: int, stop: int) -> bool:
    return token < stop and line.starts[token] in line.dates


def names_something(line: Line, token: int, stop: int) -> bool:
    """Whether a noun, a name or a nominal phrase stands among the words ``token`` to ``stop``."""
    for at in range(token, stop):
        word, tag = line.words[at], line.tags[at]
        if tag[0] in "njlirsz" or tag in ("vn", "an", "eng", "uj", "b", "f") or word in QUOTES:
            return True
        if tag == "v" and at + 1 < stop:
            return True
    return stop - token == 1 and line.tags[token] in ("v", "a", "x", "m") and len(line.words[token]) > 1


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
            if named and not _modifies(line, after, stop):
                return at
            at, named = after, named or start not in line.dates
        elif word in grammar.CONJUNCTIONS and named:
            at += 1
        elif word in grammar.OPENERS or tag in ("d", "p", "zg"):
            return at if named else _past_relative(line, at, stop)
        elif tag in ("v", "vd", "vi"):
            if _nominal(line, at, stop, named):
                at, named = at + 1, True
            else:
                return at if named else _past_relative(line, at, stop)
        else:
            named = named or tag[0] in _NOUNS or tag in ("vn", "an", "eng", "uj", "f")
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


def _modifies(line: Line, after: int, stop: int) -> bool:
    """Whether a noun follows the value at once: 42个 of 42个党支部."""
    if after >= stop:
        return False
    return line.words[after] not in grammar.OPENERS and (
        line.tags[after][0] in "njrzs"
        or line.tags[after] in ("vn", "uj", "l", "i", "b")
        or line.words[after] in QUOTES
    )


def _nominal(line: Line, at: int, stop: int, named: bool) -> bool:
    """Whether the verb at ``at`` is part of a noun phrase: 审批 of 贷款审批由, 投诉 of 投诉量."""
    if at + 1 >= stop:
        return False
    word, tag = line.words[at + 1], line.tags[at + 1]
    if word in grammar.NOUN_SUFFIXES or (named and tag == "uj"):
        return True
    if named and (
        word in grammar.STRONG_OPENERS
        or (line.starts[at + 1] in line.quantities and len(line.words[at]) > 1 and line.tags[at] == "vn")
    ):
        return True
    noun = tag[0] in "nj" or tag in ("vn", "b")
    return (
        noun
        and at + 2 < stop
        and line.words[at + 2] in grammar.STRONG_OPENERS
        and (named or not _counted(line, at, stop))
    )


def _counted(line: Line, at: int, stop: int) -> bool:
    return line.starts[at + 2] in line.quantities


def _past_relative(line: Line, at: int, stop: int) -> int:
    """The predicate behind the 的 of a clause at ``at`` that describes the subject; ``at`` without one."""
    for index in range(at + 1, stop - 1):
        if line.tags[index] == "uj":
            predicate = find_predicate(line, index + 1, stop, named=True)
            return predicate if predicate < stop else at
        if line.words[index] in QUOTES:
            break
    return at
