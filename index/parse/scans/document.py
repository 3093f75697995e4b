"""Recognised pages, among pages of text where there are some -> lines."""

from collections.abc import Mapping, Sequence

from index.parse.layout import Hidden, ParsedLayout, bounded
from index.parse.pages import MARGIN, Printed, RuledTable, page_lines, paragraphs, without_margins
from index.parse.pdf.document import open_pdf, text_page
from index.parse.scans.letters import page_letters, page_rules
from index.parse.scans.records import RecognisedPage

EDGED = 2  # pages whose edges are looked at


def read_scanned(name: str, data: bytes, pages: Sequence[RecognisedPage]) -> ParsedLayout:
    """The paragraphs and tables of a scan. Raises UnreadableSource."""
    recognised = {page.number: page for page in pages}
    hidden = Hidden()
    if b"%PDF-" in data[:1024]:
        printed, number = _of_pdf(name, data, recognised, hidden)
    else:
        printed = [each for page in pages for each in _of_page(page)]
        number = len(pages)
    lines = bounded(name, paragraphs(without_margins(printed, number)))
    return ParsedLayout(lines, hidden.notices(), _edges(pages), tuple(sorted(recognised)))


def _edges(pages: Sequence[RecognisedPage]) -> tuple[str, ...]:
    """What stands at the head and foot of the first pages, where a mark such as 机密 is printed."""
    lines = [line for page in pages[:EDGED] for line in page.lines]
    return tuple(line.text for line in lines if line.box[1] < MARGIN or line.box[3] > 1 - MARGIN)


def _of_pdf(
    name: str, data: bytes, recognised: Mapping[int, RecognisedPage], hidden: Hidden
) -> tuple[list[Printed | RuledTable], int]:
    document = open_pdf(name, data)
    printed: list[Printed | RuledTable] = []
    for number in range(1, len(document) + 1):
        if number in recognised:
            printed += _of_page(recognised[number])
        else:
            printed += text_page(document, number, hidden) or []
    return printed, len(document)


def _of_page(page: RecognisedPage) -> list[Printed | RuledTable]:
    return list(page_lines(page_letters(page), page_rules(page), page.number, page.height))
