"""Printed lines -> paragraphs and headings: headers, footers, page numbers and line wraps taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chinese import NUMERAL_CHARS
from index.parse.layout import Line
from index.parse.pages.tables import RuledTable, joined
from index.parse.tables import table_lines

MARGIN = 0.12  # share of a page's height, above and below, where headers and footers stand
LARGER = 1.12  # times the size of the body from which a short line is a heading
MAX_HEADING = 60  # code points
_PAGE_NUMBER = re.compile(
    r"[-—–·.\s]*(?:第\s*)?[0-9" + NUMERAL_CHARS + r"]{1,5}(?:\s*页)?(?:\s*[/共]\s*[0-9]+\s*页?)?[-—–·.\s]*"
)
_DIGITS = re.compile(r"[0-9]+")
_ENDED = "。！？；：!?;:…”』」)）"


@dataclass(frozen=True, slots=True)
class Printed:
    """One line as printed. Points; y counts from the page's foot."""

    text: str
    page: int
    size: float  # of its letters, the median
    left: float
    right: float
    y: float  # of its foot
    height: float  # of the page
    column: tuple[float, float] | None = None  # the sides of the column it stands in, where they are known
    in_parts: bool = False  # whether its words stand far apart, as in a table
    rank: int = 0  # of a heading that the file itself names, 1 the outermost; 0 for all else


def without_margins(printed: Sequence[Printed | RuledTable], pages: int) -> list[Printed | RuledTable]:
    """The lines without page numbers, and without what stands at the edge of several pages alike."""
    edge = [line for line in printed if isinstance(line, Printed) and _at_edge(line)]
    seen: Counter[str] = Counter()
    for words, _ in {(_without_digits(line.text), line.page) for line in edge}:
        seen[words] += 1
    enough = max(2, pages // 3)
    margins = {
        line
        for line in edge
        if _PAGE_NUMBER.fullmatch(line.text) or seen[_without_digits(line.text)] >= enough
    }
    return [each for each in printed if isinstance(each, RuledTable) or each not in margins]


def _at_edge(line: Printed) -> bool:
    return not MARGIN * line.height < line.y < (1 - MARGIN) * line.height


def _without_digits(text: str) -> str:
    return _DIGITS.sub("0", "".join(text.split()))


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in a document."""

    body: float  # the size most letters have
    sizes: tuple[int, ...]  # of headings, the largest first
    left: float
    right: float

    def level(self, line: Printed) -> int:
        """Of a heading: by its size, else below all of these as the file ranks it; 0 for all else."""
        if _is_large(line, self.body):
            return self.sizes.index(round(line.size)) + 1
        return len(self.sizes) + line.rank if line.rank else 0

    def sides(self, line: Printed) -> tuple[float, float]:
        """Between which a line's paragraph runs."""
        return line.column or (self.left, self.right)


def _measured(lines: Sequence[Printed]) -> _Measures:
    body = _body_size(lines)
    large = {round(line.size) for line in lines if _is_large(line, body)}
    right = max(line.right for line in lines if not _is_large(line, body))
    return _Measures(body, tuple(sorted(large, reverse=True)), min(line.left for line in lines), right)


def paragraphs(printed: Sequence[Printed | RuledTable]) -> Iterator[Line]:
    """Printed lines joined to paragraphs and headings, with the level their size gives them; tables' rows.

    A table at the head of a page that has the columns of the one before it goes on with it.
    """
    lines = [line for line in printed if isinstance(line, Printed)]
    measures = _measured(lines) if lines else _Measures(0.0, (), 0.0, 0.0)
    text: list[Printed] = []
    table: RuledTable | None = None
    number = 0
    for each in [*printed, None]:
        if table and isinstance(each, RuledTable) and table.goes_on(each):
            table = table.with_rest(each)
            continue
        if table:
            number += 1
            yield from table_lines(table.cells, number, page=table.first_page, level=len(measures.sizes) + 1)
            table = None
        if isinstance(each, Printed):
            text.append(each)
            continue
        yield from _joined(text, measures)
        text, table = [], each


def _joined(lines: Sequence[Printed], measures: _Measures) -> Iterator[Line]:
    """Lines that follow each other."""
    open_line: Line | None = None
    last: Printed | None = None
    for line in lines:
        level = measures.level(line)
        if open_line and last and _continues(last, line, measures, open_line.level, level):
            open_line = replace(open_line, text=joined(open_line.text, line.text))
        else:
            if open_line:
                yield open_line
            open_line = Line(line.text, level, line.page)
        last = line
    if open_line:
        yield open_line


def _body_size(lines: Sequence[Printed]) -> float:
    """The size most letters have."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return max(letters, key=lambda size: (letters[size], -size))


def _is_large(line: Printed, body: float) -> bool:
    return line.size >= LARGER * body and len(line.text) <= MAX_HEADING


def _continues(last: Printed, line: Printed, measures: _Measures, above: int, level: int) -> bool:
    """Whether ``line`` goes on where ``last`` was wrapped."""
    if above != level or last.in_parts or line.in_parts or abs(last.size - line.size) > 0.1 * last.size:
        return False
    left, right = measures.sides(last)
    full = last.right > right - 2 * last.size
    if level:
        return full and line.page == last.page and last.y - line.y < 2.2 * last.size
    indent, before = line.left - measures.sides(line)[0], last.left - left
    indented = indent > 1.2 * line.size
    # An indented line opens a paragraph, unless all lines are: a quotation or a list's text.
    opens = indented and before < indent - 0.8 * line.size
    return full and not opens and not (indented and last.text[-1] in _ENDED)
