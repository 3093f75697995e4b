"""Short news in a row under a column's name, each an office's own: ●市地震局 认领4所学校。 Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from chinese import ends_a_statement, foot_kind, is_office, names_short_news, organisation_spans, ornament
from index.records import Block, Case
from index.segment.segmentation import Part, Segmentation

FEWEST = 2
MAX_LABEL = 20  # code points of the line over them
MAX_NAME = 40  # code points among which an item names its office
_JOINS = "与和同"  # before the other office that took part


def are_short_items(text: str, blocks: Sequence[Block]) -> bool:
    """Whether all the blocks are such items, under the same mark, of different offices."""
    items = _items(text, blocks)
    return 0 < len(items) == len(blocks)


def with_short_items(text: str, blocks: Sequence[Block], segmentation: Segmentation) -> Segmentation:
    """The same with a case for each item at the end of a case, where a line without a unit heads them."""
    cases: list[Case] = []
    paths: list[tuple[str, ...]] = []
    parts = list(segmentation.parts)
    for case, path in zip(segmentation.cases, segmentation.paths, strict=True):
        first, last = (
            bisect_left(blocks, at, key=lambda block: block.start) for at in (case.start, case.end)
        )
        while last > first and foot_kind(text[blocks[last - 1].start : blocks[last - 1].end]) == "rule":
            last -= 1  # that parts them from what follows
        items = _items(text, blocks[first:last])
        label = last - len(items) - 1
        own = label < first
        if not items or not _is_label(text, case, blocks[label], own):
            cases.append(case)
            paths.append(path)
            continue
        start, end = (
            (case.heading_start, case.heading_end) if own else (blocks[label].start, blocks[label].end)
        )
        parts.append(Part("section", start, end, path))
        if label > first:
            cases.append(replace(case, end=blocks[label - 1].end))
            paths.append(path)
        elif not own:
            cases.append(replace(case, start=case.heading_end, end=case.heading_end))
            paths.append(path)
        for block, unit in items:
            begins = (block.start,) * 3
            cases.append(Case(case.document_id, 0, unit, unit, *begins, block.end))
            paths.append((*path, text[start:end]))
    numbered = (replace(case, order=order) for order, case in enumerate(cases, start=1))
    return Segmentation(tuple(numbered), tuple(paths), tuple(sorted(parts, key=lambda part: part.start)))


def _is_label(text: str, case: Case, above: Block, own: bool) -> bool:
    if own:
        return not case.unit and case.heading_start < case.heading_end
    line = text[above.start : above.end]
    return (
        (above.kind == "heading" or names_short_news(line))
        and len(line) <= MAX_LABEL
        and not ends_a_statement(line)
    )


def _items(text: str, blocks: Sequence[Block]) -> list[tuple[Block, str]]:
    """The last of the blocks that open with the same mark and an office, with it; empty for no row."""
    items: list[tuple[Block, str]] = []
    mark = _mark(text, blocks[-1]) if blocks else ""
    for block in reversed(blocks):
        line = text[block.start : block.end]
        unit = _opening_office(line[ornament(line) :])
        if block.cells or not mark or _mark(text, block) != mark or not unit or not ends_a_statement(line):
            break
        items.insert(0, (block, unit))
    return items if len({unit for _, unit in items}) >= FEWEST else []


def _mark(text: str, block: Block) -> str:
    """The sign that opens a line, or what the format says of an item of a list; "" for neither."""
    line = text[block.start : block.end]
    return line[0] if ornament(line) else "item" if block.kind == "item" else ""


def _opening_office(words: str) -> str:
    """The office that a line's words open with: 市地震局 of 市地震局与市第九小学结对."""
    spans = (span for span in organisation_spans(words[:MAX_NAME]) if span[0] == 0)
    name = next((words[:end].strip() for _, end in spans), "")
    for at, char in enumerate(name):
        if char in _JOINS and is_office(name[:at]):
            return name[:at]
    return name if is_office(name) else ""
