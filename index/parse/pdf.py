""".pdf -> lines: words by position and size; headers, footers, page numbers and line wraps taken out."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from chinese import NUMERAL_CHARS
from index.errors import UnreadableSource
from index.parse.ink import Ink
from index.parse.layout import Hidden, Line, ParsedLayout, bounded

MAX_PAGES = 2000
MARGIN = 0.12  # share of a page's height, above and below, where headers and footers stand
LARGER = 1.12  # times the size of the body from which a short line is a heading
MAX_HEADING = 60  # code points
_PAGE_NUMBER = re.compile(
    r"[-—–·.\s]*(?:第\s*)?[0-9" + NUMERAL_CHARS + r"]{1,5}(?:\s*页)?(?:\s*[/共]\s*[0-9]+\s*页?)?[-—–·.\s]*"
)
_DIGITS = re.compile(r"[0-9]+")
_ENDED = "。！？；：!?;:…”』」)）"
_WORD = re.compile(r"[A-Za-z0-9]")


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


def read_pdf(name: str, data: bytes) -> ParsedLayout:
    """The paragraphs of a .pdf with a text layer. Raises UnreadableSource."""
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
    printed = [line for number in range(pages) for line in _page(document, number, hidden)]
    if not printed:
        raise UnreadableSource(
            f"「{name}」的 {pages} 页里没有文字层，像是扫描件。请先用文字识别（OCR）软件转成文字，再放进来。"
        )
    lines = bounded(name, paragraphs(without_margins(printed, pages)))
    return ParsedLayout(lines, hidden.notices())


def _page(document: Any, number: int, hidden: Hidden) -> Iterator[Printed]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return  # one damaged page does not lose the others
    height, ink = page.get_height(), Ink(page, text)
    buffer: list[tuple[str, float, float, float, float]] = []
    box = [ctypes.c_double() for _ in range(4)]
    for at in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, at) or 0xFFFD)
        if char in "\r\n":
            yield from _printed(buffer, number + 1, height)
            buffer = []
            continue
        raw.FPDFText_GetCharBox(text, at, *(ctypes.byref(side) for side in box))
        left, right, bottom, _ = (side.value for side in box)
        if why := ink.unseen(at, left, bottom):
            hidden.drop(why, char)
            continue
        if char := hidden.cleaned(char).replace("\ufffe", "-"):
            buffer.append((char, raw.FPDFText_GetFontSize(text, at), left, right, bottom))
    yield from _printed(buffer, number + 1, height)
    text.close()
    page.close()


def _printed(
    buffer: Sequence[tuple[str, float, float, float, float]], page: int, height: float
) -> Iterator[Printed]:
    words = "".join(char for char, *_ in buffer)
    shown = [place for place in buffer if not place[0].isspace()]
    if shown:
        sizes = [size for _, size, *_ in shown]
        left, right = min(p[2] for p in shown), max(p[3] for p in shown)
        yield Printed(words.strip(), page, median(sizes), left, right, min(p[4] for p in shown), height)


def without_margins(lines: Sequence[Printed], pages: int) -> list[Printed]:
    """The lines without page numbers, and without what stands at the edge of several pages alike."""
    edge = [line for line in lines if _at_edge(line)]
    seen: Counter[str] = Counter()
    for words, _ in {(_without_digits(line.text), line.page) for line in edge}:
        seen[words] += 1
    enough = max(2, pages // 3)
    return [
        line
        for line in lines
        if not (
            _at_edge(line)
            and (_PAGE_NUMBER.fullmatch(line.text) or seen[_without_digits(line.text)] >= enough)
        )
    ]


def _at_edge(line: Printed) -> bool:
    return not MARGIN * line.height < line.y < (1 - MARGIN) * line.height


def _without_digits(text: str) -> str:
    return _DIGITS.sub("0", "".join(text.split()))


def paragraphs(lines: Sequence[Printed]) -> Iterator[Line]:
    """Printed lines joined to paragraphs and headings, with the level their size gives them."""
    if not lines:
        return
    body = _body_size(lines)
    sizes = sorted({round(line.size) for line in lines if _is_large(line, body)}, reverse=True)
    right = max(line.right for line in lines if not _is_large(line, body)) if body else 0.0
    left = min(line.left for line in lines)
    open_line: Line | None = None
    last: Printed | None = None
    for line in lines:
        level = sizes.index(round(line.size)) + 1 if _is_large(line, body) else 0
        if open_line and last and _continues(last, line, left, right, open_line.level, level):
            open_line = replace(open_line, text=_joined(open_line.text, line.text))
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


def _continues(last: Printed, line: Printed, left: float, right: float, above: int, level: int) -> bool:
    """Whether ``line`` goes on where ``last`` was wrapped."""
    if above != level or abs(last.size - line.size) > 0.1 * last.size:
        return False
    slack = 2 * last.size
    full = last.right > right - slack
    if level:
        return full and line.page == last.page and last.y - line.y < 2.2 * last.size
    indented = line.left > left + 1.2 * line.size
    # An indented line opens a paragraph, unless all lines are: a quotation or a list's text.
    opens = indented and last.left < line.left - 0.8 * line.size
    return full and not opens and not (indented and last.text[-1] in _ENDED)


def _joined(above: str, below: str) -> str:
    """Two lines of one paragraph: hyphenated words whole again, Latin words apart, Chinese joined."""
    if above.endswith("-") and len(above) > 1 and above[-2].isalpha() and below[:1].islower():
        return above[:-1] + below
    latin = _WORD.match(above[-1]) and _WORD.match(below[0])
    return f"{above} {below}" if latin else above + below
