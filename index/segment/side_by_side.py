"""Headings and the bodies that belong to them, where several headings are printed in a row.

The newspaper layout prints k headings one after the other and then their k bodies in the same
order; ordinary documents print each body under its heading. Both are the same rule here: a run
of headings and the paragraphs up to the next run, paired in order. Where that is not plausible
nothing is attributed to one heading: the headings stay cases without a body, and the paragraphs
become a part that carries all of those headings.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from chinese import is_office, labelled_unit, names_a_column, opens_signed_report
from index.records import Block, Case, Document
from index.segment.heading_runs import Run, find_runs, is_numbered, unnumbered_depth
from index.segment.pairing import affinity, blank_lines, divide
from index.segment.segmentation import Part, Segmentation
from index.text import Heading, is_kicker

_AROUND = "（()）【】[]〔〕 \t　"
SECTION_DEPTH = -1  # an unnumbered heading right above other unnumbered ones


def pair_headings(
    document: Document, blocks: Sequence[Block], title: tuple[int, int], body: int
) -> Segmentation:
    """Every heading from block ``body`` on with what stands under it; see the module's text for the rule.

    A heading followed at once by a deeper one is a section: its unit passes to the cases under
    it. Text between a heading and its first sub-heading is that heading's case. A heading with
    nothing under it is a case with ``start == end == heading_end``. ``title`` are the blocks,
    [first, last), of the document's title; what stands between it and ``body`` is the lead.
    """
    segmenter = _Segmenter(document, blocks, find_runs(document.text, blocks, body))
    first = title[1]
    if first:
        segmenter.add_part("title", blocks[0].start, blocks[first - 1].end)
    if body > first:
        segmenter.add_part("text", blocks[first].start, blocks[body - 1].end)
    return segmenter.finish()


class _Segmenter:
    """Walks the runs of one document and collects its cases and parts."""

    def __init__(self, document: Document, blocks: Sequence[Block], runs: list[Run]) -> None:
        self._document = document
        self._text = document.text
        self._ends = {below.start: above.end for above, below in pairwise(blocks)}
        self._runs = runs
        self._unnumbered = unnumbered_depth(runs)
        self._shapes = Counter((len(run.headings), len(run.bodies)) for run in runs)
        self._cases: list[Case] = []
        self._paths: list[tuple[str, ...]] = []
        self._parts: list[Part] = []
        self._above: list[tuple[int, Heading]] = []  # depth and heading, outermost first

    def finish(self) -> Segmentation:
        """All runs placed."""
        for run in self._runs:
            self._place(run)
        return Segmentation(tuple(self._cases), tuple(self._paths), tuple(self._parts))

    def add_part(
        self, kind: Literal["title", "section", "text"], start: int, end: int, path: tuple[str, ...] = ()
    ) -> None:
        """Note printed lines that belong to no case."""
        self._parts.append(Part(kind, start, end, path))

    def _place(self, run: Run) -> None:
        """Sections first, then the headings side by side with their bodies."""
        outer, inner = self._split(run)
        self._above = [
            (depth, above)
            for depth, above in self._above
            if depth != SECTION_DEPTH or not is_kicker(above, run.headings[0])
        ]
        for heading, below in pairwise([*outer, inner[0]]):
            depth = self._depth(heading)
            if self._depth(below) > depth:
                self._open_section(heading, depth)
            elif heading.level == 0:
                self._open_section(heading, SECTION_DEPTH)
            else:
                self._add_case(heading, ())
        starts = self._pair(inner, run)
        if starts is None:
            for heading in inner:
                self._add_case(heading, ())
            path = (*self._path(), *(self._text[h.start : h.end] for h in inner))
            self.add_part("text", run.paragraphs[0].start, run.paragraphs[-1].end, path)
            return
        for heading, start, stop in zip(inner, starts, [*starts[1:], len(run.paragraphs)], strict=True):
            self._add_case(heading, run.paragraphs[start:stop])
        self._above.append((self._depth(inner[-1]), inner[-1]))

    def _split(self, run: Run) -> tuple[list[Heading], list[Heading]]:
        """The run's sections, and the headings after them that stand side by side."""
        headings = list(run.headings)
        side = len(headings) - 1
        while side and headings[side - 1].level == headings[-1].level:
            side -= 1
        if run.paragraphs:
            side += self._sections_among(headings[side:], run)
        return headings[:side], headings[side:]

    def _sections_among(self, inner: list[Heading], run: Run) -> int:
        """How many headings of one level, at the front of them, are sections over the others.

        Headings side by side are alike: all name units, all are numbered, the document prints as
        many in a row elsewhere, or at least their words fit the bodies in this order.
        """
        columns = [n for n, h in enumerate(inner) if names_a_column(self._text[h.start : h.end])]
        if columns and columns[-1] < len(inner) - 1:
            return columns[-1] + 1  # over the headlines of that column
        units = [bool(h.unit) for h in inner]
        if len(inner) == 1 or all(units):
            return 0
        if any(units):
            return 0 if len(run.bodies) == len(inner) else units.index(True)
        if len(run.bodies) >= len(inner):
            if is_numbered(self._text, inner) or self._recurs(run):
                return 0
            starts = self._pair(inner, run)
            if starts is not None and self._fits(inner, starts, run):
                return 0
        return len(inner) - 1

    def _recurs(self, run: Run) -> bool:
        """Whether runs of this many headings, with bodies enough, are how the document is printed."""
        k = len(run.headings)
        alike = sum(count for (headings, bodies), count in self._shapes.items() if headings == k <= bodies)
        return alike >= 2 and 2 * alike >= len(self._runs)

    def _fits(self, headings: list[Heading], starts: list[int], run: Run) -> bool:
        stops = [*starts[1:], len(run.paragraphs)]
        bodies = [self._span(run.paragraphs[a:b]) for a, b in zip(starts, stops, strict=True)]
        return affinity([(h.unit, h.title) for h in headings], bodies) > 0

    def _pair(self, headings: list[Heading], run: Run) -> list[int] | None:
        """Where each heading's body begins among the paragraphs; None when that is not plausible."""
        if len(headings) == 1 or not run.paragraphs:
            return [0] * len(headings)
        opened = self._opened_signed(run)
        if len(opened) == len(headings) and opened[0] == 0:
            return [run.bodies[index][0] for index in opened]
        texts = [self._span(run.paragraphs[a:b]) for a, b in run.bodies]
        starts = [run.paragraphs[a].start for a, _ in run.bodies]
        gaps = [blank_lines(self._text, self._ends[start], start) for start in starts]
        names = [(h.unit, h.title) for h in headings]
        certain = opened if len(opened) < len(headings) else []  # at which a piece begins, one of them
        found = divide(names, texts, gaps, self._per_heading(run), certain)
        return None if found is None else [run.bodies[index][0] for index in found]

    def _opened_signed(self, run: Run) -> list[int]:
        """Which of the run's bodies open as a newspaper's pieces do."""
        firsts = ((n, self._span(run.paragraphs[a : a + 1])) for n, (a, _) in enumerate(run.bodies))
        return [n for n, line in firsts if opens_signed_report(line)]

    def _per_heading(self, run: Run) -> int | None:
        """Paragraphs per heading in the other runs; 0 without other runs, None when they disagree."""
        others = self._shapes - Counter({(len(run.headings), len(run.bodies)): 1})
        sizes = {bodies / headings for headings, bodies in others if bodies}
        if not sizes:
            return 0
        size = sizes.pop()
        return None if sizes or not size.is_integer() else int(size)

    def _depth(self, heading: Heading) -> int:
        return 2 * heading.level if heading.level else self._unnumbered

    def _open_section(self, heading: Heading, depth: int) -> None:
        self._close(depth)
        self.add_part("section", heading.start, heading.end, self._path())
        self._above.append((depth, heading))

    def _close(self, depth: int) -> None:
        while self._above and self._above[-1][0] >= depth:
            self._above.pop()

    def _add_case(self, heading: Heading, paragraphs: Sequence[Block]) -> None:
        self._close(self._depth(heading))
        inherited = next((h.unit for _, h in reversed(self._above) if h.unit), "")
        labelled = next(filter(None, (labelled_unit(self._span([b])) for b in paragraphs)), "")
        labelled = labelled or self._unit_alone(paragraphs[:1])
        case = Case(
            document_id=self._document.id,
            order=len(self._cases) + 1,
            unit=heading.unit or labelled or inherited,
            title=heading.title,
            heading_start=heading.start,
            heading_end=heading.end,
            start=paragraphs[0].start if paragraphs else heading.end,
            end=paragraphs[-1].end if paragraphs else heading.end,
        )
        self._cases.append(case)
        self._paths.append(self._path())

    def _unit_alone(self, first: Sequence[Block]) -> str:
        """The office that is all of the line under a heading, in brackets or not; "" for another line."""
        line = self._span(first).strip(_AROUND) if first and not first[0].cells else ""
        return line if is_office(line) else ""

    def _path(self) -> tuple[str, ...]:
        return tuple(self._text[h.start : h.end] for _, h in self._above)

    def _span(self, blocks: Sequence[Block]) -> str:
        return self._text[blocks[0].start : blocks[-1].end]
