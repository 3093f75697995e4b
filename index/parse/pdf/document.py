"""A .pdf file -> lines, page by page."""

from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Hidden, ParsedLayout, bounded
from index.parse.pages import Printed, RuledTable, Rules, page_lines, paragraphs, without_margins
from index.parse.pdf.letters import page_letters
from index.parse.pdf.rules import page_rules
from index.parse.pdf.soundness import is_picture

MAX_PAGES = 2000


def read_pdf(name: str, data: bytes) -> ParsedLayout:
    """The paragraphs and tables of a .pdf; ``scanned`` are its pages without sound text.

    Raises UnreadableSource.
    """
    document = open_pdf(name, data)
    pages = len(document)
    hidden, scanned = Hidden(), []
    printed: list[Printed | RuledTable] = []
    for number in range(1, pages + 1):
        read = text_page(document, number, hidden)
        if read is None:
            scanned.append(number)
        else:
            printed += read
    if not printed and scanned:
        return ParsedLayout((), hidden.notices(), scanned=tuple(scanned))
    lines = bounded(name, paragraphs(without_margins(printed, pages)))
    return ParsedLayout(lines, hidden.notices(), scanned=tuple(scanned))


def open_pdf(name: str, data: bytes) -> Any:
    """The document for PDFium. Raises UnreadableSource for one that is locked, damaged or too long."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableSource(f"「{name}」设了打开密码。请取消密码、另存后再试。") from error
        raise UnreadableSource(f"「{name}」打不开，可能已损坏。请用阅读器打开，另存一份后再试。") from error
    if len(document) > MAX_PAGES:
        raise UnreadableSource(
            f"「{name}」有 {len(document)} 页，超过上限 {MAX_PAGES} 页。请拆成几个文件后再试。"
        )
    return document


def text_page(document: Any, number: int, hidden: Hidden) -> list[Printed | RuledTable] | None:
    """The lines and tables of the page of this number, from 1; None for a picture without sound text."""
    import pypdfium2

    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []  # one damaged page does not lose the others
    before = hidden.copy()
    letters, turn = page_letters(page, text, before)
    picture = is_picture(page, letters)
    if not picture:
        hidden.take(before)
    rules = page_rules(page, turn) if letters and not picture else Rules()
    text.close()
    page.close()
    return None if picture else list(page_lines(letters, rules, number, turn.tall))
