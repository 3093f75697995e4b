"""A .pdf file -> lines, page by page."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Hidden, ParsedLayout, bounded
from index.parse.pdf.columns import Item, Part, parts
from index.parse.pdf.letters import Letter, line_words, lines_of, page_letters, widest_gap
from index.parse.pdf.paragraphs import Printed, paragraphs, without_margins
from index.parse.pdf.rules import Rule, page_rules
from index.parse.pdf.tables import RuledTable, ruled_tables

MAX_PAGES = 2000
FAR = 2.5  # times the size of letters: a gap that is no mere blank
FULL_LINES = 3  # that show how wide a part is set


def read_pdf(name: str, data: bytes) -> ParsedLayout:
    """The paragraphs and tables of a .pdf with a text layer. Raises UnreadableSource."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableSource(f"「{name}」设了打开密码。请取消密码、另存后再试。") from error
        raise UnreadableSource(f"「{name}」打不开，可能已损坏。请用阅读器打开，另存一份后再试。") from error
    pages = len(document)
    if pages > MAX_PAGES:
        raise UnreadableSource(f"「{name}」有 {pages} 页，超过上限 {MAX_PAGES} 页。请拆成几个文件后再试。")
    hidden = Hidden()
    printed = [each for number in range(pages) for each in _page(document, number, hidden)]
    if not printed:
        raise UnreadableSource(
            f"「{name}」的 {pages} 页里没有文字层，像是扫描件。请先用文字识别（OCR）软件转成文字，再放进来。"
        )
    lines = bounded(name, paragraphs(without_margins(printed, pages)))
    return ParsedLayout(lines, hidden.notices())


def _page(document: Any, number: int, hidden: Hidden) -> Iterator[Printed | RuledTable]:
    """The lines and tables of a page in reading order."""
    import pypdfium2

    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return  # one damaged page does not lose the others
    letters, turn = page_letters(page, text, hidden)
    if letters:
        rules = page_rules(page, turn)
        tables, rest = ruled_tables(letters, rules, number + 1)
        outside = [rule for rule in rules.horizontal if not any(_belongs(rule, table) for table in tables)]
        items: list[Item] = [*(letter for letter in rest if not letter.text.isspace()), *tables, *outside]
        blanks = [letter for letter in rest if letter.text.isspace()]
        for part in parts(items):
            yield from _printed(part, blanks, number + 1, turn.tall)
    text.close()
    page.close()


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
