"""The letters, tables and rules of a page -> its printed lines in reading order. Pure."""

from collections.abc import Iterator, Sequence
from statistics import median

from index.parse.pages.columns import Item, Part, parts
from index.parse.pages.letters import Letter, line_words, lines_of, widest_gap
from index.parse.pages.paragraphs import Printed
from index.parse.pages.rules import Rule, Rules
from index.parse.pages.tables import RuledTable, ruled_tables

FAR = 2.5  # times the size of letters: a gap that is no mere blank
FULL_LINES = 3  # that show how wide a part is set


def page_lines(
    letters: Sequence[Letter], rules: Rules, page: int, height: float
) -> Iterator[Printed | RuledTable]:
    """The lines and tables of a page in reading order.

    Args:
        letters: upright, blanks among them where the file has some.
        rules: the straight lines drawn on the page.
        page: its number, 1-based.
        height: of the page, in points.

    """
    tables, rest = ruled_tables(letters, rules, page)
    outside = [rule for rule in rules.horizontal if not any(_belongs(rule, table) for table in tables)]
    items: list[Item] = [*(letter for letter in rest if not letter.text.isspace()), *tables, *outside]
    blanks = [letter for letter in rest if letter.text.isspace()]
    for part in parts(items):
        yield from _printed(part, blanks, page, height)


def _belongs(rule: Rule, table: RuledTable) -> bool:
    return table.bottom - 1 <= rule.at <= table.top + 1 and table.left - 1 <= rule.start <= table.right + 1


def _printed(part: Part, blanks: list[Letter], page: int, height: float) -> Iterator[Printed | RuledTable]:
    """The lines of a part, its tables where they stand among them."""
    letters = [item for item in part.items if isinstance(item, Letter)]
    tables = sorted((i for i in part.items if isinstance(i, RuledTable)), key=lambda table: -table.top)
    lines = lines_of(letters)
    column = part.column or _own_sides(lines)
    for line in lines:
        while tables and tables[0].top >= line[0].base:
            yield tables.pop(0)
        left, right = line[0].left, max(letter.right for letter in line)
        size, base = median(letter.size for letter in line), min(letter.base for letter in line)
        among = [b for b in blanks if left < b.left < right and abs(b.base - base) < 0.5 * size]
        words = line_words(sorted((*line, *among), key=lambda letter: letter.left))
        yield Printed(words, page, size, left, right, base, height, column, widest_gap(line) > FAR)
    yield from tables


def _own_sides(lines: list[list[Letter]]) -> tuple[float, float] | None:
    """Between which the text of a part runs, when most of its lines reach to one edge; None else."""
    rights = [max(letter.right for letter in line) for line in lines]
    full = sum(right > max(rights) - line[0].size for right, line in zip(rights, lines, strict=True))
    if full < FULL_LINES or 2 * full < len(lines):
        return None
    return min(line[0].left for line in lines), max(rights)
