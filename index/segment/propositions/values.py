"""The values of a core and what each is to it. Pure."""

import re
from collections.abc import Iterator
from itertools import islice

from index.records import Span, Value, ValueRole
from index.segment.propositions import grammar
from index.segment.propositions.line import Line

_FROM = re.compile("[由从自]")
_CHANGED = re.compile("[放延增减提降缩压上下升扩推][^，]{0,3}[到至为成]$")  # 放宽至, 减到
_JOINS = frozenset(("、", "和", "及", "以及", "与"))  # between values of one role
_SHARED = frozenset(("from", "to", "at least", "at most", "planned"))
_LOOKED_AT = 4  # values behind one in which a change may end
_REACH = 12  # code points before a value in which its 由 or 到 stands


def values_of(
    line: Line, core: Span, part: bool = False, whole: bool = False, clause: Span | None = None
) -> tuple[Value, ...]:
    """The values inside ``core`` with their roles; offsets of the document.

    ``part``: the core names parts of a group; ``whole``: parts of it follow; ``clause``: what the
    core is a piece of.
    """
    within, core = core, clause or core
    spans = list(line.values_in(*core))
    found: list[Value] = []
    from_at = last = -1  # the last value that a change begins with; the end of the last amount
    for index, (start, end) in enumerate(spans):
        floor = max(last, core[0])
        role = _role(line, core, (start, end), floor, from_at)
        if role == "plain" and found and line.text[spans[index - 1][1] : start] in _JOINS:
            role = found[-1].role if found[-1].role in _SHARED else role
        if role == "plain" and start in line.quantities:
            role = "part" if part else "total" if whole or _total(line, floor, start) else "plain"
        from_at = index if role == "from" else from_at
        last = end if start in line.quantities else last
        found.append(Value(line.base + start, line.base + end, role))
    inside = (line.base + within[0], line.base + within[1])
    return tuple(value for value in found if inside[0] <= value.start and value.end <= inside[1])


def _role(line: Line, core: Span, value: Span, floor: int, from_at: int) -> ValueRole:
    text, (start, end) = line.text, value
    before = text[max(floor, start - _REACH) : start]
    if _FROM.search(before) and any(grammar.TO.search(gap) for gap in _gaps(line, core, end)):
        return "from"
    if grammar.INTENDED.search(text, core[0], start):
        return "planned"
    if grammar.TO.search(before) and (from_at >= 0 or _CHANGED.search(before)):
        return "to"
    if bound := _bound(line, value, before):
        return bound
    return "planned" if grammar.PLANNING.search(text, core[0], start) else "plain"


def _gaps(line: Line, core: Span, end: int) -> Iterator[str]:
    """The words before each of the next values of the core."""
    for first, last in islice(line.values_in(end, core[1]), _LOOKED_AT):
        yield line.text[end:first]
        end = last


def _bound(line: Line, value: Span, before: str) -> ValueRole | None:
    start, end = value
    joined = before[-4:] + line.text[start : start + 2]
    if grammar.MOST.search(before[-4:]) or grammar.MOST.search(joined):
        return "at most"
    if grammar.LEAST.search(before[-4:]) or grammar.LEAST.search(joined):
        return "at least"
    quantity = line.quantities.get(start)
    if quantity is None or quantity.high is not None:
        if grammar.DEADLINE.match(line.text[end : end + 8]) or (
            quantity and quantity.low == 0 != quantity.high
        ):
            return "at most"
    elif quantity.low > 0:
        return "at least"
    return None


def _total(line: Line, floor: int, start: int) -> bool:
    return grammar.TOTAL.search(line.text[max(floor, start - 6) : start]) is not None
