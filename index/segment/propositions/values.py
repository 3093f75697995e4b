"""The values of a core and what each is to it. Pure."""

from index.records import Span, Value, ValueRole
from index.segment.propositions import grammar
from index.segment.propositions.line import Line

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
    from_at = -1
    found: list[Value] = []
    for index, (start, end) in enumerate(spans):
        floor = spans[index - 1][1] if index else core[0]
        role = _role(line, core, (start, end), floor, from_at)
        if role == "from":
            from_at = index
        if role == "plain" and start in line.quantities:
            role = "part" if part else "total" if whole or _total(line, floor, start) else "plain"
        found.append(Value(line.base + start, line.base + end, role))
    inside = (line.base + within[0], line.base + within[1])
    return tuple(value for value in found if inside[0] <= value.start and value.end <= inside[1])


def _role(line: Line, core: Span, value: Span, floor: int, from_at: int) -> ValueRole:
    text, (start, end) = line.text, value
    before = text[max(floor, start - _REACH) : start]
    if from_at >= 0 and grammar.TO.search(before):
        return "to"
    if _comes_from(before) and grammar.TO.search(_next_before(line, core, end)):
        return "from"
    if bound := _bound(line, value, before):
        return bound
    if grammar.PLANNING.search(text, core[0], start):
        return "planned"
    return "plain"


def _comes_from(before: str) -> bool:
    at = max((before.rfind(mark) for mark in "由从自"), default=-1)
    return at >= 0


def _next_before(line: Line, core: Span, end: int) -> str:
    """The words between a value and the next one in the core."""
    following = next((first for first, _ in line.values_in(end, core[1])), end)
    return line.text[end:following]


def _bound(line: Line, value: Span, before: str) -> ValueRole | None:
    start, end = value
    outside = before + line.text[start:end]
    words = before[-4:]
    quantity = line.quantities.get(start)
    joined = words + line.text[start : start + 2]
    if grammar.MOST.search(words) or grammar.MOST.search(joined):
        return "at most"
    if grammar.LEAST.search(words) or grammar.LEAST.search(joined):
        return "at least"
    if quantity is None or not outside:
        return None
    if quantity.high is None and quantity.low > 0:
        return "at least"
    if quantity.low == 0 and quantity.high:
        return "at most"
    return None


def _total(line: Line, floor: int, start: int) -> bool:
    return grammar.TOTAL.search(line.text[max(floor, start - 6) : start]) is not None
