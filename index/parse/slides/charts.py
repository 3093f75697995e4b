"""The figures behind a chart as records of a table, and the words of SmartArt as items."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from index.parse.layout import Line, LineCell
from index.parse.sheets import number_shown

MAX_POINTS = 20_000  # cells of one chart
MAX_DEPTH = 9
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NODES = ("", "node", "asst")
_Links = dict[Any, list[tuple[int, Any]]]  # node -> place and node of each below it


def chart_rows(chart: Any) -> list[tuple[LineCell, ...]]:
    """A record a category, each value beside its series as the chart shows it; [] without figures."""
    labels: dict[int, str] = {}
    rows: dict[int, list[LineCell]] = {}
    for column, one in enumerate(chart._chartSpace.iter(f"{_C}ser"), 1):
        name = _points(one.find(f"{_C}tx")).get(0, "").strip()
        labels = _points(_first(one, "cat", "xVal")) | labels
        for row, words in _points(_first(one, "val", "yVal")).items():
            rows.setdefault(row, []).append(LineCell(words, column, (name,) if name else ()))
    if sum(map(len, rows.values())) > MAX_POINTS:
        return []
    return [(LineCell(labels.get(row, ""), 0, label=True), *rows[row]) for row in sorted(rows)]


def _first(series: Any, *tags: str) -> Any:
    """The first of these children that a series has; None for none."""
    return next((found for tag in tags if (found := series.find(f"{_C}{tag}")) is not None), None)


def chart_title(chart: Any) -> str:
    """What stands over a chart; "" for nothing."""
    title = chart._chartSpace.find(f"{_C}chart/{_C}title")
    return "" if title is None else "".join(text.text or "" for text in title.iter(f"{_A}t"))


def _points(data: Any) -> dict[int, str]:
    """The words of a sequence by their places; of a sequence in levels the innermost after those above."""
    if data is None:
        return {}
    levels = list(data.iter(f"{_C}lvl"))
    if len(levels) > 1:
        return _levelled(levels)
    literal = data.findtext(f"{_C}v")
    found = {0: literal} if literal else {}
    for cache in data.iter(f"{_C}strCache", f"{_C}numCache", f"{_C}numLit", f"{_C}strLit", f"{_C}lvl"):
        kind = cache.findtext(f"{_C}formatCode") or "General"
        numeric = cache.tag in (f"{_C}numCache", f"{_C}numLit")
        for point in cache.iterfind(f"{_C}pt"):
            words = point.findtext(f"{_C}v") or ""
            if (at := _place(point)) >= 0:
                found[at] = _shown(words, point.get("formatCode") or kind) if numeric else words
    return found


def _levelled(levels: list[Any]) -> dict[int, str]:
    """Categories in levels: 上半年 over 一季度 and 二季度 becomes 上半年·一季度."""
    inner, *outer = (
        [(at, point.findtext(f"{_C}v") or "") for point in level if (at := _place(point)) >= 0]
        for level in levels
    )
    groups = [sorted(dict(names).items()) for names in outer]
    found = {}
    for place, words in inner:
        above = (_over(place, names) for names in reversed(groups))
        found[place] = "·".join([*above, words])
    return found


def _over(place: int, names: list[tuple[int, str]]) -> str:
    """The name that begins at a place or is the last before it; "" for none. ``names`` are in order."""
    at = bisect_right(names, place, key=lambda each: each[0])
    return names[at - 1][1] if at else ""


def _place(point: Any) -> int:
    """Where a point stands in its sequence; -1 for what is no such number."""
    at = point.get("idx", "")
    return int(at) if at.isdecimal() and len(at) < 7 else -1


def _shown(words: str, number_format: str) -> str:
    try:
        value = float(words)
    except ValueError:
        return words
    whole = value.is_integer() and abs(value) < 1e15
    return number_shown(int(value) if whole else value, number_format)


def diagram_items(frame: Any, page: int) -> list[Line] | None:
    """The words of a SmartArt as items, as deep as they stand in it; None for a frame that is none."""
    named = next(frame._element.iter(f"{_DIAGRAM}relIds"), None)
    if named is None:
        return None
    from pptx.oxml import parse_xml

    part = frame.part.related_part(named.get(f"{_RELATION}dm", ""))
    model = parse_xml(part.blob)
    nodes = {point.get("modelId"): point for point in model.iter(f"{_DIAGRAM}pt")}
    below: _Links = {}
    for link in model.iter(f"{_DIAGRAM}cxn"):
        order = link.get("srcOrd", "0")
        if link.get("type", "parOf") == "parOf":
            place = int(order) if order.isdecimal() and len(order) < 7 else 0
            below.setdefault(link.get("srcId"), []).append((place, link.get("destId")))
    root = next((name for name, point in nodes.items() if point.get("type") == "doc"), None)
    return list(_items(root, nodes, below, page))


def _items(root: Any, nodes: dict[Any, Any], below: _Links, page: int) -> Iterator[Line]:
    waiting, seen = [(root, 0)], set[Any]()
    while waiting:
        name, depth = waiting.pop()
        point = nodes.get(name)
        if point is None or name in seen:
            continue
        seen.add(name)
        words = " ".join("".join(t.text or "" for t in point.iter(f"{_A}t")).split())
        if words and point.get("type", "") in _NODES:
            yield Line(words, min(max(depth, 1), MAX_DEPTH), page, "item")
        inner = sorted(below.get(name, ()), key=lambda each: each[0], reverse=True)
        waiting += [(each, depth + 1) for _, each in inner]
