"""What stands in the margins of office files: headers, footers, watermarks; for marks such as 机密.

None of it is part of a document's text. The files are those a parser has read without a refusal.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

from index.errors import UnreadableSource
from index.parse.package import open_package, read_member, read_xml

MAX_MARGINS = 200  # lines of one file
PAGES = 2  # of a .pdf whose edges are looked at: a first page is often printed differently
SHEETS = 20  # of an .xlsx
EDGE = 0.12  # share of a page's height above and below
_HEADER_PART = re.compile(r"word/(?:header|footer)[0-9]*\.xml")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHEET_EDGE = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]*)<")
_CODES = re.compile(r'&(?:"[^"]*"|[0-9]{1,3}|K[0-9A-Fa-f]{6}|[A-Za-z])')  # places, fonts, colours, fields


def margin_lines(name: str, suffix: str, data: bytes) -> tuple[str, ...]:
    """The lines of headers, footers and watermarks, each once. Raises UnreadableSource."""
    if suffix in (".docx", ".doc", ".wps"):
        found = _word(name, data)
    elif suffix in (".xlsx", ".xls", ".et"):
        found = _sheets(name, data)
    elif suffix == ".pdf":
        found = _pdf(data)
    else:
        return ()
    lines = dict.fromkeys(words for line in found if (words := " ".join(line.split())))
    return tuple(lines)[:MAX_MARGINS]


def _word(name: str, data: bytes) -> Iterator[str]:
    from index.parse.word import margin_words

    package = open_package(name, data)
    with suppress(UnreadableSource):  # a damaged header does not lose the text, which has been read
        yield from margin_words(package, name)
    for member in sorted(filter(_HEADER_PART.fullmatch, package.namelist())):
        with suppress(UnreadableSource):
            root = read_xml(package, name, member)
            yield from (path.get("string", "") for path in root.iter("{*}textpath"))  # across the page


def _sheets(name: str, data: bytes) -> Iterator[str]:
    package = open_package(name, data)
    for member in sorted(filter(_SHEET_PART.fullmatch, package.namelist()))[:SHEETS]:
        content = read_member(package, name, member) or b""
        for words in _SHEET_EDGE.findall(content[-65536:]):  # they stand at the sheet's end
            yield _CODES.sub(" ", unescape(words.decode("utf-8", "replace")))


def _pdf(data: bytes) -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        for number in range(min(PAGES, len(document))):
            page = document[number]
            width, height = page.get_size()
            text = page.get_textpage()
            for foot, top in ((height * (1 - EDGE), height), (0, height * EDGE)):
                yield from text.get_text_bounded(0, foot, width, top).splitlines()
    except pypdfium2.PdfiumError:
        return  # the pages that could be read have been read
